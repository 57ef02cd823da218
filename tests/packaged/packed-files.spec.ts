// What is in the archive of each platform: electron-builder itself packs this project, around an empty Electron, since its rules for files of
// packages are its own.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { packingEnvironment } from '../../scripts/packaging/packed-modules.ts';
import { archivedFiles } from './archive.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const content = 'Electron.app/Contents';
const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`);
/** The names that electron-builder looks for in an Electron, and nothing in them. */
const empty = [
  'electron',
  'electron.exe',
  'version',
  'locales/en-US.pak',
  'resources/electron.icns',
  `${content}/MacOS/Electron`,
  `${content}/Resources/electron.icns`,
  `${content}/Frameworks/Electron Framework.framework/Versions/A/Resources/electron.icns`,
  ...helpers.map((name) => `${content}/Frameworks/${name}.app/Contents/MacOS/${name}`),
];
const described = [
  `${content}/Info.plist`,
  ...helpers.map((name) => `${content}/Frameworks/${name}.app/Contents/Info.plist`),
];

let folder = '';
async function write(name: string, text: string): Promise<void> {
  const file = path.join(folder, 'electron', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-packed-'));
  for (const name of empty) await write(name, '');
  for (const name of described) await write(name, '<plist version="1.0"><dict></dict></plist>');
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

type Packed = { readonly inside: string[]; readonly outside: string[] };

/** The files of the archive, and those that are kept outside it. What is about the program and not about files is left out. */
async function packed(flag: string, target: NodeJS.Platform, arch: string, resources: string): Promise<Packed> {
  const out = path.join(folder, `${target}-${arch}`);
  const settings = {
    electronDist: path.join(folder, 'electron'),
    electronVersion: '45.0.0',
    'directories.output': out,
    'win.signAndEditExecutable': false,
    disableAsarIntegrity: true,
    // The app needn't be built.
    disableSanityCheckAsar: true,
    electronFuses: '',
  };
  const words = Object.entries(settings).map(([name, value]) => `-c.${name}=${String(value)}`);
  const cli = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  await run(process.execPath, [cli, flag, '--dir', `--${arch}`, ...words, '--publish', 'never'], {
    cwd: root,
    env: { ...process.env, ...packingEnvironment(target, arch), CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
  });
  const files = archivedFiles(await readFile(path.join(out, resources, 'app.asar')));
  const names = (isOutside: boolean): string[] =>
    files.filter(({ at }) => (at === null) === isOutside).map(({ name }) => name);
  return { inside: names(false), outside: names(true).toSorted() };
}

/** Whatever is packed is one of these. The add-ons are listed by name. */
const allowed = new RegExp(
  String.raw`^(?:package\.json|(?:out/(?:main|preload|renderer)|resources|node_modules/(?:keytar|native-reg|node-gyp-build|x11))/.+)$`,
  'u',
);
const foreign = /(?:^|\/)(?:src|tests?|scripts|docs|simulator|preview|dist|xserver)\/|\.(?:ts|c|h|map|md)$/u;
const needed = [
  'package.json',
  'node_modules/keytar/lib/keytar.js',
  'node_modules/keytar/package.json',
  'node_modules/native-reg/lib/index.js',
  'node_modules/node-gyp-build/node-gyp-build.js',
];
const keytarFor = (...names: string[]): string[] =>
  names.map((name) => `node_modules/keytar/prebuilds/${name}/keytar.node`);
const mac = 'Sidetone.app/Contents/Resources';

const packages = [
  {
    flag: '--win',
    target: 'win32',
    arch: 'x64',
    resources: 'win-unpacked/resources',
    addOns: [...keytarFor('win32-x64'), 'node_modules/native-reg/prebuilds/win32-x64/node.napi.node'],
  },
  {
    flag: '--win',
    target: 'win32',
    arch: 'arm64',
    resources: 'win-arm64-unpacked/resources',
    addOns: [...keytarFor('win32-arm64'), 'node_modules/native-reg/prebuilds/win32-arm64/node.napi.node'],
  },
  {
    flag: '--linux',
    target: 'linux',
    arch: 'x64',
    resources: 'linux-unpacked/resources',
    addOns: keytarFor('linux-x64'),
  },
  // Both halves of a universal app have the same files, or they can't be merged.
  {
    flag: '--mac',
    target: 'darwin',
    arch: 'x64',
    resources: `mac/${mac}`,
    addOns: keytarFor('darwin-arm64', 'darwin-x64'),
  },
  {
    flag: '--mac',
    target: 'darwin',
    arch: 'arm64',
    resources: `mac-arm64/${mac}`,
    addOns: keytarFor('darwin-arm64', 'darwin-x64'),
  },
] as const;

for (const { flag, target, arch, resources, addOns } of packages)
  test(`the archive for ${target} on ${arch} has the packages that it loads, and no sources`, async () => {
    test.setTimeout(240_000);
    const { inside, outside } = await packed(flag, target, arch, resources);
    expect(inside).toEqual(expect.arrayContaining(needed));
    expect(inside.includes('node_modules/x11/lib/index.js')).toBe(target === 'linux');
    expect(outside).toEqual([...addOns].toSorted());
    expect(inside.filter((name) => !allowed.test(name) || foreign.test(name))).toEqual([]);
    expect(new Set(inside).size).toBe(inside.length);
  });
