// The keychain when it is out of order: every failure of keytar gets its name, and a locked keyring is not taken for an empty one.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Keychain } from '../../../src/main/core/platform/ports.ts';
import { keychainLimitMs, keychainProblem, keytarKeychain, type Keytar } from '../../../src/main/keychain-keytar.ts';
import { forbidsStoring } from '../../../src/main/stored-credentials-policy.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function fakeKeytar(replaced: Partial<Keytar> = {}): Keytar & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getPassword: (_service, account) => Promise.resolve(kept.get(account) ?? null),
    setPassword: (_service, account, password) => {
      kept.set(account, password);
      return Promise.resolve();
    },
    deletePassword: (_service, account) => Promise.resolve(kept.delete(account)),
    ...replaced,
  };
}

function keychainOf(keytar: unknown, platform: NodeJS.Platform = 'linux') {
  return keytarKeychain({ service: 'Sidetone', platform, load: () => keytar });
}

describe('the words of libsecret become names', () => {
  test.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain-missing'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain-missing'],
    ['The name is not activatable', 'keychain-missing'],
    ['Failed to load keytar native addon, checked ["../build/Release"]', 'keychain-missing'],
    ["Cannot find module 'keytar'", 'keychain-missing'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain-locked'],
    ['Cannot create an item in a locked collection', 'keychain-locked'],
    ['User interaction is not allowed.', 'keychain-locked'],
    ['The disk caught fire', 'keychain-failed'],
  ])('%s', (message, code) => {
    expect(keychainProblem(new Error(message), 'linux')).toEqual({ code, values: { keychain: 'linux' } });
  });
});

describe('the keychain', () => {
  test('is missing, and does not throw, where keytar cannot be loaded', async () => {
    const keychain = keytarKeychain({
      service: 'Sidetone',
      load: () => {
        throw new Error('Failed to load keytar native addon');
      },
    });
    const missing = err({ code: 'keychain-missing', values: { keychain: 'linux' } });
    expect(await keychain.get('ada')).toEqual(missing);
    expect(await keychain.set('ada', 'secret')).toEqual(missing);
    expect(await keychain.delete('ada')).toEqual(missing);
  });

  test('is missing where what was loaded is something else', async () => {
    expect(await keychainOf({ getPassword: 'no' }).get('ada')).toEqual(
      err({ code: 'keychain-missing', values: { keychain: 'linux' } }),
    );
  });

  test('is not loaded before it is used', async () => {
    let loads = 0;
    const keychain = keytarKeychain({
      service: 'Sidetone',
      load: () => {
        loads += 1;
        return fakeKeytar();
      },
    });
    expect(loads).toBe(0);
    await keychain.get('ada');
    await keychain.get('ada');
    expect(loads).toBe(1);
  });

  test('believes "nothing is kept" on Linux only after writing and reading, and leaves no trace of that', async () => {
    const keytar = fakeKeytar();
    expect(await keychainOf(keytar).get('ada')).toEqual(ok(null));
    expect(keytar.kept.size).toBe(0);
    const locked = fakeKeytar({ setPassword: () => Promise.reject(new Error('Object does not exist at path x')) });
    expect(await keychainOf(locked).get('ada')).toEqual(
      err({ code: 'keychain-locked', values: { keychain: 'linux' } }),
    );
    const deaf = fakeKeytar({ getPassword: () => Promise.resolve(null) });
    expect(await keychainOf(deaf).get('ada')).toEqual(err({ code: 'keychain-locked', values: { keychain: 'linux' } }));
  });

  test('asks nothing more on Windows and macOS, where null is an answer', async () => {
    const keytar = fakeKeytar({ setPassword: () => Promise.reject(new Error('must not be called')) });
    expect(await keychainOf(keytar, 'win32').get('ada')).toEqual(ok(null));
  });

  test('does not say that a password is kept when it cannot be read back', async () => {
    const deaf = fakeKeytar({ getPassword: () => Promise.resolve(null) });
    expect(await keychainOf(deaf).set('ada', 'secret')).toEqual(
      err({ code: 'keychain-locked', values: { keychain: 'linux' } }),
    );
  });
});

describe('a keyring that asks the person', () => {
  let clock: FakeClock;
  let prompts: string[];
  let answer: (password: string | null) => void;
  let keychain: Keychain;

  beforeEach(() => {
    clock = new FakeClock();
    prompts = [];
    const ask = (what: string) => () => {
      prompts.push(what);
      return new Promise<string | null>((resolve) => (answer = resolve));
    };
    const keytar = fakeKeytar({
      getPassword: ask('get'),
      setPassword: async () => void (await ask('set')()),
      deletePassword: async () => (await ask('delete')()) !== null,
    });
    keychain = keytarKeychain({ service: 'Sidetone', platform: 'linux', load: () => keytar, clock });
  });
  const locked = err({ code: 'keychain-locked', values: { keychain: 'linux' } });

  test('is locked when it was dismissed, and does not ask a second time', async () => {
    const getting = keychain.get('ada');
    await clock.advance(8_000);
    answer(null);
    expect(await getting).toEqual(locked);
    expect(prompts).toEqual(['get']);
  });

  test('is waited for while the person types', async () => {
    const getting = keychain.get('ada');
    await clock.advance(50_000);
    answer('secret');
    expect(await getting).toEqual(ok('secret'));
  });

  test('counts as locked after a minute, and is asked nothing more until the prompt is gone', async () => {
    const getting = keychain.get('ada');
    await clock.advance(keychainLimitMs);
    expect(await getting).toEqual(locked);
    expect(await keychain.set('ada', 'secret')).toEqual(locked);
    expect(await keychain.delete('ada')).toEqual(locked);
    expect(prompts).toEqual(['get']);
    answer(null);
    await clock.settle();
    void keychain.get('ada');
    await clock.settle();
    expect(prompts).toEqual(['get', 'get']);
    answer('secret');
    await clock.settle();
    expect(clock.pending).toBe(0);
  });
});

describe('a Windows that is told to store no passwords', () => {
  const lines = (value: string): string =>
    `\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\r\n    DisableDomainCreds    REG_DWORD    ${value}\r\n\r\n`;

  test.each([
    [lines('0x1'), true],
    [lines('0x00000001'), true],
    [lines('0x0'), false],
    [lines('0x10'), false],
    ['', false],
  ])('is known by the registry: %j', (printed, forbidden) => {
    expect(forbidsStoring(printed)).toBe(forbidden);
  });

  test.each([
    'A specified logon session does not exist. It may already have been terminated.',
    'Eine angegebene Anmeldesitzung ist nicht vorhanden. Sie wurde gegebenenfalls bereits beendet.',
    '指定されたログオン セッションは存在しません。',
  ])('is said so, whatever its language: %s', async (message) => {
    const keytar = fakeKeytar({ setPassword: () => Promise.reject(new Error(message)) });
    const of = (platform: NodeJS.Platform, forbidden: boolean) =>
      keytarKeychain({ service: 'S', load: () => keytar, platform, isForbidden: () => Promise.resolve(forbidden) });
    const codeOf = async (keychain: Keychain) => {
      const answer = await keychain.set('ada', 'secret');
      return answer.ok ? null : answer.error.code;
    };
    expect(await codeOf(of('win32', true))).toBe('keychain-forbidden');
    expect(await codeOf(of('win32', false))).toBe('keychain-failed');
    expect(await codeOf(of('darwin', true))).toBe('keychain-failed');
  });
});
