// The command `mutation`: changes the code of the promise in thousands of small ways, and counts how many of them a test finds.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { ended, inPackages, readFlags, root, say, spawnNode } from './project.ts';

const help = `Usage: npm run mutation [-- --only PART]

Changes the code in small ways and runs the tests against each change. Takes an hour or more.

  --only PART   One part: live, journal or ucx
  --help        Show this help
`;

/** What is changed, and the least share of the changes (per cent) that tests must find. */
const parts = {
  live: { files: ['src/main/core/live/**/*.ts'], least: 90 },
  journal: { files: ['src/main/core/journal/**/*.ts'], least: 80 },
  ucx: {
    files: [
      'src/main/core/ucx/transport/**/*.ts',
      'src/main/core/ucx/{live,live-lists,repeated-keys,schemas,errors}.ts',
    ],
    least: 80,
  },
} as const;
const partNames = ['live', 'journal', 'ucx'] as const;

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
  const read = readFlags(args, help, { only: { type: 'string', default: '' } });
  if ('exit' in read) return read.exit;
  const { only } = read.values;
  const chosen = only === '' ? partNames : partNames.filter((name) => name === only);
  if (chosen.length === 0) {
    say(`--only must be one of ${partNames.join(', ')}.`);
    return 2;
  }
  let code = 0;
  for (const name of chosen) {
    const { files, least } = parts[name];
    const stryker = inPackages('@stryker-mutator', 'core', 'bin', 'stryker.js');
    const failed = await ended(
      spawnNode([stryker, 'run', 'tests/mutation/stryker.config.json', '--mutate', files.join(',')]),
    );
    if (failed !== 0) return failed;
    const score = scoreOf();
    say(`${name}: ${score.toFixed(1)} % found (at least ${String(least)} %)`);
    if (score < least) code = 1;
  }
  return code;
}
