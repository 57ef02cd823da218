// The command `typecheck`: svelte-check over TypeScript files and components.
import { ended, inPackages, readFlags, spawnNode } from './project.ts';

const help = `Usage: npm run typecheck

Checks types in TypeScript and Svelte files.

  --help   Show this help
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {});
  if ('exit' in read) return read.exit;
  // It checks .ts files as the compiler does: with a tsconfig it reports their errors too.
  return ended(
    spawnNode([
      inPackages('svelte-check', 'bin', 'svelte-check'),
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      // TypeScript's native compiler, in less than half of the time.
      '--tsgo-experimental-api',
      '--output',
      'human',
    ]),
  );
}
