// The command `alert-receiver`: shows what alerts arrive. Its flags are its own.
import path from 'node:path';
import { endWith, root, spawnNode } from './project.ts';

export function run(args: readonly string[]): Promise<number> {
  const file = path.join(root, 'src', 'simulator', 'alerts', 'receiver-cli.ts');
  return endWith(spawnNode([file, ...args], { stdio: 'inherit' }));
}
