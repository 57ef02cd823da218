// Reads what the test programs report, and says it in one line a part and one line for all.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };
export type PartResult = {
  readonly part: string;
  readonly counts: Counts;
  /** Why it could not run, or what the program that ran it did; null when there is nothing to add. */
  readonly note: string | null;
  /** Tests that passed only at a second attempt, by file and title. */
  readonly retried?: readonly string[];
};

const vitestSchema = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ status: v.string() })),
    }),
  ),
});

/** A file or a group of tests, of Playwright's report. */
type Suite = {
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
};

const suiteSchema: v.GenericSchema<Suite> = v.object({
  specs: v.array(v.object({ title: v.string(), file: v.string(), tests: v.array(v.object({ status: v.string() })) })),
  suites: v.optional(v.lazy(() => v.array(suiteSchema))),
});

const playwrightSchema = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  errors: v.optional(v.array(v.unknown()), []),
  suites: v.optional(v.array(suiteSchema), []),
});

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

function add(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** What a program did that left no report, or a report that says less than its exit code. */
function withExit(part: string, counts: Counts | null, exitCode: number): PartResult {
  if (counts === null) return { part, counts: { ...none, failed: 1 }, note: 'no report was written' };
  if (exitCode !== 0 && counts.failed === 0)
    return { part, counts: { ...counts, failed: 1 }, note: 'failed outside the tests' };
  return { part, counts, note: counts.passed + counts.failed + counts.skipped === 0 ? 'no tests' : null };
}

/** One part for each folder of `folders`, out of vitest's JSON report. A file that could not be read at all is one failure. */
export function readVitest(file: string, folders: Readonly<Record<string, string>>, exitCode: number): PartResult[] {
  const parsed = v.safeParse(vitestSchema, readJson(file));
  const results = Object.entries(folders).map(([part, folder]): PartResult => {
    if (!parsed.success) return withExit(part, null, exitCode);
    const files = parsed.output.testResults.filter(({ name }) => path.resolve(name).startsWith(folder + path.sep));
    const counts = files.reduce<Counts>((sum, { status, assertionResults }) => {
      const count = (...wanted: string[]): number =>
        assertionResults.filter((each) => wanted.includes(each.status)).length;
      const failed = count('failed');
      return add(sum, {
        passed: count('passed'),
        failed: failed === 0 && status === 'failed' ? 1 : failed,
        skipped: count('pending', 'skipped', 'todo', 'disabled'),
      });
    }, none);
    return withExit(part, counts, 0);
  });
  const last = results.at(-1);
  if (last !== undefined && exitCode !== 0 && results.every(({ counts }) => counts.failed === 0)) {
    results[results.length - 1] = withExit(last.part, last.counts, exitCode);
  }
  return results;
}

/** Tests that failed and passed at another attempt: Playwright calls them flaky. */
function retriedIn(suites: readonly Suite[]): string[] {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, title }) => `${file}: ${title}`),
    ...retriedIn(inner),
  ]);
}

/**
 * One part out of Playwright's JSON report. Where a part may try a test twice, a test that needed it counts as passed
 * and is named in the summary.
 */
export function readPlaywright(part: string, file: string, exitCode: number): PartResult {
  const parsed = v.safeParse(playwrightSchema, readJson(file));
  if (!parsed.success) return withExit(part, null, exitCode);
  const { stats, errors, suites } = parsed.output;
  const { expected, unexpected, flaky, skipped } = stats;
  const broken = unexpected === 0 && errors.length > 0 ? 1 : 0;
  const counts = { passed: expected + flaky, failed: unexpected + broken, skipped };
  return { ...withExit(part, counts, exitCode), retried: retriedIn(suites) };
}

/** A check that is one test. */
export function oneTest(part: string, exitCode: number): PartResult {
  return { part, counts: exitCode === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }, note: null };
}

/** A part that could not run: one skipped test, and the reason. */
export function notRun(part: string, why: string): PartResult {
  return { part, counts: { ...none, skipped: 1 }, note: `not run: ${why}` };
}

export function sentence({ passed, failed, skipped }: Counts): string {
  return `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
}

export function total(results: readonly PartResult[]): Counts {
  return results.reduce((sum, { counts }) => add(sum, counts), none);
}

/** The summary: a line for each part, the tests that were tried twice, and the totals alone on the last line. */
export function summary(results: readonly PartResult[]): string {
  const width = Math.max(0, ...results.map(({ part }) => part.length));
  const lines = results.map(
    ({ part, counts, note }) => `${part.padEnd(width)}  ${sentence(counts)}${note === null ? '' : ` (${note})`}`,
  );
  const retried = results.flatMap(({ part, retried: names = [] }) => names.map((name) => `  ${part}  ${name}`));
  const named = retried.length === 0 ? [] : ['', 'Passed at the second attempt:', ...retried];
  return [...lines, ...named, '', sentence(total(results))].join('\n');
}
