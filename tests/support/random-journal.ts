// Random journals for tests of the evidence report: pauses that overlap, fail, cross months and are never ended, on several installations.
import fc from 'fast-check';
import { pauseEnds, type JournalEntry, type JournalFact } from '../../src/shared/domain/journal.ts';
import { JournalMaker, newKey } from './signed-journal.ts';

type Step =
  | { readonly kind: 'pause'; readonly exposures: readonly (number | null)[]; readonly late: boolean }
  | { readonly kind: 'end'; readonly how: (typeof pauseEnds)[number]; readonly pausedForMs: number | null }
  | { readonly kind: 'other'; readonly fact: JournalFact }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'wait'; readonly ms: number };

const exposure = fc.option(fc.double({ min: 0, max: 9_000, noNaN: true }), { nil: null, freq: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('pause' as const),
      exposures: fc.array(exposure, { maxLength: 2 }),
      late: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      how: fc.constantFrom(...pauseEnds),
      pausedForMs: fc.option(fc.nat(60_000), { nil: null }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20 * 86_400_000) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'checkpoint' as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>(
      { kind: 'other', fact: { kind: 'started' } },
      { kind: 'other', fact: { kind: 'resume-failed', pauseId: null, problem: null } },
      { kind: 'other', fact: { kind: 'torn', bytes: 12, keptAs: 'x' } },
    ),
  },
);

let ids = 0;
const id = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;

function take(maker: JournalMaker, one: Step, open: string[]): void {
  if (one.kind === 'checkpoint' && maker.entries.length > 0) maker.checkpoint();
  else if (one.kind === 'wait') maker.now += one.ms;
  else if (one.kind === 'other') maker.add(one.fact);
  else if (one.kind === 'end') {
    const pauseId = open.shift();
    if (pauseId !== undefined)
      maker.add({ kind: 'ended', pauseId, how: one.how, pausedForMs: one.pausedForMs, attempts: [] });
  } else if (one.kind === 'pause') {
    const pauseId = id();
    const recordings = one.exposures.map((exposureMs) => ({ recordingId: id(), exposureMs }));
    const recordingIds = recordings.map(({ recordingId }) => recordingId);
    open.push(pauseId);
    maker.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds });
    if (one.late) maker.add({ kind: 'not-confirmed', pauseId, recordingIds, problem: null });
    for (const { recordingId, exposureMs } of recordings)
      if (exposureMs !== null) maker.add({ kind: 'confirmed', pauseId, recordingId, exposureMs, attempts: [] });
  }
}

/** The entries of one installation, signed here and there. */
export const journal: fc.Arbitrary<readonly JournalEntry[]> = fc
  .array(step, { minLength: 1, maxLength: 40 })
  .map((steps) => {
    const maker = new JournalMaker(newKey(), Date.UTC(2026, 9, 28, 20) + (ids += 1));
    const open: string[] = [];
    maker.add({ kind: 'started' });
    for (const one of steps) take(maker, one, open);
    return maker.entries;
  });
