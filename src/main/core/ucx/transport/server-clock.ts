// An estimate of the server's clock, with its uncertainty, from the `Date` headers of all answers. What it stamps never goes back.
import type { Clock } from '../../platform/ports.ts';

/** An answer's `Date` (epoch milliseconds), and between which moments (monotonic milliseconds) the server wrote it. */
export type DatedAnswer = { readonly date: number; readonly sentAt: number; readonly receivedAt: number };

export type ServerTime = {
  /** Epoch milliseconds by the server's clock. */
  readonly ms: number;
  /** It is no further than so many milliseconds from this. */
  readonly withinMs: number;
};

/** `Date` has whole seconds (RFC 9110, section 5.6.7): the server wrote it within so many milliseconds from then on. */
const granularityMs = 1_000;
/** Most milliseconds by which two clocks part in one: crystals are off by 0.0001, and a clock that is adjusted goes 0.0005 faster. */
const drift = 0.000_5;
/** Answers in a row that contradict the estimate before it is given up: a single one came from a cache, or from another server. */
const contradictions = 3;
/** A stamp is held so long (ms) for a server whose clock was set back. Beyond that nothing is stamped: it would be plainly wrong. */
const longestHeldMs = 10_000;

/** Bounds of the server's clock minus the monotonic one, in milliseconds, as known at a moment of the latter. */
type Bounds = { readonly low: number; readonly high: number; readonly at: number };

export class ServerClock {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #bounds: Bounds | null = null;
  /** What answers say that contradict it, and how many there were in a row. */
  #other: { readonly bounds: Bounds; readonly count: number } | null = null;
  #stamped = -Infinity;
  /** The last stamp is of an earlier run: a clock that was set back since then is no reason to stamp nothing. */
  #isStampOld = false;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** The last stamp of an earlier run, in epoch milliseconds: the next one is not before it, if the clocks agree. */
  continueAfter(stamped: number): void {
    if (!Number.isFinite(stamped)) return;
    this.#stamped = stamped;
    this.#isStampOld = true;
  }

  /** Each answer bounds the difference of the clocks; together they bound it more closely than one second. */
  observe({ date, sentAt, receivedAt }: DatedAnswer): void {
    const found: Bounds = { low: date - receivedAt, high: date + granularityMs - sentAt, at: receivedAt };
    const agreed = this.#bounds === null ? found : agreement(aged(this.#bounds, receivedAt), found);
    if (agreed !== null) {
      this.#bounds = agreed;
      this.#other = null;
      return;
    }
    const other = this.#other === null ? null : agreement(aged(this.#other.bounds, receivedAt), found);
    this.#other =
      other === null ? { bounds: found, count: 1 } : { bounds: other, count: (this.#other?.count ?? 0) + 1 };
    if (this.#other.count < contradictions) return;
    this.#bounds = this.#other.bounds;
    this.#other = null;
  }

  /** The time for an entry: never before an earlier one. Null before the first answer, and while that would be plainly wrong. */
  stamp(): ServerTime | null {
    if (this.#bounds === null) return null;
    const now = this.#clock.monotonic();
    const { low, high } = aged(this.#bounds, now);
    const estimate = Math.round((low + high) / 2 + now);
    if (this.#isStampOld && this.#stamped - estimate > longestHeldMs) this.#stamped = -Infinity;
    const held = Math.max(0, this.#stamped - estimate);
    if (held > longestHeldMs) return null;
    this.#isStampOld = false;
    this.#stamped = estimate + held;
    return { ms: this.#stamped, withinMs: Math.ceil((high - low) / 2 + held) };
  }
}

/** The same bounds later: the clocks may have parted since. */
function aged({ low, high, at }: Bounds, now: number): Bounds {
  const partedMs = Math.max(0, now - at) * drift;
  return { low: low - partedMs, high: high + partedMs, at: now };
}

/**
 * What both allow. Bounds that miss each other by less than a second allow what lies between them: some servers renew their `Date` a
 * little late. Null where they contradict each other.
 */
function agreement(one: Bounds, other: Bounds): Bounds | null {
  const low = Math.max(one.low, other.low);
  const high = Math.min(one.high, other.high);
  if (low - high > granularityMs) return null;
  return { low: Math.min(low, high), high: Math.max(low, high), at: other.at };
}
