// Hearing and saving a recording in the real app: streamed by its own protocol, sought in parts, saved to the folder that was chosen.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { firstRow } from '../support/first-row.ts';
import { audioOf, newestRecordings } from '../support/recordings-of.ts';
import { expect, picture, test } from './fixtures.ts';
import { answerDialogs, askedInDialogs } from './shared-app.ts';

const audio = <T>(page: Page, read: (element: HTMLAudioElement) => T): Promise<T> =>
  page.locator('audio').evaluate(read);

test('plays a recording from the app’s own protocol, seeks in it, and fetches it once', async ({
  sidetone,
  simulator,
}) => {
  const main = await sidetone.window('main.html');
  await firstRow(main).click();
  await main.keyboard.press('Enter');
  await main.keyboard.press('Space');
  await expect.poll(() => audio(main, (element) => element.currentTime)).toBeGreaterThan(0.3);
  const address = new URL(await audio(main, (element) => element.currentSrc));
  expect(address.protocol).toBe('sidetone-app:');
  expect(address.pathname).toMatch(/^\/audio\/[0-9a-f-]{36}$/u);
  await picture(main, 'history-playing');
  await main.getByRole('button', { name: /^Pause playback/u }).click();
  await main.getByRole('slider', { name: 'Position' }).fill('10');
  await expect.poll(() => audio(main, ({ currentTime, seeking }) => !seeking && currentTime)).toBe(10);
  expect(simulator.requests.filter(({ endpoint }) => endpoint === 'media')).toHaveLength(1);

  // A part is answered as a part; what was not opened, and what is no recording, is not there.
  const answers = await sidetone.electron.evaluate(async ({ net }, url) => {
    const part = await net.fetch(url, { headers: { Range: 'bytes=100-199' } });
    const other = await net.fetch(url.replace(/[0-9a-f-]{36}$/u, '00000000-0000-4000-8000-000000000000'));
    const outside = await net.fetch(url.replace(/[0-9a-f-]{36}$/u, '..%2f..%2fpackage.json'));
    return [part.status, (await part.arrayBuffer()).byteLength, other.status, outside.status];
  }, address.href);
  expect(answers.slice(0, 2)).toEqual([206, 100]);
  expect(answers[2]).toBeGreaterThanOrEqual(400);
  expect(answers[3]).toBeGreaterThanOrEqual(400);
});

test('a folder chosen in the dialog of the system is where recordings are saved and shown', async ({
  sidetone,
  simulator,
}) => {
  const main = await sidetone.window('main.html');
  const folder = path.join(sidetone.profile, 'audits');
  await mkdir(folder);
  // The app may run as another user.
  await chmod(folder, 0o777);
  await answerDialogs(sidetone.electron, { files: [folder] });
  await main.getByRole('link', { name: 'Settings' }).click();
  await main.getByRole('button', { name: 'Saving', exact: true }).click();
  await main.getByRole('button', { name: 'Change…' }).click();
  await expect(main.getByRole('textbox', { name: 'Folder' })).toHaveValue(/audits$/u);
  await main.getByRole('link', { name: 'History' }).click();
  const [newest] = (await newestRecordings(simulator, 1)).recordings;
  if (newest === undefined) throw new Error('the simulator has no recordings');
  await main.getByRole('button', { name: `Download recording ${newest.referenceNumber}` }).click();
  await main
    .getByRole('button', { name: `Show ${newest.referenceNumber} in folder` })
    .first()
    .click();
  const saved = (await readdir(folder)).filter((name) => name.endsWith('.mp3'));
  expect(saved).toHaveLength(1);
  const bytes = await readFile(path.join(folder, saved[0] ?? ''));
  expect({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }).toEqual(
    await audioOf(simulator, newest.id),
  );
  await expect.poll(() => askedInDialogs(sidetone.electron)).toEqual([expect.stringContaining(saved[0] ?? '')]);
});
