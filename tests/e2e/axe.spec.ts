// Every page and state of the main window under axe, in light and in dark: what is drawn for each must be there for every sense.
import { accessible, expect, ring, test } from './fixtures.ts';

test('axe finds nothing in the sign-in, empty and refused', async ({ mainWindow, simulator }) => {
  await mainWindow.open();
  await expect(mainWindow.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await accessible(mainWindow.page);
  await mainWindow.signIn(simulator.url, 'ada.agent', 'wrong');
  await expect(mainWindow.alert).toBeVisible();
  await accessible(mainWindow.page);
});

test('axe finds nothing in the history while it loads, and where it could not be had', async ({
  mainWindow,
  simulator,
}) => {
  const { page, grid, alert } = mainWindow;
  const hanging = simulator.setFault({ endpoint: 'listCompleted' }, { kind: 'hang' });
  await mainWindow.signedIn(simulator.url);
  await expect(grid).toHaveAttribute('aria-busy', 'true');
  await accessible(page);
  hanging.remove();
  simulator.setFault({ endpoint: 'listCompleted' }, { kind: 'status', status: 503 });
  await page.reload();
  await expect(alert).toContainText("isn't available");
  await accessible(page);
});

test.describe('without recordings', () => {
  test.use({ recordings: 0 });

  test('axe finds nothing in the empty history and where nothing is saved', async ({ mainWindow, simulator }) => {
    await mainWindow.signedIn(simulator.url);
    await expect(mainWindow.page.getByText('No recordings yet.')).toBeVisible();
    await accessible(mainWindow.page);
    await mainWindow.page.getByRole('button', { name: 'On this computer' }).click();
    await expect(mainWindow.page.getByText('No saved recordings yet.')).toBeVisible();
    await accessible(mainWindow.page);
  });
});

test('axe finds nothing in the history with its detail, player, search and saved copies', async ({
  mainWindow,
  simulator,
}) => {
  test.setTimeout(300_000);
  const { page, grid } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await expect(grid.getByRole('button').first()).toBeVisible();
  await accessible(page);
  await mainWindow.firstRow.click();
  const panel = page.getByRole('complementary', { name: 'Selected recording' });
  await panel.getByText('Technical').click();
  await expect(panel.getByText('SHA-256')).toBeVisible();
  await accessible(page);
  await mainWindow.firstRow.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toBeVisible();
  await accessible(page);
  await mainWindow.firstRow.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('s');
  await expect(panel.getByRole('button', { name: 'Show in folder' })).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'Clear selection' }).click();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Save all/u }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('to save')).toBeVisible();
  await accessible(page);
  await dialog.getByRole('textbox', { name: 'File names' }).fill('{colour}');
  await expect(dialog.getByText('Unknown field: {colour}.')).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await accessible(page);
  await page.getByRole('menuitem', { name: 'More filters' }).click();
  await page.getByRole('textbox', { name: 'Remote party' }).fill('no such number');
  await expect(page.getByText('No recordings found.')).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'On this computer' }).click();
  await expect(page.getByRole('list', { name: 'Saved recordings' }).getByRole('listitem')).toHaveCount(1);
  await accessible(page);
  await page.getByRole('button', { name: /^Delete .*\.mp3$/u }).click();
  await expect(dialog).toBeVisible();
  await accessible(page);
});

test('axe finds nothing in Live, Journal, Settings, and the question about a pause that is not proven', async ({
  mainWindow,
  simulator,
  preview,
}) => {
  test.setTimeout(300_000);
  const { page } = mainWindow;
  const open = (name: string): Promise<void> => page.getByRole('link', { name, exact: true }).click();
  await mainWindow.signedIn(simulator.url);
  await open('Live');
  await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible();
  await accessible(page);

  simulator.setFault({ method: 'PUT' }, { kind: 'lie' });
  const call = ring(simulator);
  await expect.poll(() => preview.core.snapshot().live.state).toBe('recording');
  await accessible(page);
  await preview.core.handlers['live.pause']({});
  await expect.poll(() => preview.core.snapshot().live.state).toBe('unconfirmed');
  await accessible(page);

  await open('Settings');
  // Every section at once, as a search shows them.
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('e');
  await expect(page.getByRole('heading', { name: 'About' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Saving', exact: true }).click();
  await page.getByRole('textbox', { name: 'File names' }).fill('{colour}');
  await page.getByRole('textbox', { name: 'Folder for recordings' }).fill('here');
  await page.keyboard.press('Enter');
  await expect(page.getByText("This isn't a full path, so the folder wasn't changed.")).toBeVisible();
  await accessible(page);

  const completed = simulator.nextChange(({ kind }) => kind === 'completed');
  simulator.endCall(call.id);
  await completed;
  await expect.poll(() => preview.core.snapshot().live.state).toBe('idle');
  await open('Journal');
  await expect(page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(1)).toBeVisible();
  await accessible(page);
  await page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(1).click();
  await accessible(page);

  await page.reload();
  await expect(mainWindow.firstRow.getByText('not confirmed')).toBeVisible();
  await mainWindow.firstRow.click();
  await expect(page.getByRole('button', { name: 'Play anyway' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Save recording' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await accessible(page);
});
