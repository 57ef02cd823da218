// The command `typecheck`: the compiler over TypeScript, svelte-check over the components.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run typecheck

Checks types in TypeScript and Svelte files.

  --help   Show this help
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  const compiler = await ended(spawnNode([inPackages('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']));
  const components = await ended(
    spawnNode([
      inPackages('svelte-check', 'bin', 'svelte-check'),
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ]),
  );
  return compiler === 0 && components === 0 ? 0 : 1;
}
