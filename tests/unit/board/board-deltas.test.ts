// What a window makes of answers that hold only what changed: whatever is lost on the way, it never keeps a state that the core no longer has.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoardDeltas, type WholeView } from '../../../src/main/core/board/board-deltas.ts';
import { rowsAfter } from '../../../src/shared/ipc/board-delta.ts';
import { noBoardFilter, type BoardRow, type BoardView } from '../../../src/shared/ipc/board.ts';

const row = (id: string, rest: Partial<BoardRow> = {}): BoardRow => ({
  id,
  username: null,
  remoteName: null,
  remoteNumber: null,
  state: 'recording',
  was: null,
  elapsedMs: 1_000,
  counting: true,
  paused: null,
  requestedForMs: null,
  problem: null,
  canCancelPause: false,
  mine: false,
  ...rest,
});
const whole = (rows: readonly BoardRow[], username = ''): WholeView => ({
  revision: 1,
  filter: { ...noBoardFilter, username },
  rows: [...rows],
  ageMs: 0,
  staleAfterMs: 8_000,
  old: false,
  refreshing: false,
  problem: null,
  allowed: 'yes',
});

/** A window: what it has, and when it got it. */
class Window {
  mark: string | null = null;
  rows: readonly BoardRow[] = [];
  #at = 0;

  take(answer: BoardView, now: number): void {
    this.rows = rowsAfter(this.rows, now - this.#at, answer);
    this.mark = answer.mark;
    this.#at = now;
  }
}

/** All that is shown but lengths, which are close. */
const shown = (rows: readonly BoardRow[]): unknown[] =>
  rows.map((each) => ({ ...each, elapsedMs: null, requestedForMs: null, paused: each.paused?.isWhole ?? null }));

test('a recording that goes on costs nothing, and one that is paused is told', () => {
  const core = new BoardDeltas();
  const window = new Window();
  window.take(core.answer(whole([row('a'), row('b')]), null, 0), 0);
  const later = [row('a', { elapsedMs: 4_000 }), row('b', { elapsedMs: 4_900 })];
  const still = core.answer(whole(later), window.mark, 3_000);
  expect([still.isWhole, still.rows, still.gone]).toEqual([false, [], []]);
  window.take(still, 3_000);
  const paused = row('b', { state: 'paused', counting: false, paused: { forMs: 0, isWhole: true } });
  const answer = core.answer(whole([row('a', { elapsedMs: 7_000 }), paused]), window.mark, 6_000);
  expect(answer.rows.map(({ id }) => id)).toEqual(['b']);
  window.take(answer, 6_000);
  expect(window.rows.map(({ elapsedMs }) => elapsedMs)).toEqual([7_000, 1_000]);
});

test('an answer of another run, filter or order, or one that is long forgotten, is whole', () => {
  const core = new BoardDeltas();
  const { mark } = core.answer(whole([row('a'), row('b')]), null, 0);
  expect(new BoardDeltas().answer(whole([row('a')]), mark, 0).isWhole).toBe(true);
  expect(core.answer(whole([row('a')], 'ada'), mark, 0).isWhole).toBe(true);
  expect(core.answer(whole([row('b'), row('a')]), mark, 0).isWhole).toBe(true);
  const { mark: kept } = core.answer(whole([row('a')]), null, 0);
  for (let other = 0; other < 4; other += 1) core.answer(whole([]), null, 0);
  expect(core.answer(whole([row('a')]), kept, 0).isWhole).toBe(true);
  const { mark: cleared } = core.answer(whole([row('a')]), null, 0);
  core.clear();
  expect(core.answer(whole([row('a')]), cleared, 0).isWhole).toBe(true);
});

const states = ['recording', 'paused', 'notKnown', 'pausing', 'resuming', 'unconfirmed', 'stopping'] as const;
const step = fc.record({
  /** Each recording of ten: over, or in a state. */
  states: fc.array(fc.option(fc.constantFrom(...states)), { minLength: 10, maxLength: 10 }),
  passedMs: fc.nat(6_000),
  late: fc.integer({ min: -900, max: 900 }),
  fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'lost', 'reload', 'restart'),
  problem: fc.boolean(),
});

test('after any answer that arrives a window shows exactly what the core has, whatever was lost before', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, forgets) => {
      let core = new BoardDeltas();
      const window = new Window();
      let now = 0;
      for (const { states: all, passedMs, late, fate, problem } of steps) {
        now += passedMs;
        if (fate === 'restart') core = new BoardDeltas();
        if (fate === 'reload') window.mark = null;
        const rows = all.flatMap((state, index) =>
          state === null
            ? []
            : [
                row(`r${String(index)}`, {
                  state,
                  elapsedMs: now + late,
                  paused: state === 'paused' ? { forMs: late + 1_000, isWhole: late > 0 } : null,
                  problem: problem ? { code: 'internal' } : null,
                }),
              ],
        );
        const answer = core.answer(whole(rows), window.mark, now);
        if (fate === 'lost') {
          // A window that knows of the failure asks for everything; one that doesn't asks by what it has.
          if (forgets) window.mark = null;
          continue;
        }
        window.take(answer, now);
        expect(shown(window.rows)).toEqual(shown(rows));
        for (const [index, each] of window.rows.entries())
          expect(Math.abs((each.elapsedMs ?? 0) - (rows[index]?.elapsedMs ?? 0))).toBeLessThanOrEqual(1_500);
      }
    }),
    { numRuns: 300 },
  );
});
