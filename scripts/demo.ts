// The command `demo`: a simulator with calls coming and going and the app beside it, signed in, in a profile that is thrown away.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfNeeded } from './build-if-needed.ts';
import { findElectron, systemFlags, whyNoDisplay, type ElectronFound } from './electron-binary.ts';
import { ended, readFlags, readNumber, root, say, spawnNode } from './project.ts';

const help = `Usage: npm run demo [-- --no-electron] [--port N] [--open]

Runs Sidetone with a simulated server. Needs no setup and leaves nothing behind.

  --no-electron   Use the browser preview, even if Electron is available
  --port N        Port of the browser preview on 127.0.0.1 (default: any free port)
  --open          Open the preview in the browser
  --help          Show this help

Environment:
  ELECTRON_EXECUTABLE   Electron executable to use instead of the installed one
`;

const agent = { username: 'ada.agent', password: 'demo' };

/** Resolves to the address on the line `NAME ADDRESS` that a child prints, or null when it ends without. */
function addressFrom(child: ChildProcess, name: string): Promise<string | null> {
  return new Promise((resolve) => {
    if (child.stdout === null) {
      resolve(null);
      return;
    }
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const [first, address] = line.split(' ');
      if (first === name && address !== undefined) resolve(address);
    });
    lines.once('close', () => {
      resolve(null);
    });
    child.once('error', () => {
      resolve(null);
    });
  });
}

async function chooseElectron(wanted: boolean): Promise<ElectronFound> {
  if (!wanted) return { why: '--no-electron was given' };
  const isNamed = (process.env['ELECTRON_EXECUTABLE'] ?? '') !== '';
  const blind = whyNoDisplay();
  if (blind !== null && !isNamed) return { why: blind };
  return findElectron(true);
}

function startElectron(executable: string, profile: string, server: string): ChildProcess {
  say('Starting Sidetone in Electron. Press Ctrl+C to stop.');
  return spawn(executable, [...systemFlags(), root, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, SIDETONE_DEMO_SIGN_IN: JSON.stringify({ server, ...agent }) },
  });
}

async function startBrowserPreview(
  profile: string,
  server: string,
  port: number,
  open: boolean,
): Promise<{ readonly child: ChildProcess; readonly url: string | null }> {
  const flags = ['--port', String(port), '--profile', profile, '--server', server, '--username', agent.username];
  const child = spawnNode(
    [path.join(root, 'src', 'preview', 'cli.ts'), ...flags, '--password-stdin', ...(open ? ['--open'] : [])],
    {
      stdio: ['pipe', 'pipe', 2],
    },
  );
  child.stdin?.end(agent.password);
  return { child, url: await addressFrom(child, 'preview') };
}

/** Runs until the app ends or the person ends it, then ends everything that was started. */
async function untilTheEnd(children: readonly ChildProcess[], profile: string): Promise<number> {
  const first = Promise.race(children.map(ended));
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(0);
      });
    }
  });
  const code = await Promise.race([first, signalled]);
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const gone = Promise.all(running.map(ended));
  for (const child of running) child.kill();
  await gone;
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(() => undefined);
  return code;
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, {
    'no-electron': { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    open: { type: 'boolean', default: false },
  });
  if ('exit' in read) return read.exit;
  const port = readNumber('--port', read.values.port, 0, 65_535);
  if (port === null) return 2;

  const electron = await chooseElectron(!read.values['no-electron']);
  const wanted =
    'executable' in electron ? (['main', 'preload', 'renderer'] as const) : (['renderer', 'preview'] as const);
  if (!(await buildIfNeeded(wanted))) return 1;

  const simulator = spawnNode(
    [path.join(root, 'src', 'simulator', 'cli.ts'), '--calls', 'auto', '--recordings', '1284'],
    {
      stdio: ['ignore', 'pipe', 2],
    },
  );
  const profile = await mkdtemp(path.join(os.tmpdir(), 'sidetone-demo-'));
  const server = await addressFrom(simulator, 'simulator');
  if (server === null) {
    say("The simulator didn't start. See the output above.");
    return untilTheEnd([simulator], profile);
  }
  say(`Simulated server: ${server}. Demo agent: ${agent.username}, password ${agent.password}.`);

  if ('executable' in electron) {
    return untilTheEnd([simulator, startElectron(electron.executable, profile, server)], profile);
  }
  say(`Using the browser preview because ${electron.why}.`);
  const { child, url } = await startBrowserPreview(profile, server, port, read.values.open);
  if (url === null) say("The preview didn't start. See the output above.");
  else {
    process.stdout.write(`preview ${url}\n`);
    say(`Widget: ${url}widget.html. Main window: ${url}main.html. Press Ctrl+C to stop.`);
  }
  return untilTheEnd([simulator, child], profile);
}
