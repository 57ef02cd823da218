// Saving many recordings from the window: counted and estimated first, told while it runs, listed where they are, and asked about where a pause is not proven.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { accessible, expect, picture, ring, test } from './fixtures.ts';

// A dozen do what more of them would.
test.use({ recordings: 12 });

const files = (profile: string): Promise<string[]> => readdir(path.join(profile, 'downloads')).catch(() => []);

test('saves all that a search found, after a count and an estimate, under the names that were chosen', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save all 12…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save 12 recordings' });
  await expect(dialog.getByRole('group', { name: 'What will be saved' })).toContainText(
    /^\s*12\s*to save\s*[\d.]+ MB\s*of [\d.,]+ [MG]B free/u,
  );
  await dialog.getByRole('textbox', { name: 'File names' }).fill('{reference}_{colour}');
  await expect(dialog.getByText('Unknown field: {colour}.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save 12' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('textbox', { name: 'File names' }).fill('{reference}');
  await expect(dialog.getByText('202600001280.mp3')).toBeVisible();
  await accessible(page);
  await dialog.getByRole('button', { name: 'Save 12' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('12 recordings queued.')).toBeVisible();
  // A partial file stands beside the others until its last bytes are there.
  const named = async (): Promise<boolean[]> => (await files(profile)).map((name) => /^\d+\.mp3$/u.test(name));
  await expect.poll(named).toEqual(Array<boolean>(12).fill(true));

  await page.getByRole('button', { name: 'On this computer' }).click();
  await expect(page.getByRole('list', { name: 'Saved recordings' }).getByRole('listitem')).toHaveCount(12);
  await accessible(page);
  await picture(page, 'history-saved-view');
  const [first = ''] = (await files(profile)).sort();
  await page.getByRole('button', { name: `Delete ${first}` }).click();
  await page.getByRole('button', { name: 'Delete file' }).click();
  await expect(page.getByRole('list', { name: 'Saved recordings' }).getByRole('listitem')).toHaveCount(11);
  expect(await files(profile)).not.toContain(first);
});

// They last while they are looked at.
test.describe('with forty', () => {
  test.use({ recordings: 40 });

  test('tells how far the queue is, holds it and lets it go on', async ({ mainWindow, simulator, profile }) => {
    const { page } = mainWindow;
    const slow = simulator.setFault({ endpoint: 'media' }, { kind: 'slow-body', bytesPerSecond: 100_000 });
    await mainWindow.signedIn(simulator.url);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save all 40…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save 40' }).click();
    await expect(page.getByText(/^Saving \d+ of 40$/u)).toBeVisible();
    await expect(page.getByText(/\/s · About .* left$/u)).toBeVisible();
    await accessible(page);
    await picture(page, 'history-saving-many');
    await page.getByRole('button', { name: 'Pause saving' }).click();
    await expect(page.getByText(/^Pausing, \d in progress$/u)).toBeVisible();
    slow.remove();
    await page.getByRole('button', { name: 'Resume saving' }).click();
    await expect.poll(async () => (await files(profile)).filter((name) => name.endsWith('.mp3')).length).toBe(40);
  });
});

test('a recording whose pause was not confirmed is neither heard nor saved before that is said', async ({
  mainWindow,
  preview,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  simulator.setFault({ method: 'PUT' }, { kind: 'lie' });
  const call = ring(simulator);
  await expect.poll(() => preview.core.snapshot().live.state).toBe('recording');
  await preview.core.handlers['live.pause']({});
  await expect.poll(() => preview.core.snapshot().live.state).toBe('unconfirmed');
  const completed = simulator.nextChange(({ kind }) => kind === 'completed');
  simulator.endCall(call.id);
  await completed;
  await expect.poll(() => preview.core.snapshot().live.state).toBe('idle');
  await page.reload();
  const row = mainWindow.firstRow;
  await expect(row.getByText('not confirmed')).toBeVisible();
  await row.click();
  await expect(page.getByText('A pause was requested but never confirmed', { exact: false })).toBeVisible();

  await page.getByRole('button', { name: 'Save recording' }).click();
  const dialog = page.getByRole('dialog', { name: 'This recording may contain card data' });
  await expect(dialog).toBeVisible();
  await accessible(page);
  await picture(page, 'history-not-proven');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // The player asks in its own place, and fetches nothing before it is answered.
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Player' })).toContainText('This recording may contain card data');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toHaveCount(0);
  expect(simulator.requests.filter(({ endpoint }) => endpoint === 'media')).toEqual([]);
  await page.getByRole('button', { name: 'Play anyway' }).click();
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toBeVisible();
  await page.getByRole('button', { name: 'Save recording' }).click();
  await dialog.getByRole('button', { name: 'Save anyway' }).click();
  await expect.poll(async () => (await files(profile)).length).toBe(1);
});

test('does not save again what is here already, and says before how many that are', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  const dialog = page.getByRole('dialog');
  const download = page.getByRole('button', { name: /^Download recording/u });
  await download.first().click();
  await expect.poll(async () => (await files(profile)).length).toBe(1);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save all 12…' }).click();
  await expect(dialog.getByText('1 skipped')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save 11' })).toBeVisible();
  await dialog.getByLabel('Skip recordings already on this computer').uncheck();
  await expect(dialog.getByRole('button', { name: 'Save 12' })).toBeVisible();
  await dialog.getByLabel('Skip recordings already on this computer').check();
  await dialog.getByRole('button', { name: 'Save 11' }).click();
  await expect(page.getByText('11 recordings queued. 1 skipped.')).toBeVisible();
  await expect.poll(async () => (await files(profile)).filter((name) => name.endsWith('.mp3')).length).toBe(12);
});

test('names every recording that could not be saved, with its reason, and tries all of them again', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  const gone = simulator.setFault({ endpoint: 'media' }, { kind: 'status', status: 404 });
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save all 12…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save 12' }).click();
  await expect(page.getByText("12 couldn't be saved")).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Show all' }).click();
  const list = page.getByRole('list', { name: "Recordings that couldn't be saved" });
  await expect(list.getByRole('listitem')).toHaveCount(12);
  await expect(list.getByRole('listitem').last()).toContainText(
    "The audio isn't on the server: it may not be ready yet, or it was deleted.",
  );
  await accessible(page);
  await list
    .getByRole('button', { name: /^Dismiss /u })
    .first()
    .click();
  await expect(list.getByRole('listitem')).toHaveCount(11);
  gone.remove();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry all' }).click();
  await expect.poll(async () => (await files(profile)).filter((name) => name.endsWith('.mp3')).length).toBe(11);
});

test('saves a random part of what was found, with a list of what was drawn', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save all 12…' }).click();
  await page.getByRole('button', { name: 'A random sample' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a random sample' });
  const size = dialog.getByRole('textbox', { name: 'Sample size' });
  await size.fill('4000');
  await expect(dialog.getByRole('alert')).toHaveText('Enter a number from 1 to 1,000.');
  await size.fill('3');
  await expect(dialog.getByRole('group', { name: 'What will be saved' })).toContainText(/^\s*3\s*to save/u);
  await accessible(page);
  await picture(page, 'history-sample');
  await dialog.getByRole('button', { name: 'Save 3' }).click();
  await expect(page.getByText('3 recordings queued.')).toBeVisible();
  await expect.poll(async () => (await files(profile)).filter((name) => name.endsWith('.mp3')).length).toBe(3);
  const list = JSON.parse(await readFile(path.join(profile, 'downloads', 'sample.json'), 'utf8')) as { size: number };
  expect(list).toMatchObject({ found: 12, size: 3 });
});
