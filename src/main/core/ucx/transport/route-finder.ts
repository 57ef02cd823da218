// Knows the way to the server: finds it once, uses what it found at once ever after, and looks again in the background.
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';
import { cancelled } from './wire-failure.ts';
import { isLoopback } from './address.ts';
import type { Hop } from './proxy.ts';

/** Finds the ways to an address, the first to be tried first. Problems: `proxy-unusable`, `proxy-unknown`. Never rejects. */
export type FindRoute = (url: string) => Promise<Result<readonly [Hop, ...Hop[]], Problem>>;

/** Longest time in milliseconds that the first answer is waited for: a proxy script may have to be fetched first. */
const firstAnswerMs = 10_000;
/** An answer that is older than this (ms) is checked in the background: the computer may have moved to another network. */
const freshMs = 30_000;
/** After this long (ms) on another way the first one is tried again. */
const otherWayMs = 300_000;

export type RouteFinderOptions = {
  /** Absent: there is no proxy. */
  readonly find: FindRoute | undefined;
  readonly url: URL;
  readonly monotonic: () => number;
  /** The way is another one than before. */
  readonly onChange: () => void;
};

type Ways = readonly [Hop, ...Hop[]];

export class RouteFinder {
  readonly #options: RouteFinderOptions;
  #ways: Ways | null;
  #index = 0;
  #foundAt = -Infinity;
  #movedAt = -Infinity;
  #finding: Promise<Result<Ways, Problem>> | null = null;

  constructor(options: RouteFinderOptions) {
    this.#options = options;
    // This computer itself is reached without a proxy, as in every browser.
    if (options.find === undefined || isLoopback(options.url.hostname)) this.#ways = [null];
    else this.#ways = null;
  }

  /** The way that is known; the direct one before the first answer. */
  get current(): Hop {
    return this.#ways?.[this.#index] ?? null;
  }

  /** The way is known: nothing has to be waited for. An answer that is old is checked in the background. */
  isKnown(): boolean {
    if (this.#ways === null) return false;
    this.#checkAge();
    return true;
  }

  /**
   * Waits for the first answer and for no other; an older one is checked in the background. After it `current` is known, and may change at
   * any await. Problems of FindRoute, `request-cancelled`.
   */
  async ready(signal: AbortSignal | undefined): Promise<Result<unknown, Problem>> {
    return this.isKnown() ? ok(null) : this.#within(this.#find(), signal);
  }

  /** The way doesn't work: answers whether there is another one, which is the current one from now on. */
  next(failed: Hop): boolean {
    if (this.#ways === null || this.current !== failed || this.#ways.length === 1) return this.current !== failed;
    this.#index = (this.#index + 1) % this.#ways.length;
    this.#movedAt = this.#options.monotonic();
    this.#options.onChange();
    return true;
  }

  /** Looks again soon: something on the way failed. */
  doubt(): void {
    this.#foundAt = -Infinity;
  }

  #checkAge(): void {
    const now = this.#options.monotonic();
    const isConstant = this.#options.find === undefined || isLoopback(this.#options.url.hostname);
    if (isConstant || now - this.#foundAt < freshMs) return;
    this.#foundAt = now;
    void this.#find();
  }

  #find(): Promise<Result<Ways, Problem>> {
    const { find, url } = this.#options;
    this.#finding ??= (find?.(url.href) ?? Promise.resolve(ok([null] as const))).then((found) => {
      this.#finding = null;
      if (found.ok) this.#found(found.value);
      return found;
    });
    return this.#finding;
  }

  #found(ways: Ways): void {
    const { monotonic, onChange } = this.#options;
    this.#foundAt = monotonic();
    const before = this.#ways;
    const isSame = JSON.stringify(before) === JSON.stringify(ways);
    if (isSame && (this.#index === 0 || monotonic() - this.#movedAt < otherWayMs)) return;
    const was = this.current;
    this.#ways = ways;
    this.#index = 0;
    if (before !== null && JSON.stringify(was) !== JSON.stringify(ways[0])) onChange();
  }

  #within(finding: Promise<Result<Ways, Problem>>, signal: AbortSignal | undefined): Promise<Result<Ways, Problem>> {
    return new Promise((resolve) => {
      const end = (result: Result<Ways, Problem>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const onAbort = (): void => {
        end(err(cancelled().problem));
      };
      const timer = setTimeout(() => {
        end(err(problem('proxy-unknown', { host: this.#options.url.host })));
      }, firstAnswerMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      void finding.then(end);
    });
  }
}
