// The figures over the pauses of a range of days.
import { describe, expect, test } from 'vitest';
import { journalSummary } from '../../../src/main/core/journal/journal-summary.ts';
import type { JournalRow } from '../../../src/shared/ipc/journal-page.ts';
import { confirmedRow } from '../../support/renderer-gallery/journal-samples.ts';

const row = (exposureMs: number | null, change: Partial<JournalRow> = {}): JournalRow => ({
  ...confirmedRow,
  exposureMs,
  ...change,
});

describe('The summary', () => {
  test('of nothing claims nothing', () => {
    expect(journalSummary([], 1_500)).toEqual({
      requested: 0,
      confirmed: 0,
      late: 0,
      notConfirmed: 0,
      medianMs: null,
      ninetyFifthMs: null,
      longestMs: null,
      histogram: [0, 0, 0, 0, 0, 0, 0, 0],
      lateMs: 1_500,
    });
  });

  test('counts pauses by their outcome, and starts and stops not at all', () => {
    const rows = [
      row(84),
      row(90),
      row(9_000, { outcome: 'late' }),
      row(null, { outcome: 'notConfirmed' }),
      row(null, { outcome: 'noRecording' }),
      row(null, { outcome: 'waiting' }),
      row(null, { what: 'start' }),
      row(null, { what: 'stop', outcome: 'refused' }),
    ];
    expect(journalSummary(rows, 1_500)).toMatchObject({ requested: 6, confirmed: 2, late: 1, notConfirmed: 1 });
  });

  test('puts each exposure in one class, its upper limit included', () => {
    const exposures = [0, 50, 51, 100, 200, 500, 501, 1_000, 1_500, 1_501, 5_000, 5_001, 60_000];
    expect(
      journalSummary(
        exposures.map((exposureMs) => row(exposureMs)),
        1_500,
      ).histogram,
    ).toEqual([2, 2, 1, 1, 2, 1, 2, 2]);
  });

  test.each([
    [[84], [84, 84, 84]],
    [
      [10, 20],
      [10, 20, 20],
    ],
    [
      [30, 10, 20],
      [20, 30, 30],
    ],
    [Array.from({ length: 100 }, (_, index) => 100 - index), [50, 95, 100]],
  ])('of exposures %j has these for the middle, 95 of 100 and the longest: %j', (exposures, figures) => {
    const { medianMs, ninetyFifthMs, longestMs } = journalSummary(
      exposures.map((exposureMs) => row(exposureMs)),
      1_500,
    );
    expect([medianMs, ninetyFifthMs, longestMs]).toEqual(figures);
  });
});
