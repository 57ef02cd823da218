// The simulator as a command: reads flags, starts it, prints its address in one line, ends cleanly.
import { parseArgs } from 'node:util';
import { allowedValues, applyQuirk, defaultQuirks, quirkNames, QuirkError, quirkTable } from './faults/quirks.ts';
import { startSimulator } from './simulator.ts';
import type { SimulatorOptions } from './types.ts';

const help = `Usage: npm run simulator -- [OPTIONS]

Starts a simulated UCX server with demo users, calls and recordings.

  --port N             Port on 127.0.0.1; 0 uses any free port (default: 0)
  --recordings N       Completed recordings of ada.agent, up to 10,000,000 (default: 50)
  --calls auto|none    Start and end calls automatically, or not (default: none)
  --crowd N            Recorded calls of N other agents, up to 20,000 (default: 0)
  --call-speed N       Run automatic calls N times faster (default: 1)
  --seed N             The same seed gives the same recordings and calls (default: 1)
  --tls                Use HTTPS with a self-signed test certificate for localhost and 127.0.0.1
  --quirk NAME=VALUE   Set a quirk; can be repeated
  --list-quirks        List all quirks with their values and defaults
  --help               Show this help

Prints one line: simulator http://127.0.0.1:PORT
Users: ada.agent, ben.agent, sam.supervisor, max.manager and others. Password: demo
`;

/** A flag that is wrong; the message says what would be right. */
export class UsageError extends Error {}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list-quirks' }
  | { readonly kind: 'start'; readonly options: SimulatorOptions };

function whole(flag: string, text: string, largest: number, least = 0): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > largest) {
    throw new UsageError(`--${flag} must be a whole number from ${least} to ${largest}, not "${text}".`);
  }
  return value;
}

/** Reads the flags. @throws UsageError in words when one of them is wrong. */
export function parseCommand(args: readonly string[]): Command {
  const { values } = flags(args);
  if (values.help === true) return { kind: 'help' };
  if (values['list-quirks'] === true) return { kind: 'list-quirks' };
  const quirks = defaultQuirks();
  for (const setting of values.quirk ?? []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`--quirk must be NAME=VALUE, not "${setting}".`);
    try {
      applyQuirk(quirks, name, value);
    } catch (error) {
      if (error instanceof QuirkError) throw new UsageError(error.message);
      throw error;
    }
  }
  const calls = values.calls ?? 'none';
  if (calls !== 'auto' && calls !== 'none') throw new UsageError(`--calls must be auto or none, not "${calls}".`);
  return {
    kind: 'start',
    options: {
      port: whole('port', values.port ?? '0', 65_535),
      recordings: whole('recordings', values.recordings ?? '50', 10_000_000),
      seed: whole('seed', values.seed ?? '1', 0xffffffff),
      crowd: whole('crowd', values.crowd ?? '0', 20_000),
      callSpeed: whole('call-speed', values['call-speed'] ?? '1', 10_000, 1),
      tls: values.tls === true,
      calls,
      quirks,
    },
  };
}

function flags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        recordings: { type: 'string' },
        calls: { type: 'string' },
        crowd: { type: 'string' },
        'call-speed': { type: 'string' },
        seed: { type: 'string' },
        tls: { type: 'boolean' },
        quirk: { type: 'string', multiple: true },
        'list-quirks': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "Can't read the options.");
  }
}

function quirkList(): string {
  const lines = quirkNames.map((name) => {
    const { default: normal, meaning, source } = quirkTable[name];
    return `${name}=${String(normal)}\n    ${meaning} (${source})\n    values: ${allowedValues(name)}\n`;
  });
  return lines.join('');
}

async function run(): Promise<void> {
  let command: Command;
  try {
    command = parseCommand(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nTry --help.\n`);
    process.exitCode = 2;
    return;
  }
  if (command.kind !== 'start') {
    process.stdout.write(command.kind === 'help' ? help : quirkList());
    return;
  }
  try {
    const simulator = await startSimulator(command.options);
    process.stdout.write(`simulator ${simulator.url}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const port = String(command.options.port ?? 0);
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    process.stderr.write(
      code === 'EACCES'
        ? `Can't use port ${port}: you don't have permission. Choose another with --port.\n`
        : `Port ${port} is in use. Choose another with --port.\n`,
    );
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await run();
