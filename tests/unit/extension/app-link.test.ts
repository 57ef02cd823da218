// The extension's connection: whole state with each hello, changes once, signs of life, and a host that is started again.
import { expect, test } from 'vitest';
import { AppLink, type LinkState } from '../../../src/extension/background/app-link.ts';
import { browserName } from '../../../src/extension/background/identity.ts';
import type { ApiPort } from '../../../src/extension/extension-api.ts';

function linked() {
  const world = { on: [] as string[], sent: [] as unknown[], states: [] as LinkState[], rules: [] as unknown[] };
  const timers: { readonly ms: number; readonly callback: () => void; isStopped: boolean }[] = [];
  let hear: (message: unknown) => void = () => undefined;
  let lose: () => void = () => undefined;
  const connect = (): ApiPort => ({
    name: '',
    onMessage: { addListener: (listener) => void (hear = listener) },
    onDisconnect: { addListener: (listener) => void (lose = listener) },
    postMessage: (message) => world.sent.push(message),
    disconnect: () => undefined,
  });
  const link = new AppLink({
    connect,
    lastError: () => undefined,
    timer: (ms, callback) => {
      const timer = { ms, callback, isStopped: false };
      timers.push(timer);
      return () => void (timer.isStopped = true);
    },
    identity: { id: 'profile-1', browser: 'edge' },
    on: () => world.on,
    rules: (rules) => void (world.rules = [...rules]),
    changed: (state) => world.states.push(state),
  });
  link.start();
  const said = (): unknown[] => world.sent.splice(0);
  const due = (): (typeof timers)[number] | undefined => timers.findLast(({ isStopped }) => !isStopped);
  return { world, link, said, due, timers, hear: (message: unknown) => hear(message), lose: () => lose() };
}

const hello = (...on: string[]) => ({ kind: 'hello', id: 'profile-1', browser: 'edge', on });

test('each hello has the whole state, and each change is told once', () => {
  const { world, link, said, hear } = linked();
  world.on = ['card'];
  link.update();
  expect(said()).toEqual([]);
  hear({ kind: 'open' });
  expect(said()).toEqual([hello('card')]);
  world.on = ['card', 'pay'];
  link.update();
  link.update();
  world.on = ['pay'];
  link.update();
  expect(said()).toEqual([
    { kind: 'on', rule: 'pay' },
    { kind: 'off', rule: 'card' },
  ]);
  hear({ kind: 'rules', rules: [{ id: 'pay', url: 'pay.example.com/*' }] });
  expect([said(), world.rules]).toEqual([[hello('pay')], [{ id: 'pay', url: 'pay.example.com/*' }]]);
  hear({ kind: 'closed' });
  world.on = [];
  link.update();
  expect(said()).toEqual([]);
  hear({ kind: 'open' });
  expect([said(), world.states]).toEqual([[hello()], ['noApp', 'open', 'noApp', 'open']]);
});

test('a sign of life every ten seconds while the app is there', () => {
  const { said, hear, due } = linked();
  hear({ kind: 'open' });
  said();
  for (let count = 0; count < 3; count += 1) {
    expect(due()?.ms).toBe(10_000);
    due()?.callback();
    expect(said()).toEqual([{ kind: 'heartbeat' }]);
  }
  hear({ kind: 'closed' });
  expect(due()).toBeUndefined();
});

test('a host that ends is started again, later each time, and at once again after one that worked', () => {
  const { lose, due, hear, timers, world } = linked();
  for (let count = 0; count < 7; count += 1) {
    lose();
    due()?.callback();
  }
  expect(timers.map(({ ms }) => ms)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
  hear({ kind: 'closed' });
  lose();
  expect([due()?.ms, world.states.at(-1)]).toEqual([250, 'noHost']);
});

test('a host that says anything else is not listened to', () => {
  const { said, hear, world } = linked();
  for (const message of [
    null,
    7,
    'open',
    { kind: 'resume' },
    { kind: 'rules', rules: 'all' },
    { kind: 'open', more: 1 },
  ])
    hear(message);
  hear({ kind: 'rules', rules: Array.from({ length: 101 }, (_, at) => ({ id: `r${String(at)}`, url: '*' })) });
  expect([said(), world.rules, world.states]).toEqual([[], [], ['noApp']]);
});

test.each([
  ['edge', 'Mozilla/5.0', ['Not A Brand', 'Chromium', 'Microsoft Edge']],
  ['chrome', 'Mozilla/5.0', ['Google Chrome', 'Chromium']],
  ['chromium', 'Mozilla/5.0', ['Chromium']],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', []],
  ['other', 'Mozilla/5.0', []],
] as const)('the browser %s', (name, userAgent, brands) => {
  expect(browserName({ userAgent, brands })).toBe(name);
});
