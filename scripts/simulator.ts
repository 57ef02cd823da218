// The command `simulator`: the embedded UCX server alone. Its flags are its own.
import path from 'node:path';
import { endWith, root, spawnNode } from './project.ts';

export function run(args: readonly string[]): Promise<number> {
  return endWith(spawnNode([path.join(root, 'src', 'simulator', 'cli.ts'), ...args], { stdio: 'inherit' }));
}
