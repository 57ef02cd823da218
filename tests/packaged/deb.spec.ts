// The deb, made of the app in a Linux Electron: what it says of itself, what it installs, and that the installed program runs.
import { execFile } from 'node:child_process';
import { access, constants, cp, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { buildExtension } from '../../scripts/extension/build-extension.ts';
import { compileUnixHost } from '../../scripts/extension/native-host.ts';
import { packExtension } from '../../scripts/extension/pack-extension.ts';
import { fpmStandIn } from '../../scripts/packaging/linux-installers.ts';
import { packingEnvironment } from '../../scripts/packaging/packed-modules.ts';
import { ownVersion } from '../../scripts/packaging/windows-compiler.ts';
import { expect, test } from '../electron/fixtures.ts';
import { archivedFiles, extractArchive } from './archive.ts';
import { root } from './package.ts';

const run = promisify(execFile);
let folder = '';
/** Whether there is a compiler here for the native host of browsers. */
let hasHost = false;
const deb = (): string => path.join(folder, `sidetone_${ownVersion()}_amd64.deb`);
const installed = (...names: string[]): string => path.join(folder, 'installed', ...names);

/**
 * The project as `npm run dist` finds it, but with the app as the Linux Electron of the tests can run it: an older one, which knows neither ES
 * modules nor the last of the fuses.
 */
async function projectFor(app: string): Promise<string> {
  const project = path.join(folder, 'project');
  await cp(path.join(app, 'resources', 'app'), project, { recursive: true });
  await rm(path.join(project, 'node_modules'), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
  for (const name of ['build', 'scripts/packaging', 'out/extension-package'])
    await cp(path.join(root, name), path.join(project, name), { recursive: true });
  const settings = await readFile(path.join(root, 'electron-builder.yml'), 'utf8');
  const known = settings.replace(/^ *grantFileProtocolExtraPrivileges.*\n/mu, '');
  expect(known).not.toBe(settings);
  await writeFile(path.join(project, 'electron-builder.yml'), known);
  hasHost = await compileUnixHost(path.join(project, 'out', 'native-unix', 'sidetone-browser'));
  return project;
}

/** That Electron without the app, as one that was downloaded. */
async function electronFor(app: string): Promise<string> {
  const dist = path.join(folder, 'electron');
  const own = path.join(app, 'resources', 'app');
  await cp(app, dist, { recursive: true, filter: (source) => source !== own });
  await rename(path.join(dist, 'sidetone'), path.join(dist, 'electron'));
  return dist;
}

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({}, info) => {
  const program = process.env['ELECTRON_LINUX_APP'] ?? '';
  info.skip(program === '', 'ELECTRON_LINUX_APP names no Linux Electron with this app');
  // Packing takes minutes where others are at work.
  test.setTimeout(600_000);
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-deb-'));
  await buildExtension();
  packExtension();
  const project = await projectFor(path.dirname(program));
  const settings = {
    'directories.output': folder,
    electronDist: await electronFor(path.dirname(program)),
    electronVersion: '25.1.1',
    // A fast compression, and its fastest (below): the release's takes a minute.
    'deb.compression': 'gz',
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`);
  const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  await run(process.execPath, [builder, '--linux', 'deb', '--x64', ...flags, '--publish', 'never'], {
    cwd: project,
    env: {
      ...process.env,
      CUSTOM_FPM_PATH: fpmStandIn,
      DPKG_DEB_COMPRESSOR_LEVEL: '1',
      ...packingEnvironment('linux', 'x64'),
    },
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
  if (hasHost) await access(installed('opt', 'Sidetone', 'resources', 'native', 'sidetone-browser'), constants.X_OK);
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

const program = (): string => installed('opt', 'Sidetone', 'sidetone');
/** Runs the installed program with these words, as another start does. */
const sidetone = (profile: string, word: string, env = process.env): ReturnType<typeof run> =>
  run(program(), [`--user-data-dir=${profile}`, '--no-sandbox', word], { env });

test('its app is one archive, with the keychain add-on outside it and what speaks to the X server inside', async () => {
  const resources = installed('opt', 'Sidetone', 'resources');
  const files = archivedFiles(await readFile(path.join(resources, 'app.asar')));
  expect(files.filter(({ at }) => at === null).map(({ name }) => name)).toEqual([
    'node_modules/keytar/prebuilds/linux-x64/keytar.node',
  ]);
  expect(await readdir(resources)).not.toContain('app');
  const wire = await getCurrentFuseWire(program());
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  // Whole: it loads from the archive's files alone.
  const taken = path.join(folder, 'taken');
  await extractArchive(path.join(resources, 'app.asar'), taken);
  const script = "process.stdout.write(typeof require('x11').createClient)";
  expect((await run(process.execPath, ['-e', script], { cwd: taken })).stdout).toBe('function');
});

test('the installed program answers a command without a display', async ({ profile }) => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  await expect(sidetone(profile, 'status', environment)).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Sidetone isn't running"),
  });
});

test('the installed program runs, answers sidetone status, and ends when it is asked to', async ({ profile }) => {
  const ended = run(program(), [`--user-data-dir=${profile}`, '--no-sandbox']);
  const answer = (): Promise<string> =>
    sidetone(profile, 'status').then(
      ({ stdout }) => stdout.toString().trim(),
      () => '',
    );
  try {
    await expect.poll(answer, { timeout: 60_000 }).toBe('Signed out');
    expect((await sidetone(profile, 'quit')).stdout.toString().trim()).toBe('Signed out');
    await ended;
  } finally {
    ended.child.kill();
  }
});
