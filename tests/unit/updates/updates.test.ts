// Newer versions are looked for, fetched and installed only where that is allowed, and never while somebody is on a recorded call or a pause
// stands or waits.
import { describe, expect, test } from 'vitest';
import { defaultPreferences, parsePreference, type Preferences } from '../../../src/shared/domain/preferences.ts';
import { problem, type Problem } from '../../../src/shared/domain/problem.ts';
import { ok, type Result } from '../../../src/shared/domain/result.ts';
import { installations, type Installation } from '../../../src/shared/domain/update.ts';
import type { UpdatesView } from '../../../src/shared/ipc/updates.ts';
import type { Updater } from '../../../src/main/core/platform/ports.ts';
import { canRestart, isQuiet, type Shown } from '../../../src/main/core/updates/update-rules.ts';
import { Updates } from '../../../src/main/core/updates/updates.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeCore, firstId } from '../../support/fake-core.ts';
import { policyOf } from '../../support/policy-file.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { lives, snapshotOf, type LiveName } from '../../support/renderer-gallery/snapshots.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const feed = 'https://updates.example.com/sidetone';
const everything: Partial<Preferences> = { 'updates.mode': 'allowed', 'updates.feed': feed };

type Asked = { readonly what: string; readonly signal: AbortSignal; answer(result: Result<never, Problem>): void };

/** An updater whose answers the test gives. */
class FakeUpdater implements Updater {
  readonly did: string[] = [];
  readonly #kind: Installation;
  asked: Asked | null = null;

  constructor(kind: Installation = 'self-updating') {
    this.#kind = kind;
  }

  installation(): Promise<Installation> {
    return Promise.resolve(this.#kind);
  }

  check(from: string, _connect: unknown, signal: AbortSignal): Promise<Result<string | null, Problem>> {
    return this.#ask(`check ${from}`, signal);
  }

  download(_connect: unknown, signal: AbortSignal): Promise<Result<null, Problem>> {
    return this.#ask('download', signal);
  }

  quit(): void {
    this.did.push('quit');
  }

  install(restart: boolean): void {
    this.did.push(restart ? 'install and restart' : 'install');
  }

  #ask<T>(what: string, signal: AbortSignal): Promise<Result<T, Problem>> {
    this.did.push(what);
    return new Promise((resolve) => {
      this.asked = {
        what,
        signal,
        answer: (result) => {
          this.asked = null;
          resolve(result);
        },
      };
      // A real one ends when it is told to.
      signal.addEventListener('abort', () => {
        this.asked = null;
        resolve({ ok: false, error: problem('request-cancelled') });
      });
    });
  }
}

let clock: FakeClock;
let updater: FakeUpdater;
let shown: Shown;
let preferences: Preferences;
let updates: Updates;
let changes: UpdatesView['phase'][];

async function begin(set: Partial<Preferences> = everything, kind: Installation = 'self-updating'): Promise<void> {
  clock = new FakeClock();
  updater = new FakeUpdater(kind);
  shown = snapshotOf('idle');
  preferences = { ...defaultPreferences, ...set };
  changes = [];
  const ports = { clock, random: () => 0.5, log: quietLog(), updater };
  updates = new Updates({
    ports,
    preferences: () => preferences,
    shown: () => shown,
    connect: () => Promise.reject(new Error('nothing is connected here')),
    onChange: () => changes.push(updates.view().phase),
  });
  await updates.begin();
}

async function set(change: Partial<Preferences>): Promise<void> {
  preferences = { ...preferences, ...change };
  updates.preferencesChanged();
  await clock.settle();
}

async function show(next: Shown): Promise<void> {
  shown = next;
  updates.onShown();
  await clock.settle();
}

async function answer(value: unknown): Promise<void> {
  updater.asked?.answer(ok(value as never));
  await clock.settle();
}

async function refuse(code: Problem['code']): Promise<void> {
  updater.asked?.answer({ ok: false, error: problem(code) });
  await clock.settle();
}

/** A newer version is fetched and ready. */
async function ready(): Promise<void> {
  await begin();
  await clock.advance(30 * minute);
  await answer('0.2.0');
  await clock.advance(minute);
  await answer(null);
  expect(updates.view()).toMatchObject({ phase: 'ready', version: '0.2.0', canInstall: true });
}

const liveNames = Object.keys(lives) as LiveName[];
/** Everything that can be shown of calls, but for the two moments when there is none. */
const busy = liveNames.filter((name) => !['idle', 'signedOut'].includes(name));

describe('what is off stays off', () => {
  test('without a setting nothing is asked, ever', async () => {
    await begin({});
    await clock.advance(10 * day);
    expect(updater.did).toEqual([]);
    expect(updates.view()).toMatchObject({ phase: 'off', canInstall: false });
    expect(updates.checkNow()).toEqual({ ok: false, error: problem('update/off') });
    expect(updates.install()).toEqual({ ok: false, error: problem('update/off') });
    expect(clock.pending).toBe(0);
  });

  test.each(installations.filter((kind) => kind !== 'self-updating' && kind !== 'check-only'))(
    'installed as %s: nothing is asked, whatever is set',
    async (kind) => {
      await begin(everything, kind);
      await clock.advance(10 * day);
      expect(updater.did).toEqual([]);
      expect(updates.view()).toMatchObject({ phase: 'off', installation: kind });
      expect(updates.checkNow().ok).toBe(false);
    },
  );

  test.each([
    ['check', 'self-updating'],
    ['allowed', 'check-only'],
  ] as const)('%s, installed as %s: it is told of and not fetched', async (mode, kind) => {
    await begin({ ...everything, 'updates.mode': mode }, kind);
    await clock.advance(30 * minute);
    await answer('0.2.0');
    expect(updates.view()).toMatchObject({ phase: 'found', version: '0.2.0', installs: false, canInstall: false });
    await clock.advance(day / 2);
    expect(updater.did).toEqual([`check ${feed}`]);
    expect(updates.install()).toEqual({ ok: false, error: problem('update/off') });
    await updates.dispose();
    updates.finish();
    expect(updater.did).toEqual([`check ${feed}`]);
  });

  test.each([
    ['ftp://updates.example.com/', false],
    ['http://updates.example.com/', false],
    ['http://localhost/', false],
    ['https://user:secret@updates.example.com/', false],
    ['https://updates.example.com/?channel=beta', false],
    ['https://updates.example.com/#beta', false],
    ['updates.example.com', false],
    ['', false],
    ['https://updates.example.com', true],
    ['https://updates.example.com:8443/sidetone/stable/', true],
  ])('the address %s: may be set: %s', (address, may) => {
    expect(parsePreference('updates.feed', address) !== undefined).toBe(may);
  });
});

describe('moments', () => {
  test.each(liveNames)('%s: is it a moment for anything?', (name) => {
    expect(isQuiet(snapshotOf(name))).toBe(!busy.includes(name));
  });

  test('starting and stopping by hand, a save and an upload are none for an end', () => {
    const idle = snapshotOf('idle');
    expect(canRestart(idle)).toBe(true);
    for (const phase of ['starting', 'stopping'] as const) {
      expect(isQuiet({ ...idle, manual: { ...idle.manual, phase } })).toBe(false);
    }
    for (const phase of ['queued', 'running'] as const) {
      expect(canRestart({ ...idle, downloads: [{ phase }] as never })).toBe(false);
    }
    for (const phase of ['waiting', 'sending'] as const) {
      expect(canRestart({ ...idle, uploads: [{ phase }] as never })).toBe(false);
    }
    expect(canRestart({ ...idle, downloads: [{ phase: 'saved' }] as never })).toBe(true);
  });

  test('the first look is minutes after the start, then one a day', async () => {
    await begin();
    await clock.advance(5 * minute - 1);
    expect(updater.did).toEqual([]);
    await clock.advance(25 * minute);
    expect(updater.did).toEqual([`check ${feed}`]);
    await answer(null);
    expect(updates.view().phase).toBe('current');
    await clock.advance(0.9 * day);
    expect(updater.did).toHaveLength(1);
    await clock.advance(0.2 * day);
    expect(updater.did).toHaveLength(2);
  });

  test.each(busy)('%s: nothing is asked, and what is due waits', async (name) => {
    await begin();
    await show(snapshotOf(name));
    await clock.advance(2 * day);
    expect(updater.did).toEqual([]);
    expect(updates.checkNow()).toEqual({ ok: false, error: problem('update/not-now') });
    await show(snapshotOf('idle'));
    expect(updater.did).toEqual([`check ${feed}`]);
  });

  test.each(busy)(
    '%s: ends a fetch that is under way; it begins again when it has been quiet for a minute',
    async (name) => {
      await begin();
      await clock.advance(30 * minute);
      await answer('0.2.0');
      await clock.advance(minute);
      expect(updates.view()).toMatchObject({ phase: 'downloading', version: '0.2.0' });
      await show(snapshotOf(name));
      expect(updates.view()).toMatchObject({ phase: 'found', version: '0.2.0' });
      await show(snapshotOf('idle'));
      await clock.advance(minute - 1);
      expect(updater.did).toEqual([`check ${feed}`, 'download']);
      await clock.advance(1);
      expect(updater.did).toEqual([`check ${feed}`, 'download', 'download']);
    },
  );

  test('a failure is told of and tried again after an hour, then ever later; what was wrong is forgotten when it works', async () => {
    await begin();
    await clock.advance(30 * minute);
    await refuse('update/feed-unreachable');
    expect(updates.view()).toMatchObject({ phase: 'failed', problem: { code: 'update/feed-unreachable' } });
    await clock.advance(60 * minute);
    expect(updater.did).toHaveLength(2);
    await refuse('update/feed-unusable');
    await clock.advance(119 * minute);
    expect(updater.did).toHaveLength(2);
    await clock.advance(minute);
    await answer(null);
    expect(updates.view()).toMatchObject({ phase: 'current', problem: null });
  });

  test.each(['update/damaged', 'update/not-signed', 'update/not-stored'] as const)(
    'what was fetched and is refused (%s) is never installed',
    async (code) => {
      await begin();
      await clock.advance(30 * minute);
      await answer('0.2.0');
      await clock.advance(minute);
      await refuse(code);
      expect(updates.view()).toMatchObject({ phase: 'failed', problem: { code }, canInstall: false });
      expect(updates.install()).toEqual({ ok: false, error: problem('update/not-ready') });
      await updates.dispose();
      updates.finish();
      expect(updater.did).toEqual([`check ${feed}`, 'download']);
    },
  );
});

describe('installing', () => {
  test('ready is not installed by itself', async () => {
    await ready();
    await clock.advance(20 * minute);
    expect(updater.did).toEqual([`check ${feed}`, 'download']);
  });

  test('a press ends Sidetone; the installer starts when everything is let go', async () => {
    await ready();
    expect(updates.install()).toEqual(ok({}));
    expect(updater.did.slice(2)).toEqual(['quit']);
    await updates.dispose();
    expect(updater.did.slice(2)).toEqual(['quit']);
    updates.finish();
    expect(updater.did.slice(2)).toEqual(['quit', 'install and restart']);
  });

  test('whoever quits finds the newer version at the next start', async () => {
    await ready();
    await updates.dispose();
    updates.finish();
    expect(updater.did.slice(2)).toEqual(['install']);
  });

  test.each(busy)('%s: a press is refused, and quitting installs nothing', async (name) => {
    await ready();
    await show(snapshotOf(name));
    expect(updates.view()).toMatchObject({ phase: 'ready', canInstall: false });
    expect(updates.install()).toEqual({ ok: false, error: problem('update/not-now') });
    await updates.dispose();
    updates.finish();
    expect(updater.did.slice(2)).toEqual([]);
  });

  test.each(busy)('%s that began between the press and the end: nothing is installed', async (name) => {
    await ready();
    updates.install();
    await show(snapshotOf(name));
    await updates.dispose();
    updates.finish();
    expect(updater.did.slice(2)).toEqual(['quit']);
  });

  test.each([
    ['off', { 'updates.mode': 'off' }],
    ['only told of', { 'updates.mode': 'check' }],
    ['no address any more', { 'updates.feed': null }],
    ['another address', { 'updates.feed': 'https://elsewhere.example.com/' }],
  ] as const)('ready, and then %s: nothing is installed', async (_name, change) => {
    await ready();
    await set(change);
    expect(updates.view().canInstall).toBe(false);
    expect(updates.install().ok).toBe(false);
    await updates.dispose();
    updates.finish();
    expect(updater.did.slice(2)).toEqual([]);
  });

  test('a feed that has taken it back takes it from here too, one that fails does not', async () => {
    await ready();
    await clock.advance(2 * day);
    await refuse('update/feed-unreachable');
    expect(updates.view()).toMatchObject({ phase: 'ready', version: '0.2.0' });
    await clock.advance(2 * day);
    await answer(null);
    expect(updates.view()).toMatchObject({ phase: 'current', canInstall: false });
  });

  test('a still newer version is fetched in its place', async () => {
    await ready();
    await clock.advance(2 * day);
    await answer('0.3.0');
    expect(updates.view()).toMatchObject({ phase: 'downloading', version: '0.3.0', canInstall: false });
  });
});

test('an updater that breaks is a failure like others', async () => {
  await begin();
  updater.check = () => Promise.reject(new Error('a part of the program is missing'));
  await clock.advance(30 * minute);
  expect(updates.view()).toMatchObject({ phase: 'failed', problem: { code: 'internal' } });
});

test('a setting that changes ends what is under way, and its late answer counts for nothing', async () => {
  await begin();
  await clock.advance(30 * minute);
  const { asked } = updater;
  await set({ 'updates.feed': 'https://elsewhere.example.com/' });
  asked?.answer(ok('9.9.9' as never));
  await clock.settle();
  expect(updates.view()).toMatchObject({ phase: 'waiting', version: null });
  await clock.advance(30 * minute);
  expect(updater.did.at(-1)).toBe('check https://elsewhere.example.com/');
});

describe('in the whole core', () => {
  test('a locked policy decides, a call holds everything back, and the end installs what is ready', async () => {
    const own = new FakeUpdater();
    const locked = { 'updates.mode': 'allowed', 'updates.feed': feed };
    const world = await fakeCore({ ports: { updater: own, policySources: [policyOf({ locked })] } });
    const refusal = await world.core.handlers['preferences.set']({ name: 'updates.mode', value: 'off' });
    expect(refusal).toMatchObject({ ok: false, error: { code: 'preference-locked' } });
    world.recorder.begin(firstId);
    await world.clock.advance(5_000);
    expect(await world.core.handlers['updates.check']({})).toMatchObject({ error: { code: 'update/not-now' } });
    await world.clock.advance(60 * minute);
    expect(own.did).toEqual([]);
    world.recorder.end(firstId);
    await world.clock.advance(minute);
    own.asked?.answer(ok('0.2.0' as never));
    await world.clock.advance(2 * minute);
    own.asked?.answer(ok(null as never));
    await world.clock.advance(1_000);
    expect(world.core.snapshot().updates).toMatchObject({ phase: 'ready', canInstall: true });
    await world.dispose();
    world.core.finish();
    expect(own.did).toEqual([`check ${feed}`, 'download', 'install']);
  });

  test('an address that is none is refused in words of its own', async () => {
    const world = await fakeCore({ signIn: false });
    const answer_ = await world.core.handlers['preferences.set']({ name: 'updates.feed', value: 'http://x.example' });
    expect(answer_).toMatchObject({ ok: false, error: { code: 'update/feed-invalid' } });
    await world.dispose();
  });
});
