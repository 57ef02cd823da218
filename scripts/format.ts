// The command `format`: lets prettier write every file in the one form.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run format

Formats all files with Prettier.

  --help   Show this help
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  return ended(spawnNode([inPackages('prettier', 'bin', 'prettier.cjs'), '--write', '--log-level', 'warn', '.']));
}
