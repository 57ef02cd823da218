// What the gallery shows of everybody's live recordings.
import type { Page } from 'playwright';
import { noBoardFilter, type BoardRow, type BoardView } from '../../../src/shared/ipc/board.ts';
import type { Scenario } from './fake-sidetone.ts';
import type { Scene } from './scenes.ts';
import { snapshotOf } from './snapshots.ts';

const large = { window: 'main', width: 1360, height: 740 } as const;
const small = { window: 'main', width: 720, height: 480 } as const;

const names = ['Zoë Ångström', 'John Doe', 'Giulia Rossi', null, 'Nguyễn Văn Minh', 'Ольга Иванова'];

function row(at: number, change: Partial<BoardRow> = {}): BoardRow {
  const paused = at % 10 === 3 && (change.state ?? 'paused') === 'paused';
  return {
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    username: `agent.${String(at + 1).padStart(4, '0')}`,
    remoteName: names[at % names.length] ?? null,
    remoteNumber: at % 17 === 4 ? null : `+39055${String(1_104_729 + at * 104_729).slice(0, 7)}`,
    state: paused ? 'paused' : 'recording',
    was: null,
    elapsedMs: ((at * 7919) % 3600) * 1000,
    counting: !paused,
    problem: null,
    canCancelPause: false,
    requestedForMs: change.state === 'unconfirmed' ? 9_000 : null,
    paused: paused ? { forMs: at * 30_000, isWhole: at % 20 === 3 } : null,
    mine: false,
    ...change,
  };
}

function boardView(count: number, change: Partial<BoardView> = {}): BoardView {
  return {
    revision: 1,
    mark: 'run/1',
    isWhole: true,
    gone: [],
    filter: noBoardFilter,
    rows: Array.from({ length: count }, (_, at) => row(at)),
    ageMs: 400,
    staleAfterMs: 3_600_000,
    old: false,
    refreshing: false,
    problem: null,
    allowed: 'yes',
    ...change,
  };
}

const scenario = (board: BoardView, change: Partial<Scenario> = {}): Scenario => ({
  snapshot: snapshotOf('idle'),
  total: 0,
  answers: { 'board.read': board },
  ...change,
});

const show = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await page.getByRole('heading', { name: 'Live' }).waitFor();
};
async function showRows(page: Page): Promise<void> {
  await show(page);
  await page.getByRole('grid', { name: 'All active recordings' }).getByRole('row').nth(1).waitFor();
}
const choose = (at: number) => async (page: Page) => {
  await showRows(page);
  await page
    .getByRole('grid')
    .getByRole('row')
    .nth(at + 1)
    .click({ position: { x: 200, y: 12 } });
};

async function onPhone(page: Page): Promise<void> {
  await showRows(page);
  await page.getByRole('button', { name: 'Control a phone…' }).click();
  await page.getByRole('complementary').getByRole('textbox', { name: 'Directory number' }).fill('102');
}

const states: readonly Partial<BoardRow>[] = [
  { mine: true, username: 'ada.agent' },
  { state: 'pausing' },
  { state: 'paused', counting: false },
  {
    state: 'unconfirmed',
    problem: { code: 'pause/not-allowed' },
    canCancelPause: true,
  },
  { state: 'resuming' },
  { state: 'stopping' },
  { state: 'notKnown', counting: false },
  { state: 'recording', problem: { code: 'stop/automatic' } },
  { username: null, remoteName: null, remoteNumber: null },
];
const everyState = boardView(0, { rows: states.map((change, at) => row(at, change)) });
const oldRows = boardView(9, {
  rows: Array.from({ length: 9 }, (_, at) =>
    row(at, { state: 'notKnown', was: at % 3 === 1 ? 'paused' : 'recording', counting: false }),
  ),
  ageMs: 14_000,
  old: true,
  problem: { code: 'server-timeout', values: { host: 'ucx.example.com' } },
});

export const boardScenes: readonly Scene[] = [
  { name: 'board', ...large, scenario: scenario(boardView(37)), act: showRows },
  { name: 'board-states', ...large, scenario: scenario(everyState), act: choose(3) },
  { name: 'board-small', ...small, scenario: scenario(everyState), act: choose(3) },
  { name: 'board-paused', ...large, scenario: scenario(boardView(37)), act: choose(0) },
  { name: 'board-unconfirmed', ...large, scenario: scenario(everyState), act: choose(0) },
  { name: 'board-empty', ...large, scenario: scenario(boardView(0)), act: show },
  {
    name: 'board-loading',
    ...large,
    scenario: scenario(boardView(0, { ageMs: null, refreshing: true, allowed: 'unknown' })),
    act: show,
  },
  {
    name: 'board-not-allowed',
    ...large,
    scenario: scenario(boardView(0, { ageMs: null, allowed: 'no', problem: { code: 'live/not-allowed' } })),
    act: show,
  },
  { name: 'board-old', ...large, scenario: scenario(oldRows), act: showRows },
  {
    name: 'board-thousands',
    ...large,
    scenario: scenario(boardView(2000), { snapshot: snapshotOf('recording') }),
    act: async (page) => {
      await showRows(page);
      await page.getByRole('grid').getByRole('row').nth(1).focus();
      await page.keyboard.press('End');
      await page.locator('[aria-rowindex="2001"]').waitFor();
    },
  },
  {
    name: 'board-filtered',
    ...large,
    scenario: scenario(boardView(37)),
    act: async (page) => {
      await showRows(page);
      await page.getByRole('button', { name: 'More filters' }).click();
      await page.getByRole('button', { name: /^Needs attention/u }).click();
      await page.getByRole('textbox', { name: 'User or remote party' }).fill('agent');
    },
  },
  {
    name: 'board-stop',
    ...large,
    scenario: scenario(boardView(37)),
    act: async (page) => {
      await choose(2)(page);
      await page.getByRole('button', { name: 'Stop recording…' }).click();
    },
  },
  {
    name: 'board-phone',
    ...large,
    scenario: scenario(boardView(37), {
      answers: { 'board.read': boardView(37), 'board.pausePhone': { confirmed: true, problem: null } },
    }),
    act: async (page) => {
      await onPhone(page);
      await page.getByRole('complementary').getByRole('button', { name: 'Pause' }).click();
      await page.getByText(/^Pause confirmed on 102/u).waitFor();
    },
  },
  {
    name: 'board-phone-refused',
    ...small,
    scenario: scenario(boardView(37), {
      answers: {
        'board.read': boardView(37),
        'board.start': { confirmed: false, problem: { code: 'start/no-call' } },
      },
    }),
    act: async (page) => {
      await onPhone(page);
      await page.getByRole('complementary').getByRole('button', { name: 'Start recording' }).click();
      await page.getByRole('alert').filter({ hasText: /./u }).first().waitFor();
    },
  },
  {
    name: 'board-phone-stop',
    ...large,
    scenario: scenario(boardView(37)),
    act: async (page) => {
      await onPhone(page);
      await page.getByRole('complementary').getByRole('button', { name: 'Stop recording…' }).click();
      await page.getByRole('heading', { name: 'Stop recording on this phone?' }).waitFor();
    },
  },
];
