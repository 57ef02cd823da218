// What our own journal knows of the pauses of each recording: the mark in the list, and where in the audio they lie.
import { parseDateTime } from '../../../shared/domain/date-time.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import type { PauseMark, PauseSpan } from '../../../shared/ipc/recording-detail.ts';

/** One pause of one recording, with its moments by the server's clock where that was known (epoch milliseconds). */
export type KnownPause = Omit<PauseSpan, 'fromMs' | 'toMs'> & {
  readonly confirmedAt: number | null;
  readonly endedAt: number | null;
  readonly pausedForMs: number | null;
};

/** Reads the journal once, when it is first asked for, and is told of each entry from then on. */
export class PauseMarks {
  readonly #read: () => Promise<readonly JournalEntry[]>;
  readonly #lateMs: () => number;
  #pauses: Promise<GatheredPauses> | null = null;
  /** Told while the journal was being read, or before. */
  #untaken: JournalEntry[] = [];
  #taken: GatheredPauses | null = null;

  /** A pause that was open for longer than `lateMs` (milliseconds) was late. */
  constructor(read: () => Promise<readonly JournalEntry[]>, lateMs: () => number) {
    this.#read = read;
    this.#lateMs = lateMs;
  }

  /** The journal has one entry more. */
  add(entry: JournalEntry): void {
    if (this.#taken !== null) this.#taken.take(entry);
    // Before anybody asked, the journal itself will bring it.
    else if (this.#pauses !== null) this.#untaken.push(entry);
  }

  /** Pauses of a recording, oldest first. Rejects with a Node system error when the journal cannot be read. */
  async of(recordingId: string): Promise<readonly KnownPause[]> {
    return (await this.#all()).of(recordingId, this.#lateMs());
  }

  async mark(recordingId: string): Promise<PauseMark> {
    return markOf(await this.of(recordingId));
  }

  /** True when what should not be heard may be in the recording. */
  async isNotProven(recordingId: string): Promise<boolean> {
    return isNotProven(await this.mark(recordingId));
  }

  #all(): Promise<GatheredPauses> {
    this.#pauses ??= this.#gather().catch((error: unknown) => {
      // An unreadable journal is asked again the next time.
      this.#pauses = null;
      this.#untaken = [];
      throw error;
    });
    return this.#pauses;
  }

  async #gather(): Promise<GatheredPauses> {
    const pauses = new GatheredPauses();
    const read = await this.#read();
    const seen = new Set(this.#untaken.length === 0 ? [] : read.map(({ hash }) => hash));
    for (const entry of read) pauses.take(entry);
    for (const entry of this.#untaken) if (!seen.has(entry.hash)) pauses.take(entry);
    this.#untaken = [];
    this.#taken = pauses;
    return pauses;
  }
}

export const isNotProven = (mark: PauseMark): boolean => mark !== null && mark.outcome !== 'confirmed';

const severity = { confirmed: 0, late: 1, notConfirmed: 2 } as const;

/** The worst of the pauses, and how long they were together. */
export function markOf(pauses: readonly KnownPause[]): PauseMark {
  const worst = [...pauses].sort((left, right) => severity[right.outcome] - severity[left.outcome])[0];
  if (worst === undefined) return null;
  const spans = pauses.map((pause) => pause.pausedForMs).filter((span) => span !== null);
  return {
    outcome: worst.outcome,
    pausedForMs: spans.length === 0 ? null : spans.reduce((sum, span) => sum + span, 0),
  };
}

/**
 * The pauses inside a recording that began at `startTime` (as the server wrote it). Where the start has no zone, or a pause would
 * lie outside the recording, no place is claimed: server and journal may count by different clocks.
 */
export function spansIn(
  pauses: readonly KnownPause[],
  startTime: string | null,
  durationMs: number | null,
): PauseSpan[] {
  const start = startTime === null ? null : parseDateTime(startTime);
  return pauses.map(({ confirmedAt, endedAt, pausedForMs: _length, ...pause }) => {
    const place = (at: number | null): number | null => {
      if (at === null || start?.kind !== 'instant') return null;
      const offset = at - start.epochMs;
      const most = durationMs ?? Infinity;
      return offset < 0 || offset > most + 2_000 ? null : Math.min(offset, most);
    };
    const fromMs = place(confirmedAt);
    return { ...pause, fromMs, toMs: fromMs === null ? null : place(endedAt) };
  });
}

type Open = { exposureMs: number | null; notConfirmed: boolean; confirmedAt: number | null };
type Pause = {
  trigger: KnownPause['trigger'];
  readonly recordings: Map<string, Open>;
  /** Null while it stands, and when its end was lost with a crash: it then counts with what is known of it. */
  ended: { readonly at: number; readonly pausedForMs: number | null } | null;
};

/** The pauses that entries of the journal tell of. */
export class GatheredPauses {
  /** By their names, in the order in which they were asked. */
  readonly #pauses = new Map<string, Pause>();
  /** The names of the pauses of each recording, by its id in lower case. */
  readonly #byRecording = new Map<string, Set<string>>();

  /** Takes entries in their order. */
  take({ fact, serverAt, at: here }: JournalEntry): void {
    const at = Date.parse(serverAt ?? here);
    switch (fact.kind) {
      case 'asked':
        this.#pauseOf(fact.pauseId).trigger = fact.trigger;
        for (const id of fact.recordingIds) this.#recordingOf(fact.pauseId, id);
        return;
      case 'confirmed': {
        const open = this.#recordingOf(fact.pauseId, fact.recordingId);
        open.confirmedAt ??= at;
        open.exposureMs = Math.max(open.exposureMs ?? 0, fact.exposureMs);
        return;
      }
      case 'not-confirmed':
        for (const id of fact.recordingIds) this.#recordingOf(fact.pauseId, id).notConfirmed = true;
        return;
      case 'ended':
        this.#pauseOf(fact.pauseId).ended ??= { at, pausedForMs: fact.pausedForMs };
        return;
      case 'started':
      case 'resume-asked':
      case 'resume-failed':
      case 'found-after-restart':
      case 'hand-asked':
      case 'hand-ended':
      case 'torn':
        return;
    }
  }

  /** Pauses of a recording, oldest first; one that was open for longer than `lateMs` (milliseconds) was late. */
  of(recordingId: string, lateMs: number): KnownPause[] {
    const id = recordingId.toLowerCase();
    return [...(this.#byRecording.get(id) ?? [])].flatMap((pauseId) => {
      const pause = this.#pauses.get(pauseId);
      const open = pause?.recordings.get(id);
      return pause === undefined || open === undefined ? [] : [known(pause, open, lateMs)];
    });
  }

  #pauseOf(pauseId: string): Pause {
    const pause = this.#pauses.get(pauseId) ?? { trigger: null, recordings: new Map<string, Open>(), ended: null };
    this.#pauses.set(pauseId, pause);
    return pause;
  }

  #recordingOf(pauseId: string, recordingId: string): Open {
    const { recordings } = this.#pauseOf(pauseId);
    const id = recordingId.toLowerCase();
    const open = recordings.get(id) ?? { exposureMs: null, notConfirmed: false, confirmedAt: null };
    recordings.set(id, open);
    this.#byRecording.set(id, (this.#byRecording.get(id) ?? new Set()).add(pauseId));
    return open;
  }
}

function known({ trigger, ended }: Pause, { exposureMs, notConfirmed, confirmedAt }: Open, lateMs: number): KnownPause {
  const late = notConfirmed || (exposureMs ?? 0) > lateMs;
  return {
    outcome: confirmedAt === null ? 'notConfirmed' : late ? 'late' : 'confirmed',
    trigger,
    exposureMs,
    confirmedAt,
    endedAt: confirmedAt === null ? null : (ended?.at ?? null),
    pausedForMs: confirmedAt === null ? null : (ended?.pausedForMs ?? null),
  };
}
