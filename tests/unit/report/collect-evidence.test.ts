// The figures of the evidence report beside a plain computation of the same: whatever the files, their order, the period and the zone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { journalRows } from '../../../src/main/core/journal/journal-rows.ts';
import { journalSummary } from '../../../src/main/core/journal/journal-summary.ts';
import type { Evidence, Period } from '../../../src/main/core/journal/report/evidence.ts';
import { collectEvidence } from '../../../src/main/core/journal/report/collect-evidence.ts';
import { linesSource, NotReadable, type ReportSource } from '../../../src/main/core/journal/report/sources.ts';
import type { JournalEntry } from '../../../src/shared/domain/journal.ts';
import type { JournalRow } from '../../../src/shared/ipc/journal-page.ts';
import { clockText, dayAfter, startOfDay } from '../../../src/shared/domain/text/zoned-days.ts';
import { journal } from '../../support/random-journal.ts';
import { JournalMaker, linesOf, newKey, rechained, resigned } from '../../support/signed-journal.ts';

const lateMs = 1_500;
const open: Period = { from: null, to: null, zone: 'UTC' };

/** What the report said of errors of its own. */
const crashes: unknown[] = [];
const evidenceOf = (
  sources: readonly ReportSource[],
  period: Period = open,
  witness: string | null = null,
): Promise<Evidence> =>
  collectEvidence(sources, {
    period,
    lateMs,
    now: Date.UTC(2026, 11, 1),
    appVersion: '0.1.0',
    witness,
    why: (reason) => reason,
    crashed: (error) => crashes.push(error),
  });

const source = (name: string, lines: readonly string[]): ReportSource =>
  linesSource(name, () => Promise.resolve(lines));

/** The entries in files that are cut at these places (0 to 1). */
function filesOf(name: string, entries: readonly JournalEntry[], cuts: readonly number[]): ReportSource[] {
  const lines = linesOf(entries);
  const at = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * lines.length)), lines.length])].toSorted(
    (left, right) => left - right,
  );
  return at.slice(0, -1).map((from, index) => source(`${name}-${String(index)}`, lines.slice(from, at[index + 1])));
}

const isIn = ({ from, to, zone }: Period, { at }: JournalRow): boolean => {
  const day = clockText(Date.parse(at), zone).slice(0, 10);
  return (from === null || day >= from) && (to === null || day <= to);
};

const zones = ['UTC', 'Europe/Rome', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'];
const day = fc.option(fc.constantFrom('2026-10-25', '2026-10-29', '2026-10-30', '2026-11-01', '2026-11-20'), {
  nil: null,
});
const period = fc.record({ from: day, to: day, zone: fc.constantFrom(...zones) });
const someFiles = fc.array(
  fc.record({ entries: journal, cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }) }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

test('the figures are those of a plain computation, whatever the files, the period and the zone', async () => {
  await fc.assert(
    fc.asyncProperty(someFiles, period, async (all, asked) => {
      const sources = all.flatMap(({ entries, cuts }, index) => filesOf(String(index), entries, cuts));
      const found = await evidenceOf(sources, asked);
      const rows = all
        .flatMap(({ entries }) => journalRows(entries, lateMs))
        .filter((row) => row.what === 'pause' && isIn(asked, row));
      const plain = journalSummary(rows, lateMs);
      const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
      expect(found.pauses).toMatchObject({
        requested: plain.requested,
        confirmed: plain.confirmed,
        late: plain.late,
        notConfirmed: plain.notConfirmed,
      });
      expect(found.exposure).toEqual({
        medianMs: rounded(plain.medianMs),
        ninetyFifthMs: rounded(plain.ninetyFifthMs),
        longestMs: rounded(plain.longestMs),
        histogram: plain.histogram,
      });
      const isNotResumed = ({ how, pausedForMs, outcome }: JournalRow): boolean =>
        how === 'call-ended' && pausedForMs !== null && outcome !== 'notConfirmed';
      expect(found.resumes.callEnded).toBe(rows.filter(isNotResumed).length);
      const hasNoEnd = ({ how, recordingIds }: JournalRow): boolean =>
        recordingIds.length > 0 && (how === null || how === 'interrupted' || how === 'signed-out');
      const exceptional = rows.filter(
        (row) =>
          ['late', 'notConfirmed'].includes(row.outcome) ||
          isNotResumed(row) ||
          hasNoEnd(row) ||
          row.how === 'resumed-elsewhere',
      );
      expect(found.exceptions.flatMap(({ pauseId }) => pauseId ?? []).toSorted()).toEqual(
        exceptional.map(({ id }) => id).toSorted(),
      );
      expect(found.exceptions.filter(({ pauseId }) => pauseId === null)).toHaveLength(found.resumes.failed);
      expect(found.entries).toBe(all.reduce((sum, { entries }) => sum + entries.length, 0));
      expect(found.findings).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('the order in which files are named makes no difference, and what is named twice counts once', async () => {
  const shuffled = someFiles.chain((all) => {
    const sources = all.flatMap(({ entries, cuts }, index) => [
      ...filesOf(String(index), entries, cuts),
      // An export of all of it, and one from the middle of the time.
      source(`${String(index)}-export`, linesOf(entries)),
      source(`${String(index)}-earlier`, linesOf(entries).slice(0, Math.ceil(entries.length / 2))),
    ]);
    return fc.record({
      all: fc.constant(all),
      sources: fc.constant(sources),
      other: fc.shuffledSubarray(sources, { minLength: sources.length }),
    });
  });
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ all, sources, other }) => {
      const found = await evidenceOf(sources);
      expect(await evidenceOf(other)).toEqual(found);
      const once = await evidenceOf(all.map(({ entries }, index) => source(String(index), linesOf(entries))));
      expect(found.pauses).toEqual(once.pauses);
      expect(found.exposure).toEqual(once.exposure);
      expect(found.exceptions).toEqual(once.exceptions);
      expect(found.installations).toEqual(once.installations);
      expect(found.findings).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a damaged line is named and costs nothing but itself', async () => {
  await fc.assert(
    fc.asyncProperty(
      journal,
      fc.nat(),
      fc.constantFrom('{', 'x', '', '{"sequence":1}'),
      async (entries, at, damage) => {
        const line = at % entries.length;
        const found = await evidenceOf([source('one', linesOf(entries).with(line, damage))]);
        expect(found.entries).toBe(entries.length - 1);
        if (entries.length === 1) expect(found.notRead).toEqual([{ file: 'one', why: 'no-entries' }]);
        else
          expect(found.findings).toContainEqual(
            expect.objectContaining({ kind: 'damaged', file: 'one', line: line + 1, lines: 1 }),
          );
      },
    ),
    { numRuns: 100 },
  );
});

const signed = (): JournalMaker => new JournalMaker(newKey()).pause().pause().pause().pause();

test.each<[name: string, files: (entries: readonly JournalEntry[]) => (readonly JournalEntry[])[], kinds: string[]]>([
  ['nothing', (entries) => [entries], []],
  ['a missing month', (entries) => [entries.slice(0, 4), entries.slice(8)], ['missing']],
  ['a missing entry in the middle of a file', (entries) => [entries.toSpliced(5, 1)], ['missing']],
  [
    'entries that were changed and rechained',
    (entries) => [rechained(entries.with(2, { ...entries[2], appVersion: '9' } as JournalEntry))],
    ['signature'],
  ],
  [
    'a copy that was rewritten from its second pause on, beside the right one',
    (entries) => [entries, [...entries.slice(0, 4), ...resigned(entries.slice(0, 9), newKey()).slice(4)]],
    ['forked'],
  ],
  ['a part that repeats itself', (entries) => [[...entries, ...entries.slice(6)]], ['not-next']],
])('integrity: %s', async (_name, files, kinds) => {
  const { entries } = signed();
  const found = await evidenceOf(files(entries).map((part, index) => source(String(index), linesOf(part))));
  for (const kind of kinds) expect(found.findings.map((finding) => finding.kind)).toContain(kind);
  if (kinds.length === 0) expect(found.findings).toEqual([]);
});

test('journals that begin with a start in the same millisecond are two', async () => {
  const begun = (): JournalMaker => new JournalMaker(newKey()).add({ kind: 'started' });
  const [one, other] = [begun().pause().pause(), begun()];
  other.now += 1;
  other.pause();
  const found = await evidenceOf([source('one', linesOf(one.entries)), source('other', linesOf(other.entries))]);
  expect(found.installations).toHaveLength(2);
  expect(found.pauses.requested).toBe(3);
  expect(found.findings).toEqual([]);
});

test('a witness that agrees, has more than the journal, or other entries', async () => {
  const { entries } = signed();
  const notes = JSON.stringify(entries);
  const witnessed = async (part: readonly JournalEntry[]): Promise<Evidence['witness']> =>
    (await evidenceOf([source('one', linesOf(part))], open, notes)).witness;
  expect(await witnessed(entries)).toMatchObject({ agreeing: 4, missing: 0, rewritten: 0 });
  expect(await witnessed(entries.slice(0, 8))).toMatchObject({ agreeing: 2, missing: 2 });
  expect(await witnessed(resigned(entries, newKey()))).toMatchObject({ agreeing: 1, otherKey: 3 });
});

test('kinds of entries that this version does not know are counted and break nothing; checks of the audio are read', async () => {
  const { entries } = signed();
  const future = { ...entries[0], fact: { kind: 'from-tomorrow', more: 1 } } as unknown as JournalEntry;
  const checked = {
    ...entries[0],
    fact: {
      kind: 'audio-checked',
      recordingId: '6b98303a-b295-473a-adae-19b78aca468d',
      verdict: 'sound',
      checkedMs: 9_000,
      stretches: [{ fromMs: 92_000 }],
    },
  } as unknown as JournalEntry;
  const found = await evidenceOf([source('one', linesOf(rechained([...entries, future, checked], null)))]);
  expect(found.unknownEntries).toBe(1);
  expect(found.audio).toEqual({ checked: 4, unchecked: 0, verdicts: { sound: 4 } });
  expect(found.exceptions.map(({ kinds, soundAtMs }) => [kinds, soundAtMs])[0]).toEqual([['soundFound'], [92_000]]);
});

test('a day begins when the clocks of its zone say so, whatever they do that day', () => {
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones, 'America/Sao_Paulo', 'Africa/Cairo', 'Pacific/Apia'), (ms, zone) => {
      const its = clockText(ms, zone).slice(0, 10);
      expect(startOfDay(its, zone)).toBeLessThanOrEqual(ms);
      expect(startOfDay(dayAfter(its), zone)).toBeGreaterThan(ms);
      expect(clockText(startOfDay(its, zone) - 1, zone) < its).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('a file that makes the program fail is told apart from one that cannot be read, and costs no other one', async () => {
  crashes.length = 0;
  const lines = linesOf(new JournalMaker(newKey()).pause().entries);
  const failing = (name: string, error: Error): ReportSource => ({
    ...source(name, lines),
    ends: () => Promise.reject(error),
  });
  const mistake = new TypeError('a mistake in the program');
  const { notRead, pauses } = await evidenceOf([
    failing('closed', Object.assign(new Error('no'), { code: 'EACCES' })),
    failing('no-export', new NotReadable('no export')),
    failing('mistake', mistake),
    failing('wrong-call', Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' })),
    source('good', lines),
  ]);
  expect(notRead).toEqual([
    { file: 'closed', why: 'unreadable' },
    { file: 'mistake', why: 'crashed' },
    { file: 'no-export', why: 'unreadable' },
    { file: 'wrong-call', why: 'crashed' },
  ]);
  expect(crashes).toEqual([mistake, expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' })]);
  expect(pauses.requested).toBe(1);
});
