// The main job, and the way to everything else, with the keyboard alone: the command palette and the sheet of keys, in a browser.
import type { Locator, Page } from 'playwright/test';
import { expect, foundByAxe, picture, ring, test } from './fixtures.ts';

const paletteOf = (page: Page): Locator => page.getByRole('combobox', { name: 'Commands' });

/** Chooses the command that is found first. */
async function choose(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(paletteOf(page)).toBeFocused();
  await page.keyboard.type(typed);
  await expect(page.getByRole('listbox', { name: 'Results' }).getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(paletteOf(page)).toHaveCount(0);
}

test('a call is paused and resumed, pages and settings are reached, and the focus comes back', async ({
  mainWindow,
  simulator,
  preview,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.firstRow).toBeVisible();
  ring(simulator);
  await expect.poll(() => preview.core.snapshot().live.state).toBe('recording');
  const palette = paletteOf(page);
  const command = (typed: string): Promise<void> => choose(page, typed);

  await mainWindow.firstRow.focus();
  await command('pause rec');
  await expect.poll(() => preview.core.snapshot().live.state).toBe('paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  await expect(mainWindow.firstRow).toBeFocused();
  await command('resume rec');
  await expect.poll(() => preview.core.snapshot().live.state).toBe('recording');

  await command('file names');
  await expect(page.getByRole('textbox', { name: 'File names' })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Search settings' })).toHaveValue('File names');
  await command('journal');
  await expect(page.getByRole('grid', { name: 'Journal' })).toBeVisible();

  // A stop is asked about first, and Escape keeps the recording.
  await command('stop rec');
  await expect(page.getByRole('dialog', { name: 'Stop this recording?' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(simulator.live()).toHaveLength(1);

  await page.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await picture(page, 'palette');
  expect(await foundByAxe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Previous or next row');
  await picture(page, 'key-sheet');
  expect(await foundByAxe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a question mark that is typed is a question mark', async ({ mainWindow, simulator }) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('textbox', { name: 'Remote party' }).fill('');
  await page.keyboard.type('?');
  await expect(page.getByRole('textbox', { name: 'Remote party' })).toHaveValue('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('keys without a modifier can be turned off, and everything stays in reach', async ({ mainWindow, simulator }) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.firstRow).toBeVisible();
  await choose(page, 'single-key');
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).press('Space');
  await expect(page.getByRole('checkbox', { name: 'Single-key shortcuts' })).not.toBeChecked();
  await page.getByRole('link', { name: 'History' }).press('Enter');
  await mainWindow.firstRow.focus();
  await page.keyboard.press('/');
  await page.keyboard.press('7');
  await page.keyboard.press('?');
  await expect(mainWindow.firstRow).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Remote party' })).toHaveValue('');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await choose(page, 'keys of this');
  await expect(page.getByRole('dialog', { name: 'Keys' })).not.toContainText('?');
});

test('signed out there is no palette', async ({ mainWindow }) => {
  const { page } = mainWindow;
  await mainWindow.open();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  // The first box that is empty has the focus.
  await expect(page.getByRole('textbox', { name: 'Server address' })).toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toHaveCount(0);
});
