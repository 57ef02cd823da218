// What protects the packaged app: every fuse read back, its archive, and what it refuses to start with.
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '../electron/fixtures.ts';
import { archivedFiles } from './archive.ts';
import { archiveOf, copyOfPackage, programOf, released, removeCopies, runProgram, windowsPath } from './package.ts';

const program = programOf(released);
/** What the untouched package prints and exits with when nothing runs in a profile. */
const notRunning = { code: 3, out: '', err: expect.stringContaining("Sidetone isn't running") };

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

test.afterAll(removeCopies);

test('every fuse is as the release needs it', async () => {
  const wire = await getCurrentFuseWire(program);
  const state = (option: FuseV1Options): FuseState | undefined => wire[option];
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    integrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyArchive: state(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    filePrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: FuseState.DISABLE,
    cookieEncryption: FuseState.ENABLE,
    nodeOptions: FuseState.DISABLE,
    inspect: FuseState.DISABLE,
    integrity: FuseState.ENABLE,
    onlyArchive: FuseState.ENABLE,
    ownSnapshot: FuseState.DISABLE,
    filePrivileges: FuseState.DISABLE,
  });
});

test('only the two add-ons are outside the archive, and no other app is beside it', async () => {
  const files = archivedFiles(await readFile(archiveOf(released)));
  const outside = files.filter(({ at }) => at === null).map(({ name }) => name);
  expect(outside.toSorted()).toEqual([
    'node_modules/keytar/prebuilds/win32-x64/keytar.node',
    'node_modules/native-reg/prebuilds/win32-x64/node.napi.node',
  ]);
  expect(files.map(({ name }) => name)).toContain('node_modules/keytar/lib/keytar.js');
  expect(files.filter(({ name }) => /simulator|preview|tests?\//u.test(name))).toEqual([]);
  // Beside it are what browsers and administrators take (src/extension), and programs of our own, signed as the app is.
  expect((await readdir(path.join(released, 'resources'))).toSorted()).toEqual([
    'app.asar',
    'app.asar.unpacked',
    'extension',
    'native',
  ]);
  expect(files.map(({ name }) => name)).not.toContain('node_modules/x11/package.json');
});

for (const name of ['--remote-debugging-port', '-remote-debugging-port', '--remote-debugging-pipe', '--inspect'])
  test(`a start with ${name} ends before anything listens`, async ({ profile }) => {
    const { code, err } = await runProgram(program, [`--user-data-dir=${profile}`, `${name}=0`]);
    expect(code).toBe(2);
    expect(err).toContain(`Sidetone doesn't start with ${name}`);
    expect(err).not.toContain('listening on');
    expect(await exists(path.join(profile, 'DevToolsActivePort'))).toBe(false);
  });

test('the package runs no other code as Node, and loads none that the environment names', async ({ profile }) => {
  const mark = path.join(profile, 'planted');
  const planted = path.join(profile, 'planted.cjs');
  await writeFile(planted, `require('node:fs').writeFileSync(${JSON.stringify(windowsPath(mark))}, '');`);
  const words = [`--user-data-dir=${profile}`, 'status'];
  const asNode = await runProgram(program, [windowsPath(planted)], { ELECTRON_RUN_AS_NODE: '1' });
  expect(asNode.code).toBe(2);
  expect(asNode.err).toContain('Unknown command');
  const options = { NODE_OPTIONS: `--require ${windowsPath(planted).replaceAll('\\', '/')}` };
  expect(await runProgram(program, words, options)).toMatchObject(notRunning);
  expect(await exists(mark)).toBe(false);
});

test('an app in a folder beside the archive is not loaded', async ({ profile }) => {
  const folder = await copyOfPackage('planted');
  const app = path.join(folder, 'resources', 'app');
  await mkdir(app);
  await writeFile(path.join(app, 'package.json'), '{"name":"planted","main":"main.js"}');
  await writeFile(path.join(app, 'main.js'), "require('electron').app.exit(77);");
  const words = [`--user-data-dir=${profile}`, 'status'];
  expect(await runProgram(programOf(folder), words)).toMatchObject(notRunning);
});

test('an archive of which one byte was changed does not start, in its header, its first file or its core', async ({
  profile,
}) => {
  const asked = [`--user-data-dir=${profile}`, 'status'];
  const original = await readFile(archiveOf(released));
  const placeIn = (file: string, text: string): number => {
    const at = archivedFiles(original).find(({ name }) => name === file)?.at ?? -1;
    expect(at, file).toBeGreaterThan(0);
    return original.indexOf(text, at);
  };
  // A letter of a file's name in the header, and letters of texts in the code: none breaks the form.
  const places = [
    { place: original.indexOf('licences.json'), words: asked },
    { place: placeIn('out/main/index.js', "Sidetone isn't running"), words: asked },
    // A command does without the core.
    { place: placeIn('out/main/make-core.js', 'audio-worker.js'), words: asked.slice(0, 1) },
  ];
  const folder = await copyOfPackage('changed');
  expect(await runProgram(programOf(folder), asked)).toMatchObject(notRunning);
  for (const { place, words } of places) {
    const changed = Buffer.from(original);
    changed[place] = (changed[place] ?? 0) ^ 1;
    await writeFile(archiveOf(folder), changed);
    const { out, err } = await runProgram(programOf(folder), words);
    // Its exit code is that of a crash, which Wine cuts down to what a command may exit with.
    expect(err).toMatch(/integrity (?:check failed|violation)/iu);
    expect(err).not.toContain('running for this user');
    expect(out).toBe('');
  }
});
