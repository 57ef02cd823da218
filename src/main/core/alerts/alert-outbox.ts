// Sends alerts to one receiver, one after the other in their order, until it has taken them. Nothing waits for it.
import type { AlertChannel, OutgoingMessage } from '../../../shared/domain/alert.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { exponentialBackoff, withJitter } from '../platform/backoff.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';
import { withJoinedSignal } from '../platform/joined-signal.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { AlertQueueFile } from './alert-queue-file.ts';

/** `taken`: the receiver has it; `again`, or a problem that says why: it may take it later; `refused`: it never will. */
export type Delivery = 'taken' | 'again' | 'refused' | Problem;
export type Deliver = (message: OutgoingMessage, signal: AbortSignal) => Promise<Delivery>;

/** The receiver and the disk are spared more than this: the oldest gives way. */
const mostQueued = 200;
/** Milliseconds after which an alert is no news any more. */
const oldestMs = 7 * 86_400_000;
const firstWaitMs = 2_000;
const longestWaitMs = 300_000;
/** Milliseconds that a try may take. */
const tryMs = 10_000;

/** Checkpoints go before alerts: the newest covers all before it. */
function bounded(queue: readonly OutgoingMessage[]): OutgoingMessage[] {
  let tooMany = Math.max(0, queue.length - mostQueued);
  const rest = queue.filter(({ kind }) => kind !== 'checkpoint' || (tooMany -= 1) < 0);
  return rest.slice(-mostQueued);
}

/** What a receiver is called where a person reads of it: its address stays in the policy. */
export const receivers = { webhook: 'the webhook', syslog: 'the log server' } as const;

type OutboxDependencies = {
  readonly channel: AlertChannel;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly file: AlertQueueFile;
  readonly deliver: Deliver;
};

/** What waits, and why it was not taken when it was tried last; null also where nobody knows. */
export type OutboxView = { readonly channel: AlertChannel; readonly waiting: number; readonly problem: Problem | null };

export class AlertOutbox {
  readonly #dependencies: OutboxDependencies;
  readonly #end = new AbortController();
  #queue: OutgoingMessage[] = [];
  #isLoaded = false;
  #isSending = false;
  #failures = 0;
  #problem: Problem | null = null;
  #cancelWait: (() => void) | null = null;

  constructor(dependencies: OutboxDependencies) {
    this.#dependencies = dependencies;
  }

  /** Takes up what the last run did not send. Never rejects. */
  async begin(): Promise<void> {
    const { clock, file } = this.#dependencies;
    const loaded = await file.load();
    const isNews = ({ at }: OutgoingMessage): boolean => Math.abs(clock.now() - Date.parse(at)) < oldestMs;
    this.#queue = bounded([...loaded.filter(isNews), ...this.#queue]);
    this.#isLoaded = true;
    if (this.#end.signal.aborted) return;
    if (this.#queue.length > 0 || loaded.length > 0) file.write(this.#queue);
    void this.#send();
  }

  /** Returns at once: nothing is written or sent before that. */
  add(message: OutgoingMessage): void {
    this.#queue = bounded([...this.#queue, message]);
    if (!this.#isLoaded) return;
    this.#dependencies.file.write(this.#queue);
    void this.#send();
  }

  get view(): OutboxView {
    return { channel: this.#dependencies.channel, waiting: this.#queue.length, problem: this.#problem };
  }

  /** What is left waits on the disk for the next run. */
  async dispose(): Promise<void> {
    this.#end.abort();
    this.#cancelWait?.();
    await this.#dependencies.file.flushed();
  }

  async #send(): Promise<void> {
    if (this.#isSending || this.#cancelWait !== null) return;
    this.#isSending = true;
    for (let next = this.#queue[0]; next !== undefined && !this.#isOver(); next = this.#queue[0]) {
      const delivery = await this.#try(next);
      if (this.#isOver()) return;
      if (delivery !== 'taken' && delivery !== 'refused') {
        this.#waitAfterFailure(delivery === 'again' ? null : delivery);
        break;
      }
      this.#settled(next, delivery);
    }
    this.#isSending = false;
  }

  #isOver(): boolean {
    return this.#end.signal.aborted;
  }

  async #try(message: OutgoingMessage): Promise<Delivery> {
    const { channel, clock, deliver } = this.#dependencies;
    const end = new AbortController();
    const cancel = clock.timer(tryMs, () => {
      end.abort();
    });
    try {
      const answer = await withJoinedSignal([end.signal, this.#end.signal], (signal) =>
        unlessAborted(deliver(message, signal), signal),
      );
      return answer ?? problem('server-timeout', { host: receivers[channel] });
    } catch {
      return 'again';
    } finally {
      cancel();
    }
  }

  #settled(message: OutgoingMessage, delivery: 'taken' | 'refused'): void {
    const { log, file, channel } = this.#dependencies;
    if (delivery === 'refused') log.warn('alert-refused', { channel });
    this.#failures = 0;
    this.#problem = null;
    this.#queue = this.#queue.filter(({ id }) => id !== message.id);
    file.write(this.#queue);
  }

  #waitAfterFailure(problem: Problem | null): void {
    const { channel, clock, log, random } = this.#dependencies;
    this.#failures += 1;
    const isNew = this.#failures === 1 || this.#problem?.code !== problem?.code;
    const why = problem === null ? {} : { code: problem.code };
    if (isNew) log.warn('alerts-not-sent', { channel, count: this.#queue.length, ...why });
    this.#problem = problem;
    const wait = withJitter(exponentialBackoff(this.#failures, firstWaitMs, longestWaitMs), random);
    this.#cancelWait = clock.timer(wait, () => {
      this.#cancelWait = null;
      void this.#send();
    });
  }
}
