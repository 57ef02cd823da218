// When the list looks for what is new: after a call, and when somebody begins to look at it again. Never out of sight.
import type { LiveView } from '../../../../shared/ipc/snapshot.ts';
import { AfterCall } from './after-call.ts';
import type { HistoryList } from './history-list.svelte.ts';

export class LookForNew {
  readonly #list: HistoryList;
  readonly #isSeen: () => boolean;
  readonly #afterCall = new AfterCall(() => this.now());

  /** `isSeen` answers whether the list is in sight. */
  constructor(list: HistoryList, isSeen: () => boolean) {
    this.#list = list;
    this.#isSeen = isSeen;
  }

  /** Answers true when there is nothing more to look for. */
  async now(): Promise<boolean> {
    if (!this.#isSeen() || this.#list.total === null) return true;
    return await this.#list.refresh();
  }

  follow({ state, recordings }: LiveView): void {
    if (state === 'offline' || state === 'signedOut') return;
    this.#afterCall.follow(recordings.map((recording) => recording.id));
  }

  stop(): void {
    this.#afterCall.stop();
  }
}
