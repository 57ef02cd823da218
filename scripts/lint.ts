// The command `lint`: code rules by eslint and, where they need types, by oxlint; unused exports and files by knip, formatting by prettier.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run lint [-- --fix]

Checks code rules and formatting.

  --fix    Fix what can be fixed automatically
  --help   Show this help
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { fix: { type: 'boolean', default: false } });
  if ('exit' in read) return read.exit;
  const { fix } = read.values;
  const rules = await ended(
    spawnNode([inPackages('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0', ...(fix ? ['--fix'] : [])]),
  );
  const typed = await ended(
    spawnNode([inPackages('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', ...(fix ? ['--fix'] : [])]),
  );
  const unused = await ended(
    spawnNode([inPackages('knip', 'bin', 'knip.js'), '--no-progress', ...(fix ? ['--fix'] : [])]),
  );
  const form = await ended(
    spawnNode([inPackages('prettier', 'bin', 'prettier.cjs'), fix ? '--write' : '--check', '--log-level', 'warn', '.']),
  );
  return rules === 0 && typed === 0 && unused === 0 && form === 0 ? 0 : 1;
}
