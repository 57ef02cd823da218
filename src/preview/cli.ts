// The command `preview`: reads its flags, starts the preview, prints its one line, ends on Ctrl+C.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Core } from '../main/core/core-types.ts';
import { parseServerAddress } from '../main/core/ucx/transport/address.ts';
import { codeOf } from '../main/core/platform/errors.ts';
import { RotatingLogFile } from '../main/core/platform/logs/rotating-log-file.ts';
import { systemClock } from '../main/core/platform/system-clock.ts';
import { takeProfile, type ProfileHolder, type ProfileUse } from '../main/profile-lock.ts';
import { redactingLog } from '../main/log-facts.ts';
import { err, ok, type Result } from '../shared/domain/result.ts';
import { problemText } from '../shared/messages/problems.ts';
import { defaultProfileFolder } from './profile-folder.ts';
import type { Preview, PreviewOptions } from './preview.ts';

/** Longest time in milliseconds before the address is printed. */
const longestSilenceMs = 5000;

export const previewHelp = `Usage: npm run preview -- [--port N] [--server URL] [--profile DIR] [--username U --password-stdin] [--open]

Serves Sidetone to a browser on this computer.

  --port N           Port on 127.0.0.1 (default: any free port)
  --server URL       Server to sign in to; with --username, signs in at start
  --profile DIR      Data folder for settings and saved recordings (default: a folder separate from the app's)
  --username U       Username to sign in with
  --password-stdin   Read the password from standard input
  --open             Open the address in the browser
  --help             Show this help

Prints one line: preview http://127.0.0.1:PORT/TOKEN/
The token keeps out other users of this computer. Don't share it.
`;

export type PreviewArguments = {
  readonly port: number;
  readonly server: string | null;
  readonly profile: string | null;
  readonly username: string | null;
  readonly open: boolean;
  readonly help: boolean;
};

/** Reads the flags. The error is a sentence for people. */
export function readPreviewArguments(args: readonly string[]): Result<PreviewArguments, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        server: { type: 'string' },
        profile: { type: 'string' },
        username: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
        open: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = /^\d{1,5}$/u.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) return err(`--port must be a whole number from 0 to 65535, not "${values.port}".`);
    const { server = null, username = null, profile = null } = values;
    if ((username !== null) !== values['password-stdin']) return err('Use --username and --password-stdin together.');
    if (server !== null && !parseServerAddress(server, true).ok)
      return err('--server must be an address, such as https://ucx.example.com.');
    return ok({ port, server, profile, username, open: values.open, help: values.help });
  } catch (error) {
    return err(error instanceof Error ? error.message : "Can't read the options.");
  }
}

function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
    darwin: ['open'],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {
      process.stderr.write("Can't open a browser. Open the address yourself.\n");
    })
    .unref();
}

function ownVersion(root: string): string {
  const shape = v.object({ version: v.string() });
  return v.parse(shape, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).version;
}

async function signInAtStart(
  core: Core,
  given: { readonly server: string | null; readonly username: string; readonly password: string },
): Promise<void> {
  const server = given.server ?? core.snapshot().session.server;
  if (server === null) {
    process.stderr.write('Not signed in: this profile has no server yet. Set one with --server.\n');
    return;
  }
  const { signInPreview } = await import('./preview.ts');
  const failure = await signInPreview(core, { ...given, server });
  if (failure === null) return;
  const { what, next } = problemText(failure);
  process.stderr.write(`Not signed in: ${what} ${next}\n`);
}

function heldBy({ file, holder }: ProfileHolder): string {
  const who =
    holder === null
      ? 'Another process'
      : `Process ${String(holder.pid)}${holder.host === os.hostname() ? '' : ` on ${holder.host}`} (Sidetone${holder.program === 'preview' ? ' preview' : ''})`;
  return `${who} is using ${path.dirname(file)}. Close it, or choose another folder with --profile. If it isn't running any more, delete ${file}.\n`;
}

/** Takes the profile for this process; null where that can't be, which was said. */
async function takeFolder(profileFolder: string): Promise<ProfileUse | null> {
  const use = await takeProfile(profileFolder, 'preview').catch((error: unknown) => err(codeOf(error)));
  if (use.ok) return use.value;
  process.stderr.write(
    typeof use.error === 'string'
      ? `Can't write to ${profileFolder} (${use.error}). Choose another folder with --profile.\n`
      : heldBy(use.error),
  );
  return null;
}

/** What the preview logs: everything into the file, what is not mere information also to the standard error. */
function logTo(logFile: string): Pick<PreviewOptions, 'log' | 'logFile' | 'flushLog'> {
  const logOnDisk = new RotatingLogFile({ file: logFile, clock: systemClock() });
  const log = redactingLog((level, line) => {
    logOnDisk.write(level, line);
    if (level !== 'info') process.stderr.write(`${level}: ${line}\n`);
  });
  return { log, logFile, flushLog: () => logOnDisk.flush() };
}

/** Null where the port can't be had, which was said. */
async function started(options: PreviewOptions): Promise<Preview | null> {
  // Loaded late: neither `--help` nor a wrong flag needs the core.
  const { startPreview } = await import('./preview.ts');
  try {
    return await startPreview(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const port = String(options.port);
    process.stderr.write(
      code === 'EADDRINUSE'
        ? `Port ${port} is in use. Choose another with --port.\n`
        : `Can't use port ${port}. Choose another with --port.\n`,
    );
    return null;
  }
}

function closeOnSignal(preview: Preview, use: ProfileUse): void {
  const stop = (): void => {
    void preview.close().finally(() => {
      use.release();
      process.exit(0);
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Serves until a signal ends it. Resolves to the exit code when it cannot start. */
async function serve({ port, server, profile, username, open }: PreviewArguments): Promise<number | null> {
  const root = path.resolve(import.meta.dirname, '../..');
  const rendererFolder = path.join(root, 'out', 'renderer');
  const bridgeFile = path.join(root, 'out', 'preview', 'bridge.js');
  if (!existsSync(bridgeFile) || !existsSync(path.join(rendererFolder, 'main.html'))) {
    process.stderr.write(`The windows aren't built yet. Run "npm run build" first.\n`);
    return 1;
  }
  const password = username === null ? '' : (await text(process.stdin)).replace(/\r?\n$/u, '');
  const profileFolder = path.resolve(profile ?? defaultProfileFolder(process.platform, process.env));
  const use = await takeFolder(profileFolder);
  if (use === null) return 1;
  const log = logTo(path.join(profileFolder, 'logs', 'sidetone.log'));
  const served = { port, profileFolder, serverHint: server, rendererFolder, bridgeFile, version: ownVersion(root) };
  const preview = await started({ ...served, ...log });
  if (preview === null) {
    use.release();
    return 1;
  }
  closeOnSignal(preview, use);
  const ready = (async () => {
    await preview.core.start();
    if (username !== null) await signInAtStart(preview.core, { server, username, password });
  })();
  // The line usually comes when somebody is signed in already, but a server that does not answer must not keep it back.
  await Promise.race([ready, delay(longestSilenceMs, null, { ref: false })]);
  process.stdout.write(`preview ${preview.url}\n`);
  if (open) openInBrowser(preview.url);
  return null;
}

/** Runs the command. Resolves to the exit code when it cannot start; while it serves it ends by a signal. */
export async function previewCommand(args: readonly string[]): Promise<number | null> {
  const read = readPreviewArguments(args);
  if (!read.ok) {
    process.stderr.write(`${read.error}\nTry --help.\n`);
    return 2;
  }
  if (read.value.help) {
    process.stdout.write(previewHelp);
    return 0;
  }
  return serve(read.value);
}

if (import.meta.main) {
  const code = await previewCommand(process.argv.slice(2));
  if (code !== null) process.exit(code);
}
