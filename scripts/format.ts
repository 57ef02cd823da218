// The command `format`: every file in the one form. Code is written by oxfmt, which needs a fiftieth of Prettier's time for nearly the same
// form; components and all else by Prettier.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run format

Formats all files.

  --help   Show this help
`;

const code = '**/*.{ts,js,mjs}';
const others = '**/*.{svelte,css,html,json,yml}';

/** Writes every file in its form, or only tells which aren't in it. Answers whether all is well. */
export async function format(mode: 'write' | 'check'): Promise<boolean> {
  const oxfmt = await ended(
    spawnNode([
      inPackages('oxfmt', 'bin', 'oxfmt'),
      // Prettier's own list names what is oxfmt's.
      '--ignore-path=.gitignore',
      mode === 'write' ? '--write' : '--list-different',
      code,
    ]),
  );
  const prettier = await ended(
    spawnNode([inPackages('prettier', 'bin', 'prettier.cjs'), `--${mode}`, '--log-level', 'warn', others]),
  );
  return oxfmt === 0 && prettier === 0;
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  return (await format('write')) ? 0 : 1;
}
