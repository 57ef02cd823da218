// Time that moves only when a test says so. Timers run in order of their time; callbacks may set further timers.
import type { Clock } from '../../src/main/core/platform/ports.ts';

type Timer = { readonly due: number; readonly order: number; readonly callback: () => void };

export class FakeClock implements Clock {
  private monotonicMs = 1_000;
  private epochMs = Date.UTC(2026, 10, 22, 9, 0, 0);
  private order = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.epochMs;
  }

  monotonic(): number {
    return this.monotonicMs;
  }

  timer(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.monotonicMs + Math.max(0, ms), order: (this.order += 1), callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  get pending(): number {
    return this.timers.size;
  }

  /** The wall clock jumps; intervals must not care. */
  jump(ms: number): void {
    this.epochMs += ms;
  }

  /** Lets all promises that are ready go on. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Moves time forward, running each timer at its own moment and letting promises go on after each. */
  async advance(ms: number): Promise<void> {
    const end = this.monotonicMs + ms;
    await this.settle();
    for (;;) {
      const next = this.next(end);
      if (next === null) break;
      this.moveTo(next.due);
      this.timers.delete(next);
      next.callback();
      await this.settle();
    }
    this.moveTo(end);
    await this.settle();
  }

  private next(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.timers) {
      if (timer.due > end) continue;
      if (first === null || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  private moveTo(moment: number): void {
    const ahead = Math.max(0, moment - this.monotonicMs);
    this.monotonicMs += ahead;
    this.epochMs += ahead;
  }
}
