// Nothing that the core calls can stop the pause: each function of each port is made to throw, at every call or by chance.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { HotkeyPort, Ports, SystemProxy } from '../../../src/main/core/platform/ports.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { MemoryFiles } from '../../support/memory-files.ts';

type PortName = 'log' | 'desktop' | 'files' | 'keychain' | 'hotkeys' | 'power' | 'random' | 'system proxy';
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

/** Every function of a port, its prototype's included. */
function functionsOf(port: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(port);
  const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
  const names = new Set([...Object.keys(port), ...inherited]);
  return [...names].filter((name) => name !== 'constructor' && typeof Reflect.get(port, name) === 'function');
}

/** The same ports, whose functions throw when `throws` says so. */
function throwing(ports: Ports, throws: (port: PortName, name: string) => boolean): Ports {
  const wrap = <T extends object>(port: PortName, value: T): T =>
    new Proxy(value, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function' || typeof name !== 'string') return found;
        return (...input: unknown[]): unknown => {
          if (throws(port, name)) {
            const error = new Error(`${port}.${name} threw`);
            // What answers by a promise fails by it.
            if (port === 'files' || port === 'keychain') return Promise.reject(error);
            throw error;
          }
          return Reflect.apply(found, target, input);
        };
      },
    });
  return {
    ...ports,
    log: wrap('log', ports.log),
    desktop: wrap('desktop', ports.desktop),
    files: wrap('files', ports.files),
    keychain: wrap('keychain', ports.keychain),
    hotkeys: wrap('hotkeys', hotkeys),
    power: wrap('power', ports.power),
    systemProxy: wrap('system proxy', systemProxy),
    random: wrap('random', { random: ports.random }).random,
  };
}

const systemProxy: SystemProxy = { find: () => Promise.resolve('DIRECT') };

const hotkeys: HotkeyPort = { platform: 'linux', register: () => true, releaseAll: () => undefined };

/** A call is paused and resumed on these ports; answers the states that were shown, and whether they were true. */
async function pauseAndResume(throws: (port: PortName, name: string) => boolean): Promise<string[]> {
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  const files = new MemoryFiles();
  const desktop = { ...fakePorts(clock).desktop, attention: () => undefined };
  const core = createCore(throwing({ ...fakePorts(clock), files, desktop }, throws), {
    createClient: () => recorder.client(),
  });
  core.onSnapshot(() => {
    throw new Error('a window threw');
  });
  core.onAttention(() => {
    throw new Error('a sound threw');
  });
  // What a file that cannot be read is waited for passes on the fake clock.
  const started = core.start();
  await clock.advance(10_000);
  await started;
  const signedIn = core.handlers['session.signIn'](adaSignIn);
  await clock.advance(50);
  // A keychain that keeps nothing is told in words, and the person signs in for this session.
  if (!(await signedIn).ok) {
    expect((await signedIn).ok ? null : core.snapshot().session.problem?.code).toBe('keychain-failed');
    const again = core.handlers['session.signIn']({ ...adaSignIn, thisSessionOnly: true });
    await clock.advance(50);
    expect((await again).ok).toBe(true);
  }
  const states: string[] = [];
  const look = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    const { state } = core.snapshot().live;
    if (state === 'paused') expect(recorder.recordingNow).toEqual([]);
    states.push(state);
  };
  recorder.begin(firstId);
  await look(2_200);
  void core.handlers['live.pause']({});
  await look(1_000);
  void core.handlers['live.resume']({});
  await look(1_000);
  recorder.end(firstId);
  await look(2_200);
  await core.dispose().catch(() => undefined);
  return states;
}

const right = ['recording', 'paused', 'recording', 'idle'];
const ports = {
  log: fakePorts().log,
  desktop: { ...fakePorts().desktop, attention: () => undefined },
  files: new MemoryFiles(),
  keychain: fakePorts().keychain,
  hotkeys,
  power: fakePorts().power,
  random: { random: fakePorts().random },
  'system proxy': systemProxy,
};
const every = (Object.keys(ports) as PortName[]).flatMap((port) =>
  functionsOf(ports[port]).map((name) => [port, name] as const),
);

describe('pausing goes on', () => {
  test.each(every)('while %s.%s throws at every call', async (port, name) => {
    expect(await pauseAndResume((calledPort, calledName) => calledPort === port && calledName === name)).toEqual(right);
    expect(unhandled).toEqual([]);
  });

  test('while any of them throws by chance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), async (chances) => {
        let call = 0;
        expect(await pauseAndResume(() => chances[call++ % chances.length] ?? false)).toEqual(right);
      }),
      { numRuns: 40 },
    );
    expect(unhandled).toEqual([]);
  });
});
