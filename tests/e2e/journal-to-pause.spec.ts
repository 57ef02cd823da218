// From a pause in the Journal to that pause in its recording: the player stands at it, and nothing is fetched before it is played.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright/test';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { fileOf, JournalMaker, newKey } from '../support/signed-journal.ts';
import { expect, foundByAxe, picture, test as base, type MainWindow } from './fixtures.ts';

type Known = { readonly id: string; readonly lateId: string; readonly startMs: number };

/** The pauses of two recordings, each from so many seconds to so many. */
function journalOf({ id, lateId, startMs }: Known): string {
  const maker = new JournalMaker(newKey());
  const at = (seconds: number): JournalMaker => {
    maker.now = startMs + seconds * 1_000 - 60_000;
    return maker;
  };
  const pause = (pauseId: string, fromS: number, toS: number, exposureMs: number, of = id): void => {
    at(fromS - exposureMs / 1_000).add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [of] }, 0);
    at(fromS).add({ kind: 'confirmed', pauseId, recordingId: of, exposureMs, attempts: [] }, 0);
    at(toS).add({ kind: 'ended', pauseId, how: 'resumed', pausedForMs: (toS - fromS) * 1_000, attempts: [] }, 0);
  };
  pause('first', 20, 30, 84);
  pause('third', 70, 75, 77);
  pause('late', 50, 58, 4_000, lateId);
  // Its clock says that it was before the recording: there is no place for it.
  pause('elsewhere', -600, -590, 120);
  return fileOf(maker.entries);
}

const test = base.extend<{ known: Known }>({
  known: async ({ simulator, profile }, use) => {
    const known = recordingsOf(simulator);
    await mkdir(path.join(profile, 'journal'));
    await writeFile(path.join(profile, 'journal', '2026-01.jsonl'), journalOf(known));
    await use(known);
  },
  // The journal is there before the core starts.
  preview: async ({ known: _known, preview }, use) => use(preview),
});

function recordingsOf(simulator: Simulator): Known {
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 90_000;
  const add = (remoteNumber: string): string =>
    simulator.addCompleted({ startTime: startMs, durationMs: 80_000, remoteNumber }).id;
  return { id: add('+390551104729'), lateId: add('+390551104730'), startMs };
}

const details = ({ page }: MainWindow): Locator => page.getByRole('complementary', { name: 'Selected recording' });
const slider = ({ page }: MainWindow): Locator => page.getByRole('slider', { name: 'Position' });
const current = (mainWindow: MainWindow): Locator => details(mainWindow).locator('li[aria-current=true]');

const media = (simulator: Simulator): number =>
  simulator.requests.filter(({ endpoint }) => endpoint === 'media').length;
const time = ({ page }: MainWindow): Promise<number> =>
  page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);

/** Goes to the event with this exposure, and by its link to History: by the keyboard alone. */
async function follow({ page }: MainWindow, exposure: string): Promise<void> {
  await page.getByRole('link', { name: 'Journal' }).click();
  const row = page.getByRole('grid', { name: 'Journal' }).getByRole('row').filter({ hasText: exposure });
  await row.focus();
  await page.keyboard.press('Tab');
  await expect(row.getByRole('button', { name: 'Show recording in History' })).toBeFocused();
  await page.keyboard.press('Enter');
}

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
});

test('the link of a pause opens its recording at that pause, and the keyboard plays from there', async ({
  mainWindow,
  simulator,
}) => {
  const { page } = mainWindow;
  await follow(mainWindow, '84 ms');
  await expect(slider(mainWindow)).toHaveValue('20');
  await expect(current(mainWindow)).toHaveCount(1);
  await expect(current(mainWindow)).toContainText('0:20 – 0:30');
  // The server logs every download: being shown a pause is none.
  expect(media(simulator)).toBe(0);
  await picture(page, 'journal-to-pause');
  expect(await foundByAxe(page)).toEqual([]);
  await page.keyboard.press('Space');
  await expect.poll(() => time(mainWindow)).toBeGreaterThan(20);
  expect(await time(mainWindow)).toBeLessThan(30);
});

test('a late pause begins where it was asked for, after the question that it brings', async ({ mainWindow }) => {
  await follow(mainWindow, '4,000 ms');
  await expect(current(mainWindow)).toHaveText([/0:46 – 0:50/u, /0:50 – 0:58/u]);
  await details(mainWindow).getByRole('button', { name: 'Play anyway' }).press('Enter');
  await expect.poll(() => time(mainWindow)).toBeGreaterThan(46);
  expect(await time(mainWindow)).toBeLessThan(50);
});

test('another pause of a recording that is open has its own place, and one without a place leads to the beginning', async ({
  mainWindow,
}) => {
  await follow(mainWindow, '84 ms');
  await expect(slider(mainWindow)).toHaveValue('20');
  await follow(mainWindow, '77 ms');
  await expect(slider(mainWindow)).toHaveValue('70');
  await follow(mainWindow, '120 ms');
  await expect(slider(mainWindow)).toHaveValue('0');
  await expect(details(mainWindow)).toBeVisible();
});

test('whoever chooses another recording begins it at its beginning, and this one too afterwards', async ({
  mainWindow,
  simulator,
}) => {
  const { page } = mainWindow;
  const startTime = Date.now() - 300_000;
  simulator.addCompleted({ startTime, durationMs: 60_000, remoteNumber: '+390551104729' });
  await follow(mainWindow, '84 ms');
  await expect(slider(mainWindow)).toHaveValue('20');
  await page.keyboard.press('Escape');
  const rows = mainWindow.grid.getByRole('row');
  await rows.nth(2).click();
  await expect(slider(mainWindow)).toHaveValue('0');
  await rows.nth(1).click();
  await expect(details(mainWindow)).toContainText('0:20 – 0:30');
  await expect(slider(mainWindow)).toHaveValue('0');
});
