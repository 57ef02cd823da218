// The policy of the registry and of managed preferences means what the same policy in JSON means, and comes before the file.
import { describe, expect, test } from 'vitest';
import { closed, readPolicy } from '../../../src/main/core/settings/policy.ts';
import { managedPreferences } from '../../../src/main/policy/managed-preferences.ts';
import { policySources } from '../../../src/main/policy/policy-sources.ts';
import {
  defaultsKey,
  policyKey,
  RegistrySource,
  type Registry,
  type RegistryValue,
} from '../../../src/main/policy/registry-source.ts';
import {
  nativeRegistry,
  parseRegQuery,
  regExeRegistry,
  windowsRegistry,
  type NativeReg,
} from '../../../src/main/policy/windows-registry.ts';
import { quietLog } from '../../support/quiet-log.ts';

type Keys = Record<string, Record<string, RegistryValue>>;
const registryOf =
  (keys: Keys): Registry =>
  (hive, key) => {
    const values = keys[`${hive}\\${key}`];
    return Promise.resolve(values === undefined ? null : new Map(Object.entries(values)));
  };
const machine = `HKLM\\${policyKey}`;
const policyOfKeys = (keys: Keys) => readPolicy([new RegistrySource('HKLM', registryOf(keys), quietLog())]);

describe('the registry', () => {
  test('says with numbers, texts and lists what JSON says with its own values', async () => {
    const policy = await policyOfKeys({
      [machine]: {
        'network.plainHttp': 0,
        'sound.on': 1,
        'start.mode': 1,
        'pause.armFor': 30,
        'sound.volume': '0.25',
        'hotkey.toggle': '',
        'pause.resumeAfter': 'null',
        'download.namePattern': '{date}_Größe',
        'saving.allowed': 'false',
        'servers.allowed': ['ucx.example.com', 'https://second.example.com'],
      },
      [`HKLM\\${defaultsKey}`]: { 'widget.size': 'small', 'pause.remind': 0 },
    });
    expect(policy).toEqual({
      locked: {
        'network.plainHttp': false,
        'sound.on': true,
        'start.mode': 1,
        'pause.armFor': 30,
        'sound.volume': 0.25,
        'hotkey.toggle': null,
        'pause.resumeAfter': null,
        'download.namePattern': '{date}_Größe',
        'saving.allowed': false,
        'servers.allowed': ['ucx.example.com', 'https://second.example.com'],
      },
      defaults: { 'widget.size': 'small', 'pause.remind': false },
      problems: [],
      places: [machine],
    });
  });

  test('names what it cannot mean, and a protection with it is on', async () => {
    const policy = await policyOfKeys({ [machine]: { 'network.plainHttp': 7, 'pause.armFor': null, nothing: 1 } });
    expect(policy.locked).toEqual({ 'network.plainHttp': false });
    expect(policy.problems).toMatchObject([{ values: { names: 'network.plainHttp, pause.armFor, nothing' } }]);
  });

  test('that is not there or empty is no policy; one that cannot be read turns the protections on', async () => {
    expect(await policyOfKeys({})).toMatchObject({ locked: {}, problems: [], places: [] });
    expect(await policyOfKeys({ [machine]: {} })).toMatchObject({ locked: {}, problems: [], places: [] });
    const broken = new RegistrySource('HKCU', () => Promise.reject(new Error('denied')), quietLog());
    expect(await readPolicy([broken])).toMatchObject({
      locked: closed,
      problems: [{ code: 'policy-unreadable', values: { file: `HKCU\\${policyKey}` } }],
    });
  });

  test("of the computer comes before the user's", async () => {
    const registry = registryOf({
      [machine]: { 'pause.armFor': 30 },
      [`HKCU\\${policyKey}`]: { 'pause.armFor': 90, 'sound.on': 0 },
    });
    const sources = policySources({ readBytes: () => Promise.reject(new Error()) }, quietLog(), {
      platform: 'win32',
      registry: () => registry,
      user: () => 'ada',
    });
    expect(sources).toHaveLength(3);
    expect((await readPolicy(sources.slice(0, 2))).locked).toEqual({ 'pause.armFor': 30, 'sound.on': false });
  });

  test('is read by the add-on, whose key is closed, and whose failure is no answer', async () => {
    const closedKeys: unknown[] = [];
    const values: Record<string, unknown> = {
      text: 'ä',
      many: ['a', 'b'],
      small: 1,
      large: 5n,
      bytes: Buffer.from('x'),
    };
    const native = {
      Access: { READ: 1, WOW64_64KEY: 2 },
      HKLM: 'HKLM',
      HKCU: 'HKCU',
      openKey: (_hive: unknown, key: string) => (key === 'missing' ? null : key),
      enumValueNames: (key: string) => {
        if (key === 'denied') throw new Error('denied');
        return Object.keys(values);
      },
      queryValue: (_key: unknown, name: string) => values[name],
      closeKey: (key: unknown) => closedKeys.push(key),
    } as unknown as NativeReg;
    const registry = nativeRegistry(native);
    expect(await registry('HKLM', 'missing')).toBeNull();
    expect(Object.fromEntries((await registry('HKLM', 'there')) ?? [])).toEqual({
      text: 'ä',
      many: ['a', 'b'],
      small: 1,
      large: 5,
      bytes: null,
    });
    await expect(registry('HKCU', 'denied')).rejects.toThrow('denied');
    expect(closedKeys).toEqual(['there', 'denied']);
    expect(typeof windowsRegistry(() => native)).toBe('function');
  });

  test('is loaded without the variables that name another add-on', () => {
    process.env['NATIVE_REG_PREBUILD'] = '/somewhere/else';
    windowsRegistry();
    expect(process.env['NATIVE_REG_PREBUILD']).toBeUndefined();
  });

  test('is read by reg.exe where the add-on is missing; a letter that was lost makes the answer none', async () => {
    const printed = [
      '',
      `HKEY_LOCAL_MACHINE\\${policyKey}`,
      '    pause.armFor    REG_DWORD    0x1e',
      '    server.address    REG_SZ    https://ucx.example.com',
      String.raw`    servers.allowed    REG_MULTI_SZ    a.example.com\0b.example.com`,
      '    hotkey.toggle    REG_SZ    ',
      '    raw    REG_BINARY    0011',
      '',
      `HKEY_LOCAL_MACHINE\\${defaultsKey}`,
      '',
    ].join('\r\n');
    expect(Object.fromEntries(parseRegQuery(printed))).toEqual({
      'pause.armFor': 30,
      'server.address': 'https://ucx.example.com',
      'servers.allowed': ['a.example.com', 'b.example.com'],
      'hotkey.toggle': '',
      raw: null,
    });
    const asked: string[] = [];
    const answer = (text: string | null) =>
      regExeRegistry((program, words) => {
        asked.push([program, ...words].join(' '));
        return Promise.resolve(text);
      })('HKLM', policyKey);
    expect(await answer(null)).toBeNull();
    expect(asked).toEqual([`C:\\Windows\\System32\\reg.exe query ${machine} /reg:64`]);
    await expect(answer('    download.folder    REG_SZ    C:\\Gr\u{FFFD}\u{FFFD}e')).rejects.toThrow('lost');
  });
});

describe('managed preferences of macOS', () => {
  const trusted = (place: string) => () => Promise.resolve({ place, state: 'trusted' } as const);
  const json = (value: unknown) => Promise.resolve(Buffer.from(JSON.stringify(value)));

  test("are the computer's, then the user's", async () => {
    const places: string[] = [];
    const sources = managedPreferences(
      'ada',
      quietLog(),
      (place) => {
        places.push(place);
        return json({ locked: { 'pause.armFor': places.length * 10 }, defaults: { 'widget.size': 'small' } });
      },
      trusted,
    );
    expect(await readPolicy(sources)).toMatchObject({
      locked: { 'pause.armFor': 10 },
      defaults: { 'widget.size': 'small' },
      problems: [],
    });
    expect(places).toEqual([
      '/Library/Managed Preferences/io.sidetone.desktop.plist',
      '/Library/Managed Preferences/ada/io.sidetone.desktop.plist',
    ]);
  });

  test('that plutil cannot convert turn the protections on', async () => {
    const [source] = managedPreferences('ada', quietLog(), () => Promise.reject(new Error('plutil')), trusted);
    expect(await readPolicy(source === undefined ? [] : [source])).toMatchObject({ locked: closed });
  });

  test('come before the file, which is all that Linux has', () => {
    const count = (platform: NodeJS.Platform) =>
      policySources({ readBytes: () => Promise.reject(new Error()) }, quietLog(), {
        platform,
        registry: () => registryOf({}),
        user: () => 'ada',
      }).length;
    expect([count('darwin'), count('linux')]).toEqual([3, 1]);
  });
});
