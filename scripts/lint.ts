// The command `lint`: code rules by oxlint, rules of components by eslint, unused exports and files by knip, the form of every file.
import { format } from './format.ts';
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run lint [-- --fix]

Checks code rules and formatting.

  --fix    Fix what can be fixed automatically
  --help   Show this help
`;

/**
 * Components are read once for all of them, and not once for each: a third of the time. It is an experiment of their parser; without it the
 * same is found, more slowly (svelte-eslint-parser, "ts.sys.readFile hook").
 */
const componentsOnce = { SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK: '1' };

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { fix: { type: 'boolean', default: false } });
  if ('exit' in read) return read.exit;
  const fix = read.values.fix ? ['--fix'] : [];
  const rules = await ended(spawnNode([inPackages('oxlint', 'bin', 'oxlint'), '--deny-warnings', ...fix]));
  const components = await ended(
    spawnNode([inPackages('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0', ...fix], {
      env: { ...process.env, ...componentsOnce },
    }),
  );
  const unused = await ended(spawnNode([inPackages('knip', 'bin', 'knip.js'), '--no-progress', ...fix]));
  const isInForm = await format(read.values.fix ? 'write' : 'check');
  return rules === 0 && components === 0 && unused === 0 && isInForm ? 0 : 1;
}
