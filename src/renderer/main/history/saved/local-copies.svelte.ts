// What is done with files that are on this computer: shown in their folder, opened with another program, and lists written beside them.
import type { Bridge, HistoryRow, SaveRequest } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { SavedEntry } from '../../../../shared/ipc/saving.ts';
import type { Snapshot } from '../../../../shared/ipc/snapshot.ts';
import { count } from '../../../lib/format.ts';
import { words } from '../../../lib/words.ts';
import { inWords } from '../../../lib/problem-in-one-line.ts';
import { whyAsked, type AskFirst } from '../detail/unconfirmed-pause.svelte.ts';

/** Long enough to read a sentence twice. */
const momentMs = 10_000;

export class LocalCopies {
  /** What is to be said, until it is dismissed. */
  note = $state.raw<string | null>(null);
  exporting = $state.raw(false);

  readonly #bridge: Bridge;
  readonly #shell: () => Snapshot['shell'];
  readonly #askFirst: AskFirst;

  /** `askFirst` says that the pause of a recording is not proven, and calls back if it is to be opened anyway. */
  constructor(bridge: Bridge, shell: () => Snapshot['shell'], askFirst: AskFirst) {
    this.#bridge = bridge;
    this.#shell = shell;
    this.#askFirst = askFirst;
  }

  /** Says what the lines below go on to tell, and then makes room for them. */
  sayForAMoment(said: string): void {
    this.note = said;
    setTimeout(() => {
      if (this.note === said) this.note = null;
    }, momentMs);
  }

  /** Opens the folder. Where it cannot be opened, its place is said in words. */
  async show(recordingId: string): Promise<void> {
    this.note = null;
    const answer = await this.#bridge.call('downloads.showInFolder', { recordingId });
    if (!answer.ok) this.#say(answer.error);
  }

  /** Opens the file with the program that this computer has for it. */
  async open(recordingId: string, acknowledged = false): Promise<void> {
    this.note = null;
    const answer = await this.#bridge.call('downloads.open', {
      recordingId,
      ...(acknowledged ? { acknowledged } : {}),
    });
    if (answer.ok) return;
    const why = whyAsked(answer.error);
    if (why !== null) this.#askFirst(why, () => void this.open(recordingId, true));
    else this.#say(answer.error);
  }

  /** Writes these recordings, or what a search finds, as a table. */
  async exportList(request: SaveRequest): Promise<void> {
    this.exporting = true;
    const answer = await this.#bridge.call('history.exportCsv', request);
    this.exporting = false;
    if (!answer.ok) {
      // Whoever cancelled it knows.
      if (answer.error.code !== 'request-cancelled') this.#say(answer.error);
      return;
    }
    const { rows, fileName } = answer.value;
    this.note = words.history.exported(rows, count(rows), fileName, this.#shell().downloadFolder);
  }

  #say(problem: Problem): void {
    this.note = inWords(problem);
  }
}

/** A saved copy as a row: what only the server knows of it comes with the details. */
export function rowOfCopy(entry: SavedEntry): HistoryRow {
  const { recordingId: id, referenceNumber, startTime, durationMs, remotePartyNumber, fileName } = entry;
  const unknown = { direction: 'unknown', localPartyNumber: null, ownerUsername: null, pause: null } as const;
  return { id, referenceNumber, startTime, durationMs, remotePartyNumber, savedAs: fileName, ...unknown };
}
