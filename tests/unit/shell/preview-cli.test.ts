// The command `preview` as somebody types it: its flags, its folder, its one line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { readPreviewArguments } from '../../../src/preview/cli.ts';
import { withBridge } from '../../../src/preview/host.ts';
import { defaultProfileFolder } from '../../../src/preview/profile-folder.ts';

const cli = path.resolve(import.meta.dirname, '../../../src/preview/cli.ts');

async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
}

describe('the flags of the preview', () => {
  test('may all be left out', () => {
    expect(readPreviewArguments([])).toMatchObject({ ok: true, value: { port: 0, server: null, open: false } });
  });

  test('name a server that is only typed in advance', () => {
    expect(readPreviewArguments(['--server', 'https://ucx.example.com'])).toMatchObject({
      ok: true,
      value: { server: 'https://ucx.example.com', username: null },
    });
  });

  test('take the name of a server as the sign-in does', () => {
    expect(readPreviewArguments(['--server', 'ucx.example.com'])).toMatchObject({ ok: true });
  });

  test.each([
    [['--port', '70000'], '--port'],
    [['--port', 'x'], '--port'],
    [['--username', 'ada'], '--password-stdin'],
    [['--password-stdin'], '--username'],
    [['--server', 'not an address'], '--server'],
    [['--server', 'ftp://ucx.example.com'], '--server'],
    [['--wrong'], '--wrong'],
    [['--password', 'secret'], '--password'],
  ])('%j are refused in words that name the flag', (args, named) => {
    const read = readPreviewArguments(args);
    expect(read).toEqual({ ok: false, error: expect.stringContaining(named) as string });
  });

  test('when wrong end the command with 2, and nothing on standard output', async () => {
    const { code, stdout, stderr } = await run('--wrong');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--wrong');
    expect(stderr).not.toContain('    at ');
  });

  test('are explained by --help', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const flag of ['--port', '--server', '--profile', '--username', '--password-stdin', '--open']) {
      expect(stdout).toContain(flag);
    }
  });
});

describe("the preview's own folder", () => {
  test.each([
    ['win32', { LOCALAPPDATA: 'C:\\Local' }],
    ['darwin', {}],
    ['linux', {}],
    ['linux', { XDG_DATA_HOME: '/data' }],
    ['linux', { XDG_DATA_HOME: 'relative' }],
  ] as const)('is the user`s and never the app`s (%s %j)', (platform, environment) => {
    const folder = defaultProfileFolder(platform, environment, '/home/ada');
    expect(path.basename(folder)).toBe('sidetone-preview');
    expect(folder).not.toContain('relative');
  });
});

test('the bridge stands before the first script of a page, and nothing is inline', () => {
  const html = withBridge('<head><script type="module" src="./a.js"></script></head>');
  expect(html).toBe(
    '<head><script src="./sidetone-bridge.js"></script><script type="module" src="./a.js"></script></head>',
  );
});
