// Every command explains itself with --help, and refuses a wrong flag in words, with exit code 2 and a clean standard output.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { whyNoDisplay } from '../../../scripts/electron-binary.ts';

const runner = path.resolve(import.meta.dirname, '../../../scripts/run.mjs');

async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [runner, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CSC_LINK: '', WIN_CSC_LINK: '' },
  });
  const ended = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
}

const commands = [
  'demo',
  'start',
  'preview',
  'simulator',
  'alert-receiver',
  'bench',
  'build',
  'dist',
  'lint',
  'typecheck',
  'format',
  'screenshots',
  'gallery',
  'test',
];

describe.each(commands)('the command %s', (name) => {
  test('explains itself', async () => {
    const { code, stdout } = await run(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(name === 'start' ? 'npm start' : name === 'test' ? 'npm test' : `npm run ${name}`);
  });

  test('refuses a wrong flag in words', async () => {
    const { code, stdout, stderr } = await run(name, '--wrong-flag');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('wrong-flag');
    expect(stderr).not.toContain('    at ');
  });
});

test('a command that there is not is refused, and the others are named', async () => {
  const { code, stderr } = await run('destroy');
  expect(code).toBe(2);
  for (const name of commands) expect(stderr).toContain(name);
});

test('a Linux without a display is known before anything is downloaded', () => {
  expect(whyNoDisplay('linux', {})).toContain('no display');
  expect(whyNoDisplay('linux', { DISPLAY: ':0' })).toBeNull();
  expect(whyNoDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
  expect(whyNoDisplay('win32', {})).toBeNull();
});

test('a release that nobody signs is refused before anything is built, and so is an architecture that there is not', async () => {
  const unsigned = await run('dist', '--platform', 'win', '--release');
  expect(unsigned.code).toBe(1);
  expect(unsigned.stderr).toContain('NOT SIGNED');
  expect(unsigned.stderr).toContain('A release must be signed.');
  const universal = await run('dist', '--platform', 'win', '--arch', 'universal');
  expect(universal.code).toBe(2);
  expect(universal.stderr).toContain('x64, arm64');
});

test('on an older Node npm is asked for a newer one, of its cache where that has one, and the command goes on in it', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-old-node-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const npm = path.join(folder, 'npm.mjs');
  await writeFile(npm, 'console.log(JSON.stringify(process.argv.slice(2)));');
  const old =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.19.0"}})';
  const child = spawn(process.execPath, ['--import', old, runner, 'typecheck', '--help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_execpath: npm, SIDETONE_NODE_FETCHED: '' },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(stderr).toContain('This is Node 20.19.0.');
  const asked = JSON.parse(stdout) as string[];
  expect(asked.slice(0, asked.indexOf('--'))).toEqual(['exec', '--yes', '--prefer-offline', '--package=node@22']);
  expect(asked.slice(-2)).toEqual(['typecheck', '--help']);
});
