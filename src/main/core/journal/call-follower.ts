// Follows my recordings from read to read, and tells how long a paused one was by the clock once it is over: the audio alone does not say
// whether a pause was cut out of it.
import type { JournalFact } from '../../../shared/domain/journal.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';

/** The recorder counts whole seconds (docs/ucx-api.md C1), so a count is up to this much behind (ms). */
const countMs = 1_000;
/** Milliseconds of an answer on its way. */
const latencyMs = 200;

type Followed = {
  /** When it began, by the monotonic clock: the earliest that the counts before any pause allow. Null where none was seen. */
  startsAt: number | null;
  lastSeenAt: number;
  /** A pause of it was requested: from then on its count may stand still. */
  isMarked: boolean;
  /** First read of the stretch without a pause that goes on. */
  open: { readonly at: number; readonly countMs: number } | null;
  heldMs: number | null;
};

type Clock = { monotonic(): number };

export class CallFollower {
  readonly #clock: Clock;
  readonly #followed = new Map<string, Followed>();
  /** Recordings that a pause in force is for. */
  readonly #paused = new Map<string, Set<string>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What was written to the journal about pauses. */
  onFacts(facts: readonly JournalFact[]): void {
    for (const fact of facts) {
      if (fact.kind === 'asked') for (const id of fact.recordingIds) this.#mark(fact.pauseId, id);
      else if (fact.kind === 'confirmed') this.#mark(fact.pauseId, fact.recordingId);
      else if (fact.kind === 'ended') this.#paused.delete(fact.pauseId);
    }
  }

  /** A good read of mine. Answers what is to be written about recordings that are no longer in it. */
  onRead(recordings: readonly LiveRecording[]): JournalFact[] {
    const now = this.#clock.monotonic();
    for (const recording of recordings) this.#see(recording, now);
    const active = new Set(recordings.map(({ id }) => id));
    const over: JournalFact[] = [];
    for (const [id, followed] of this.#followed) {
      if (active.has(id)) continue;
      this.#followed.delete(id);
      if (followed.isMarked && followed.startsAt !== null) over.push(overFact(id, followed, followed.startsAt, now));
    }
    return over;
  }

  /** Nobody is followed any more: signed out. */
  forget(): void {
    this.#followed.clear();
    this.#paused.clear();
  }

  #mark(pauseId: string, recordingId: string): void {
    this.#paused.set(pauseId, (this.#paused.get(pauseId) ?? new Set()).add(recordingId));
    const followed = this.#followed.get(recordingId);
    if (followed === undefined) return;
    followed.isMarked = true;
    followed.open = null;
  }

  #see({ id, isPaused, durationMs }: LiveRecording, now: number): void {
    const isNew = !this.#followed.has(id);
    const hasPause = [...this.#paused.values()].some((ids) => ids.has(id));
    const followed: Followed = this.#followed.get(id) ?? {
      startsAt: null,
      lastSeenAt: now,
      isMarked: hasPause,
      open: null,
      heldMs: null,
    };
    this.#followed.set(id, followed);
    followed.lastSeenAt = now;
    if (durationMs === null) return;
    // A count that has stood still says nothing of the beginning any more.
    const isFirstCount = isNew ? isPaused === false : !followed.isMarked && isPaused === false;
    if (isFirstCount) followed.startsAt = Math.min(followed.startsAt ?? Infinity, now - durationMs);
    if (isPaused !== false || hasPause) followed.open = null;
    else if (followed.open === null) followed.open = { at: now, countMs: durationMs };
    else {
      const behind = now - followed.open.at - (durationMs - followed.open.countMs);
      // Whole seconds: less than one is no hold.
      if (behind > countMs + latencyMs) {
        followed.heldMs = (followed.heldMs ?? 0) + behind;
        followed.open = { at: now, countMs: durationMs };
      } else followed.heldMs ??= 0;
    }
  }
}

function overFact(recordingId: string, { lastSeenAt, heldMs }: Followed, startsAt: number, now: number): JournalFact {
  // It began up to a second before what the counts say, and ended between two reads.
  const start = startsAt - countMs / 2;
  const end = (lastSeenAt + now) / 2;
  return {
    kind: 'recording-over',
    recordingId,
    sinceStartMs: Math.round(now - start),
    lengthMs: Math.round(end - start),
    withinMs: Math.round(countMs / 2 + latencyMs + (now - lastSeenAt) / 2),
    heldMs: heldMs === null ? null : Math.round(heldMs),
  };
}
