// What the core passes from one of its parts to the others: the end of a sleep, the end of a session, and reminders.
import { afterEach, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { loggableError } from '../../../src/main/log-facts.ts';
import type { Ports } from '../../../src/main/core/platform/ports.ts';
import { unknownRights } from '../../../src/shared/domain/permissions.ts';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
let again: Core | null = null;
afterEach(async () => {
  await again?.dispose();
  again = null;
  await fake.dispose();
});

/** A second core over the same recorder, with ports of the test's own. */
async function startAgain(over: Partial<Ports>): Promise<Core> {
  fake = await fakeCore({ signIn: false });
  await fake.core.dispose();
  again = createCore({ ...fake.ports, ...over }, { createClient: () => fake.recorder.client() });
  await again.start();
  const signedIn = again.handlers['session.signIn'](adaSignIn);
  await fake.clock.advance(100);
  await signedIn;
  return again;
}

test('unlocking the screen ends a sleep whose end the system did not report', async () => {
  const listeners = new Map<string, () => void>();
  const listen = (name: string) => (listener: () => void) => {
    listeners.set(name, listener);
    return () => undefined;
  };
  const power = { onSuspend: listen('suspend'), onResume: () => () => undefined, onUnlock: listen('unlock') };
  const core = await startAgain({ power });
  // Only the last listener is kept here: the one of the core, which subscribes after its clock.
  listeners.get('suspend')?.();
  const { reads } = fake.recorder;
  await fake.clock.advance(10_000);
  expect(fake.recorder.reads).toBe(reads);
  listeners.get('unlock')?.();
  await fake.clock.advance(100);
  expect(fake.recorder.reads).toBeGreaterThan(reads);
  expect(core.snapshot().live.state).toBe('idle');
});

test('what was learned of the rights of one user is forgotten when the session ends', async () => {
  fake = await fakeCore({ signIn: false });
  await fake.core.dispose();
  let onAnswer: ((endpoint: 'listMine', code: null) => void) | undefined;
  again = createCore(fake.ports, {
    createClient: (options) => {
      onAnswer = options.onAnswer;
      return fake.recorder.client();
    },
  });
  await again.start();
  const signedIn = again.handlers['session.signIn'](adaSignIn);
  await fake.clock.advance(100);
  await signedIn;
  onAnswer?.('listMine', null);
  expect(again.snapshot().rights).toEqual({ ...unknownRights, followOwn: 'yes' });
  await again.handlers['session.signOut']({});
  expect(again.snapshot().rights).toEqual(unknownRights);
});

test('a reminder goes to the listeners first and then to the shell', async () => {
  const order: string[] = [];
  const { desktop } = (fake = await fakeCore({ signIn: false })).ports;
  await fake.dispose();
  const attention = (kind: string): void => void order.push(`shell ${kind}`);
  const core = await startAgain({ desktop: { ...desktop, attention } });
  const stop = core.onAttention((kind) => order.push(`listener ${kind}`));
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
  void core.handlers['live.pause']({});
  await fake.clock.advance(100);
  expect(order).toEqual(['listener paused', 'shell paused']);
  stop();
  void core.handlers['live.resume']({});
  await fake.clock.advance(1_000);
  expect(order.slice(2)).toEqual(['shell resumed']);
});

test('a window that cannot draw is logged, with the places of the throw', async () => {
  fake = await fakeCore({ signIn: false });
  const error = fake.ports.log.error.bind(fake.ports.log);
  const logged: unknown[] = [];
  fake.ports.log.error = (event, reason) => {
    logged.push([event, loggableError(reason)]);
    error(event, reason);
  };
  const stack = 'TypeError: +39 055 1104729 is no name\n    at draw (sidetone-app://app/assets/widget-Bx_4-yZ1.js:1:2)';
  await fake.core.handlers['window.fault']({ window: 'widget', drawing: true, name: 'TypeError', stack });
  expect(logged).toEqual([['widget-window-cannot-draw', { name: 'TypeError', at: 'assets/widget-Bx_4-yZ1.js:1:2' }]]);
});

test('commands are answered while the keychain still asks the person', async () => {
  fake = await fakeCore();
  await fake.core.dispose();
  const keychain = fake.ports.keychain;
  keychain.get = () => new Promise(() => undefined);
  again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
  void again.start();
  await again.begun();
  expect(again.snapshot().session.phase).not.toBe('signedIn');
  const ended = again.command('pause', 'command');
  await fake.clock.advance(3_000);
  expect(await ended).toMatchObject({ state: 'signedOut' });
});
