// Who replaces this Sidetone by a newer version, and whether a newer version is its publisher's.
import { describe, expect, test } from 'vitest';
import { installationOf, type InstallationFacts } from '../../../src/main/updates/installation.ts';
import { isSamePublisher, type Run } from '../../../src/main/updates/publisher.ts';

const user = String.raw`C:\Users\ada\AppData\Local\Programs\Sidetone`;
const machine = String.raw`C:\Program Files\Sidetone`;

function facts(
  change: Partial<InstallationFacts> & { readonly folder?: string; readonly msi?: string },
): InstallationFacts {
  const { folder = user, msi, ...more } = change;
  return {
    platform: 'win32',
    isRelease: true,
    executable: String.raw`${folder}\Sidetone.exe`,
    environment: {},
    exists: (file) => Promise.resolve(file === String.raw`${user}\Uninstall Sidetone.exe`),
    registry: (hive, key) =>
      Promise.resolve(
        msi === undefined || hive !== 'HKLM' || key !== String.raw`Software\Sidetone`
          ? null
          : new Map([['InstallFolder', msi]]),
      ),
    ...more,
  };
}

describe('how it was installed', () => {
  test.each([
    ['by the installer for one user', {}, 'self-updating'],
    ['for one user, where the MSI has installed another one', { msi: `${machine}\\` }, 'self-updating'],
    ['by the MSI', { folder: machine, msi: `${machine}\\` }, 'msi'],
    ['by the MSI, with other capitals', { folder: machine, msi: machine.toUpperCase() }, 'msi'],
    ['by the MSI into a folder where an installer for one user was', { msi: `${user}\\` }, 'msi'],
    ['with a registry that cannot be read', { registry: () => Promise.reject(new Error('denied')) }, 'msi'],
    ['unpacked from a zip', { folder: String.raw`D:\Sidetone` }, 'unpacked'],
    ['run by a developer', { isRelease: false }, 'unpacked'],
    ['macOS', { platform: 'darwin', executable: '/Applications/Sidetone.app/Contents/MacOS/Sidetone' }, 'check-only'],
    ['the deb', { platform: 'linux', executable: '/opt/Sidetone/sidetone' }, 'package'],
    [
      'the AppImage',
      {
        platform: 'linux',
        executable: '/tmp/.mount_x/sidetone',
        environment: { APPIMAGE: '/home/ada/Sidetone.AppImage' },
      },
      'check-only',
    ],
    ['a folder on Linux', { platform: 'linux', executable: '/home/ada/sidetone/sidetone' }, 'unpacked'],
  ] as const)('%s', async (_name, change, expected) => {
    expect(await installationOf(facts(change))).toBe(expected);
  });
});

describe('the publisher', () => {
  const own = String.raw`C:\own.exe`;
  const strange = String.raw`C:\it's; calc & $(x).exe`;

  test('is asked of Windows, with paths that are no part of the command', async () => {
    const asked: Parameters<Run>[] = [];
    const run: Run = (...words) => {
      asked.push(words);
      return Promise.resolve('same publisher\r\n');
    };
    expect(await isSamePublisher(own, strange, run)).toBe(true);
    const [program, words, environment] = asked[0] ?? ['', [], {}];
    expect(program).toBe(String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`);
    expect(words.join(' ')).not.toContain('calc');
    expect(environment).toMatchObject({ SIDETONE_OWN: own, SIDETONE_NEW: strange });
    expect(environment).not.toHaveProperty('PSModulePath');
  });

  test.each(['', 'another publisher', 'same publisher?', 'error: same publisher'])(
    'an answer of "%s" is a no',
    async (printed) => {
      expect(await isSamePublisher(own, strange, () => Promise.resolve(printed))).toBe(false);
    },
  );

  test('is not the same where nobody can be asked', async () => {
    expect(await isSamePublisher(own, strange, () => Promise.reject(new Error('blocked')))).toBe(false);
    // The real program isn't on this computer, or has none of these files.
    expect(await isSamePublisher(own, strange)).toBe(false);
  });
});
