// How long a paused call was by the clock, and where its pauses were: followed from read to read, written to the journal, read back from it.
import { describe, expect, test } from 'vitest';
import { CallFollower } from '../../../src/main/core/journal/call-follower.ts';
import { CallRecords } from '../../../src/main/core/journal/call-records.ts';
import type { CallFacts } from '../../../src/main/core/journal/call-facts.ts';
import { firstPrevious, type JournalFact } from '../../../src/shared/domain/journal.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';

const id = '6b98303a-b295-473a-adae-19b78aca468d';
const day = Date.UTC(2026, 10, 28);

type Recorder = {
  /** When the recording begins and ends, and its pauses and holds, in milliseconds of the clock. */
  readonly from: number;
  readonly to: number;
  readonly pauses: readonly (readonly [number, number])[];
  readonly hold?: readonly [number, number];
  /** The count stands still while paused. */
  readonly stops?: boolean;
  readonly hasCount?: boolean;
};

const within = (at: number, [from, to]: readonly [number, number]): boolean => at >= from && at < to;
const overlap = (at: number, [from, to]: readonly [number, number]): number => Math.max(0, Math.min(at, to) - from);

function recordingAt(
  at: number,
  { from, to, pauses, hold, stops = false, hasCount = true }: Recorder,
): LiveRecording[] {
  if (at < from || at >= to) return [];
  const lost = [...(stops ? pauses : []), ...(hold === undefined ? [] : [hold])];
  const counted = at - from - lost.reduce((sum, span) => sum + overlap(at, span), 0);
  return [
    {
      id,
      isPaused: pauses.some((span) => within(at, span)),
      durationMs: hasCount ? Math.floor(counted / 1_000) * 1_000 : null,
      localUsername: null,
      remoteName: null,
      remoteNumber: null,
    },
  ];
}

/** Reads once a second, pauses and resumes as the recorder does, and answers what the journal knows in the end. */
function followed(recorder: Recorder, readsFrom = 300): { facts: CallFacts | null; over: JournalFact[] } {
  let now = 0;
  const follower = new CallFollower({ monotonic: () => now });
  const records = new CallRecords();
  const over: JournalFact[] = [];
  const write = (...facts: JournalFact[]): void => {
    follower.onFacts(facts);
    for (const fact of facts) {
      const at = new Date(day + now).toISOString();
      records.add({
        sequence: 1,
        at,
        serverAt: null,
        appVersion: '1',
        fact,
        previous: firstPrevious,
        hash: firstPrevious,
      });
    }
  };
  let pause = 0;
  let state: 'open' | 'asked' | 'confirmed' = 'open';
  for (now = readsFrom; now < recorder.to + 3_000; now += 500) {
    const span = recorder.pauses[pause];
    const pauseId = `pause-${String(pause)}`;
    const read = recordingAt(now, recorder);
    if (span !== undefined && state === 'open' && now >= span[0] - 500 && read.length > 0) {
      write({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [id] });
      state = 'asked';
    } else if (state === 'asked' && read[0]?.isPaused === true) {
      write({ kind: 'confirmed', pauseId, recordingId: id, exposureMs: 400, attempts: [] });
      state = 'confirmed';
    } else if (span !== undefined && state === 'confirmed' && now >= span[1]) {
      write({ kind: 'resume-asked', pauseId, trigger: 'hotkey', recordingIds: [id] });
      write({ kind: 'ended', pauseId, how: 'resumed', pausedForMs: 1, attempts: [] });
      state = 'open';
      pause += 1;
    }
    const facts = follower.onRead(read);
    over.push(...facts);
    write(...facts);
  }
  return { facts: records.factsOf(id.toUpperCase()), over };
}

describe('a paused recording that is over', () => {
  test.each([false, true])('has its length by the clock, and its pauses on it (count stops: %s)', (stops) => {
    const { facts, over } = followed({ from: 1_100, to: 61_700, pauses: [[20_000, 32_000]], stops });
    expect(over).toHaveLength(1);
    const { ms = 0, withinMs = 0 } = facts?.length ?? {};
    expect(Math.abs(ms - 60_600)).toBeLessThanOrEqual(withinMs);
    expect(withinMs).toBeLessThan(1_300);
    expect(facts).toMatchObject({ gap: null, heldMs: 0 });
    const [stretch] = facts?.pauses ?? [];
    // Confirmed up to half a second after it began, resumed at 32 s; the beginning is known to within a second.
    expect(Math.abs((stretch?.fromMs ?? 0) - 18_900)).toBeLessThan(1_300);
    expect(Math.abs((stretch?.toMs ?? 0) - 30_900)).toBeLessThan(1_300);
    expect((stretch?.askedMs ?? 0) <= (stretch?.fromMs ?? 0) && (stretch?.toMs ?? 0) <= (stretch?.endedMs ?? 0)).toBe(
      true,
    );
  });

  test('that was on hold says by how much its count fell behind', () => {
    const { facts } = followed({ from: 1_000, to: 70_000, pauses: [[20_000, 30_000]], hold: [40_000, 51_000] });
    expect(facts?.heldMs).toBeGreaterThan(9_500);
    expect(facts?.heldMs).toBeLessThan(12_500);
  });

  test('whose beginning nobody saw, or that has no count, has no length', () => {
    const late = followed({ from: 1_000, to: 60_000, pauses: [[20_000, 30_000]] }, 25_000);
    expect(late.over).toEqual([]);
    expect(late.facts).toMatchObject({ length: null });
    expect(followed({ from: 1_000, to: 60_000, pauses: [[20_000, 30_000]], hasCount: false }).facts).toMatchObject({
      length: null,
    });
  });

  test('that was never paused is nothing to write down', () => {
    expect(followed({ from: 1_000, to: 60_000, pauses: [] })).toEqual({ facts: null, over: [] });
  });

  test('ends its last pause with the call', () => {
    const { facts } = followed({ from: 1_000, to: 40_000, pauses: [[20_000, 45_000]] });
    // Nobody resumed it within the reads: no end was seen.
    expect(facts).toMatchObject({ gap: 'end-unknown', pauses: [] });
  });
});
