// What was saved is there without the server: listed, heard from the file, and deleted; and what cannot be done is said as it is.
import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { newestRecordings } from '../support/recordings-of.ts';
import { expect, picture, test, type MainWindow } from './fixtures.ts';

const savedList = ({ page }: MainWindow) => page.getByRole('list', { name: 'Saved recordings' });

/** Saves the newest recording and answers the name of its file. */
async function saveOne(mainWindow: MainWindow, folder: string): Promise<string> {
  await mainWindow.grid
    .getByRole('button', { name: /^Download recording/u })
    .first()
    .click();
  await expect(mainWindow.grid.getByRole('button', { name: /^Show .* in folder$/u })).toHaveCount(1);
  const [name = ''] = await readdir(folder);
  return name;
}

test('with the server away, what was saved is listed, heard from its file and deleted', async ({
  mainWindow,
  simulator,
  preview,
  profile,
}) => {
  const { page } = mainWindow;
  const folder = path.join(profile, 'downloads');
  await mainWindow.signedIn(simulator.url);
  const file = await saveOne(mainWindow, folder);
  await simulator.close();
  await expect.poll(() => preview.core.snapshot().live.state).toBe('offline');

  // A fresh page knows nothing but what the core tells it now.
  await page.reload();
  await expect(mainWindow.alert).toContainText("Can't reach");
  await page.getByRole('button', { name: 'On this computer' }).click();
  await expect(savedList(mainWindow).getByRole('listitem')).toHaveCount(1);
  await expect(mainWindow.alert).toHaveCount(0);
  await savedList(mainWindow).getByRole('button', { name: file, exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Selected recording' });
  // What is on this computer is drawn before it is played.
  await expect(panel.getByRole('slider', { name: 'Position' })).toBeEnabled();
  expect(await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
  await panel.getByRole('button', { name: /^Play /u }).click();
  await expect
    .poll(() => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.2);
  // What only the server knows is said to be missing; nothing says that the copy is.
  await expect(panel.getByText("Can't reach", { exact: false })).toBeVisible();
  await expect(panel.getByText('Not saved on this computer')).toHaveCount(0);
  await picture(page, 'history-saved-offline');

  // Compared with what was saved, before and after somebody has changed it.
  await page.getByRole('button', { name: 'Verify again', exact: true }).click();
  await expect(savedList(mainWindow)).toContainText('Unchanged since it was saved');
  await appendFile(path.join(folder, file), 'x');
  await page.getByRole('button', { name: `Verify ${file} again` }).click();
  await expect(savedList(mainWindow)).toContainText('Changed since it was saved');
  await expect(page.getByRole('button', { name: 'Changed or missing 1' })).toBeVisible();

  await page.getByRole('button', { name: `Delete ${file}` }).click();
  await page.getByRole('button', { name: 'Delete file' }).click();
  await page.getByRole('button', { name: 'Delete anyway' }).click();
  await expect(page.getByText('No saved recordings yet.')).toBeVisible();
  expect(await readdir(folder)).toEqual([]);
});

test('a browser says that it opens no file and no folder, and where the file is', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  const folder = path.join(profile, 'downloads');
  await mainWindow.signedIn(simulator.url);
  const file = await saveOne(mainWindow, folder);
  const { recordings } = await newestRecordings(simulator, 1);
  const reference = recordings[0]?.referenceNumber ?? '';
  await mainWindow.firstRow.click();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText(`Open ${file} from ${folder}.`, { exact: false })).toBeVisible();
  await mainWindow.grid.getByRole('button', { name: `Show ${reference} in folder` }).click();
  await expect(page.getByText(`Find ${file} in ${folder}.`, { exact: false })).toBeVisible();

  await page.getByRole('button', { name: 'On this computer' }).click();
  await page.getByRole('button', { name: `Open ${file}` }).click();
  await expect(page.getByText(`Open ${file} from ${folder}.`, { exact: false })).toBeVisible();
});
