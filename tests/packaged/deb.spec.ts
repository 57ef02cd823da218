// The deb, made of the app in a Linux Electron: what it says of itself, what it installs, and that the installed program runs.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildExtension } from '../../scripts/extension/build-extension.ts';
import { packExtension } from '../../scripts/extension/pack-extension.ts';
import { fpmStandIn } from '../../scripts/packaging/linux-installers.ts';
import { packingEnvironment } from '../../scripts/packaging/packed-modules.ts';
import { ownVersion } from '../../scripts/packaging/windows-compiler.ts';
import { expect, test } from '../electron/fixtures.ts';
import { root } from './package.ts';

const run = promisify(execFile);
let folder = '';
const deb = (): string => path.join(folder, `sidetone_${ownVersion()}_amd64.deb`);
const installed = (...names: string[]): string => path.join(folder, 'installed', ...names);

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({}, info) => {
  const program = process.env['ELECTRON_LINUX_APP'] ?? '';
  info.skip(program === '', 'ELECTRON_LINUX_APP names no Linux Electron with this app');
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-deb-'));
  const app = path.join(folder, 'app');
  await cp(path.dirname(program), app, { recursive: true });
  await buildExtension();
  packExtension();
  // A fast compression: the release's takes a minute.
  const flags = [`-c.directories.output=${folder}`, '-c.deb.compression=gz', '--publish', 'never'];
  const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  await run(process.execPath, [builder, '--linux', 'deb', '--x64', '--prepackaged', app, ...flags], {
    cwd: root,
    env: { ...process.env, CUSTOM_FPM_PATH: fpmStandIn, ...packingEnvironment('linux', 'x64') },
  });
  await run('dpkg-deb', ['-x', deb(), installed()]);
  await run('dpkg-deb', ['-e', deb(), path.join(folder, 'control')]);
});
test.afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

test('it says what it is, who maintains it and what it needs', async () => {
  const field = async (name: string): Promise<string> => (await run('dpkg-deb', ['-f', deb(), name])).stdout.trim();
  expect(await field('Package')).toBe('sidetone');
  expect(await field('Version')).toBe(ownVersion());
  expect(await field('Maintainer')).toMatch(/^.+ <.+@.+>$/u);
  expect(await field('Homepage')).toMatch(/^https:/u);
  const needed = (await field('Depends')).split(', ');
  expect(needed).toEqual(expect.arrayContaining(['libgbm1', 'libasound2 | libasound2t64', 'libsecret-1-0']));
  expect(Number(await field('Installed-Size'))).toBeGreaterThan(100_000);
});

test('its entry for desktops has the name that the windows carry, and takes links', async () => {
  const entry = await readFile(installed('usr', 'share', 'applications', 'io.sidetone.desktop.desktop'), 'utf8');
  expect(entry).toContain('Exec=/opt/Sidetone/sidetone %U');
  expect(entry).toContain('StartupWMClass=Sidetone');
  expect(entry).toContain('MimeType=x-scheme-handler/sidetone;');
});

test('Chrome, Chromium, Edge and Firefox find the native host', async () => {
  const places = ['etc/opt/chrome', 'etc/chromium', 'etc/opt/edge', 'usr/lib/mozilla'];
  for (const place of places) {
    const file = installed(...place.split('/'), 'native-messaging-hosts', 'io.sidetone.browser.json');
    const manifest: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(manifest).toMatchObject({ path: '/opt/Sidetone/resources/native/sidetone-browser', type: 'stdio' });
  }
});

test('everything belongs to root, and nobody else can write it', async () => {
  const { stdout } = await run('dpkg-deb', ['-c', deb()]);
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => !line.includes(' root/root '))).toEqual([]);
  expect(lines.filter((line) => !/^l|^.r[w-]..-..-/u.test(line))).toEqual([]);
  for (const script of ['postinst', 'postrm']) await run('bash', ['-n', path.join(folder, 'control', script)]);
  const script = await readFile(path.join(folder, 'control', 'postinst'), 'utf8');
  expect(script).toContain("'/usr/bin/sidetone'");
});

test('the installed program answers a command without a display', async ({ profile }) => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const words = [`--user-data-dir=${profile}`, '--no-sandbox', 'status'];
  const ended = run(installed('opt', 'Sidetone', 'sidetone'), words, { env: environment });
  await expect(ended).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Sidetone isn't running"),
  });
});
