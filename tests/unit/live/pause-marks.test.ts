// What History says of the pauses of a recording, from our own journal: the worst that happened counts.
import { describe, expect, test } from 'vitest';
import {
  JournalPauses,
  markOf,
  PauseMarks,
  spansIn,
  type KnownPause,
} from '../../../src/main/core/journal/pause-marks.ts';
import { firstPrevious, type JournalEntry, type JournalFact } from '../../../src/shared/domain/journal.ts';

const a = '6b98303a-b295-473a-adae-19b78aca468d';
const b = '75a90276-e47e-4e9e-b463-e3c743d5ff3a';
const start = Date.parse('2026-11-20T17:55:00.000Z');

/** Entries so many seconds after the start of the recording, by the server's clock; this computer's is an hour off. */
function journal(...facts: readonly (readonly [seconds: number, fact: JournalFact])[]): JournalEntry[] {
  return facts.map(([seconds, fact], index) => ({
    sequence: index + 1,
    at: new Date(start + seconds * 1000 + 3_600_000).toISOString(),
    serverAt: new Date(start + seconds * 1000).toISOString(),
    appVersion: '0',
    fact,
    previous: firstPrevious,
    hash: String(index + 1).padStart(64, '0'),
  }));
}

const asked = (pauseId: string, ...recordingIds: string[]): JournalFact => ({
  kind: 'asked',
  pauseId,
  trigger: 'hotkey',
  recordingIds,
});
const confirmed = (pauseId: string, recordingId: string, exposureMs: number): JournalFact => ({
  kind: 'confirmed',
  pauseId,
  recordingId,
  exposureMs,
  attempts: [],
});
const ended = (pauseId: string, pausedForMs: number | null): JournalFact => ({
  kind: 'ended',
  pauseId,
  how: 'resumed',
  pausedForMs,
  attempts: [],
});

function pausesOf(entries: readonly JournalEntry[], id: string): KnownPause[] {
  const pauses = new JournalPauses();
  for (const entry of entries) pauses.add(entry);
  return pauses.of(id, 1_500);
}

const marksOf = (entries: readonly JournalEntry[], id: string): ReturnType<typeof markOf> =>
  markOf(pausesOf(entries, id));

describe('the mark of a recording', () => {
  test('is none where the journal knows of no pause', () => {
    expect(marksOf([], a)).toBeNull();
  });

  test('is "confirmed" with the time paused, whatever the case of its id', () => {
    const entries = journal(
      [151, asked('p', a.toUpperCase())],
      [151, confirmed('p', a, 84)],
      [192, ended('p', 41_000)],
    );
    expect(marksOf(entries, a)).toEqual({ outcome: 'confirmed', pausedForMs: 41_000, exposureMs: null });
  });

  test('is "late" when it was open longer than allowed, or said loudly not to be confirmed before it was', () => {
    expect(marksOf(journal([1, asked('p', a)], [3, confirmed('p', a, 1_501)]), a)?.outcome).toBe('late');
    const loud: JournalFact = { kind: 'not-confirmed', pauseId: 'p', recordingIds: [a], problem: null };
    expect(marksOf(journal([1, asked('p', a)], [2, loud], [3, confirmed('p', a, 900)]), a)?.outcome).toBe('late');
  });

  test('is "not confirmed" for the one of two recordings that was not, and for a pause whose end was lost with a crash', () => {
    const entries = journal([1, asked('p', a, b)], [2, confirmed('p', a, 84)], [9, ended('p', 7_000)]);
    expect(marksOf(entries, a)?.outcome).toBe('confirmed');
    expect(marksOf(entries, b)).toEqual({ outcome: 'notConfirmed', pausedForMs: null, exposureMs: null });
    expect(marksOf(journal([1, asked('p', a)]), a)?.outcome).toBe('notConfirmed');
  });

  test('is that of the worst of several pauses, with the longest time before a late confirmation', () => {
    const facts = [
      [1, asked('p', a)],
      [1, confirmed('p', a, 84)],
      [5, ended('p', 4_000)],
      [20, asked('q', a)],
      [23, confirmed('q', a, 3_000)],
      [30, ended('q', 7_000)],
    ] as const;
    const entries = journal(...facts);
    expect(marksOf(journal(...facts, [40, asked('r', a)]), a)).toMatchObject({
      outcome: 'notConfirmed',
      exposureMs: null,
    });
    expect(marksOf(entries, a)).toEqual({ outcome: 'late', pausedForMs: 11_000, exposureMs: 3_000 });
  });

  test('is late by the longest of several, and one exactly at the limit is not late', () => {
    const twice = journal(
      [1, asked('p', a)],
      [6, confirmed('p', a, 5_000)],
      [9, ended('p', 3_000)],
      [20, asked('q', a)],
      [23, confirmed('q', a, 3_000)],
    );
    expect(marksOf(twice, a)).toEqual({ outcome: 'late', pausedForMs: 3_000, exposureMs: 5_000 });
    expect(marksOf(journal([1, asked('p', a)], [3, confirmed('p', a, 1_500)]), a)?.outcome).toBe('confirmed');
    // What was confirmed in time has no exposure to tell beside a late one, however long it was.
    const loud: JournalFact = { kind: 'not-confirmed', pauseId: 'r', recordingIds: [a], problem: null };
    const beside = journal(
      [1, asked('p', a)],
      [2, confirmed('p', a, 1_400)],
      [5, asked('r', a)],
      [6, loud],
      [6, confirmed('r', a, 900)],
    );
    expect(marksOf(beside, a)).toMatchObject({ outcome: 'late', exposureMs: 900 });
  });

  test('is not changed by entries about anything else', () => {
    const others: readonly JournalFact[] = [
      { kind: 'started' },
      { kind: 'resume-asked', pauseId: 'p', trigger: 'hotkey', recordingIds: [b] },
      { kind: 'resume-failed', pauseId: 'p', problem: null },
      { kind: 'found-after-restart', pauseId: 'p', found: 'recording' },
      { kind: 'hand-asked', orderId: 'p', what: 'stop', trigger: 'tray', recordingIds: [b] },
      { kind: 'hand-ended', orderId: 'p', how: 'confirmed', problem: null, recordingIds: [b] },
      { kind: 'torn', bytes: 7, keptAs: 'x' },
    ];
    const entries = journal(
      [1, asked('p', a)],
      [2, confirmed('p', a, 84)],
      ...others.map((fact) => [3, fact] as const),
      [9, ended('p', 7_000)],
    );
    expect(marksOf(entries, a)).toEqual({ outcome: 'confirmed', pausedForMs: 7_000, exposureMs: null });
    expect(marksOf(entries, b)).toBeNull();
  });

  test('knows when the first pause was asked for, by the server’s clock; without one it never was', async () => {
    const of = (entries: readonly JournalEntry[]) =>
      new PauseMarks(
        () => Promise.resolve(entries),
        () => 1_500,
      ).oldest();
    expect(await of([])).toBe(Infinity);
    expect(await of(journal([20, asked('q', b)], [9, asked('p', a)], [30, asked('r')]))).toBe(start + 9_000);
  });

  test('follows the journal as it grows, which is read once and never again', async () => {
    const entries = journal([1, asked('p', a)], [2, confirmed('p', a, 84)], [20, asked('q', b)]);
    let reads = 0;
    let lateMs = 1_500;
    const marks = new PauseMarks(
      () => {
        reads += 1;
        return Promise.resolve(entries.slice(0, 1));
      },
      () => lateMs,
    );
    expect(await marks.isNotProven(a)).toBe(true);
    for (const entry of entries.slice(1, 2)) marks.add(entry);
    expect(await marks.isNotProven(a)).toBe(false);
    expect(await marks.isNotProven(b)).toBe(false);
    for (const entry of entries.slice(2)) marks.add(entry);
    expect(await marks.isNotProven(b)).toBe(true);
    lateMs = 80;
    expect((await marks.mark(a))?.outcome).toBe('late');
    expect(reads).toBe(1);
  });

  test('counts what is written while the journal is being read, once', async () => {
    const entries = journal([1, asked('p', a)], [2, confirmed('p', a, 84)], [9, ended('p', 7_000)]);
    let answer: (read: readonly JournalEntry[]) => void = () => undefined;
    const marks = new PauseMarks(
      () => new Promise((resolve) => (answer = resolve)),
      () => 1_500,
    );
    const mark = marks.mark(a);
    for (const entry of entries) marks.add(entry);
    answer(entries.slice(0, 2));
    expect(await mark).toEqual({ outcome: 'confirmed', pausedForMs: 7_000, exposureMs: null });
  });

  test('is asked for again where the journal could not be read', async () => {
    let fails = true;
    const marks = new PauseMarks(
      () => (fails ? Promise.reject(new Error('held')) : Promise.resolve(journal([1, asked('p', a)]))),
      () => 1_500,
    );
    await expect(marks.mark(a)).rejects.toThrow('held');
    fails = false;
    expect(await marks.isNotProven(a)).toBe(true);
  });
});

describe('the place of a pause in the recording', () => {
  const pauses = pausesOf(journal([151, asked('p', a)], [151, confirmed('p', a, 84)], [192, ended('p', 41_000)]), a);

  test('is counted by the clock of the server, not by that of this computer', () => {
    expect(spansIn(pauses, '2026-11-20T17:55:00.000Z', 292_000)).toMatchObject([
      { pauseId: 'p', askedMs: 150_916, fromMs: 151_000, toMs: 192_000, exposureMs: 84, trigger: 'hotkey' },
    ]);
  });

  test.each([
    ['the start has no zone', '2026-11-20T17:55:00', 292_000],
    ['the start is not known', null, 292_000],
    ['it would lie after the end', '2026-11-20T17:55:00.000Z', 60_000],
    ['it would lie before the start', '2026-11-20T18:55:00.000Z', 292_000],
  ])('is not claimed where %s', (_why, startTime, durationMs) => {
    expect(spansIn(pauses, startTime, durationMs)).toMatchObject([{ askedMs: null, fromMs: null, toMs: null }]);
  });

  const spanOf = (...facts: readonly (readonly [seconds: number, fact: JournalFact])[]) =>
    spansIn(pausesOf(journal(...facts), a), '2026-11-20T17:55:00.000Z', 292_000);

  test('that was confirmed late begins where it was asked for, by the time that was measured', () => {
    const late = spanOf([10, asked('p', a)], [14, confirmed('p', a, 3_700)], [20, ended('p', 6_000)]);
    expect(late).toMatchObject([{ outcome: 'late', askedMs: 10_300, fromMs: 14_000, toMs: 20_000 }]);
  });

  test('that was never confirmed is exposed from where it was asked for to its end, or to that of the recording', () => {
    expect(spanOf([10, asked('p', a)], [20, ended('p', null)])).toMatchObject([
      { outcome: 'notConfirmed', askedMs: 10_000, fromMs: null, toMs: 20_000 },
    ]);
    expect(spanOf([10, asked('p', a)])).toMatchObject([{ askedMs: 10_000, fromMs: null, toMs: null }]);
  });

  test('that was asked for before the recording began is exposed from its first moment', () => {
    expect(spanOf([1, asked('p', a)], [1, confirmed('p', a, 2_500)])).toMatchObject([{ askedMs: 0, fromMs: 1_000 }]);
  });
});
