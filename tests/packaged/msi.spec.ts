// The MSI in a copied Wine prefix: installed silently with its properties, upgraded in place, never downgraded, removed without a rest; and a
// running Sidetone, which it asks to end, and which stays in the middle of a call.
import { execFile } from 'node:child_process';
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAdministratorsAlone } from '../../src/main/policy/windows-trust.ts';
import { buildMsi, whyNoMsi } from '../../scripts/packaging/msi.ts';
import { expect, stateOf, test } from '../electron/fixtures.ts';
import { Sidetone } from '../electron/sidetone.ts';
import { extractArchive } from './archive.ts';
import { archiveOf, openedCopy, programOf, released, removeCopies, root, runProgram, windowsPath } from './package.ts';

const prefix = process.env['ELECTRON_WINE_PREFIX'] ?? '';
const drive = path.join(prefix, 'drive_c');
const installed = path.join(drive, 'Program Files', 'Sidetone');
const policy = path.join(drive, 'ProgramData', 'Sidetone', 'policy.json');
const folder = path.join(root, 'test-results', 'packaged-msi');
/** 1603, of which an exit code keeps the lowest byte: the installation failed, and nothing was changed. */
const failed = 1603 % 256;

let older = '';
let newer = '';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function msiexec(...words: string[]): Promise<number | null> {
  return (await runProgram('msiexec', [...words, '/qn'])).code;
}

/** A value of the registry; null when it isn't there. */
async function registry(key: string, name: string): Promise<string | null> {
  const { out } = await runProgram('reg', ['query', key, '/v', name]);
  return /REG_(?:EXPAND_)?SZ[ \t]*(.*)$/mu.exec(out)?.[1]?.trim() ?? null;
}
const run = String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run`;
const machine = String.raw`HKLM\System\CurrentControlSet\Control\Session Manager\Environment`;
/** What the app registers for its user when it runs. */
const ownLink = String.raw`HKCU\Software\Classes\sidetone`;
const link = String.raw`HKLM\Software\Classes\sidetone`;

const own = String.raw`HKLM\Software\Sidetone`;
const other = String.raw`HKU\S-1-5-21-1-2-3-1001`;
const runOfOther = String.raw`${other}\Software\Microsoft\Windows\CurrentVersion\Run`;

/** Where shortcuts to Sidetone are: Wine has them at the user's, Windows at everybody's. */
async function shortcuts(): Promise<string[]> {
  const files = await readdir(drive, { recursive: true });
  const found = files.filter((file) => path.basename(file) === 'Sidetone.lnk');
  return found.map((file) => (file.includes('Start Menu') ? 'Start Menu' : path.basename(path.dirname(file)))).sort();
}

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({}, info) => {
  const why = whyNoMsi();
  info.skip(why !== null, `no MSI: ${why ?? ''}`);
  // Two packages take minutes where others are at work.
  test.setTimeout(600_000);
  await mkdir(folder, { recursive: true });
  const make = (version: string): Promise<string | null> =>
    buildMsi({ app: released, arch: 'x64', isSigned: false, version, folder });
  older = windowsPath((await make('0.1.0')) ?? '');
  newer = windowsPath((await make('0.2.0')) ?? '');
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await removeCopies();
});

test('the helper in the MSI asks for an access list that lets only administrators write the folder of the policy', async () => {
  // Wine keeps no access list: what the package asks for is read in it (Windows Installer, "Binary Table").
  const helper = await new Promise<Buffer>((resolve, reject) => {
    const file = path.join(folder, 'Sidetone-0.1.0-win-x64.msi');
    const options = { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 } as const;
    execFile('msiinfo', ['extract', file, 'Binary.SetupHelper'], options, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(new Error('msiinfo found no helper in the MSI', { cause: error }));
    });
  });
  const [asked = ''] = /O:BA[\w:;()]+/u.exec(helper.toString('utf16le')) ?? [];
  expect(asked).toBe('O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)');
  expect(isAdministratorsAlone(asked)).toBe(true);
});

test('a silent installation does what its properties ask for', async () => {
  const properties = [
    'SERVERADDRESS=https://ucx.example.com',
    'PAUSEHOTKEY=Control+Shift+F8',
    'RESUMEHOTKEY=Control+Shift+F7',
    'STARTATSIGNIN=1',
    'DESKTOPSHORTCUT=1',
  ];
  expect(await msiexec('/i', older, ...properties)).toBe(0);
  expect(await exists(programOf(installed))).toBe(true);
  expect(JSON.parse(await readFile(policy, 'utf8'))).toMatchObject({
    locked: {
      'server.address': 'https://ucx.example.com',
      'hotkey.pause': 'Control+Shift+F8',
      'hotkey.resume': 'Control+Shift+F7',
    },
  });
  const program = String.raw`"C:\Program Files\Sidetone\Sidetone.exe"`;
  expect(await registry(run, 'Sidetone')).toBe(`${program} --at-sign-in`);
  expect(await registry(link, 'URL Protocol')).toBe('');
  // By this the app knows that it brings no new versions of itself (src/main/updates/installation.ts).
  expect(await registry(own, 'InstallFolder')).toBe(String.raw`C:\Program Files\Sidetone\ `.trim());
  expect(await shortcuts()).toEqual(['Desktop', 'Start Menu']);
  expect(await registry(machine, 'PATH')).toContain(String.raw`C:\Program Files\Sidetone\bin`);
  const found = await runProgram('cmd', ['/c', 'sidetone --help']);
  expect(found.out).toContain('Usage: sidetone');
  for (const file of ['Sidetone.admx', 'en-US/Sidetone.adml', 'it-IT/Sidetone.adml'])
    expect(await exists(path.join(installed, 'policy', file)), file).toBe(true);
});

test('an upgrade replaces it and keeps what was chosen', async () => {
  expect(await msiexec('/i', newer)).toBe(0);
  expect(await registry(run, 'Sidetone')).toContain('Sidetone.exe');
  expect(await readFile(policy, 'utf8')).toContain('https://ucx.example.com');
  expect(await exists(programOf(installed))).toBe(true);
});

test('an older version is refused', async () => {
  expect(await msiexec('/i', older)).toBe(failed);
  expect(await exists(programOf(installed))).toBe(true);
});

/** What the app wrote for somebody else who is signed in: Windows loads the registry of each under their own number. */
async function addForOther(program: string, name: string): Promise<void> {
  const classOf = [other, 'Software', 'Classes', name].join('\\');
  const add = (key: string, ...words: string[]): Promise<unknown> => runProgram('reg', ['add', key, ...words, '/f']);
  await add(runOfOther, '/v', name, '/d', `"${program}" --at-sign-in`);
  await add(classOf, '/v', 'URL Protocol', '/d', 'a link');
  await add(String.raw`${classOf}\shell\open\command`, '/ve', '/d', `"${program}" "%1"`);
}

test('what is removed leaves nothing behind, also of others who are signed in', async () => {
  await addForOther(String.raw`C:\Program Files\Sidetone\Sidetone.exe`, 'sidetone');
  await addForOther(String.raw`C:\Program Files\Sidetone Other\Other.exe`, 'other');
  expect(await registry(runOfOther, 'sidetone')).toContain('Sidetone.exe');
  expect(await msiexec('/x', newer)).toBe(0);
  expect(await exists(installed)).toBe(false);
  expect(await exists(path.dirname(policy))).toBe(false);
  expect(await registry(run, 'Sidetone')).toBeNull();
  expect(await registry(own, 'InstallFolder')).toBeNull();
  expect(await shortcuts()).toEqual([]);
  expect(await registry(link, 'URL Protocol')).toBeNull();
  expect(await registry(runOfOther, 'sidetone')).toBeNull();
  expect(await registry(String.raw`${other}\Software\Classes\sidetone`, 'URL Protocol')).toBeNull();
  // Another program's own is not touched, however alike its name is.
  expect(await registry(runOfOther, 'other')).toContain('Other.exe');
  expect(await registry(String.raw`${other}\Software\Classes\other`, 'URL Protocol')).toBe('a link');
  expect(await registry(machine, 'PATH')).not.toContain('Sidetone');
});

test("an administrator's own policy is neither replaced nor removed", async () => {
  expect(await msiexec('/i', older)).toBe(0);
  await writeFile(policy, '{"locked":{"network.plainHttp":false}}');
  expect(await msiexec('/i', newer, 'SERVERADDRESS=https://other.example.com')).toBe(0);
  expect(await readFile(policy, 'utf8')).toBe('{"locked":{"network.plainHttp":false}}');
  expect(await msiexec('/x', newer)).toBe(0);
  expect(await exists(policy)).toBe(true);
  await rm(path.dirname(policy), { recursive: true });
});

/** Puts the copy that a debugger may look into in the place of the installed app. */
async function openInstalled(): Promise<void> {
  const copy = await openedCopy();
  await extractArchive(archiveOf(released), path.join(installed, 'resources', 'app'));
  await rm(archiveOf(installed));
  await copyFile(programOf(copy), programOf(installed));
}

test('an upgrade waits for the end of a call, ends Sidetone and starts it again', async ({ simulator }) => {
  expect(await msiexec('/i', older)).toBe(0);
  await openInstalled();
  process.env['SIDETONE_PROGRAM'] = String.raw`C:\Program Files\Sidetone\Sidetone.exe`;
  const appData = await registry(
    String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders`,
    'AppData',
  );
  const profile = path.join(drive, ...(appData ?? '').replace(/^C:\\/u, '').split('\\'), 'Sidetone');
  const sidetone = await Sidetone.start({ profile });
  await sidetone.signIn(simulator.url);
  const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');

  // Windows says 1603, Wine 1627.
  expect(await msiexec('/i', newer, 'CLOSEWAIT=0')).not.toBe(0);
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);

  simulator.endCall(call.id);
  await expect.poll(async () => (await sidetone.snapshot()).live.state).toBe('idle');
  const closed = sidetone.closed();
  const upgraded = msiexec('/i', newer, 'CLOSEWAIT=60');
  expect(await closed).toBe(0);
  expect(await upgraded).toBe(0);
  const status = async (word: string): Promise<string> => (await runProgram('cmd', ['/c', `sidetone ${word}`])).out;
  await expect.poll(() => status('status')).toBe('Not recording');
  expect(await status('quit')).toBe('Not recording');

  await rm(path.join(installed, 'resources', 'app'), { recursive: true });
  expect(await registry(ownLink, 'URL Protocol')).toBe('');
  expect(await msiexec('/x', newer)).toBe(0);
  expect(await exists(installed)).toBe(false);
  expect(await registry(ownLink, 'URL Protocol')).toBeNull();
});
