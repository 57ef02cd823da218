// What the installers are made with: who signs them, and what is said when nobody does.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownVersion, versionResource } from '../../../scripts/packaging/windows-compiler.ts';
import { findProgram, windowsSigning } from '../../../scripts/packaging/signing.ts';

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
