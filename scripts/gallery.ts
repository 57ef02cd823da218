// The command `gallery`: pictures of every component and state from fixed data, checked for accessibility.
import path from 'node:path';
import { ended, readFlags, root, spawnNode } from './project.ts';

const help = `Usage: npm run gallery [-- --out DIR] [--only WORD] [--no-axe]

Takes pictures of every component and state from fixed data and checks each with axe.

  --out DIR     Folder for the pictures (default: a temporary folder)
  --only WORD   Only scenes whose name contains WORD
  --no-axe      Pictures only
  --help        Show this help
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {
    out: { type: 'string' },
    only: { type: 'string' },
    'no-axe': { type: 'boolean', default: false },
  });
  if ('exit' in read) return read.exit;
  return ended(
    spawnNode([path.join(root, 'tests', 'support', 'renderer-gallery', 'gallery.ts'), ...args], { stdio: 'inherit' }),
  );
}
