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
  const list = names.length === 0 ? 'none yet' : names.join(', ');
  if (args.includes('--help')) {
    process.stdout.write(
      `Runs the benchmarks.\n\n  npm run bench [-- NAME]\n\n  NAME   one of: ${list}; all by default\n`,
    );
    return 0;
  }
  const [name, ...rest] = args;
  if (rest.length > 0 || (name !== undefined && !names.includes(name))) {
    say(`There is no benchmark "${args.join(' ')}". There are: ${list}.`);
    say('Try --help.');
    return 2;
  }
  if (names.length === 0) say('There are no benchmarks yet.');
  for (const each of name === undefined ? names : [name]) {
    const code = await endWith(spawnNode(['--expose-gc', path.join(folder, `${each}${ending}`)], { stdio: 'inherit' }));
    if (code !== 0) return code;
  }
  return 0;
}
