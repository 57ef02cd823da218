// Which proxy the core uses: the choice of a person or of the organisation, the system's answer, and the sign-in for the proxy.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import type { Ports } from '../../../src/main/core/platform/ports.ts';
import type { UcxClientOptions } from '../../../src/main/core/ucx/client-types.ts';
import type { Preferences } from '../../../src/shared/domain/preferences.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { adaSignIn } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { policyOf } from '../../support/policy-file.ts';

let core: Core;
afterEach(() => core.dispose());

type Started = {
  readonly ports: FakePorts<FakeClock>;
  readonly find: () => ReturnType<NonNullable<UcxClientOptions['findRoute']>>;
};

/** A core that is signed in, and how its client finds its way. */
async function started(over: Partial<Ports>): Promise<Started> {
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  const ports = fakePorts(clock, over);
  let given: UcxClientOptions | null = null;
  core = createCore(ports, {
    createClient: (options) => {
      given = options;
      return recorder.client();
    },
  });
  await core.start();
  const signedIn = core.handlers['session.signIn'](adaSignIn);
  await clock.advance(100);
  await signedIn;
  return {
    ports,
    find: () => {
      const { findRoute } = given ?? {};
      if (findRoute === undefined) throw new Error('no way is looked for');
      return findRoute('https://ucx.example.com/voice');
    },
  };
}

const set = async <N extends keyof Preferences>(name: N, value: Preferences[N]): Promise<void> => {
  expect(await core.handlers['preferences.set']({ name, value })).toEqual(ok({}));
};
const fixed = { host: 'proxy.example.com', port: 8080, isSecure: false, credentials: null };

test('without a choice the system is asked, and learns the server’s address and no path', async () => {
  const asked: string[] = [];
  const find = (url: string): Promise<string> => {
    asked.push(url);
    return Promise.resolve('PROXY proxy.example.com:8080; DIRECT');
  };
  const core = await started({ systemProxy: { find } });
  expect(await core.find()).toEqual(ok([fixed, null]));
  expect(asked).toEqual(['https://ucx.example.com/']);
});

test.each([
  ['names a kind that Sidetone does not have', () => Promise.resolve('SOCKS5 a:1080'), 'proxy-unusable'],
  ['fails', () => Promise.reject(new Error('no script')), 'proxy-unknown'],
])('a system that %s is told as it is', async (_what, find, code) => {
  const { find: found } = await started({ systemProxy: { find } });
  expect(await found()).toEqual(err(problem(code as 'proxy-unknown', { host: 'ucx.example.com' })));
});

test('a fixed address and none ask no system, and hold at the next look', async () => {
  const { find } = await started({ systemProxy: { find: () => Promise.reject(new Error('asked')) } });
  await set('network.proxy', 'proxy.example.com:8080');
  expect(await find()).toEqual(ok([fixed]));
  await set('network.proxy', 'none');
  expect(await find()).toEqual(ok([null]));
});

test('what is no proxy is refused in words, and the old one stays', async () => {
  const { find } = await started({});
  await set('network.proxy', 'proxy.example.com:8080');
  for (const value of ['http://ada:secret@proxy.example.com', 'socks://x:1'])
    expect(await core.handlers['preferences.set']({ name: 'network.proxy', value })).toEqual(
      err(problem('proxy-address-invalid')),
    );
  expect(await find()).toEqual(ok([fixed]));
});

test('the organisation’s proxy holds, whatever the user chose', async () => {
  const { find } = await started({
    policySources: [policyOf({ locked: { 'network.proxy': 'proxy.example.com:8080' } })],
  });
  expect(await core.handlers['preferences.set']({ name: 'network.proxy', value: 'none' })).toMatchObject({ ok: false });
  expect(await find()).toEqual(ok([fixed]));
});

test('the password for the proxy is in the keychain alone, and goes with its user name', async () => {
  const { ports, find } = await started({});
  await set('network.proxy', 'proxy.example.com:8080');
  expect(await core.handlers['network.setProxyPassword']({ password: 'pröxy secret' })).toEqual(
    err(problem('proxy-username-missing')),
  );
  await set('network.proxyUser', 'ada');
  expect(await find()).toEqual(ok([fixed]));
  expect(await core.handlers['network.setProxyPassword']({ password: 'pröxy secret' })).toEqual(ok({}));
  const credentials = { username: 'ada', password: 'pröxy secret' };
  expect(await find()).toEqual(ok([{ ...fixed, credentials }]));
  expect(ports.keychain.passwords.get('ada@proxy')).toBe('pröxy secret');
  await core.dispose();
  const files = (await readdir(ports.profileFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  for (const text of [...texts, JSON.stringify(core.snapshot()), JSON.stringify(ports.lines)])
    expect(text).not.toContain('pröxy secret');
});

test('an empty password is forgotten, and one that the keychain does not take holds for the session', async () => {
  const { ports, find } = await started({});
  await set('network.proxy', 'proxy.example.com:8080');
  await set('network.proxyUser', 'ada');
  await core.handlers['network.setProxyPassword']({ password: 'one' });
  await core.handlers['network.setProxyPassword']({ password: '' });
  expect(ports.keychain.passwords.has('ada@proxy')).toBe(false);
  expect(await find()).toEqual(ok([fixed]));
  ports.keychain.lock();
  expect(await core.handlers['network.setProxyPassword']({ password: 'two' })).toMatchObject({ ok: false });
  expect(await find()).toEqual(ok([{ ...fixed, credentials: { username: 'ada', password: 'two' } }]));
});

test('the diagnostics hold neither the proxy nor its user', async () => {
  await started({});
  await set('network.proxy', 'proxy.example.com:8080');
  await set('network.proxyUser', 'ada.lovelace');
  const told = await core.handlers['app.diagnostics']({});
  const text = told.ok ? told.value.text : '';
  expect(text).toContain('Preference network.proxy: (set)');
  expect(text).not.toMatch(/proxy\.example\.com|lovelace/u);
});
