// However often the pages of a browser have news, the background's work for them is bounded, and the last news is never lost.
import { expect, test } from 'vitest';
import { Pace } from '../../../src/extension/background/pace.ts';

/** A pace, with a clock that is set by hand. */
class Paced {
  now = 0;
  done: string[] = [];
  readonly #timers: { at: number; callback: () => void }[] = [];
  readonly #pace = new Pace({
    now: () => this.now,
    timer: (ms, callback) => {
      this.#timers.push({ at: this.now + ms, callback });
      return () => undefined;
    },
  });

  news(name: string): void {
    this.#pace.run(
      () => this.done.push(name),
      () => this.done.push('gathered'),
    );
  }

  pass(ms: number): void {
    this.now += ms;
    for (const { callback } of this.#timers.splice(0)) callback();
  }
}

test('twenty a second are told at once', () => {
  const paced = new Paced();
  for (let at = 0; at < 20; at += 1) paced.news(String(at));
  expect(paced.done).toHaveLength(20);
  paced.pass(1_000);
  paced.news('after a second');
  expect(paced.done.at(-1)).toBe('after a second');
});

test('more are gathered into one, a tenth of a second later, without an end of what waits', () => {
  const paced = new Paced();
  for (let at = 0; at < 100_000; at += 1) paced.news(String(at));
  expect(paced.done).toHaveLength(20);
  paced.pass(100);
  expect(paced.done.slice(20)).toEqual(['gathered']);
  paced.news('one more');
  expect(paced.done).toHaveLength(21);
  paced.pass(100);
  expect(paced.done.slice(21)).toEqual(['gathered']);
});
