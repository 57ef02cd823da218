// The pollers of everybody's live recordings, one for each filter: begun when its list is needed, ended when nobody needs it any more.
import type { BoardFilter } from '../../../shared/ipc/board.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import {
  ActiveRecordingsPoller,
  boardCadenceMs,
  type PollerContext,
  type PollerHost,
} from './active-recordings-poller.ts';
import { filterKey } from './board-filter.ts';
import type { ControllersAtStart } from './pause-controllers.ts';
import type { BoardReads } from './start-stop-commands.ts';

type FoundRecording = { readonly recording: LiveRecording; readonly filterKey: string };

type RegistryHost = Pick<PollerHost, 'readSucceeded' | 'readFailed' | 'onActivity'> & {
  /** The keys of the lists that are needed now, and how often each is read (ms). */
  neededLists(): ReadonlyMap<string, number>;
  readStarted(): ControllersAtStart;
};

export class PollerRegistry implements BoardReads {
  readonly #context: PollerContext;
  readonly #host: RegistryHost;
  readonly #pollers = new Map<string, ActiveRecordingsPoller>();
  readonly #filters = new Map<string, BoardFilter>();
  #isAsleep = false;
  #latest = 0;

  constructor(context: PollerContext, host: RegistryHost) {
    this.#context = context;
    this.#host = host;
  }

  get latest(): number {
    return this.#latest;
  }

  /** True while lists could be read and none is needed. */
  get isIdle(): boolean {
    return this.#canRead && this.#pollers.size === 0;
  }

  of(filter: BoardFilter): ActiveRecordingsPoller | undefined {
    return this.#pollers.get(filterKey(filter));
  }

  /** Remembers what a key stands for, until nobody needs it. */
  remember(filter: BoardFilter): void {
    this.#filters.set(filterKey(filter), filter);
  }

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

  readNow(key: string): void {
    const poller = this.#pollers.get(key);
    // A poller that begins here reads by itself.
    this.adjust();
    poller?.readNow();
  }

  /** The same for a person who asks, also after the server has said that this account may not see the list. */
  readOnRequest(filter: BoardFilter): void {
    this.remember(filter);
    const poller = this.of(filter);
    this.adjust();
    poller?.readOnRequest();
  }

  suspend(): void {
    this.#isAsleep = true;
  }

  wake(): void {
    this.#isAsleep = false;
  }

  /** Begins and ends pollers as they are needed, and reschedules the others. Signed out or asleep nothing is read. */
  adjust(): void {
    const needed = this.#host.neededLists();
    for (const [key, poller] of this.#pollers) {
      if (this.#canRead && needed.has(key)) continue;
      poller.stop();
      this.#pollers.delete(key);
    }
    for (const key of this.#filters.keys()) if (!needed.has(key)) this.#filters.delete(key);
    if (!this.#canRead) return;
    for (const key of needed.keys()) {
      const filter = this.#filters.get(key);
      const poller = this.#pollers.get(key);
      if (poller !== undefined) poller.reschedule();
      else if (filter !== undefined) this.#begin(filter);
    }
  }

  get #canRead(): boolean {
    return !this.#isAsleep && this.#context.session.client !== null;
  }

  #begin(filter: BoardFilter): void {
    const host = this.#host;
    const poller = new ActiveRecordingsPoller(filter, this.#context, {
      ...host,
      cadenceMs: ({ key }) => host.neededLists().get(key) ?? boardCadenceMs.watched,
      readStarted: () => ({ number: (this.#latest += 1), controllers: host.readStarted() }),
    });
    this.#pollers.set(poller.key, poller);
    poller.start();
  }
}
