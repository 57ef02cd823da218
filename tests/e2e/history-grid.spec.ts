// What a screen reader is told of a list of a million: how long it is, where one is, what is chosen, how it is sorted, and what is on its way.
import type { Locator } from 'playwright/test';
import { expect, test, type MainWindow } from './fixtures.ts';

test.use({ recordings: 1_000_000 });

const rowAt = ({ grid }: MainWindow, index: number): Locator => grid.locator(`[aria-rowindex="${String(index + 2)}"]`);
const said = ({ page }: MainWindow): Locator => page.getByRole('status', { name: 'Position in list' });

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid.getByRole('button').first()).toBeVisible();
});

test('the grid tells its size, its columns and its order', async ({ mainWindow }) => {
  const { grid } = mainWindow;
  await expect(grid).toHaveAttribute('aria-rowcount', '1000001');
  await expect(grid).toHaveAttribute('aria-colcount', '7');
  await expect(grid.getByRole('row').first()).toMatchAriaSnapshot(`
    - row:
      - columnheader "Select all loaded recordings":
        - checkbox "Select all loaded recordings"
      - columnheader "When"
      - columnheader "Remote party"
      - columnheader "Duration"
      - columnheader "Pause"
      - columnheader "Saved file"
  `);
  await expect(grid.getByRole('columnheader', { name: 'When' })).toHaveAttribute('aria-sort', 'descending');
  await expect(grid.locator('[aria-sort]')).toHaveCount(1);
  const columns = await grid
    .locator('[role=row]')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.getAttribute('aria-colindex'))));
  expect(columns.length).toBeGreaterThan(5);
  for (const indices of columns) expect(indices).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

test('every row that exists tells its place among all, and a jump says where it led', async ({ mainWindow }) => {
  const { page, grid } = mainWindow;
  await rowAt(mainWindow, 0).focus();
  await expect(async () => {
    await rowAt(mainWindow, 0).focus();
    await page.keyboard.press('End');
    await expect(rowAt(mainWindow, 999_999)).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await expect(said(mainWindow)).toHaveText('Recording 1,000,000 of 1,000,000');
  await page.keyboard.press('ArrowUp');
  await expect(rowAt(mainWindow, 999_998)).toBeFocused();
  await expect(said(mainWindow)).toHaveText('');
  await page.keyboard.press('Home');
  await expect(said(mainWindow)).toHaveText('Recording 1 of 1,000,000');
  const places = await grid
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
  expect(places).toEqual(places.toSorted((left, right) => left - right));
  expect(new Set(places).size).toBe(places.length);
});

test('rows on their way are busy and say so, and are busy no more once they are here', async ({
  mainWindow,
  simulator,
}) => {
  const { page, grid } = mainWindow;
  const hanging = simulator.setFault({ endpoint: 'listCompleted' }, { kind: 'hang' });
  await expect(async () => {
    await rowAt(mainWindow, 0).focus();
    await page.keyboard.press('End');
    await expect(rowAt(mainWindow, 999_999)).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await expect(rowAt(mainWindow, 999_999)).toHaveAttribute('aria-busy', 'true');
  await expect(rowAt(mainWindow, 999_999)).toHaveAccessibleName('Loading…');
  hanging.remove();
  await page.reload();
  await expect(grid.getByRole('button').first()).toBeVisible();
  await expect(grid.locator('[aria-busy="true"]')).toHaveCount(0);
});

test('what is chosen to be saved is selected, and what the detail shows is the current row', async ({ mainWindow }) => {
  const { page, grid } = mainWindow;
  await rowAt(mainWindow, 0).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(grid).toHaveAttribute('aria-multiselectable', 'true');
  await expect(grid.getByRole('row', { selected: true })).toHaveCount(2);
  await expect(grid.locator('[aria-current="true"]')).toHaveCount(1);
  await expect(rowAt(mainWindow, 2)).toHaveAttribute('aria-current', 'true');
  const tree = await page.context().newCDPSession(page);
  const { nodes } = await tree.send('Accessibility.getFullAXTree');
  const selected = nodes.filter(
    ({ role, properties }) =>
      role?.value === 'row' && properties?.some(({ name, value }) => name === 'selected' && value.value === true),
  );
  expect(selected).toHaveLength(2);
  const exposed = nodes.find(({ role }) => role?.value === 'grid');
  expect(exposed?.properties?.find(({ name }) => name === 'multiselectable')?.value.value).toBe(true);
});
