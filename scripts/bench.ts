// The command `bench`: runs the benchmarks under tests/bench, all or the one named. They print figures and assert nothing about time.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { endWith, root, say, spawnNode } from './project.ts';

const folder = path.join(root, 'tests', 'bench');
const ending = '.bench.ts';

export async function run(args: readonly string[]): Promise<number> {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length))
        .toSorted()
    : [];
  const list = names.length === 0 ? 'none' : names.join(', ');
  if (args.includes('--help')) {
    process.stdout.write(
      `Usage: npm run bench [-- NAME]\n\nRuns the benchmarks and prints their figures.\n\n  NAME     ${list} (default: all)\n  --help   Show this help\n`,
    );
    return 0;
  }
  const [name, ...rest] = args;
  if (rest.length > 0 || (name !== undefined && !names.includes(name))) {
    say(`Unknown benchmark "${args.join(' ')}". Available: ${list}.`);
    say('Try --help.');
    return 2;
  }
  if (names.length === 0) say('No benchmarks found.');
  for (const each of name === undefined ? names : [name]) {
    const code = await endWith(spawnNode(['--expose-gc', path.join(folder, `${each}${ending}`)], { stdio: 'inherit' }));
    if (code !== 0) return code;
  }
  return 0;
}
