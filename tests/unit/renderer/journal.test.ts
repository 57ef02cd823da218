// @vitest-environment happy-dom
// The journal as it is read: what came of each pause, whether the chain holds, and an export that says where it went.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { JournalPage as Page } from '../../../src/shared/ipc/journal-page.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import JournalPage from '../../../src/renderer/main/journal/JournalPage.svelte';
import { JournalList } from '../../../src/renderer/main/journal/journal-list.svelte.ts';
import { confirmedRow, emptySummary, notSigned, journalPage } from '../../support/renderer-gallery/journal-samples.ts';
import { snapshotOf, type LiveName } from '../../support/renderer-gallery/snapshots.ts';

type Sent = { name: string; input: unknown };

/** What History was asked to show. */
const shown: { readonly recordingId: string; readonly pauseId: string }[] = [];
const openRecording = (recordingId: string, pauseId: string): Promise<Problem | null> => {
  shown.push({ recordingId, pauseId });
  return Promise.resolve(recordingId.startsWith('0') ? { code: 'completed/refused' } : null);
};

function bridgeOf(answer: Page | Problem, refusal: Problem | null = null): { bridge: Bridge; sent: Sent[] } {
  const sent: Sent[] = [];
  const result = 'code' in answer ? { ok: false, error: answer } : { ok: true, value: answer };
  const bridge = {
    call: (name: string, input: unknown) => {
      sent.push({ name, input });
      if (name === 'journal.read') return Promise.resolve(result);
      if (refusal !== null) return Promise.resolve({ ok: false, error: refusal });
      return Promise.resolve({ ok: true, value: { fileName: 'sidetone-journal-2026-11-20.json', entries: 231 } });
    },
    on: () => () => undefined,
  };
  // The page makes these two calls only.
  return { bridge: bridge as unknown as Bridge, sent };
}

function page(answer: Page | Problem): { sent: Sent[]; show: (live: LiveName) => Promise<void> } {
  const { bridge, sent } = bridgeOf(answer);
  const held = (live: LiveName) => ({ snapshot: snapshotOf(live), at: performance.now() });
  const { rerender } = render(JournalPage, { held: held('recording'), bridge, openRecording });
  return { sent, show: (live) => rerender({ held: held(live), bridge, openRecording }) };
}

const cells = async (word: string): Promise<string[]> => {
  const grid = await screen.findByRole('grid', { name: 'Journal' });
  const row = within(grid)
    .getAllByRole('row')
    .find((found) => within(found).queryByText(word) !== null);
  if (row === undefined) throw new Error(`No row says ${word}`);
  return within(row)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent.trim());
};

afterEach(() => {
  cleanup();
  shown.length = 0;
  vi.useRealTimers();
});

describe('The journal', () => {
  test.each([
    ['84 ms', ['Pause · Hotkey', 'Show', 'Confirmed', '84 ms', '0:41', 'Resumed']],
    ['Late', ['Pause · Hotkey', 'Show', 'Late', '2,340 ms', '2:00', 'Resumed automatically']],
    ['Not confirmed', ['Pause · Tray', 'Show', 'Not confirmed', '–', '–', 'Cancelled']],
    ['No recording', ['Pause · Command', '–', 'No recording', '–', '–', 'Timed out']],
    ['Pending', ['Pause · Button, another user', '–', 'Pending', '–', '–', '–']],
  ])('shows a pause that is %s with trigger, recording, exposure and end', async (word, expected) => {
    page(journalPage);
    expect((await cells(word)).slice(1)).toEqual(expected);
  });

  test.each([
    ['Confirmed', ['Manual start · Tray', 'Show', 'Confirmed', '–', '–', '–']],
    ['Rejected', ['Manual start · Button', '–', 'Rejected', '–', '–', '–']],
    ['No effect seen', ['Manual stop · Button, another user', '–', 'No effect seen', '–', '–', '–']],
  ])(
    'shows a start or a stop by hand (%s) with what came of it, and claims nothing of a pause',
    async (word, expected) => {
      page({ ...journalPage, rows: journalPage.rows.filter(({ what }) => what !== 'pause') });
      expect((await cells(word)).slice(1)).toEqual(expected);
    },
  );

  test('says in words why a start or a stop is not confirmed, and has no attempts or exposure of it', async () => {
    page(journalPage);
    const grid = await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.click(within(grid).getByText('Rejected'));
    const detail = await screen.findByRole('complementary', { name: 'Selected event' });
    expect(detail.textContent).toContain("There's no connected call to record.");
    expect(detail.textContent).toContain('Manual start');
    expect(detail.textContent).not.toContain('Exposure');
    expect(detail.textContent).not.toContain('Attempts');
    await fireEvent.click(within(grid).getByText('No effect seen'));
    expect(detail.textContent).toContain('Another user');
  });

  test.each([
    ['refused', 'Rejected'],
    ['notSeen', 'No effect seen'],
  ])('is asked for what is %s by its word', async (outcome, word) => {
    const { sent } = page(journalPage);
    await screen.findByRole('grid', { name: 'Journal' });
    const box = screen.getByRole('combobox', { name: 'Outcome' });
    expect(within(box).getByRole<HTMLOptionElement>('option', { name: word }).value).toBe(outcome);
    await fireEvent.change(box, { target: { value: outcome } });
    await tick();
    expect(sent.at(-1)?.input).toEqual({ from: null, to: null, outcome });
  });

  test('says that the chain is intact and over how much', async () => {
    page(journalPage);
    expect(await screen.findByText('Chain intact · 9 events')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test.each([
    ['unreadable', "the entry can't be read."],
    ['changed', 'the entry was changed after it was written.'],
    ['missing', 'an earlier entry is missing.'],
  ] as const)('says loudly where the chain breaks: %s', async (why, words) => {
    page({ ...journalPage, breakAt: { line: 1_214, why } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Chain broken at entry 1,214:');
    expect(alert.textContent).toContain(words);
    expect(screen.queryByText(/Chain intact/)).toBeNull();
  });

  test('shows both clocks, the ids, each attempt and the version of the chosen pause', async () => {
    page(journalPage);
    const grid = await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.click(within(grid).getByText('Not confirmed'));
    const detail = await screen.findByRole('complementary', { name: 'Selected event' });
    expect(detail.textContent).toContain('Not available');
    expect(detail.textContent).toContain('6b98303a-b295-473a-adae-19b78aca468d');
    expect(
      within(detail)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'After 1 ms: accepted',
      "After 420 ms: The call recording service isn't available.",
      "After 1,250 ms: The server didn't respond in time.",
    ]);
    expect(detail.textContent).toContain('0.1.0');
  });

  test('sums up its pauses, and each count is a filter that a second press takes away', async () => {
    const { sent } = page(journalPage);
    const summary = await screen.findByRole('region', { name: 'Summary' });
    const figure = (word: string): HTMLElement => within(summary).getByRole('button', { name: new RegExp(word, 'u') });
    expect(figure('requested').textContent).toMatch(/1,284\s*requested/u);
    expect(figure('within 1.5 s').textContent).toMatch(/1,279\s*within 1.5 s\s*99.6%/u);
    expect(summary.textContent).toMatch(/84 ms\s*median\s*212 ms\s*95th percentile\s*10 s\s*longest/u);
    expect(within(summary).getAllByRole('listitem').at(-1)?.textContent).toContain('Over 5 s: 2 pauses');
    await fireEvent.click(figure('^4 late'));
    expect(sent.at(-1)?.input).toMatchObject({ outcome: 'late' });
    expect(figure('^4 late').getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(figure('^4 late'));
    expect(sent.at(-1)?.input).toMatchObject({ outcome: null });
  });

  test('is shown by months, from the one of today back and forth, and whole again', async () => {
    // The last second of a month and a year.
    const now = new Date(2026, 11, 31, 23, 59, 59);
    vi.setSystemTime(now);
    const { sent } = page(journalPage);
    await screen.findByRole('grid', { name: 'Journal' });
    const range = (): unknown => sent.at(-1)?.input;
    const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
    await press('Previous month');
    const two = (value: number): string => String(value).padStart(2, '0');
    const first = (from: Date): string => `${String(from.getFullYear())}-${two(from.getMonth() + 1)}-01`;
    expect(range()).toMatchObject({ from: first(now) });
    await press('Previous month');
    expect(range()).toMatchObject({ from: first(new Date(now.getFullYear(), now.getMonth() - 1, 1)) });
    await press('Next month');
    expect(range()).toMatchObject({ from: first(now) });
    await press('December 2026');
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Any day' }));
    expect(range()).toMatchObject({ from: null, to: null });
  });

  test.each([
    ['2026-02', '2026-02-28'],
    ['2024-02', '2024-02-29'],
    ['2026-12', '2026-12-31'],
  ])('of the month %s ends with %s', (month, last) => {
    const list = new JournalList(bridgeOf(journalPage).bridge);
    list.showMonth(month);
    expect([list.to, list.month]).toEqual([last, month]);
    list.to = `${month}-20`;
    expect(list.month).toBeNull();
  });

  test('says why a recording cannot be shown', async () => {
    page({ ...journalPage, rows: [{ ...confirmedRow, recordingIds: ['0'] }] });
    const grid = await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.click(within(grid).getByRole('button', { name: 'Show recording in History' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The server rejected the request for this list.');
  });

  test('leads to a pause in its recording, without opening the event', async () => {
    page(journalPage);
    const grid = await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.click(within(grid).getAllByRole('button', { name: 'Show recording in History' })[0] ?? grid);
    // Of the newest event that has a recording of one's own.
    expect(shown).toEqual([
      { recordingId: confirmedRow.recordingIds[0], pauseId: '00000000-0000-4000-8000-000000000008' },
    ]);
    expect(screen.queryByRole('complementary')).toBeNull();
    // Enter is the link's own there, and the row's on the row.
    const [link] = within(grid).getAllByRole('button', { name: 'Show recording in History' });
    expect(await fireEvent.keyDown(link ?? grid, { key: 'Enter' })).toBe(true);
    expect(screen.queryByRole('complementary')).toBeNull();
    await fireEvent.keyDown(within(grid).getAllByRole('row')[1] ?? grid, { key: 'Enter' });
    expect(screen.getByRole('complementary', { name: 'Selected event' })).toBeTruthy();
  });

  test('is walked through by the arrows', async () => {
    page(journalPage);
    const grid = await screen.findByRole('grid', { name: 'Journal' });
    const rows = within(grid).getAllByRole('row').slice(1);
    rows[0]?.focus();
    await fireEvent.keyDown(rows[0] ?? grid, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rows[1]);
    expect(rows.map((row) => row.getAttribute('tabindex'))).toEqual(['-1', '0', ...Array<string>(7).fill('-1')]);
    await fireEvent.keyDown(rows[1] ?? grid, { key: 'End' });
    expect(document.activeElement).toBe(rows.at(-1));
    expect(rows.at(-1)?.getAttribute('aria-selected')).toBe('true');
  });

  test('is read anew when what is recorded changes, and by the filter', async () => {
    const { sent, show } = page(journalPage);
    await screen.findByRole('grid', { name: 'Journal' });
    await show('paused');
    await fireEvent.input(screen.getByLabelText('From'), { target: { value: '2026-11-19' } });
    await fireEvent.change(screen.getByRole('combobox', { name: 'Outcome' }), { target: { value: 'late' } });
    await tick();
    expect(sent.map(({ input }) => input)).toEqual([
      { from: null, to: null, outcome: null },
      { from: null, to: null, outcome: null },
      { from: '2026-11-19', to: null, outcome: null },
      { from: '2026-11-19', to: null, outcome: 'late' },
    ]);
  });

  test('is read anew when a start or a stop by hand begins and ends', async () => {
    const { bridge, sent } = bridgeOf(journalPage);
    const held = (phase: 'none' | 'starting') => ({
      snapshot: { ...snapshotOf('idle'), manual: { phase, problem: null, canStart: true, canStop: false } },
      at: performance.now(),
    });
    const { rerender } = render(JournalPage, { held: held('none'), bridge, openRecording });
    await screen.findByRole('grid', { name: 'Journal' });
    await rerender({ held: held('starting'), bridge, openRecording });
    await rerender({ held: held('none'), bridge, openRecording });
    expect(sent).toHaveLength(3);
  });

  test('asks nothing while the first day is after the last', async () => {
    const { sent } = page(journalPage);
    await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.input(screen.getByLabelText('From'), { target: { value: '2026-11-20' } });
    await fireEvent.input(screen.getByLabelText('To'), { target: { value: '2026-11-19' } });
    await tick();
    expect(screen.getByText(/The From date is after the To date/)).toBeTruthy();
    expect(sent).toHaveLength(2);
  });

  test('is exported in the chosen format, and the file is named', async () => {
    const { sent } = page(journalPage);
    await screen.findByRole('grid', { name: 'Journal' });
    await fireEvent.click(screen.getByRole('button', { name: 'Export journal' }));
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'JSON' }));
    expect(
      await screen.findByText('Exported 231 entries to sidetone-journal-2026-11-20.json in ~/Recordings.'),
    ).toBeTruthy();
    expect(sent.at(-1)).toEqual({ name: 'journal.export', input: { format: 'json' } });
  });

  async function askForReport(shell: Partial<Snapshot['shell']>, refusal: Problem | null = null): Promise<Sent[]> {
    const { bridge, sent } = bridgeOf(journalPage, refusal);
    const calm = snapshotOf('recording');
    const snapshot = { ...calm, shell: { ...calm.shell, ...shell } };
    render(JournalPage, { held: { snapshot, at: performance.now() }, bridge, openRecording });
    await fireEvent.click(await screen.findByRole('button', { name: 'Export journal' }));
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Evidence report…' }));
    return sent;
  }
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

  test.each([
    ['en-US', 'Letter'],
    ['it-IT', 'A4'],
  ])('in %s the report is printed on %s of the days that are chosen, and the file is named', async (locale, paper) => {
    const sent = await askForReport({ canPrintPdf: true, locale });
    const dialog = screen.getByRole('dialog');
    await fireEvent.input(within(dialog).getByLabelText('From'), { target: { value: '2026-11-01' } });
    await press('Save report');
    const days = { from: '2026-11-01', to: null };
    expect(sent.at(-1)).toEqual({ name: 'journal.report', input: { format: 'pdf', paper, ...days } });
    expect(await screen.findByText(/^Evidence report saved as .* in ~\/Recordings\.$/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test.each(['HTML', 'CSV', 'JSON'])('the report is saved as %s where that is chosen', async (form) => {
    const sent = await askForReport({ canPrintPdf: true });
    await press(form);
    await press('Save report');
    expect(sent.at(-1)).toMatchObject({ name: 'journal.report', input: { format: form.toLowerCase() } });
  });

  test('where nothing can print, PDF says why and what to do, and asks for nothing', async () => {
    const sent = await askForReport({ canPrintPdf: false });
    expect(screen.queryByRole('alert')).toBeNull();
    await press('PDF');
    expect(screen.getByRole('alert').textContent).toMatch(/can't make a PDF.*HTML/su);
    await press('Save report');
    expect(sent.at(-1)?.name).toBe('journal.read');
  });

  test('a report that was not written says why in the dialog, which stays', async () => {
    await askForReport({ canPrintPdf: true }, { code: 'report-not-printed' });
    await press('Save report');
    const dialog = screen.getByRole('dialog');
    expect((await within(dialog).findByRole('alert')).textContent).toContain("PDF couldn't be made");
  });

  test('says in words that it could not be read, and can be asked again', async () => {
    const { sent } = page({ code: 'journal-unreadable', values: { file: '2026-11.jsonl' } });
    expect((await screen.findByRole('alert')).textContent).toContain("can't be read: 2026-11.jsonl");
    await fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(sent).toHaveLength(2);
  });

  test('tells an empty journal from a filter that finds nothing', async () => {
    page({ rows: [], total: 0, summary: emptySummary, signatures: notSigned, breakAt: null });
    expect(await screen.findByText('No events yet.')).toBeTruthy();
    cleanup();
    page({ rows: [], total: 12, summary: emptySummary, signatures: notSigned, breakAt: null });
    expect(await screen.findByText('No events found.')).toBeTruthy();
  });
});

describe('Its integrity', () => {
  const shown = async (signatures: Page['signatures']): Promise<string> => {
    page({ ...journalPage, signatures });
    return (await screen.findByRole('region', { name: 'Summary' })).textContent.replaceAll(/\s+/gu, ' ');
  };
  const key = '5f0c9a7e'.repeat(8);

  test.each([
    [{ key, unsignedFrom: null, brokenAt: null }, /Signed.*Key 5f0c9a7e/u, /Not signed|not signed|invalid/u],
    [{ key, unsignedFrom: 1_290, brokenAt: null }, /Signed.*Not signed from entry 1,290 on/u, /invalid/u],
    [{ key: null, unsignedFrom: 1, brokenAt: null }, /Not signed/u, /Signed|Key/u],
    [{ key, unsignedFrom: null, brokenAt: 214 }, /Signature invalid at entry 214/u, / Signed/u],
  ])('says what %j means, and no more', async (signatures, said, unsaid) => {
    const text = await shown(signatures);
    expect(text).toMatch(said);
    expect(text).not.toMatch(unsaid);
  });
});

test('sound in a pause is the one loud thing of its row, and the detail says where and how loud', async () => {
  const audioCheck = {
    verdict: 'sound' as const,
    reason: null,
    audioMs: 60_000,
    callMs: 60_000,
    checkedMs: 12_400,
    stretches: [{ fromMs: 92_000, toMs: 104_000, loudestDb: -21, toneHz: null }],
  };
  page({ ...journalPage, rows: [{ ...confirmedRow, audioCheck }] });
  expect(await cells('Sound found')).toHaveLength(7);
  await fireEvent.click(screen.getByText('Sound found'));
  const detail = await screen.findByRole('complementary', { name: 'Selected event' });
  expect(detail.textContent).toMatch(/Sound found during the pause.*1:32 – 1:44: Loudest: −21 dB/su);
});

describe('A long journal', () => {
  test('is drawn in portions', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => ({ ...confirmedRow, id: `pause ${String(index)}` }));
    const list = new JournalList(
      bridgeOf({ rows, total: 450, summary: emptySummary, signatures: notSigned, breakAt: null }).bridge,
    );
    await list.read();
    expect(list.rows).toHaveLength(200);
    list.more();
    list.more();
    expect(list.rows).toHaveLength(450);
    expect(list.hasMore).toBe(false);
  });
});

test('of two answers that cross, the one that was asked for later counts', async () => {
  const waiting: ((page: Page) => void)[] = [];
  const bridge = {
    call: () =>
      new Promise((resolve) => {
        waiting.push((value) => {
          resolve({ ok: true, value });
        });
      }),
    on: () => () => undefined,
  };
  const list = new JournalList(bridge as unknown as Bridge);
  const first = list.read();
  const second = list.read();
  waiting[1]?.({ rows: [confirmedRow], total: 1, summary: emptySummary, signatures: notSigned, breakAt: null });
  waiting[0]?.({ rows: [], total: 0, summary: emptySummary, signatures: notSigned, breakAt: null });
  await Promise.all([first, second]);
  expect(list.page?.total).toBe(1);
  expect(list.reading).toBe(false);
});
