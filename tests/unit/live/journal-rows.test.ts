// The rows that people read, made out of the journal's entries: one for each pause, start and stop.
import { describe, expect, test } from 'vitest';
import { journalRows } from '../../../src/main/core/journal/journal-rows.ts';
import { firstPrevious, type JournalEntry, type JournalFact } from '../../../src/shared/domain/journal.ts';
import type { JournalRow } from '../../../src/shared/ipc/journal-page.ts';

const lateMs = 1_500;
const entries = (...facts: readonly JournalFact[]): JournalEntry[] =>
  facts.map((fact, index) => ({
    sequence: index + 1,
    at: `2026-11-20T09:00:0${String(index)}.000Z`,
    serverAt: null,
    appVersion: '1.2.3',
    fact,
    previous: firstPrevious,
    hash: String(index + 1).padStart(64, '0'),
  }));
const rows = (...facts: readonly JournalFact[]): JournalRow[] => journalRows(entries(...facts), lateMs);
const only = (...facts: readonly JournalFact[]): JournalRow | undefined => {
  const [row, ...more] = rows(...facts);
  expect(more).toEqual([]);
  return row;
};

const asked = (...recordingIds: string[]): JournalFact => ({
  kind: 'asked',
  pauseId: 'p',
  trigger: 'hotkey',
  recordingIds,
});
const attempt = (outcome: string) => ({ afterMs: 3, outcome });
const confirmed = (recordingId: string, exposureMs: number, ...outcomes: string[]): JournalFact => ({
  kind: 'confirmed',
  pauseId: 'p',
  recordingId,
  exposureMs,
  attempts: outcomes.map(attempt),
});
const notConfirmed = (...recordingIds: string[]): JournalFact => ({
  kind: 'not-confirmed',
  pauseId: 'p',
  recordingIds,
  problem: 'server-timeout',
});
const ended = (
  how: 'resumed' | 'waited-in-vain' | 'call-ended',
  pausedForMs: number | null,
  ...outcomes: string[]
): JournalFact => ({
  kind: 'ended',
  pauseId: 'p',
  how,
  pausedForMs,
  attempts: outcomes.map(attempt),
});
const manual = (what: 'start' | 'stop', ...recordingIds: string[]): JournalFact => ({
  kind: 'hand-asked',
  orderId: 'o',
  what,
  trigger: 'tray',
  recordingIds,
});
const manualEnd = (how: 'confirmed' | 'refused' | 'not-seen' | 'given-up', ...recordingIds: string[]): JournalFact => ({
  kind: 'hand-ended',
  orderId: 'o',
  how,
  problem: how === 'confirmed' ? null : 'start/refused',
  recordingIds,
});

describe('the row of a pause', () => {
  test('holds what was first known of it, and nothing that was not', () => {
    expect(only(asked())).toEqual({
      id: 'p',
      what: 'pause',
      sequence: 1,
      at: '2026-11-20T09:00:00.000Z',
      serverAt: null,
      trigger: 'hotkey',
      recordingIds: [],
      outcome: 'waiting',
      problem: null,
      exposureMs: null,
      attempts: [],
      how: null,
      pausedForMs: null,
      appVersion: '1.2.3',
    });
  });

  test.each<[string, readonly JournalFact[], string]>([
    ['waits while nothing is recorded', [asked()], 'waiting'],
    ['that waited for nothing had no recording', [asked(), ended('waited-in-vain', null)], 'noRecording'],
    ['waits while a recording is open', [asked('a')], 'waiting'],
    ['waits while one of two is open', [asked('a', 'b'), confirmed('a', 80)], 'waiting'],
    ['is confirmed within the limit', [asked('a'), confirmed('a', lateMs)], 'confirmed'],
    ['is late beyond it', [asked('a'), confirmed('a', lateMs + 1)], 'late'],
    ['is late when one of two is', [asked('a', 'b'), confirmed('a', 9_000), confirmed('b', 80)], 'late'],
    ['that was called unconfirmed before stays late', [asked('a'), notConfirmed('a'), confirmed('a', 80)], 'late'],
    ['that is called unconfirmed is not confirmed', [asked('a'), notConfirmed('a')], 'notConfirmed'],
    ['that ended open is not confirmed', [asked('a'), ended('call-ended', null)], 'notConfirmed'],
    ['that took in a new recording waits for it', [asked('a'), confirmed('a', 80), asked('b')], 'waiting'],
    ['of an old journal that names a recording only then', [asked(), confirmed('a', 80)], 'confirmed'],
  ])('%s', (_what, facts, outcome) => {
    expect(only(...facts)?.outcome).toBe(outcome);
  });

  test('names each recording once, and tells the longest exposure only when none is open', () => {
    const facts = [asked('a', 'b'), confirmed('a', 900), asked('a')];
    expect(only(...facts)).toMatchObject({ recordingIds: ['a', 'b'], exposureMs: null });
    expect(only(asked('a', 'b'), confirmed('a', 900), confirmed('b', 80))).toMatchObject({
      recordingIds: ['a', 'b'],
      exposureMs: 900,
    });
  });

  test('tells the requests of every confirmation, and those of its end where there was none', () => {
    const both = only(
      asked('a', 'b'),
      confirmed('a', 1, 'ok'),
      confirmed('b', 2, 'server-timeout', 'ok'),
      ended('resumed', 5_000, 'x'),
    );
    expect(both?.attempts.map(({ outcome }) => outcome)).toEqual(['ok', 'server-timeout', 'ok']);
    expect(both).toMatchObject({ how: 'resumed', pausedForMs: 5_000 });
    expect(only(asked('a'), ended('call-ended', null, 'server-timeout'))?.attempts).toEqual([
      attempt('server-timeout'),
    ]);
  });

  test('is not ended by a restart: what was found then decides', () => {
    const restart: JournalFact = { kind: 'started' };
    expect(only(asked('a'), restart)).toMatchObject({ outcome: 'waiting', how: null });
    const found: JournalFact = { kind: 'found-after-restart', pauseId: 'p', found: 'paused' };
    const failed: JournalFact = { kind: 'resume-failed', pauseId: 'p', problem: null };
    const again: JournalFact = { kind: 'resume-asked', pauseId: 'p', trigger: 'hotkey', recordingIds: ['b'] };
    const before = only(asked('a'), confirmed('a', 80));
    expect(only(asked('a'), confirmed('a', 80), restart, found, again, failed)).toEqual(before);
  });

  test('entries that belong to none make none', () => {
    const resume: JournalFact = { kind: 'resume-asked', pauseId: null, trigger: 'hotkey', recordingIds: ['a'] };
    expect(rows({ kind: 'started' }, { kind: 'torn', bytes: 7, keptAs: 'x' }, resume)).toEqual([]);
  });

  test('of another person’s recording says so, and mine says nothing of it', () => {
    const forAnother: JournalFact = {
      kind: 'asked',
      pauseId: 'p',
      trigger: 'button',
      recordingIds: ['a'],
      forAnother: true,
    };
    expect(only(forAnother)).toMatchObject({ forAnother: true });
    expect(only(asked('a'))).not.toHaveProperty('forAnother');
  });
});

describe('the row of a start or stop by hand', () => {
  test.each([
    ['confirmed', 'confirmed', null],
    ['refused', 'refused', null],
    ['not-seen', 'notSeen', null],
    ['given-up', 'notSeen', 'given-up'],
  ] as const)('that ended as %s is %s', (how, outcome, shown) => {
    const row = only(manual('start'), manualEnd(how, 'a'));
    expect(row).toMatchObject({ what: 'start', trigger: 'tray', outcome, how: shown, recordingIds: ['a'] });
    expect(row?.problem).toBe(how === 'confirmed' ? null : 'start/refused');
  });

  test('waits for its end, keeps its own outcome whatever is open, and has no exposure', () => {
    expect(only(manual('stop', 'a'))).toMatchObject({
      what: 'stop',
      outcome: 'waiting',
      recordingIds: ['a'],
      exposureMs: null,
    });
    expect(only(manual('stop', 'a', 'b'), manualEnd('confirmed', 'a'))).toMatchObject({ outcome: 'confirmed' });
  });

  test('without an end when Sidetone was started again is not followed any more; one with an end stays as it was', () => {
    const restart: JournalFact = { kind: 'started' };
    expect(only(manual('start'), restart)).toMatchObject({ outcome: 'notSeen', how: 'interrupted' });
    expect(only(manual('start'), manualEnd('confirmed', 'a'), restart)).toMatchObject({
      outcome: 'confirmed',
      how: null,
    });
  });
});
