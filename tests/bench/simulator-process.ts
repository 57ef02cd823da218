// A simulator in a process of its own, so that a benchmark does not measure the server it talks to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { figure as keepFigure } from './results.ts';

export type SimulatorProcess = {
  readonly url: string;
  /** Asks the simulator's control plane; `path` is what follows `/_simulator/`. */
  control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export async function startSimulatorProcess(flags: readonly string[] = []): Promise<SimulatorProcess> {
  const cli = join(import.meta.dirname, '../../src/simulator/cli.ts');
  const child = spawn(process.execPath, [cli, '--calls', 'none', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  const url = line.replace(/^simulator /, '');
  return {
    url,
    async control(method, path, body) {
      const answer = await fetch(`${url}/_simulator/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const value: unknown = text === '' ? null : JSON.parse(text);
      return value;
    },
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((left, right) => left - right)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

/** Prints a figure that has no baseline of its own. */
export function print(name: string, figure: string): void {
  keepFigure({ what: name, ours: figure });
}
