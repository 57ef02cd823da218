// The lists of live recordings that are read now, one for each filter: begun when one is needed, ended when none needs it any more.
import type { BoardFilter } from '../../../shared/ipc/board.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { BoardFeed, filterKey, type BoardFeedDependencies } from './active-recordings-poller.ts';

export type FoundRecording = { readonly recording: LiveRecording; readonly filterKey: string };

export class BoardLists<Note> {
  private readonly feeds = new Map<string, BoardFeed<Note>>();
  private readonly filters = new Map<string, BoardFilter>();
  private readonly dependencies: (feed: () => BoardFeed<Note>) => BoardFeedDependencies<Note>;

  /** `dependencies` makes those of one feed, which does not exist yet when it is called. */
  constructor(dependencies: (feed: () => BoardFeed<Note>) => BoardFeedDependencies<Note>) {
    this.dependencies = dependencies;
  }

  /** True while nothing is read and nothing is remembered. */
  get isEmpty(): boolean {
    return this.feeds.size === 0;
  }

  of(filter: BoardFilter): BoardFeed<Note> | undefined {
    return this.feeds.get(filterKey(filter));
  }

  /** Remembers what a key stands for, until nobody needs it. */
  name(filter: BoardFilter): void {
    this.filters.set(filterKey(filter), filter);
  }

  /** Every recording that is known now. */
  ids(): ReadonlySet<string> {
    return new Set([...this.feeds.values()].flatMap(({ recordings }) => recordings?.map(({ id }) => id) ?? []));
  }

  /** A recording in the lists that are read; `first` is looked through before the others. */
  find(id: string, first: BoardFilter): FoundRecording | null {
    const wanted = id.toLowerCase();
    const shown = this.of(first);
    for (const feed of [...(shown === undefined ? [] : [shown]), ...this.feeds.values()]) {
      const recording = feed.recordings?.find((other) => other.id === wanted);
      if (recording !== undefined) return { recording, filterKey: feed.key };
    }
    return null;
  }

  /** `act` runs between: a feed that begins in it reads by itself, one that was there reads now. */
  readNow(key: string, act: () => void): void {
    const feed = this.feeds.get(key);
    act();
    feed?.readNow();
  }

  /** The same for a person who asks, also after a refusal. */
  ask(filter: BoardFilter, act: () => void): void {
    const feed = this.of(filter);
    act();
    feed?.ask();
  }

  /** Begins and ends reading, and lets shorter waits hold at once. While `reads` is false nothing is read, but what is needed stays known. */
  adjust(needed: ReadonlySet<string>, reads: boolean): void {
    for (const [key, feed] of this.feeds) {
      if (reads && needed.has(key)) continue;
      feed.stop();
      this.feeds.delete(key);
    }
    for (const key of this.filters.keys()) if (!needed.has(key)) this.filters.delete(key);
    if (!reads) return;
    for (const key of needed) {
      const filter = this.filters.get(key);
      const feed = this.feeds.get(key);
      if (feed !== undefined) feed.reschedule();
      else if (filter !== undefined) this.begin(filter);
    }
  }

  private begin(filter: BoardFilter): void {
    const feed: BoardFeed<Note> = new BoardFeed(
      filter,
      this.dependencies(() => feed),
    );
    this.feeds.set(feed.key, feed);
    feed.readNow();
  }
}
