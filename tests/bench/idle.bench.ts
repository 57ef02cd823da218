// Processor time of an idle core that follows its agent's calls, beside a Node process that does nothing, over the same minute.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { print, startSimulatorProcess } from './simulator-process.ts';

const seconds = 60;
const simulator = await startSimulatorProcess();
const profile = await mkdtemp(join(tmpdir(), 'sidetone-idle-'));

const tell = `setTimeout(() => { const b = process.cpuUsage(); setTimeout(() => { const u = process.cpuUsage(b);
  process.stderr.write(((u.user + u.system) / 1000).toFixed(1) + '\\n'); process.exit(0); }, ${String(seconds * 1000)}); }, 3000);`;

async function cpuOf(args: readonly string[], firstLine: string | null): Promise<number> {
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  if (firstLine !== null) child.stdin.write(`${firstLine}\n`);
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) {
    if (!/^[0-9.]+$/.test(line)) continue;
    await once(child, 'exit');
    return Number(line);
  }
  throw new Error('The process told no figure');
}

const [core, empty] = await Promise.all([
  cpuOf([join(import.meta.dirname, '../support/core-child.ts'), profile, simulator.url], 'demo'),
  cpuOf(['--eval', 'setInterval(() => undefined, 1 << 30)'], null),
]);
const share = (ms: number): string => `${((ms / (seconds * 1000)) * 100).toFixed(2)} % of one core`;
print(
  `idle core for ${String(seconds)} s, one read every 2 s`,
  `${core.toFixed(0)} ms = ${share(core)} (aim: below 0.5 %)`,
);
print('a Node process that does nothing', `${empty.toFixed(0)} ms = ${share(empty)}`);
await simulator.close();
await rm(profile, { recursive: true, force: true });
