// What our own journal knows of the pauses of each recording: the mark in the list, and where in the audio they lie.
import { parseDateTime } from '../../shared/date-time.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { PauseMark, PauseSpan } from '../../shared/recording-detail.ts';

/** One pause of one recording, with its moments by the server's clock where that was known (epoch milliseconds). */
export type KnownPause = Omit<PauseSpan, 'fromMs' | 'toMs'> & {
  readonly confirmedAt: number | null;
  readonly endedAt: number | null;
  readonly pausedForMs: number | null;
};

type Marks = ReadonlyMap<string, readonly KnownPause[]>;

/** Reads the journal when it is asked for, and again only after it has grown. */
export class PauseMarks {
  private readonly read: () => Promise<readonly JournalEntry[]>;
  private readonly lateMs: () => number;
  private known: { readonly lateMs: number; readonly marks: Promise<Marks> } | null = null;

  /** A pause that was open for longer than `lateMs` (milliseconds) was late. */
  constructor(read: () => Promise<readonly JournalEntry[]>, lateMs: () => number) {
    this.read = read;
    this.lateMs = lateMs;
  }

  /** The journal has grown. */
  stale(): void {
    this.known = null;
  }

  /** Pauses of a recording, oldest first. Rejects with a Node system error when the journal cannot be read. */
  async of(recordingId: string): Promise<readonly KnownPause[]> {
    return (await this.all()).get(recordingId.toLowerCase()) ?? [];
  }

  async mark(recordingId: string): Promise<PauseMark> {
    return markOf(await this.of(recordingId));
  }

  /** True when what should not be heard may be in the recording. */
  async isNotProven(recordingId: string): Promise<boolean> {
    return isNotProven(await this.mark(recordingId));
  }

  private all(): Promise<Marks> {
    const lateMs = this.lateMs();
    let { known } = this;
    if (known?.lateMs !== lateMs) {
      const marks = this.read().then((entries) => pausesByRecording(entries, lateMs));
      known = { lateMs, marks };
      this.known = known;
      // An unreadable journal is asked again the next time.
      marks.catch(() => {
        this.known = null;
      });
    }
    return known.marks;
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
type Gathered = { trigger: KnownPause['trigger']; readonly recordings: Map<string, Open> };

/** Pauses by recording id in lower case, oldest first. */
export function pausesByRecording(entries: readonly JournalEntry[], lateMs: number): Marks {
  const gathered = new Map<string, Gathered>();
  const marks = new Map<string, KnownPause[]>();
  const close = (pauseId: string, endedAt: number | null, pausedForMs: number | null): void => {
    const pause = gathered.get(pauseId);
    gathered.delete(pauseId);
    if (pause === undefined) return;
    for (const [id, open] of pause.recordings) {
      const late = open.notConfirmed || (open.exposureMs ?? 0) > lateMs;
      const outcome = open.confirmedAt === null ? 'notConfirmed' : late ? 'late' : 'confirmed';
      const known: KnownPause = {
        outcome,
        trigger: pause.trigger,
        exposureMs: open.exposureMs,
        confirmedAt: open.confirmedAt,
        endedAt: open.confirmedAt === null ? null : endedAt,
        pausedForMs: open.confirmedAt === null ? null : pausedForMs,
      };
      marks.set(id, [...(marks.get(id) ?? []), known]);
    }
  };
  for (const entry of entries) take(gathered, entry, close);
  // A pause that still stands, or whose end was lost with a crash, counts with what is known of it.
  for (const pauseId of [...gathered.keys()]) close(pauseId, null, null);
  return marks;
}

function take(
  gathered: Map<string, Gathered>,
  entry: JournalEntry,
  close: (pauseId: string, endedAt: number | null, pausedForMs: number | null) => void,
): void {
  const { fact } = entry;
  const at = Date.parse(entry.serverAt ?? entry.at);
  switch (fact.kind) {
    case 'asked':
      gathered.set(fact.pauseId, {
        trigger: fact.trigger,
        recordings: new Map(fact.recordingIds.map((id) => [id.toLowerCase(), unconfirmed()])),
      });
      return;
    case 'confirmed': {
      const open = recordingOf(gathered, fact.pauseId, fact.recordingId);
      open.confirmedAt ??= at;
      open.exposureMs = Math.max(open.exposureMs ?? 0, fact.exposureMs);
      return;
    }
    case 'not-confirmed':
      for (const id of fact.recordingIds) recordingOf(gathered, fact.pauseId, id).notConfirmed = true;
      return;
    case 'ended':
      close(fact.pauseId, at, fact.pausedForMs);
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

const unconfirmed = (): Open => ({ exposureMs: null, notConfirmed: false, confirmedAt: null });

function recordingOf(gathered: Map<string, Gathered>, pauseId: string, recordingId: string): Open {
  const pause = gathered.get(pauseId) ?? { trigger: null, recordings: new Map<string, Open>() };
  gathered.set(pauseId, pause);
  const id = recordingId.toLowerCase();
  const open = pause.recordings.get(id) ?? unconfirmed();
  pause.recordings.set(id, open);
  return open;
}
