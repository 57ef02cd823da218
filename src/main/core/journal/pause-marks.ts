// The pauses of each recording by our own journal: the mark in the list, and their positions in the audio.
import type { AudioFinding } from '../../../shared/domain/audio-finding.ts';
import { parseDateTime } from '../../../shared/domain/text/date-time.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import type { PauseMark, PauseSpan } from '../../../shared/ipc/recording-detail.ts';
import type { CallFacts } from './call-facts.ts';
import { CallRecords } from './call-records.ts';

/** One pause of one recording, with its moments by the server's clock where that was known (epoch milliseconds). */
export type KnownPause = Omit<PauseSpan, 'askedMs' | 'fromMs' | 'toMs'> & {
  readonly askedAt: number | null;
  readonly confirmedAt: number | null;
  readonly endedAt: number | null;
  readonly pausedForMs: number | null;
};

/** Reads the journal once, when a mark is first needed, and gets each new entry from then on. */
export class PauseMarks {
  readonly #read: () => Promise<readonly JournalEntry[]>;
  readonly #lateMs: () => number;
  #pauses: Promise<JournalPauses> | null = null;
  /** New entries while the journal is being read. */
  #pending: JournalEntry[] = [];
  #current: JournalPauses | null = null;

  /** A pause that was open for longer than `lateMs` (milliseconds) was late. */
  constructor(read: () => Promise<readonly JournalEntry[]>, lateMs: () => number) {
    this.#read = read;
    this.#lateMs = lateMs;
  }

  /** A new entry of the journal. */
  add(entry: JournalEntry): void {
    if (this.#current !== null) this.#current.add(entry);
    // Before the journal is read, the entry is in it.
    else if (this.#pauses !== null) this.#pending.push(entry);
  }

  /** Pauses of a recording, oldest first. Rejects with a Node system error when the journal cannot be read. */
  async of(recordingId: string): Promise<readonly KnownPause[]> {
    return (await this.#all()).of(recordingId, this.#lateMs());
  }

  /** When the first pause was asked for that is known (epoch milliseconds); infinite when there was none. Rejects as `of` does. */
  async oldest(): Promise<number> {
    return (await this.#all()).oldest;
  }

  async mark(recordingId: string): Promise<PauseMark> {
    const all = await this.#all();
    const mark = markOf(all.of(recordingId, this.#lateMs()));
    const hasSound = all.calls.findingOf(recordingId)?.verdict === 'sound';
    return mark !== null && hasSound ? { ...mark, soundFound: true } : mark;
  }

  /** What a check of the recording's audio needs to know; null where it has no pause. Rejects as `of` does. */
  async callFacts(recordingId: string): Promise<CallFacts | null> {
    return (await this.#all()).calls.factsOf(recordingId);
  }

  /** What the last check of its audio found; null where there was none. Rejects as `of` does. */
  async finding(recordingId: string): Promise<AudioFinding | null> {
    return (await this.#all()).calls.findingOf(recordingId);
  }

  /** True when the recording may contain what should not have been recorded. */
  async isNotProven(recordingId: string): Promise<boolean> {
    return isNotProven(await this.mark(recordingId));
  }

  #all(): Promise<JournalPauses> {
    this.#pauses ??= this.#readAll().catch((error: unknown) => {
      // A journal that cannot be read is tried again the next time.
      this.#pauses = null;
      this.#pending = [];
      throw error;
    });
    return this.#pauses;
  }

  async #readAll(): Promise<JournalPauses> {
    const pauses = new JournalPauses();
    const read = await this.#read();
    const seen = new Set(this.#pending.length === 0 ? [] : read.map(({ hash }) => hash));
    for (const entry of read) pauses.add(entry);
    for (const entry of this.#pending) if (!seen.has(entry.hash)) pauses.add(entry);
    this.#pending = [];
    this.#current = pauses;
    return pauses;
  }
}

/** Whether the recording may contain card data: a pause late or not confirmed, or sound found in one. Without a pause of ours: false. */
export const isNotProven = (mark: PauseMark): boolean =>
  mark !== null && (mark.outcome !== 'confirmed' || mark.soundFound === true);

const severity = { confirmed: 0, late: 1, notConfirmed: 2 } as const;

/** The worst of the pauses, how long they were together, and the longest exposure of late ones. */
export function markOf(pauses: readonly KnownPause[]): PauseMark {
  const worst = [...pauses].sort((left, right) => severity[right.outcome] - severity[left.outcome])[0];
  if (worst === undefined) return null;
  const spans = pauses.map((pause) => pause.pausedForMs).filter((span) => span !== null);
  const exposures = pauses.flatMap(({ outcome, exposureMs }) =>
    outcome === 'late' && exposureMs !== null ? [exposureMs] : [],
  );
  return {
    outcome: worst.outcome,
    pausedForMs: spans.length === 0 ? null : spans.reduce((sum, span) => sum + span, 0),
    exposureMs: worst.outcome === 'late' && exposures.length > 0 ? Math.max(...exposures) : null,
  };
}

/**
 * The pauses inside a recording that began at `startTime` (as the server wrote it). Where the start has no zone, or a pause would be
 * outside the recording, no position is given: the clocks of server and journal may differ.
 */
export function spansIn(
  pauses: readonly KnownPause[],
  startTime: string | null,
  durationMs: number | null,
): PauseSpan[] {
  const start = startTime === null ? null : parseDateTime(startTime);
  return pauses.map(({ askedAt, confirmedAt, endedAt, pausedForMs: _length, ...pause }) => {
    const positionOf = (at: number | null): number | null => {
      if (at === null || start?.kind !== 'instant') return null;
      const offset = at - start.epochMs;
      const most = durationMs ?? Infinity;
      return offset < 0 || offset > most + 2_000 ? null : Math.min(offset, most);
    };
    const fromMs = positionOf(confirmedAt);
    // Asked for before the recording began: all of it up to the confirmation was recorded.
    const askedMs = confirmedAt === null ? positionOf(askedAt) : fromMs === null ? null : (positionOf(askedAt) ?? 0);
    return { ...pause, askedMs, fromMs, toMs: askedMs === null ? null : positionOf(endedAt) };
  });
}

type Open = {
  readonly askedAt: number;
  exposureMs: number | null;
  notConfirmed: boolean;
  confirmedAt: number | null;
};
type Pause = {
  trigger: KnownPause['trigger'];
  readonly recordings: Map<string, Open>;
  /** Null while it is in force, and when its end was lost with a crash. */
  ended: { readonly at: number; readonly pausedForMs: number | null } | null;
};

/** The pauses in the entries of the journal. */
export class JournalPauses {
  readonly calls = new CallRecords();
  /** By id, in the order in which they were requested. */
  readonly #pauses = new Map<string, Pause>();
  /** Ids of the pauses of each recording, by its id in lower case. */
  readonly #byRecording = new Map<string, Set<string>>();
  #oldest = Infinity;

  /** The earliest moment at which a recording is named (epoch milliseconds); infinite while none is. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Call with entries in their order. */
  add(entry: JournalEntry): void {
    this.calls.add(entry);
    const { fact, serverAt, at: localAt } = entry;
    const at = Date.parse(serverAt ?? localAt);
    switch (fact.kind) {
      case 'asked':
        this.#pauseOf(fact.pauseId).trigger = fact.trigger;
        for (const id of fact.recordingIds) this.#recordingOf(fact.pauseId, id, at);
        return;
      case 'confirmed': {
        const open = this.#recordingOf(fact.pauseId, fact.recordingId, at);
        open.confirmedAt ??= at;
        open.exposureMs = Math.max(open.exposureMs ?? 0, fact.exposureMs);
        return;
      }
      case 'not-confirmed':
        for (const id of fact.recordingIds) this.#recordingOf(fact.pauseId, id, at).notConfirmed = true;
        return;
      case 'ended':
        this.#pauseOf(fact.pauseId).ended ??= { at, pausedForMs: fact.pausedForMs };
        return;
      case 'started':
      case 'resume-asked':
      case 'resume-failed':
      case 'resume-refused':
      case 'rule-overridden':
      case 'found-after-restart':
      case 'hand-asked':
      case 'hand-ended':
      case 'recording-over':
      case 'audio-checked':
      case 'torn':
      case 'checkpoint':
      case 'older-copy':
      case 'not-signed':
        return;
    }
  }

  /** Pauses of a recording, oldest first; one that was open for longer than `lateMs` (milliseconds) was late. */
  of(recordingId: string, lateMs: number): KnownPause[] {
    const id = recordingId.toLowerCase();
    return [...(this.#byRecording.get(id) ?? [])].flatMap((pauseId) => {
      const pause = this.#pauses.get(pauseId);
      const open = pause?.recordings.get(id);
      return pause === undefined || open === undefined ? [] : [known(pauseId, pause, open, lateMs)];
    });
  }

  #pauseOf(pauseId: string): Pause {
    const pause = this.#pauses.get(pauseId) ?? { trigger: null, recordings: new Map<string, Open>(), ended: null };
    this.#pauses.set(pauseId, pause);
    return pause;
  }

  /** `at`: when the pause was asked for, where the recording is named for the first time. */
  #recordingOf(pauseId: string, recordingId: string, at: number): Open {
    const { recordings } = this.#pauseOf(pauseId);
    const id = recordingId.toLowerCase();
    this.#oldest = Math.min(this.#oldest, at);
    const open = recordings.get(id) ?? { askedAt: at, exposureMs: null, notConfirmed: false, confirmedAt: null };
    recordings.set(id, open);
    this.#byRecording.set(id, (this.#byRecording.get(id) ?? new Set()).add(pauseId));
    return open;
  }
}

function known(pauseId: string, { trigger, ended }: Pause, open: Open, lateMs: number): KnownPause {
  const { exposureMs, notConfirmed, confirmedAt } = open;
  const late = notConfirmed || (exposureMs ?? 0) > lateMs;
  return {
    pauseId,
    outcome: confirmedAt === null ? 'notConfirmed' : late ? 'late' : 'confirmed',
    trigger,
    exposureMs,
    // The server's clock tells whole seconds; the exposure was measured.
    askedAt: confirmedAt === null || exposureMs === null ? open.askedAt : confirmedAt - exposureMs,
    confirmedAt,
    endedAt: ended?.at ?? null,
    pausedForMs: confirmedAt === null ? null : (ended?.pausedForMs ?? null),
  };
}
