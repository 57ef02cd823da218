// What every command of this project shares: its root, its flags, and the programs it runs.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

export const root = path.resolve(import.meta.dirname, '..');

/** Says something to the person at the terminal. Standard output is kept for what a program may want to read. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

type FlagOptions = NonNullable<ParseArgsConfig['options']>;
type Values<O extends FlagOptions> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O & { help: { type: 'boolean' } } }>
>['values'];

/**
 * Reads a command's flags.
 * @returns the values; or the exit code when there is nothing left to do: 0 after `--help`, 2 after saying what is wrong
 */
export function readFlags<const O extends FlagOptions>(
  args: readonly string[],
  help: string,
  options: O,
): { readonly values: Values<O> } | { readonly exit: number } {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } } });
    if ('help' in values && values.help === true) {
      process.stdout.write(help);
      return { exit: 0 };
    }
    return { values };
  } catch (error) {
    say(error instanceof Error ? error.message : "Can't read the options.");
    say('Try --help.');
    return { exit: 2 };
  }
}

/** A whole number from `least` to `most`, or null after saying what is wrong. */
export function readNumber(flag: string, text: string, least: number, most: number): number | null {
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  say(`${flag} must be a whole number from ${String(least)} to ${String(most)}, not "${text}".`);
  say('Try --help.');
  return null;
}

/** Resolves to the exit code of a program; 1 when it could not be started or was ended by a signal. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Runs Node with the given arguments in the project's folder. What it says goes to our standard error unless told otherwise. */
export function spawnNode(args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 2, 2], ...options });
}

/** Path of a file of an installed package. */
export function inPackages(...parts: string[]): string {
  return path.join(root, 'node_modules', ...parts);
}

/** Hands signals on to a child and ends as it ends. */
export function endWith(child: ChildProcess): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return ended(child);
}
