// The commands that people type to see Sidetone in a browser: one line on standard output, and a page that is signed in.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test, Widget } from './fixtures.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A command under way, with the lines it printed so far. */
class Command {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #first: Promise<string>;

  constructor(args: readonly string[], input: string) {
    // No bus: the keychain of whoever runs the tests is left alone.
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'], env });
    child.stdin.end(input);
    this.#child = child;
    this.#first = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.lines.push(line);
        resolve(line);
      });
      child.once('exit', () => {
        reject(new Error('the command ended without a line'));
      });
    });
    this.#first.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The address that the one line names. */
  async address(): Promise<string> {
    const [, address = ''] = (await this.#first).split(' ');
    return address;
  }

  /** Ends it as Ctrl+C does, and answers with its exit code. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await ended;
    return this.#child.exitCode;
  }
}

test('the preview signs in from the command line and prints its address in one line', async ({
  page,
  simulator,
  profile,
}) => {
  const flags = ['--server', simulator.url, '--username', 'ada.agent', '--password-stdin', '--profile', profile];
  const command = new Command(['src/preview/cli.ts', ...flags], 'demo\n');
  try {
    await page.goto(`${await command.address()}main.html`);
    await expect(page.getByText('40 recordings')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  } finally {
    expect(await command.end()).toBe(0);
  }
  expect(command.lines).toEqual([expect.stringMatching(/^preview http:\/\/127\.0\.0\.1:\d+\/[\w-]{20,}\/$/u)]);
});

test('the preview fills in the server that the command line names', async ({ page, simulator, profile }) => {
  const command = new Command(['src/preview/cli.ts', '--server', simulator.url, '--profile', profile], '');
  try {
    await page.goto(`${await command.address()}main.html`);
    await expect(page.getByRole('textbox', { name: 'Server address' })).toHaveValue(simulator.url);
  } finally {
    await command.end();
  }
});

test('a second preview of one profile says which process has it, and ends', async ({ simulator, profile }) => {
  const flags = ['src/preview/cli.ts', '--server', simulator.url, '--profile', profile];
  const first = new Command(flags, '');
  try {
    await first.address();
    const second = promisify(execFile)(process.execPath, flags, { cwd: root });
    await expect(second).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(
          `^Process ${String(first.pid)} \\(Sidetone preview\\) is using .*\\. Close it, or choose another folder`,
          'u',
        ),
      ),
    });
  } finally {
    await first.end();
  }
  const third = new Command(flags, '');
  await third.address();
  await third.end();
});

test('the demo shows calls that come by themselves, and ends without a trace', async ({ page }) => {
  const command = new Command(['scripts/run.mjs', 'demo', '--no-electron'], '');
  try {
    const url = await command.address();
    const widget = new Widget(page, url);
    await widget.open();
    await expect(widget.state).toHaveText('Recording');
    await widget.press('Pause recording');
    await expect(widget.state).toHaveText('Paused');
  } finally {
    expect(await command.end()).toBe(0);
  }
  expect(command.lines).toHaveLength(1);
});
