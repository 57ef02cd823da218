// What the gallery shows of saving: pausing, held by the server, one file held, failures in a list, an order being put together.
import type { Page } from 'playwright';
import type { SaveEstimate, SavingView } from '../../../src/shared/ipc/saving.ts';
import { problem, type ProblemCode } from '../../../src/shared/domain/problem.ts';
import type { DownloadView, Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { idleQueue } from '../idle-queue.ts';
import type { Scenario } from './fake-sidetone.ts';
import type { Scene } from './scenes.ts';
import { snapshotOf } from './snapshots.ts';

const large = { window: 'main', width: 1360, height: 740 } as const;
const small = { window: 'main', width: 720, height: 480 } as const;

const codes: readonly ProblemCode[] = [
  'media/gone',
  'file-cut-short',
  'media/not-allowed',
  'media/server-fault',
  'file-name-impossible',
];

const download = (index: number, change: Partial<DownloadView>): DownloadView => ({
  downloadId: `d${String(index)}`,
  recordingId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  referenceNumber: `2026${String(1_000_000 - index).padStart(8, '0')}`,
  fileName: `20261120_1755_out_+3905552363${String(index).padStart(2, '0')}.mp3`,
  phase: 'running',
  receivedBytes: 0,
  totalBytes: 4_100_000,
  verified: null,
  problem: null,
  ...change,
});
const failed = (index: number): DownloadView =>
  download(index, {
    phase: 'failed',
    problem: problem(codes[index % codes.length] ?? 'internal', { host: 'ucx.example.com', folder: '/media/calls' }),
  });

const tooMany: SaveEstimate = {
  count: 1_028_539,
  estimatedBytes: 796_000_000_000,
  exact: false,
  notProven: 4,
  saved: null,
};

const away = problem('server-unreachable', { host: 'ucx.example.com' });

function scenario(
  downloads: readonly DownloadView[],
  saving: Partial<SavingView>,
  more: Partial<Snapshot> = {},
): Scenario {
  const view = { ...idleQueue, ...saving };
  return { snapshot: snapshotOf('recording', { downloads: [...downloads], saving: view, ...more }), total: 1284 };
}

const rows = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: /^(?:Download recording|Cancel)/ })
    .first()
    .waitFor();

const two = [
  download(2, { receivedBytes: 2_560_000 }),
  download(3, { receivedBytes: 90_000 }),
  download(4, { phase: 'queued' }),
];
const waiting = [download(2, { phase: 'queued' }), download(3, { phase: 'queued' })];
const manyFailed = Array.from({ length: 12 }, (_, at) => failed(at));

const pausing = scenario(two, { total: 40, saved: 12, running: 2, held: true });
const held = scenario(waiting, { total: 40, saved: 12, held: true, heldBecause: away, triesAgain: true });
const failures = scenario(manyFailed, { total: 40, saved: 28, failed: 12 });

async function showAll(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('list', { name: "Recordings that couldn't be saved" }).waitFor();
}

async function chooseFailed(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole('row').nth(1).click();
  await page.mouse.move(0, 0);
}

async function order(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Save all/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Save( \d|$)/u })
    .click();
  await page.getByRole('progressbar', { name: 'Preparing to save' }).waitFor();
}

async function ask(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Save all/ }).click();
  await page.getByRole('dialog').getByText('to save').waitFor();
}

export const savingScenes: readonly Scene[] = [
  { name: 'saving-pausing', ...large, scenario: pausing, act: rows },
  { name: 'saving-held', ...large, scenario: held, act: rows },
  { name: 'saving-held-small', ...small, scenario: held, act: rows },
  {
    name: 'saving-held-one',
    ...large,
    scenario: scenario(waiting.slice(0, 1), { total: 1, held: true, heldBecause: away, triesAgain: true }),
    act: rows,
  },
  { name: 'saving-failures', ...large, scenario: failures, act: chooseFailed },
  { name: 'saving-failures-list', ...large, scenario: failures, act: showAll },
  { name: 'saving-failures-list-small', ...small, scenario: failures, act: showAll },
  {
    name: 'saving-order',
    ...large,
    scenario: {
      ...scenario([], {}, { collecting: { save: { done: 2_400, total: 9_700 }, list: null, search: null } }),
      silent: ['downloads.startMany'],
    },
    act: order,
  },
  { name: 'saving-asked', ...large, scenario: scenario([], {}), act: ask },
  { name: 'saving-asked-small', ...small, scenario: scenario([], {}), act: ask },
  {
    name: 'saving-too-many',
    ...large,
    scenario: { ...scenario([], {}), total: 1_028_539, answers: { 'downloads.estimate': tooMany } },
    act: ask,
  },
  {
    name: 'saving-listing',
    ...large,
    scenario: scenario([], {}, { collecting: { save: null, list: { done: 2_400, total: 9_700 }, search: null } }),
    act: rows,
  },
];
