// The command `mutation`: changes the code of the promise in thousands of small ways, and counts how many of them a test finds. The faults
// that were planted by hand must all be found.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { runPlanted } from './planted-faults.ts';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';

const help = `Usage: npm run mutation [-- --only PART]

Changes the code in small ways and runs the tests against each change. Takes an hour or more.

  --only PART   One part: planted, live, journal, automatic, alerts or ucx
                planted: about a hundred faults that were thought out by hand. Takes ten minutes
  --area NAME   Of the planted faults those of one area, such as journal
  --help        Show this help
`;

/** What is changed, the folders of unit tests that have to find it, and the least share (per cent) that they must find. */
const parts = {
  live: { files: ['src/main/core/live/**/*.ts'], tests: 'live,app,platform,board,shared', least: 90 },
  journal: { files: ['src/main/core/journal/**/*.ts'], tests: 'live,app,board,shared,shell,report', least: 80 },
  automatic: { files: ['src/main/core/automatic/**/*.ts'], tests: 'automatic', least: 80 },
  alerts: { files: ['src/main/core/alerts/**/*.ts'], tests: 'alerts', least: 80 },
  ucx: {
    tests: 'ucx',
    files: [
      'src/main/core/ucx/transport/**/*.ts',
      // One by one: the tool takes a comma in braces for the end of a pattern.
      ...['live', 'live-lists', 'repeated-keys', 'schemas', 'errors'].map((name) => `src/main/core/ucx/${name}.ts`),
    ],
    least: 80,
  },
} as const;
const partNames = ['planted', 'live', 'journal', 'automatic', 'alerts', 'ucx'] as const;

const reportSchema = v.object({
  files: v.record(v.string(), v.object({ mutants: v.array(v.object({ status: v.string() })) })),
});

/** Share of the changes that a test found, in per cent; those that no code could run are left out. */
function scoreOf(): number {
  const file = path.join(root, 'test-results', 'mutation', 'report.json');
  const { files } = v.parse(reportSchema, JSON.parse(readFileSync(file, 'utf8')));
  const all = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const found = all.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const missed = all.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  return (found / Math.max(1, found + missed)) * 100;
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {
    only: { type: 'string', default: '' },
    area: { type: 'string', default: '' },
  });
  if ('exit' in read) return read.exit;
  const { only, area } = read.values;
  const chosen = only === '' ? partNames : partNames.filter((name) => name === only);
  if (chosen.length === 0) {
    say(`--only must be one of ${partNames.join(', ')}.`);
    return 2;
  }
  let code = 0;
  for (const name of chosen) {
    if (name === 'planted') {
      code = Math.max(code, await runPlanted(area));
      continue;
    }
    const { files, tests, least } = parts[name];
    const stryker = inPackages('@stryker-mutator', 'core', 'bin', 'stryker.js');
    const failed = await ended(
      spawnNode([stryker, 'run', 'tests/mutation/stryker.config.json', '--mutate', files.join(',')], {
        env: { ...process.env, MUTATION_TESTS: tests },
      }),
    );
    if (failed !== 0) return failed;
    const score = scoreOf();
    say(`${name}: ${score.toFixed(1)} % found (at least ${String(least)} %)`);
    if (score < least) code = 1;
  }
  return code;
}
