// What the journal knows of each paused recording as a whole: when its pauses were by this computer's clock, how long it was, and what a
// check of its audio found.
import type { AudioFinding } from '../../../shared/domain/audio-finding.ts';
import type { JournalEntry, JournalFact } from '../../../shared/domain/journal.ts';
import type { CallFacts, PausedStretch } from './call-facts.ts';

/** A resume outside Sidetone is seen at the next read, which is at most so much later (ms). */
const seenLateMs = 1_500;

/** Epoch milliseconds of this computer's clock. */
type Pause = {
  readonly confirmed: Map<string, number>;
  readonly asked: Map<string, number>;
  resumeAskedAt: number | null;
  endedAt: number | null;
  isEndSeen: boolean;
};
type Over = Extract<JournalFact, { kind: 'recording-over' }> & { readonly startedAt: number };

export class CallRecords {
  readonly #pauses = new Map<string, Pause>();
  /** Ids of its pauses by the id of a recording in lower case. */
  readonly #byRecording = new Map<string, Set<string>>();
  readonly #over = new Map<string, Over>();
  readonly #findings = new Map<string, AudioFinding>();

  /** Call with entries in their order. */
  add({ fact, at: text }: JournalEntry): void {
    const at = Date.parse(text);
    switch (fact.kind) {
      case 'asked':
        for (const id of fact.recordingIds) this.#pauseOf(fact.pauseId, id).asked.set(id.toLowerCase(), at);
        return;
      case 'confirmed': {
        const { confirmed } = this.#pauseOf(fact.pauseId, fact.recordingId);
        const id = fact.recordingId.toLowerCase();
        if (!confirmed.has(id)) confirmed.set(id, at);
        return;
      }
      case 'resume-asked': {
        const pause = fact.pauseId === null ? undefined : this.#pauses.get(fact.pauseId);
        if (pause !== undefined) pause.resumeAskedAt ??= at;
        return;
      }
      case 'ended': {
        const pause = this.#pauses.get(fact.pauseId);
        if (pause === undefined) return;
        pause.endedAt ??= at;
        pause.isEndSeen = ['resumed', 'resumed-automatically', 'resumed-elsewhere', 'call-ended'].includes(fact.how);
        return;
      }
      case 'recording-over':
        this.#over.set(fact.recordingId.toLowerCase(), { ...fact, startedAt: at - fact.sinceStartMs });
        return;
      case 'audio-checked': {
        const { kind: _kind, recordingId, trigger: _trigger, ...finding } = fact;
        this.#findings.set(recordingId.toLowerCase(), finding);
        return;
      }
      default:
        return;
    }
  }

  /** What a check of the audio has found last; null where there was none. */
  findingOf(recordingId: string): AudioFinding | null {
    return this.#findings.get(recordingId.toLowerCase()) ?? null;
  }

  /** Null for a recording without a pause. */
  factsOf(recordingId: string): CallFacts | null {
    const id = recordingId.toLowerCase();
    const pauses = [...(this.#byRecording.get(id) ?? [])].flatMap((pauseId) => this.#pauses.get(pauseId) ?? []);
    if (pauses.length === 0) return null;
    const over = this.#over.get(id) ?? null;
    const length = over === null ? null : { ms: over.lengthMs, withinMs: over.withinMs };
    const stretches = pauses.map((pause) => stretchOf(pause, id, over));
    const gap = pauses.some(({ confirmed }) => !confirmed.has(id)) ? 'not-confirmed' : null;
    const known = stretches.filter((stretch) => stretch !== null);
    return {
      length,
      pauses: known.sort((left, right) => left.fromMs - right.fromMs),
      heldMs: over?.heldMs ?? null,
      gap: gap ?? (known.length < stretches.length ? 'end-unknown' : null),
    };
  }

  #pauseOf(pauseId: string, recordingId: string): Pause {
    const id = recordingId.toLowerCase();
    this.#byRecording.set(id, (this.#byRecording.get(id) ?? new Set()).add(pauseId));
    const pause = this.#pauses.get(pauseId) ?? {
      confirmed: new Map<string, number>(),
      asked: new Map<string, number>(),
      resumeAskedAt: null,
      endedAt: null,
      isEndSeen: false,
    };
    this.#pauses.set(pauseId, pause);
    return pause;
  }
}

/** A pause on the clock of the recording; null where it was not confirmed, or nobody saw its end. */
function stretchOf(pause: Pause, id: string, over: Over | null): PausedStretch | null {
  const confirmedAt = pause.confirmed.get(id);
  if (over === null || confirmedAt === undefined || pause.endedAt === null || !pause.isEndSeen) return null;
  const on = (at: number): number => Math.max(0, at - over.startedAt);
  const fromMs = on(confirmedAt);
  // The pause outlives the call for a moment: what is recorded ends with the call.
  const lastMs = Math.min(
    pause.resumeAskedAt ?? pause.endedAt - seenLateMs,
    over.startedAt + over.lengthMs - over.withinMs,
  );
  return {
    askedMs: Math.min(fromMs, on(pause.asked.get(id) ?? confirmedAt)),
    fromMs,
    toMs: Math.max(fromMs, on(lastMs)),
    endedMs: Math.min(on(pause.endedAt), over.lengthMs + over.withinMs),
  };
}
