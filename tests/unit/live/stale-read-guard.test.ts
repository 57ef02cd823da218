// Which reads are too old to show a pause while a resume by directory number may still act.
import { beforeEach, describe, expect, test } from 'vitest';
import { StaleReadGuard } from '../../../src/main/core/live/stale-read-guard.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { recording } from '../../support/stepped-machine.ts';

const of = (id: string, localUsername: string | null, isPaused: LiveRecording['isPaused'] = true): LiveRecording => ({
  ...recording(id, isPaused),
  localUsername,
});
const ada = of('a', 'ada');
const ben = of('b', 'ben');
const nobody = of('n', null);

let guard: StaleReadGuard;
beforeEach(() => {
  guard = new StaleReadGuard();
});

const seen = (kind: 'board' | 'own', read: number, ...recordings: readonly LiveRecording[]): unknown[] =>
  guard.trusted(kind, read, recordings).map(({ id, isPaused }) => [id, isPaused]);

test('without such a resume every read is believed as it is', () => {
  const all = [ada, ben];
  expect(guard.trusted('own', 1, all)).toBe(all);
});

describe('while it is under way', () => {
  test('a pause of what was found on the line is not known, and what records is left alone', () => {
    guard.resumeStarted(new Set(['a', 'b']), [ada]);
    expect(seen('own', 99, ada, of('c', 'cleo', false), of('d', 'dan', 'unknown'))).toEqual([
      ['a', 'unknown'],
      ['c', false],
      ['d', 'unknown'],
    ]);
  });

  test('what was known, was not found and is somebody else’s is on another line', () => {
    guard.resumeStarted(new Set(['a', 'b', 'n', 'x']), [ada]);
    expect(seen('board', 99, ben)).toEqual([['b', true]]);
    // Not known before, without a name, or of the same user: it may be on the line.
    expect(seen('board', 99, of('new', 'ben'))).toEqual([['new', 'unknown']]);
    expect(seen('board', 99, nobody)).toEqual([['n', 'unknown']]);
    expect(seen('board', 99, of('x', 'ada'))).toEqual([['x', 'unknown']]);
  });

  test('where somebody without a name was found, anybody may be there', () => {
    guard.resumeStarted(new Set(['b', 'n']), [nobody]);
    expect(seen('board', 99, ben)).toEqual([['b', 'unknown']]);
  });

  test('of two of them each counts: what is elsewhere for one may be on the line of the other', () => {
    guard.resumeStarted(new Set(['a', 'b']), [ada]);
    guard.resumeStarted(new Set(['a', 'b']), [ben]);
    expect(seen('own', 99, ada, ben)).toEqual([
      ['a', 'unknown'],
      ['b', 'unknown'],
    ]);
  });
});

describe('once it has settled', () => {
  test('reads that had begun before, by the count of their own kind, are still too old', () => {
    const resume = guard.resumeStarted(new Set(['a']), [ada]);
    guard.resumeSettled(resume, { board: 3, own: 7, at: 0 });
    expect([seen('board', 3, ada), seen('board', 4, ada)]).toEqual([[['a', 'unknown']], [['a', true]]]);
    expect([seen('own', 7, ada), seen('own', 8, ada)]).toEqual([[['a', 'unknown']], [['a', true]]]);
    // It settles once.
    guard.resumeSettled(resume, { board: 9, own: 9, at: 1 });
    expect(seen('own', 8, ada)).toEqual([['a', true]]);
  });

  test('is forgotten two minutes later, and no sooner; one that is under way is not', () => {
    const first = guard.resumeStarted(new Set(['a']), [ada]);
    guard.resumeSettled(first, { board: 5, own: 5, at: 1_000 });
    const second = guard.resumeStarted(new Set(['b']), [ben]);
    guard.resumeSettled(second, { board: 0, own: 0, at: 120_999 });
    expect(seen('own', 5, ada)).toEqual([['a', 'unknown']]);
    guard.resumeStarted(new Set(['a', 'c']), [of('c', 'cleo')]);
    const fourth = guard.resumeStarted(new Set(['a', 'd']), [of('d', 'dan')]);
    guard.resumeSettled(fourth, { board: 0, own: 0, at: 121_000 });
    expect(seen('own', 5, ada)).toEqual([['a', true]]);
    expect(seen('own', 5, of('c', 'cleo'))).toEqual([['c', 'unknown']]);
  });
});
