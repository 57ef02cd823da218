// What the gallery shows: a window, what the core says, and what is done before the picture is taken.
import type { Page } from 'playwright';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import type { DownloadView } from '../../../src/shared/ipc/snapshot.ts';
import { noAutomaticPause } from '../no-automatic-pause.ts';
import type { Scenario } from './fake-sidetone.ts';
import { boardScenes } from './board-scenes.ts';
import { browserRuleScenes } from './browser-rule-scenes.ts';
import { journalAndSettingsScenes } from './journal-and-settings-scenes.ts';
import { manualScenes } from './manual-scenes.ts';
import { savingScenes } from './saving-scenes.ts';
import { lives, snapshotOf, takenKey, untestedKey, zoe, type LiveName } from './snapshots.ts';
import { uploadScenes } from './upload-scenes.ts';

export type Scene = {
  readonly name: string;
  readonly window: 'main' | 'widget';
  readonly width: number;
  readonly height: number;
  readonly scenario: Scenario | null;
  readonly act?: (page: Page) => Promise<void>;
};

const rowId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const download = (index: number, change: Partial<DownloadView>): DownloadView => ({
  downloadId: `d${String(index)}`,
  recordingId: rowId(index),
  referenceNumber: `2026${String(1_000_000 - index).padStart(8, '0')}`,
  fileName: `20261120_175${String(index)}_out_+390555236330_20260000128${String(index)}.mp3`,
  phase: 'running',
  receivedBytes: 0,
  totalBytes: 4_100_000,
  verified: null,
  problem: null,
  ...change,
});

const rule = { name: 'Payment page', kind: 'page' } as const;
/** What the automatic pause says in the widget. */
const automaticWidgets: readonly Scene[] = (
  [
    ['paused', 'paused', { pausedBy: rule.name }],
    ['asks', 'paused', { pausedBy: rule.name, asks: rule }],
    ['resumes', 'paused', { pausedBy: rule.name, resumes: { leftMs: 3_600, totalMs: 5_000 } }],
    ['refused', 'paused', { pausedBy: rule.name, refused: rule }],
    ['will-pause', 'idle', { willPause: rule }],
    ['unwatched', 'recording', { notWorking: [{ kind: 'browser', browser: 'edge' }] }],
  ] as const
).map(([name, live, change]) => ({
  name: `widget-automatic-${name}`,
  window: 'widget',
  width: 400,
  height: 76,
  scenario: {
    snapshot: snapshotOf(live, {
      automatic: { ...noAutomaticPause, ...change, notWorking: [...('notWorking' in change ? change.notWorking : [])] },
    }),
    total: 0,
  },
}));

const widgets: readonly Scene[] = (Object.keys(lives) as LiveName[]).map((name) => ({
  name: `widget-${name}`,
  window: 'widget',
  width: 400,
  height: 76,
  scenario: { snapshot: snapshotOf(name), total: 0 },
}));

const smallWidgets: readonly Scene[] = (Object.keys(lives) as LiveName[]).map((name) => ({
  name: `widget-small-${name}`,
  window: 'widget',
  width: 112,
  height: 76,
  scenario: {
    snapshot: snapshotOf(name, { preferences: { ...defaultPreferences, 'widget.size': 'small' } }),
    total: 0,
  },
}));

/** In a tall window of the width that the drawing has: at 200 % it is half as wide, as a browser's zoom makes it. */
const tallWidgets: readonly Scene[] = (['unconfirmed', 'paused-countdown', 'recording'] as const).map((name) => ({
  name: `widget-tall-${name}`,
  window: 'widget',
  width: 400,
  height: 320,
  scenario: { snapshot: snapshotOf(name, { hotkeys: untestedKey }), total: 0 },
}));

const keyWidgets: readonly Scene[] = (['recording', 'unconfirmed', 'paused-countdown', 'armed'] as const).flatMap(
  (name) =>
    [
      { mark: 'untested', hotkeys: untestedKey },
      { mark: 'taken', hotkeys: takenKey },
    ].flatMap(({ mark, hotkeys }): Scene[] => [
      {
        name: `widget-key-${mark}-${name}`,
        window: 'widget',
        width: 400,
        height: 76,
        scenario: { snapshot: snapshotOf(name, { hotkeys }), total: 0 },
      },
      {
        name: `widget-small-key-${mark}-${name}`,
        window: 'widget',
        width: 112,
        height: 76,
        scenario: {
          snapshot: snapshotOf(name, { hotkeys, preferences: { ...defaultPreferences, 'widget.size': 'small' } }),
          total: 0,
        },
      },
    ]),
);

const large = { window: 'main', width: 1360, height: 740 } as const;
const small = { window: 'main', width: 720, height: 480 } as const;
const reflow = { window: 'main', width: 320, height: 256 } as const;
const calm: Scenario = { snapshot: snapshotOf('recording'), total: 1284 };
const signedOut: Scenario = { snapshot: snapshotOf('signedOut'), total: 0 };
const rows = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: /^Download recording/ })
    .first()
    .waitFor();
const show = (name: string) => (page: Page) => page.getByRole('link', { name, exact: true }).click();

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
}

async function choose(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole('row').nth(1).click();
  await page.mouse.move(0, 0);
  await page.getByText('Loading details…').waitFor({ state: 'hidden' });
}

/** The same, with the keys on the list: where the details cover it they are closed again. Answers whether they are beside it. */
async function chooseInList(page: Page): Promise<boolean> {
  await choose(page);
  const isBeside = (page.viewportSize()?.width ?? 0) > 960;
  if (!isBeside) await page.keyboard.press('Escape');
  return isBeside;
}

const withDownloads: Scenario = {
  ...calm,
  snapshot: snapshotOf('recording', {
    downloads: [
      download(0, { phase: 'saved', receivedBytes: 4_100_000, verified: 'hash' }),
      download(1, { phase: 'failed', problem: { code: 'disk-full' } }),
      download(2, { receivedBytes: 2_560_000 }),
      download(3, { phase: 'queued' }),
      download(5, { totalBytes: null, receivedBytes: 90_000 }),
    ],
  }),
};

/** Where the day has two halves: the longest times that the locales of most systems write. */
const halfDays: Scenario = {
  ...calm,
  snapshot: snapshotOf('recording', { shell: { ...snapshotOf('recording').shell, locale: 'en-US' } }),
};
const halfDayScenes = [1280, 1100, 800, 600].map((width): Scene => ({
  name: `history-half-days-${String(width)}`,
  window: 'main',
  width,
  height: 740,
  scenario: halfDays,
  act: width > 960 ? choose : rows,
}));

export const scenes: readonly Scene[] = [
  ...halfDayScenes,
  ...manualScenes,
  ...widgets,
  ...smallWidgets,
  ...tallWidgets,
  ...keyWidgets,
  ...automaticWidgets,
  {
    name: 'widget-long-name',
    window: 'widget',
    width: 400,
    height: 76,
    scenario: {
      snapshot: snapshotOf('recording', {
        live: {
          ...lives.recording,
          recordings: [{ ...zoe, remoteName: 'Maximiliane Freifrau von Hohenstein-Weissenfels' }],
        },
      }),
      total: 0,
    },
  },
  { name: 'widget-outside', window: 'widget', width: 400, height: 76, scenario: null },
  { name: 'sign-in', ...large, scenario: signedOut },
  { name: 'sign-in-small', ...small, scenario: signedOut },
  {
    name: 'sign-in-empty',
    ...small,
    scenario: signedOut,
    act: async (page) => page.getByRole('button', { name: 'Sign in' }).click(),
  },
  { name: 'sign-in-refused', ...small, scenario: { ...signedOut, signInProblem: 'credentials-refused' }, act: signIn },
  { name: 'sign-in-plain-http', ...small, scenario: { ...signedOut, signInProblem: 'server-plain-http' }, act: signIn },
  {
    name: 'sign-in-http-warning',
    ...small,
    scenario: signedOut,
    act: async (page) => {
      await page.getByLabel('Server').fill('http://ucx.example.com');
      await page.getByRole('button', { name: 'Use https' }).waitFor();
    },
  },
  { name: 'sign-in-keychain', ...small, scenario: { ...signedOut, signInProblem: 'keychain-locked' }, act: signIn },
  {
    name: 'sign-in-asking',
    ...small,
    scenario: { ...signedOut, silent: ['session.signIn'] },
    act: async (page) => {
      await page.getByLabel('Password').fill('secret');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Signing in to ucx.example.com').waitFor();
    },
  },
  { name: 'history', ...large, scenario: calm, act: choose },
  {
    name: 'history-sound-found',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByText('Sound found').first().click();
      await page.mouse.move(0, 0);
    },
  },
  { name: 'history-middle', window: 'main', width: 1000, height: 640, scenario: calm, act: rows },
  { name: 'history-1100', window: 'main', width: 1100, height: 740, scenario: calm, act: choose },
  { name: 'history-600', window: 'main', width: 600, height: 740, scenario: calm, act: rows },
  { name: 'history-small', ...small, scenario: calm, act: rows },
  { name: 'history-small-detail', ...small, scenario: calm, act: choose },
  // 1280 by 1024 at 400 %: the width at which pages must still flow (WCAG 2.2, 1.4.10).
  { name: 'reflow-history', ...reflow, scenario: calm, act: rows },
  { name: 'reflow-history-detail', ...reflow, scenario: calm, act: choose },
  { name: 'reflow-live', ...reflow, scenario: calm, act: show('Live') },
  { name: 'reflow-journal', ...reflow, scenario: calm, act: show('Journal') },
  { name: 'reflow-settings', ...reflow, scenario: calm, act: show('Settings') },
  { name: 'history-1440', window: 'main', width: 1440, height: 900, scenario: calm, act: choose },
  {
    name: 'history-filter',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByRole('textbox', { name: 'Remote party' }).fill('+39 055');
      await page.getByRole('button', { name: 'Last 7 days' }).click();
      await page.getByText('37 found', { exact: true }).waitFor();
    },
  },
  {
    name: 'history-nothing-found',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByRole('textbox', { name: 'Remote party' }).fill('0');
      await page.getByText('No recordings found.').waitFor();
    },
  },
  {
    name: 'history-backwards',
    ...small,
    scenario: calm,
    act: async (page) => {
      await page.getByLabel('From', { exact: true }).fill('2026-11-20');
      await page.getByLabel('To', { exact: true }).fill('2026-11-19');
    },
  },
  {
    name: 'history-none',
    ...large,
    scenario: { ...calm, total: 0 },
    act: async (page) => page.getByText('No recordings yet.').waitFor(),
  },
  { name: 'history-1280', window: 'main', width: 1280, height: 740, scenario: calm, act: choose },
  {
    name: 'history-marks',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByRole('button', { name: 'With a pause' }).click();
      await page.getByText(/^Searched/u).waitFor();
      await page.getByRole('checkbox').nth(1).click();
      await page.getByRole('button', { name: 'More', exact: true }).click();
    },
  },
  { name: 'history-800', window: 'main', width: 800, height: 740, scenario: calm, act: rows },
  { name: 'history-800-detail', window: 'main', width: 800, height: 740, scenario: calm, act: choose },
  {
    name: 'history-1100-late',
    window: 'main',
    width: 1100,
    height: 740,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByText('Late 10 s').first().click();
      await page.mouse.move(0, 0);
      await page.getByText('Asked for the invoice copy').waitFor();
    },
  },
  { name: 'history-1100-detail', window: 'main', width: 1100, height: 740, scenario: calm, act: choose },
  {
    name: 'history-closed',
    window: 'main',
    width: 1280,
    height: 800,
    scenario: { ...calm, ofOthers: true },
    act: rows,
  },
  { name: 'history-others', ...large, scenario: { ...calm, ofOthers: true }, act: choose },
  {
    name: 'history-others-600',
    window: 'main',
    width: 600,
    height: 740,
    scenario: { ...calm, ofOthers: true },
    act: rows,
  },
  {
    name: 'history-refused',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        window.fake.scenario = { ...window.fake.scenario, historyProblem: 'completed/filter-refused' };
      });
      await page.getByRole('textbox', { name: 'Remote party' }).fill('+39 055');
      await page.getByRole('button', { name: 'Last 7 days' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'history-new',
    ...large,
    scenario: calm,
    act: async (page) => {
      await choose(page);
      await page.evaluate(() => {
        window.fake.scenario = { ...window.fake.scenario, onTop: 3 };
        document.dispatchEvent(new Event('visibilitychange'));
      });
      // Where the details cover the list it is there, and not in sight.
      await page.locator('button', { hasText: '3 new recordings' }).waitFor({ state: 'attached' });
    },
  },
  { name: 'history-few', ...large, scenario: { ...calm, total: 3 }, act: rows },
  {
    name: 'history-million',
    ...large,
    scenario: { ...calm, total: 1_000_000 },
    act: async (page) => {
      await chooseInList(page);
      await page.keyboard.press('End');
      await page.getByRole('row').last().getByRole('button').first().waitFor();
    },
  },
  {
    name: 'history-save-many',
    ...large,
    scenario: calm,
    act: async (page) => {
      await rows(page);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: /^Save all/ }).click();
      await page.getByText('to save').waitFor();
    },
  },
  {
    name: 'history-chosen',
    ...large,
    scenario: calm,
    act: async (page) => {
      const isBeside = await chooseInList(page);
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByRole('button', { name: 'Save 3 selected…' }).waitFor();
      if (!isBeside) return;
      await page
        .getByText(/Confirmed .* late/)
        .or(page.getByText('never confirmed'))
        .waitFor();
    },
  },
  {
    name: 'history-saved-view',
    ...large,
    scenario: calm,
    act: async (page) => {
      await page.getByRole('button', { name: 'On this computer' }).click();
      await page.getByRole('button', { name: 'Verify again', exact: true }).click();
      await page.getByText('Changed since it was saved', { exact: true }).waitFor();
    },
  },
  {
    name: 'history-queue',
    ...large,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', {
        downloads: [
          download(1, { phase: 'failed', problem: { code: 'media/gone' } }),
          download(2, { receivedBytes: 2_560_000 }),
          download(3, { phase: 'queued' }),
        ],
        saving: {
          total: 12,
          running: 1,
          saved: 2,
          failed: 1,
          cancelled: 0,
          held: false,
          heldBecause: null,
          triesAgain: false,
          bytesPerSecond: 4_100_000,
          leftMs: 9_000,
        },
      }),
    },
    act: choose,
  },
  ...savingScenes,
  { name: 'history-loading', ...large, scenario: { ...calm, silent: ['history.page'] } },
  {
    name: 'history-problem',
    ...large,
    scenario: { ...calm, historyProblem: 'service-unavailable' },
    act: async (page) => page.getByRole('alert').waitFor(),
  },
  { name: 'history-downloads', ...large, scenario: withDownloads, act: choose },
  { name: 'history-downloads-small', ...small, scenario: withDownloads, act: rows },
  {
    name: 'history-saved',
    ...large,
    scenario: {
      ...calm,
      snapshot: snapshotOf('recording', { downloads: [download(0, { phase: 'saved', verified: 'hash' })] }),
    },
    act: choose,
  },
  {
    name: 'history-notice',
    ...large,
    scenario: { ...calm, snapshot: snapshotOf('recording', { notices: [{ code: 'settings-damaged' }] }) },
    act: rows,
  },
  { name: 'live', ...large, scenario: calm, act: show('Live') },
  { name: 'live-two', ...small, scenario: { ...calm, snapshot: snapshotOf('recording-two') }, act: show('Live') },
  { name: 'live-paused', ...small, scenario: { ...calm, snapshot: snapshotOf('paused') }, act: show('Live') },
  { name: 'live-unconfirmed', ...large, scenario: { ...calm, snapshot: snapshotOf('unconfirmed') }, act: show('Live') },
  { name: 'live-offline', ...large, scenario: { ...calm, snapshot: snapshotOf('offline') }, act: show('Live') },
  { name: 'live-idle', ...small, scenario: { ...calm, snapshot: snapshotOf('idle') }, act: show('Live') },
  ...boardScenes,
  ...browserRuleScenes,
  ...journalAndSettingsScenes,
  ...uploadScenes,
];
