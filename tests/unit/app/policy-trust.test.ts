// Which policy file counts: one that only administrators can change, in a place that no variable of the user decides.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  policyFileCheck,
  posixCheck,
  posixPolicyPath,
  rememberingCheck,
  windowsCheck,
} from '../../../src/main/policy/policy-file-check.ts';
import { isRootsAlone, type PosixDisk } from '../../../src/main/policy/posix-trust.ts';
import { isAdministratorsAlone, parsePolicyFacts } from '../../../src/main/policy/windows-trust.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('on POSIX', () => {
  const file = '/etc/sidetone/policy.json';
  type Facts = Awaited<ReturnType<PosixDisk['facts']>>;
  const disk = (over: Record<string, Partial<Facts>> = {}, real = file): PosixDisk => ({
    facts: (place) => Promise.resolve({ uid: 0, mode: 0o755, isLink: false, ...over[place] }),
    realPath: () => Promise.resolve(real),
  });

  test("root's file in root's folders counts", async () => {
    expect(await isRootsAlone(file, disk({ [file]: { mode: 0o644 } }))).toBe(true);
  });

  test.each<[string, Record<string, Partial<Facts>>]>([
    ["another user's file", { [file]: { uid: 1_000 } }],
    ['a file that its group can write', { [file]: { mode: 0o664 } }],
    ['a file that everybody can write', { [file]: { mode: 0o646 } }],
    ["another user's folder", { '/etc/sidetone': { uid: 1_000 } }],
    ['a folder that everybody can write', { '/etc/sidetone': { mode: 0o777 } }],
    ['a folder above that others can write, although sticky', { '/etc': { mode: 0o1777 } }],
    ["another user's link", { [file]: { isLink: true, uid: 1_000 } }],
  ])('%s does not count', async (_what, over) => {
    expect(await isRootsAlone(file, disk(over))).toBe(false);
  });

  test("a link counts as what it leads to: root's alone, and in root's folders", async () => {
    const link = { [file]: { isLink: true, mode: 0o777 } };
    expect(await isRootsAlone(file, disk(link, '/srv/policy.json'))).toBe(true);
    expect(await isRootsAlone(file, disk({ ...link, '/srv': { uid: 1_000 } }, '/srv/policy.json'))).toBe(false);
  });

  test.skipIf(process.platform === 'win32')(
    "the disk itself is asked: root's files are, a user's folder is not",
    async () => {
      expect(existsSync('/etc/passwd') && (await isRootsAlone('/etc/passwd'))).toBe(true);
      const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-trust-'));
      const inside = path.join(folder, 'policy.json');
      await writeFile(inside, '{}', { mode: 0o666 });
      // Whoever runs the test, the folder of temporary files is everybody's.
      expect(await posixCheck(inside)()).toEqual({ place: inside, state: 'untrusted' });
      await rm(folder, { recursive: true });
      expect(await posixCheck(inside)()).toEqual({ place: inside, state: 'missing' });
    },
  );

  test('what cannot be found out is no answer', async () => {
    await expect(posixCheck(file, () => Promise.reject(failure('EACCES')))()).rejects.toMatchObject({ code: 'EACCES' });
  });

  test('the place is always the same', () => {
    expect(posixPolicyPath('linux')).toBe(file);
    expect(posixPolicyPath('darwin')).toBe('/Library/Application Support/Sidetone/policy.json');
  });
});

describe('a security descriptor of Windows', () => {
  const byInstaller = 'O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)';

  test("of the installer's folder is the one that its helper asks for, and nothing is inherited from above", () => {
    const source = readFileSync(path.resolve(import.meta.dirname, '../../../src/console/setup/policy.c'), 'utf8');
    expect(/access_list\[\] = L"([^"]+)"/u.exec(source)?.[1]).toBe(byInstaller);
    expect(byInstaller).toMatch(/D:P/u);
  });

  test.each([
    ["the installer's folder", byInstaller],
    ['a file in it, which inherits', 'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)'],
    ['the same in numbers', 'O:S-1-5-18G:S-1-5-18D:(A;;0x1f01ff;;;S-1-5-32-544)(A;;FR;;;WD)'],
    ['others who may read and run', 'O:SYD:(A;;FRFX;;;AU)(A;;GRGX;;;S-1-5-21-1-2-3-1001)'],
    ['a creator who gets rights in what is made inside', 'O:BAG:SYD:PAI(A;OICIIO;GA;;;CO)(A;;FA;;;SY)'],
    ['somebody to whom writing is denied', 'O:BAD:(D;;FA;;;S-1-5-21-1-2-3-1001)(A;;FA;;;BA)'],
    ['nobody at all', 'O:BAD:P'],
  ])('of %s counts', (_what, descriptor) => {
    expect(isAdministratorsAlone(descriptor)).toBe(true);
  });

  test.each([
    ["a user's own folder", byInstaller.replace('O:BA', 'O:S-1-5-21-1-2-3-1001')],
    ['the local account Administrator', byInstaller.replace('O:BA', 'O:LA')],
    [
      'a folder made without the installer: users may add files',
      'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;CIID;DCLCRPCR;;;BU)',
    ],
    ['users who may change', `${byInstaller}(A;;0x1301bf;;;BU)`],
    ['users who may write', `${byInstaller}(A;;FW;;;BU)`],
    ['users who may delete', `${byInstaller}(A;;SD;;;BU)`],
    ['users who may delete what is inside', `${byInstaller}(A;;DT;;;BU)`],
    ['users who may change the access list', `${byInstaller}(A;;WD;;;AU)`],
    ['users who may become the owner', `${byInstaller}(A;;WO;;;AU)`],
    ['everything for everybody', `${byInstaller}(A;;GA;;;WD)`],
    ['an entry with a condition', `${byInstaller}(XA;;FR;;;BU;(@User.a == 1))`],
    ['an unknown right', `${byInstaller}(A;;QQ;;;BU)`],
    ['an unknown kind of entry', `${byInstaller}(Z;;FR;;;BU)`],
    ['no access list, which lets everybody do everything', 'O:BAG:SY'],
    ['an access list that was taken away', 'O:BAG:SYD:NO_ACCESS_CONTROL'],
    ['a link', 'link'],
    ['nothing', ''],
  ])('of %s does not count', (_what, descriptor) => {
    expect(isAdministratorsAlone(descriptor)).toBe(false);
  });

  test('is read from what the console program prints, with the place', () => {
    const place = String.raw`D:\Größe\Sidetone\policy.json`;
    expect(parsePolicyFacts(`${place}\n`)).toEqual({ place, state: 'missing' });
    expect(parsePolicyFacts(`${place}\r\n${byInstaller}\r\n${byInstaller}\r\n`)).toEqual({ place, state: 'trusted' });
    expect(parsePolicyFacts(`${place}\n${byInstaller}\nlink\n`)).toEqual({ place, state: 'untrusted' });
    expect(parsePolicyFacts(`${place}\nlink\n${byInstaller}\n`)).toEqual({ place, state: 'untrusted' });
    for (const wrong of ['', 'policy.json', `${place}\n${byInstaller}\n`, String.raw`\\server\share\policy.json`])
      expect(parsePolicyFacts(wrong)).toBeNull();
  });

  test('that cannot be had is no answer, but where no file is there is none to believe', async () => {
    const program = String.raw`C:\Program Files\Sidetone\bin\sidetone.exe`;
    const gone = () => Promise.reject(failure('ENOENT'));
    const answer = (isThere: boolean) => windowsCheck(program, gone, () => Promise.resolve(isThere))();
    expect(await answer(false)).toEqual({ place: String.raw`C:\ProgramData\Sidetone\policy.json`, state: 'missing' });
    await expect(answer(true)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(windowsCheck(program, () => Promise.resolve('what?'))()).rejects.toThrow('understood');
    await expect(windowsCheck(program, () => Promise.reject(failure('EACCES')))()).rejects.toThrow('EACCES');
  });

  test('is asked again only when the file or its folder has changed', async () => {
    let asked = 0;
    let stamp = 'first';
    const check = () => {
      asked += 1;
      return Promise.resolve({ place: 'there', state: asked === 1 ? 'trusted' : 'untrusted' } as const);
    };
    const remembering = rememberingCheck(check, () => Promise.resolve(stamp));
    expect([(await remembering()).state, (await remembering()).state, asked]).toEqual(['trusted', 'trusted', 1]);
    stamp = 'second';
    expect([(await remembering()).state, asked]).toEqual(['untrusted', 2]);
    const missing = rememberingCheck(check, () => Promise.reject(failure('ENOENT')));
    await missing();
    await missing();
    expect(asked).toBe(3);
    const unreadable = rememberingCheck(check, () => Promise.reject(failure('EACCES')));
    await unreadable();
    await unreadable();
    expect(asked).toBe(5);
  });

  test('is asked of the console program beside the app, whatever the environment says', () => {
    const asked: string[] = [];
    const run = (name: string) => {
      asked.push(name);
      return Promise.resolve('');
    };
    void windowsCheck(String.raw`C:\Sidetone\bin\sidetone.exe`, run)().catch(() => undefined);
    expect(asked).toEqual([String.raw`C:\Sidetone\bin\sidetone.exe`]);
    expect(policyFileCheck.length).toBeLessThanOrEqual(1);
  });
});
