// Takes the entries of one journal in their order and adds what they come to to the totals. Its memory is that of the journal's pauses
// until `settle`, and of those without an end after it.
import type { JournalEntry, JournalFact } from '../../../../shared/domain/journal.ts';
import { JournalRowBuilder } from '../journal-rows.ts';
import type { AudioChecked, ReadEntry } from './read-entry.ts';
import { SignatureTally } from './signature-tally.ts';
import type { Totals } from './totals.ts';

/** A clock that goes back by less (ms) was adjusted to the time of the network: as in signature-check.ts. */
const adjustedMs = 2_000;

export type TallyOptions = {
  readonly totals: Totals;
  /** Pauses that were asked for from the first instant to before the second one are counted (epoch milliseconds). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly lateMs: number;
};

type Place = Pick<ReadEntry, 'sequence' | 'at' | 'hash'>;

class OpenPause {
  readonly builder: JournalRowBuilder;
  readonly atMs: number;
  endedMs: number | null = null;
  hasFailedResume = false;
  isResumedElsewhere = false;

  constructor(entry: ReadEntry, id: string) {
    this.builder = new JournalRowBuilder(entry, id);
    this.atMs = entry.atMs;
  }
}

export class JournalTally {
  readonly #options: TallyOptions;
  readonly signatures = new SignatureTally();
  readonly #pauses = new Map<string, OpenPause>();
  /** The newest check of each recording. */
  readonly #checks = new Map<string, AudioChecked>();
  #lastResume: Extract<JournalFact, { kind: 'resume-asked' }> | null = null;
  #first: Place | null = null;
  #last: (Place & Pick<ReadEntry, 'atMs'>) | null = null;
  #entries = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  get entries(): number {
    return this.#entries;
  }

  get first(): Place | null {
    return this.#first;
  }

  get last(): Place | null {
    return this.#last;
  }

  take(entry: ReadEntry): void {
    const { sequence, at, hash, atMs, fact } = entry;
    const { totals } = this.#options;
    this.#entries += 1;
    this.#first ??= { sequence, at, hash };
    if (this.#last !== null && atMs < this.#last.atMs - adjustedMs) totals.setBack += 1;
    this.#last = { sequence, at, hash, atMs };
    if (fact === null) totals.unknownEntries += 1;
    else if (fact.kind === 'audio-checked') this.#checks.set(fact.recordingId, fact);
    else this.#takeFact({ ...entry, fact }, entry);
  }

  #takeFact(entry: JournalEntry, read: ReadEntry): void {
    const { fact } = entry;
    this.signatures.take(entry);
    if (fact.kind === 'torn') this.#options.totals.torn += 1;
    // Manual starts and stops have ids of their own and are no part of the report.
    const id = 'pauseId' in fact ? fact.pauseId : null;
    if (id !== null) this.#takePause(fact, id, read);
    if (fact.kind === 'resume-asked') this.#lastResume = fact;
    if (fact.kind === 'resume-failed' && id === null) this.#takeFailedResume(read);
  }

  #takePause(fact: JournalFact, id: string, read: ReadEntry): void {
    const pause = this.#pauses.get(id) ?? new OpenPause(read, id);
    this.#pauses.set(id, pause);
    pause.builder.add(fact);
    if (fact.kind === 'ended') pause.endedMs = read.atMs;
    if (fact.kind === 'resume-failed') pause.hasFailedResume = true;
    if (fact.kind === 'not-confirmed' && fact.problem === 'resumed-elsewhere') pause.isResumedElsewhere = true;
  }

  /** Of a recording that Sidetone had not paused: the request before it names that. */
  #takeFailedResume({ at, atMs, sequence }: ReadEntry): void {
    const { recordingIds, trigger } = this.#lastResume ?? { recordingIds: [], trigger: null };
    if (this.#isInPeriod(atMs))
      this.#options.totals.addFailedResume({ at, sequence, key: this.#newestKey, recordingIds, trigger });
  }

  get #newestKey(): string | null {
    return [...this.signatures.keys].at(-1) ?? null;
  }

  #isInPeriod(atMs: number): boolean {
    const { fromMs, toMs } = this.#options;
    return atMs >= fromMs && atMs < toMs;
  }

  /** The end of the files that are known to continue each other: pauses that have ended are counted. */
  settle(): void {
    this.signatures.settle();
    for (const [id, pause] of this.#pauses) {
      if (pause.endedMs === null) continue;
      this.#count(pause);
      this.#pauses.delete(id);
    }
    this.#checks.clear();
  }

  /** The end of all files. */
  finish(): void {
    for (const pause of this.#pauses.values()) this.#count(pause);
    this.#pauses.clear();
  }

  #count(pause: OpenPause): void {
    const { totals, lateMs } = this.#options;
    const { builder, atMs, endedMs, hasFailedResume, isResumedElsewhere } = pause;
    if (!this.#isInPeriod(atMs)) return;
    const row = builder.row(lateMs);
    const checks = row.recordingIds.flatMap((id) => this.#checks.get(id) ?? []);
    const worst = checks.find(({ verdict }) => verdict === 'sound') ?? checks.at(-1);
    if (worst !== undefined) totals.addVerdict(worst.verdict);
    const sound = checks.filter(({ verdict }) => verdict === 'sound');
    totals.add({
      row,
      key: this.#newestKey,
      hasFailedResume,
      isResumedElsewhere,
      lastedMs: endedMs === null ? null : Math.max(0, endedMs - atMs),
      hasSound: sound.length > 0,
      soundAtMs: sound.flatMap(({ stretches }) => stretches.map(({ fromMs: at }) => at)),
    });
  }
}
