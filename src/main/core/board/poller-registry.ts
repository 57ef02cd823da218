// The pollers of everybody's live recordings, one for each filter: begun when its list is needed, ended when nobody needs it any more.
import type { BoardFilter } from '../../../shared/ipc/board.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { ActiveRecordingsPoller, type PollerContext, type PollerHost } from './active-recordings-poller.ts';
import { filterKey } from './board-filter.ts';

export type FoundRecording = { readonly recording: LiveRecording; readonly filterKey: string };

export class PollerRegistry<Note> {
  readonly #context: PollerContext;
  readonly #host: PollerHost<Note>;
  readonly #pollers = new Map<string, ActiveRecordingsPoller<Note>>();
  readonly #filters = new Map<string, BoardFilter>();

  constructor(context: PollerContext, host: PollerHost<Note>) {
    this.#context = context;
    this.#host = host;
  }

  /** True while nothing is read and nothing is remembered. */
  get isEmpty(): boolean {
    return this.#pollers.size === 0;
  }

  of(filter: BoardFilter): ActiveRecordingsPoller<Note> | undefined {
    return this.#pollers.get(filterKey(filter));
  }

  /** Remembers what a key stands for, until nobody needs it. */
  remember(filter: BoardFilter): void {
    this.#filters.set(filterKey(filter), filter);
  }

  /** Every recording that is known now. */
  ids(): ReadonlySet<string> {
    return new Set([...this.#pollers.values()].flatMap(({ recordings }) => recordings?.map(({ id }) => id) ?? []));
  }

  /** A recording in the lists that are read; `first` is looked through before the others. */
  find(id: string, first: BoardFilter): FoundRecording | null {
    const wanted = id.toLowerCase();
    const shown = this.of(first);
    for (const poller of [...(shown === undefined ? [] : [shown]), ...this.#pollers.values()]) {
      const recording = poller.recordings?.find((other) => other.id === wanted);
      if (recording !== undefined) return { recording, filterKey: poller.key };
    }
    return null;
  }

  /** Reads a list at once. `adjust` runs before: a poller that begins in it reads by itself. */
  readNow(key: string, adjust: () => void): void {
    const poller = this.#pollers.get(key);
    adjust();
    poller?.readNow();
  }

  /** The same for a person who asks, also after the server has said that this account may not. */
  readOnRequest(filter: BoardFilter, adjust: () => void): void {
    const poller = this.of(filter);
    adjust();
    poller?.readOnRequest();
  }

  /** Begins and ends pollers, and reschedules the others. While `isReading` is false nothing is read, but what is needed stays known. */
  adjust(needed: ReadonlySet<string>, isReading: boolean): void {
    for (const [key, poller] of this.#pollers) {
      if (isReading && needed.has(key)) continue;
      poller.stop();
      this.#pollers.delete(key);
    }
    for (const key of this.#filters.keys()) if (!needed.has(key)) this.#filters.delete(key);
    if (!isReading) return;
    for (const key of needed) {
      const filter = this.#filters.get(key);
      const poller = this.#pollers.get(key);
      if (poller !== undefined) poller.reschedule();
      else if (filter !== undefined) this.#begin(filter);
    }
  }

  #begin(filter: BoardFilter): void {
    const poller = new ActiveRecordingsPoller(filter, this.#context, this.#host);
    this.#pollers.set(poller.key, poller);
    poller.start();
  }
}
