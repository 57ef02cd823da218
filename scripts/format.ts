// The command `format`: lets prettier write every file in the one form.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Writes every file in the one form.

  npm run format

  --help   this text
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  return ended(spawnNode([inPackages('prettier', 'bin', 'prettier.cjs'), '--write', '--log-level', 'warn', '.']));
}
