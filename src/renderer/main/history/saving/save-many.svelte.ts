// An order of many recordings while it is asked about, put together and given; left at any moment, nothing of it remains.
import type { BulkSaveRequest, Bridge, SaveRequest } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import { mostChosen, mostInOneRequest, type SaveEstimate } from '../../../../shared/ipc/saving.ts';
import { count } from '../../../lib/format.ts';
import { words } from '../../../lib/words.ts';

export class SaveMany {
  estimate = $state.raw<SaveEstimate | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** It was asked to be saved, and is being put together. */
  working = $state.raw(false);
  /** Leave out those whose pause is not proven. */
  leaveOut = $state(true);
  /** Leave out those that are on this computer already. */
  skipSaved = $state(true);
  leaving = $state.raw(false);
  /** Only a random part of what was found. */
  samples = $state(false);
  /** As typed. */
  sampleSize = $state('200');

  readonly #bridge: Bridge;
  readonly #order: SaveRequest;
  readonly #close: (said: string | null) => void;

  /** Of this order alone: the same each time it is asked about, so that what was told is what is saved. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  /** The newest question: the answer to an older one says nothing any more. */
  #asked = 0;

  /** `close` is called once: with what was put into the queue, or with null. */
  constructor(bridge: Bridge, order: SaveRequest, close: (said: string | null) => void) {
    this.#bridge = bridge;
    this.#order = order;
    this.#close = close;
  }

  /** More was found than can be saved at once. */
  isTooMany = $derived.by(() => !this.samples && (this.found ?? 0) > mostInOneRequest);
  /** All that was found, as it was counted before any sample was asked about. */
  found = $state.raw<number | null>(null);
  /** A search alone can be sampled. */
  canSample = $derived.by(() => this.#order.filter !== null);
  sampleWrong = $derived.by(() => this.samples && this.#size === null);
  /** What would be written may not fit where it is to be saved. Sizes are estimated by lengths: that is said, and refuses nothing. */
  mayNotFit = $derived.by(() => (this.wanted?.bytes ?? 0) > (this.estimate?.freeBytes ?? Infinity));
  /** Those with a pause that is not proven that `leaveOut` leaves out. */
  notProven = $derived.by(() => {
    const { notProven = 0, saved = null } = this.estimate ?? {};
    return (notProven ?? 0) - (this.skipSaved && !this.samples ? (saved?.notProven ?? 0) : 0);
  });
  #skipped = $derived.by(() => (this.skipSaved && !this.samples ? (this.estimate?.saved ?? null) : null));
  /** How many will be saved, and about how much; null while it is not known. */
  wanted = $derived.by(() =>
    this.estimate === null
      ? null
      : {
          count: this.estimate.count - (this.#skipped?.count ?? 0) - (this.leaveOut ? this.notProven : 0),
          bytes: this.estimate.estimatedBytes - (this.#skipped?.estimatedBytes ?? 0),
        },
  );

  /** All that the answer of `ask` depends on. */
  question = $derived.by(() => (this.samples ? `sample ${this.sampleSize} ${String(this.skipSaved)}` : 'all'));

  /** Asks what it would cost. */
  async ask(): Promise<void> {
    const request = this.#request();
    if (request === null) return;
    this.#asked += 1;
    const mine = this.#asked;
    this.problem = null;
    this.estimate = null;
    const answer = await this.#bridge.call('downloads.estimate', request);
    if (this.leaving || this.#asked !== mine) return;
    if (answer.ok) {
      this.estimate = answer.value;
      if (!this.samples) this.found = answer.value.count;
      // Nothing can be left out by a journal that cannot be read, which the dialog says.
      if (answer.value.notProven === null) this.leaveOut = false;
    } else if (answer.error.code !== 'request-cancelled') this.problem = answer.error;
  }

  get #size(): number | null {
    const size = Number(this.sampleSize.trim());
    return Number.isInteger(size) && size >= 1 && size <= mostChosen ? size : null;
  }

  /** What is asked for; null while the size of the sample cannot be one. */
  #request(): BulkSaveRequest | null {
    if (!this.samples) return this.#order;
    const size = this.#size;
    if (size === null) return null;
    return { ...this.#order, sample: { size, seed: this.#seed, skipSaved: this.skipSaved } };
  }

  /** Gives the order, once `keep` has kept where and under which names; it answers false where that was refused. */
  async save(keep: () => Promise<boolean>): Promise<void> {
    const request = this.#request();
    if (this.working || request === null) return;
    this.working = true;
    this.problem = null;
    const isKept = await keep();
    if (this.#hasLeft()) {
      this.#close(null);
      return;
    }
    if (!isKept) {
      this.working = false;
      return;
    }
    const answer = await this.#bridge.call('downloads.startMany', {
      ...request,
      leaveOutNotProven: this.leaveOut,
      skipSaved: this.skipSaved,
    });
    if (answer.ok) {
      const { queued, leftOut } = answer.value;
      const text = words.saveMany;
      this.#close(
        [text.queued(queued, count(queued)), leftOut > 0 ? text.leftOut(count(leftOut)) : ''].join(' ').trim(),
      );
    } else if (this.#hasLeft()) this.#close(null);
    else {
      this.problem = answer.error;
      this.working = false;
    }
  }

  /** Asked anew after each wait: somebody may have left meanwhile. */
  #hasLeft(): boolean {
    return this.leaving;
  }

  /** Cancels. What is being put together is waited for: had it just been queued, that is said. */
  leave(): void {
    if (this.leaving) return;
    this.leaving = true;
    void this.#bridge.call('downloads.cancelCollecting', { what: 'save' });
    if (!this.working) this.#close(null);
  }
}
