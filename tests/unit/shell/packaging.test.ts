// What the installers are made with: who signs them, and what is said when nobody does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attribute, msiSource, stableGuid } from '../../../scripts/packaging/msi-source.ts';
import { msiQueries } from '../../../scripts/packaging/msi-tables.ts';
import { canHaveTools } from '../../../scripts/packaging/downloads.ts';
import { endLeftovers, whyNotPackaged } from '../../../scripts/packaging/packaged-tests.ts';
import { ownVersion, versionResource } from '../../../scripts/packaging/windows-compiler.ts';
import { findProgram, macSigning, windowsSigning } from '../../../scripts/packaging/signing.ts';

async function folderWithProgram(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-path-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, name), '');
  await chmod(path.join(folder, name), 0o755);
  return folder;
}

test('a program is found on the PATH, and one that is nowhere is not', async () => {
  const folder = await folderWithProgram('tool');
  const environment = { PATH: ['/nowhere', folder].join(path.delimiter) };
  expect(findProgram('tool', environment)).toBe(path.join(folder, 'tool'));
  expect(findProgram('other', environment)).toBeNull();
  expect(findProgram('tool', {})).toBeNull();
});

test('without a certificate nothing is signed, and that is said', () => {
  const signing = windowsSigning('linux', { PATH: '' });
  expect(signing).toMatchObject({ isSigned: false, environment: {} });
  expect(signing.notice).toContain('NOT SIGNED');
});

test('away from Windows the installed osslsigncode signs', async () => {
  const PATH = await folderWithProgram('osslsigncode');
  expect(windowsSigning('linux', { PATH, CSC_LINK: 'own.p12' })).toMatchObject({
    isSigned: true,
    environment: { USE_SYSTEM_OSSLSIGNCODE: 'true' },
  });
  expect(windowsSigning('win32', { PATH, CSC_LINK: 'own.p12' }).environment).toEqual({});
});

test('a signature without a time stamp is said', () => {
  const { notice } = windowsSigning('win32', { CSC_LINK: 'own.p12', ELECTRON_BUILDER_OFFLINE: 'true' });
  expect(notice).toContain('without a time stamp');
});

test('a console program says its version and what it is', () => {
  const script = versionResource('Sidetone command line', ownVersion());
  expect(script).toContain(`FILEVERSION ${ownVersion().replaceAll('.', ',')},0`);
  expect(script).toContain('VALUE "FileDescription", "Sidetone command line"');
});

test('the same files make the same MSI source, another version is another product, and the upgrade code stays', async () => {
  const app = await folderWithProgram('Sidetone.exe');
  const source = (version: string): string => msiSource({ version, arch: 'x64', app, icon: 'i.ico', helper: 'h.exe' });
  const codes = (text: string): string[] =>
    [...text.matchAll(/(?:Product Id|UpgradeCode)="([^"]+)"/gu)].map(([, code = '']) => code);
  expect(source('0.1.0')).toBe(source('0.1.0'));
  const [older, newer] = [codes(source('0.1.0')), codes(source('0.2.0'))];
  expect(older).toHaveLength(2);
  expect(older[0]).not.toBe(newer[0]);
  expect(older[1]).toBe(newer[1]);
  expect(source('0.1.0')).toContain('Source="Sidetone.exe"');
  for (const browser of [String.raw`Google\Chrome`, String.raw`Microsoft\Edge`, 'Mozilla'])
    expect(source('0.1.0')).toContain(`Key="Software\\${browser}\\NativeMessagingHosts\\io.sidetone.browser"`);
});

test('a name in the MSI is one GUID, and a text in its source can hold anything', () => {
  expect(stableGuid('Link')).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-8[0-9A-F]{3}-[0-9A-F]{12}$/u);
  expect(stableGuid('Link')).not.toBe(stableGuid('Other'));
  expect(attribute('a & "b" <c>')).toBe('a &amp; &quot;b&quot; &lt;c&gt;');
});

test('Sidetone is asked to end before the old version is removed, and what is there already is not added again', () => {
  const queries = msiQueries(['AppSearch']);
  const sequence = (action: string): number =>
    Number(
      /(\d+)(?:\)| WHERE)/u.exec(
        queries.find((query) => query.includes(`'${action}'`) && query.includes('Sequence`')) ?? '',
      )?.[1],
    );
  expect(sequence('CloseSidetone')).toBeLessThan(sequence('InstallExecute'));
  expect(sequence('InstallExecute')).toBeLessThan(sequence('RemoveExistingProducts'));
  expect(queries.filter((query) => query.includes("'AppSearch'"))).toEqual([]);
});

test('tools of electron-builder are there when its cache has them, and not where nothing answers', async () => {
  const cache = await folderWithProgram('nsis-3.0');
  const mirror = { ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:1/' };
  expect(await canHaveTools('nsis', { ELECTRON_BUILDER_CACHE: cache, ...mirror })).toBe(true);
  expect(await canHaveTools('appimage', { ELECTRON_BUILDER_CACHE: cache, ...mirror })).toBe(false);
});

test('an app for macOS is a release only when it is signed and notarised', () => {
  const account = { APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
  expect(macSigning({ ...account })).toMatchObject({ isSigned: false });
  expect(macSigning({ CSC_LINK: 'own.p12' }).notice).toContain('NOT NOTARISED');
  expect(macSigning({ CSC_LINK: 'own.p12', APPLE_ID: 'me' })).toMatchObject({ isSigned: false });
  expect(macSigning({ CSC_NAME: 'Own', ...account })).toMatchObject({ isSigned: true });
});

test('what the tests of the packaged app miss is named', async () => {
  expect(whyNotPackaged(null)).toContain('ELECTRON_EXECUTABLE');
  const folder = await folderWithProgram('electron');
  expect(whyNotPackaged(path.join(folder, 'electron'))).toContain('dist/electron.exe');
  await mkdir(path.join(folder, 'dist'));
  await mkdir(path.join(folder, 'prefix'));
  for (const name of ['electron.exe', 'version']) await writeFile(path.join(folder, 'dist', name), '');
  expect(whyNotPackaged(path.join(folder, 'electron'))).toBeNull();
});

test.runIf(process.platform === 'linux')('what outlived a Wine prefix is ended, and nothing else', async () => {
  const start = (prefix: string): ReturnType<typeof spawn> =>
    spawn(process.execPath, ['-e', 'process.stdin.resume()'], { env: { WINEPREFIX: prefix } });
  const [own, other] = [start('/nowhere/own'), start('/nowhere/other')];
  await Promise.all([once(own, 'spawn'), once(other, 'spawn')]);
  const ended = once(own, 'exit');
  expect(endLeftovers('/nowhere/own')).toBe(1);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(other.exitCode).toBeNull();
  const otherEnded = once(other, 'exit');
  other.kill();
  await otherEnded;
});
