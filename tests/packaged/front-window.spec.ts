// The helper that watches the front window, as it is installed: where the app looks for it, and in Windows' own words what it is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { expect, test } from '../electron/fixtures.ts';
import { released } from './package.ts';

const helper = path.join(released, 'resources', 'native', 'sidetone-watch.exe');

test('the helper in the package tells windows, and ends with its input', async ({}, info) => {
  info.skip(!existsSync(helper), 'the package was built without MinGW-w64, so it has no helper');
  const child = spawn(process.env['ELECTRON_EXECUTABLE'] ?? '', ['--wine', 'wine', helper], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  const [first] = await new Promise<string[]>((resolve) => {
    lines.once('line', (line) => resolve([line]));
  });
  expect(JSON.parse(first ?? '')).toEqual({ program: expect.any(String), title: expect.any(String) });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  child.stdin.end();
  expect(await ended).toBe(0);
});
