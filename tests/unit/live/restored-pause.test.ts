// What the first read after a restart decides about the pause that was in force when the app ended.
import { describe, expect, test } from 'vitest';
import { AuditRecorder } from '../../../src/main/core/journal/audit-recorder.ts';
import type { Journal } from '../../../src/main/core/journal/journal.ts';
import type { PendingPause } from '../../../src/main/core/journal/pending-pause.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const minute = 60_000;
const recording = (id: string, isPaused: LiveRecording['isPaused']): LiveRecording => ({
  id,
  durationMs: null,
  localUsername: null,
  remoteName: null,
  remoteNumber: null,
  isPaused,
});

/** A recorder that begins with a pause of so many milliseconds ago, of the recordings a and b. */
async function world(agoMs: number | null, change: { damaged?: string; torn?: boolean } = {}) {
  const clock = new FakeClock();
  const facts: JournalFact[] = [];
  const restored: PendingPause[] = [];
  const kept: (PendingPause | null)[] = [];
  const pending: PendingPause | null =
    agoMs === null
      ? null
      : { pauseId: 'p', pressedAt: clock.now() - agoMs, trigger: 'hotkey', recordingIds: ['a', 'b'], resumeAt: null };
  const journal = {
    open: () => Promise.resolve(change.torn === true ? problem('journal-torn', { file: 'x' }) : null),
    add: (fact: JournalFact) => facts.push(fact),
    close: () => Promise.resolve(),
  };
  const file = {
    load: () => Promise.resolve({ pending, damaged: change.damaged ?? null }),
    set: (next: PendingPause | null) => kept.push(next),
    close: () => Promise.resolve(),
  };
  // Only these of its methods are used.
  const recorder = new AuditRecorder(journal as unknown as Journal, file, clock);
  const begin = () => recorder.begin({ restore: (found) => restored.push(found) });
  return { clock, facts, restored, kept, recorder, begin, pending };
}

describe('after a restart', () => {
  test.each<[string, number, readonly LiveRecording[], boolean, string]>([
    [
      'one of its recordings is still there',
      60 * minute,
      [recording('x', false), recording('b', true)],
      true,
      'recording',
    ],
    ['it was pressed a moment ago', minute - 1, [recording('x', true)], true, 'paused'],
    ['it was pressed just now', 0, [], true, 'nothing'],
    ['it is a minute old and its call is over', minute, [recording('x', true)], false, 'paused'],
    ['the clock was set back meanwhile', -1, [recording('x', true)], false, 'paused'],
    ['nothing is recorded any more', 60 * minute, [], false, 'nothing'],
    [
      'one of them is of an unknown state',
      60 * minute,
      [recording('a', true), recording('b', 'unknown')],
      true,
      'unknown',
    ],
    ['all of them are paused', 60 * minute, [recording('a', true), recording('b', true)], true, 'paused'],
    ['one of them records', 60 * minute, [recording('a', true), recording('b', false)], true, 'recording'],
  ])('a pause whose case is that %s', async (_what, agoMs, recordings, isTakenUp, found) => {
    const { begin, recorder, facts, restored, kept, pending } = await world(agoMs);
    await begin();
    // Until the first read it stays on disk, whatever happens.
    recorder.record([], null);
    expect(kept).toEqual([]);
    recorder.onRead(recordings);
    expect(facts).toEqual([
      { kind: 'started' },
      { kind: 'found-after-restart', pauseId: 'p', found },
      ...(isTakenUp ? [] : [{ kind: 'ended', pauseId: 'p', how: 'interrupted', pausedForMs: null, attempts: [] }]),
    ]);
    expect(restored).toEqual(isTakenUp ? [pending] : []);
    expect(kept).toEqual(isTakenUp ? [] : [null]);
    // Decided once.
    recorder.onRead(recordings);
    expect(restored).toHaveLength(isTakenUp ? 1 : 0);
    recorder.record([], null);
    expect(kept.at(-1)).toBeNull();
    expect(kept).toHaveLength(isTakenUp ? 1 : 2);
  });

  test('without a pause nothing is found, and each step is kept', async () => {
    const { begin, recorder, facts, kept } = await world(null);
    expect(await begin()).toEqual([]);
    recorder.onRead([recording('x', true)]);
    expect(facts).toEqual([{ kind: 'started' }]);
    recorder.record([{ kind: 'resume-failed', pauseId: null, problem: null }], null);
    recorder.recordOthers([{ kind: 'resume-failed', pauseId: 'q', problem: null }]);
    expect(facts).toHaveLength(3);
    expect(kept).toEqual([null]);
  });

  test('what is damaged is told with its file, and nothing is written before all was read', async () => {
    const { begin, recorder, facts, kept } = await world(null, { damaged: 'aside.json', torn: true });
    recorder.record([{ kind: 'resume-failed', pauseId: null, problem: null }], null);
    recorder.recordOthers([{ kind: 'resume-failed', pauseId: 'q', problem: null }]);
    expect([facts, kept]).toEqual([[], []]);
    expect(await begin()).toEqual([
      problem('journal-torn', { file: 'x' }),
      problem('settings-damaged', { file: 'aside.json' }),
    ]);
  });
});
