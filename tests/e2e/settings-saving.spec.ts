// Settings of saving in the browser: they hold for the next recording, and what cannot be used is refused without losing what was typed.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { newestRecordings } from '../support/recordings-of.ts';
import { expect, test } from './fixtures.ts';

test('folder, names and details that are set hold for the recording that is saved next', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  const chosen = path.join(profile, 'calls');
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Saving', exact: true }).click();
  const folder = page.getByRole('textbox', { name: 'Folder for recordings' });
  await expect(folder).toHaveValue(path.join(profile, 'downloads'));
  await folder.fill(chosen);
  await folder.press('Enter');
  await expect(page.getByText(`${chosen} doesn't exist, so the folder wasn't changed.`)).toBeVisible();
  await expect(folder).toHaveValue(chosen);
  await mkdir(chosen);
  // The same text once more: the folder is there now.
  await folder.press('Enter');
  await expect(page.getByText(`${chosen} doesn't exist, so the folder wasn't changed.`)).toBeHidden();

  const pattern = page.getByRole('textbox', { name: 'File names' });
  await pattern.fill('{reference}_{colour}');
  await pattern.press('Enter');
  await expect(page.getByText('Unknown field: {colour}.')).toBeVisible();
  await pattern.fill('{reference}');
  await pattern.press('Enter');
  await page.getByRole('checkbox', { name: 'Save details as a JSON file' }).check();

  await page.getByRole('link', { name: 'History' }).click();
  const reference = (await newestRecordings(simulator, 1)).recordings[0]?.referenceNumber ?? '';
  await page.getByRole('button', { name: `Download recording ${reference}` }).click();
  await expect(page.getByRole('button', { name: `Show ${reference} in folder` }).first()).toBeVisible();
  expect((await readdir(chosen)).sort()).toEqual([`${reference}.json`, `${reference}.mp3`]);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Saving', exact: true }).click();
  await page.getByRole('button', { name: 'Use default folder' }).click();
  await expect(folder).toHaveValue(path.join(profile, 'downloads'));
});
