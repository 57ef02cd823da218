// Looking for a recording without a pointer: typing on the list begins the search, and the arrow leads back to what was found.
import type { Locator } from 'playwright/test';
import { newestRecordings } from '../support/recordings-of.ts';
import { expect, test, type MainWindow } from './fixtures.ts';

const party = ({ page }: MainWindow): Locator => page.getByRole('textbox', { name: 'Remote party' });
const rowAt = ({ grid }: MainWindow, index: number): Locator => grid.locator(`[aria-rowindex="${String(index + 2)}"]`);

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid.getByRole('button').first()).toBeVisible();
});

test('a number is typed on the list, looked for, and what was found is reached by an arrow', async ({
  mainWindow,
  simulator,
}) => {
  const { page, grid } = mainWindow;
  const { recordings } = await newestRecordings(simulator, 40);
  const wanted = recordings.find(({ remotePartyNumber }) => remotePartyNumber.startsWith('+'))?.remotePartyNumber ?? '';
  const fitting = recordings.filter(({ remotePartyNumber }) => remotePartyNumber.includes(wanted)).length;

  // From anywhere in the page to the search and on to the list.
  await page.keyboard.press('/');
  await expect(party(mainWindow)).toBeFocused();
  await expect(party(mainWindow)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(rowAt(mainWindow, 0)).toBeFocused();
  // The row that holds the keyboard will not be among those that are found.
  await page.keyboard.press('End');
  await expect(rowAt(mainWindow, 39)).toBeFocused();

  await page.keyboard.type(wanted);
  await expect(party(mainWindow)).toBeFocused();
  await expect(party(mainWindow)).toHaveValue(wanted);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText(`${String(fitting)} found`, { exact: true })).toBeVisible();
  await expect(rowAt(mainWindow, 0)).toBeFocused();
  await expect(grid.getByRole('button', { name: /^Download recording/u })).toHaveCount(fitting);
  // One more character on the row goes on with what stands in the box.
  await page.keyboard.press('0');
  await expect(party(mainWindow)).toHaveValue(`${wanted}0`);
});

test('Space, S, Enter and the arrows do on the list what they did', async ({ mainWindow, simulator }) => {
  const { page } = mainWindow;
  const { recordings } = await newestRecordings(simulator, 2);
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(rowAt(mainWindow, 0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(rowAt(mainWindow, 1)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Save 1 selected…' })).toBeVisible();
  await page.keyboard.press('s');
  const reference = recordings[1]?.referenceNumber ?? '';
  await expect(page.getByRole('button', { name: `Show ${reference} in folder` }).first()).toBeVisible();
  // Enter opens, Space plays what is open, and Escape goes back to the row.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Selected recording' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Selected recording' })).toHaveCount(0);
  await expect(rowAt(mainWindow, 1)).toBeFocused();
  await expect(party(mainWindow)).toHaveValue('');
});

test('the search says how it is reached', async ({ mainWindow }) => {
  await expect(party(mainWindow)).toHaveAttribute('aria-keyshortcuts', '/');
  await expect(mainWindow.grid).toHaveAccessibleDescription(
    'Press / to search, or type a number while the list has focus.',
  );
});
