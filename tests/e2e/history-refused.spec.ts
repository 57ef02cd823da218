// A search that the server refuses: said in words, and marked at the boxes that were used and at no other.
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';

const marked = (page: Page): Promise<(string | undefined)[]> =>
  page
    .getByRole('search')
    .locator('[aria-invalid="true"]')
    .evaluateAll((boxes) => boxes.map((box) => box.closest('label')?.querySelector('.name')?.textContent));

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid.getByRole('button').first()).toBeVisible();
  simulator.setFault({ endpoint: 'listCompleted' }, { kind: 'status', status: 400, reason: 0 });
});

test('a date that was refused is marked, and not the remote party that nobody filled in', async ({ mainWindow }) => {
  const { page, alert } = mainWindow;
  await page.getByLabel('From').fill('2026-11-01');
  await expect(alert).toHaveText(/^The server rejected this search\..*Check From\.\s*Retry$/u);
  expect(await marked(page)).toEqual(['From']);
  await expect(page.getByLabel('From')).toHaveAccessibleDescription(/The server rejected this search/u);
});

test('of several boxes the server names none: all that were used are marked, and it is said', async ({
  mainWindow,
}) => {
  const { page, alert } = mainWindow;
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'More filters' }).click();
  await page.getByRole('textbox', { name: 'Local number' }).fill('101');
  await page.getByRole('textbox', { name: 'Owner' }).fill('ada.agent');
  await page.getByRole('combobox', { name: 'Direction' }).selectOption({ label: 'Outgoing' });
  await expect(alert).toContainText('Check Direction, Local number or Owner.');
  expect(await marked(page)).toEqual(['Direction', 'Local number', 'Owner']);
});

test('what is refused without any filter marks nothing', async ({ mainWindow }) => {
  const { page, alert } = mainWindow;
  await page.reload();
  await expect(alert).toContainText('The server rejected this search.');
  await expect(alert).not.toContainText('Check Direction');
  expect(await marked(page)).toEqual([]);
});
