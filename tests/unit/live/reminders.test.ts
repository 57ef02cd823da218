// What calls for the agent's attention, and when: once at each change that matters, and again while a pause goes on.
import { beforeEach, describe, expect, test } from 'vitest';
import { Reminders } from '../../../src/main/core/live/reminders.ts';
import type { AttentionKind } from '../../../src/shared/ipc/attention.ts';
import { defaultPreferences, type Preferences } from '../../../src/shared/domain/preferences.ts';
import type { LiveView } from '../../../src/shared/ipc/snapshot.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { lives } from '../../support/renderer-gallery/snapshots.ts';

let ports: FakePorts<FakeClock>;
let reminders: Reminders;
let preferences: Preferences;
/** What the listener and the desktop were told, in this order. */
let heard: AttentionKind[];
let onDesktop: AttentionKind[];

beforeEach(() => {
  heard = [];
  onDesktop = [];
  preferences = defaultPreferences;
  ports = fakePorts();
  const desktop = { ...ports.desktop, attention: (kind: AttentionKind) => void onDesktop.push(kind) };
  reminders = new Reminders({ ...ports, desktop }, () => preferences);
  reminders.subscribe((kind) => heard.push(kind));
});

const show = (name: keyof typeof lives, change: Partial<LiveView> = {}): void =>
  reminders.update({ ...lives[name], ...change });
/** What was told since the last time. */
function told(): AttentionKind[] {
  expect(onDesktop).toEqual(heard);
  onDesktop = [];
  return heard.splice(0);
}

describe('a change of the state', () => {
  test('is told once: paused, resumed, not confirmed, and the call that ended while it was paused', () => {
    show('idle');
    show('recording');
    show('pausing');
    expect(told()).toEqual([]);
    show('paused');
    show('paused');
    expect(told()).toEqual(['paused']);
    show('resuming');
    show('recording');
    expect(told()).toEqual(['resumed']);
    show('unconfirmed');
    show('unconfirmed');
    expect(told()).toEqual(['notConfirmed']);
    show('paused');
    show('idle');
    expect(told()).toEqual(['paused', 'callEndedPaused']);
  });

  test('to recording or idle says nothing of a pause that there was not, or that was told of before', () => {
    show('recording');
    show('idle');
    show('paused');
    show('recording');
    told();
    show('idle');
    show('recording');
    expect(told()).toEqual([]);
    show('paused');
    show('signedOut');
    told();
    show('recording');
    show('idle');
    expect(told()).toEqual([]);
  });

  test('through offline is still the end of that pause', () => {
    show('paused');
    show('offline');
    told();
    show('recording');
    expect(told()).toEqual(['resumed']);
    show('paused');
    show('unconfirmed');
    show('idle');
    expect(told()).toEqual(['paused', 'notConfirmed', 'callEndedPaused']);
  });

  test('a pause at risk and a new call are told once each, until they are over', () => {
    show('offline-paused');
    show('offline-paused');
    expect(told()).toEqual(['connectionLost']);
    show('recording');
    show('offline-paused');
    expect(told()).toEqual(['connectionLost']);
    show('recording-new-call');
    show('recording-new-call');
    expect(told()).toEqual(['newCall']);
    show('recording');
    show('recording-new-call');
    expect(told()).toEqual(['newCall']);
  });
});

describe('while a pause goes on', () => {
  beforeEach(() => {
    preferences = { ...defaultPreferences, 'pause.remindAfter': 60, 'pause.remindEvery': 30 };
    show('recording');
    show('paused');
    told();
  });

  test('it is said again after the first time, and then at each interval', async () => {
    await ports.clock.advance(59_999);
    expect(told()).toEqual([]);
    await ports.clock.advance(1);
    expect(told()).toEqual(['stillPaused']);
    await ports.clock.advance(29_999);
    expect(told()).toEqual([]);
    await ports.clock.advance(1);
    expect(told()).toEqual(['stillPaused']);
    await ports.clock.advance(90_000);
    expect(told()).toEqual(['stillPaused', 'stillPaused', 'stillPaused']);
  });

  test('whether is read each time', async () => {
    preferences = { ...preferences, 'pause.remind': false };
    await ports.clock.advance(61_000);
    expect(told()).toEqual([]);
    preferences = { ...preferences, 'pause.remind': true };
    await ports.clock.advance(30_000);
    expect(told()).toEqual(['stillPaused']);
  });

  test.each(['recording', 'idle', 'offline', 'signedOut', 'resuming'] as const)('not once it is %s', async (name) => {
    show(name);
    told();
    await ports.clock.advance(600_000);
    expect(told()).toEqual([]);
    expect(ports.clock.pending).toBe(0);
  });

  test('from the beginning when it is paused anew', async () => {
    await ports.clock.advance(60_000);
    show('recording');
    show('paused');
    told();
    await ports.clock.advance(59_999);
    expect(told()).toEqual([]);
    await ports.clock.advance(1);
    expect(told()).toEqual(['stillPaused']);
  });

  test('not after the end', async () => {
    show('paused-countdown', { countdown: { leftMs: 60_000, totalMs: 60_000, canAdd: true } });
    reminders.dispose();
    expect(ports.clock.pending).toBe(0);
    await ports.clock.advance(600_000);
    expect(told()).toEqual([]);
  });
});

describe('the automatic resume', () => {
  const countdown = (leftMs: number): void => show('paused', { countdown: { leftMs, totalMs: 60_000, canAdd: true } });
  beforeEach(() => {
    preferences = { ...defaultPreferences, 'pause.remind': false };
  });

  test('is announced ten seconds before, once', async () => {
    countdown(40_000);
    told();
    await ports.clock.advance(29_999);
    expect(told()).toEqual([]);
    await ports.clock.advance(1);
    expect(told()).toEqual(['resumesSoon']);
    countdown(9_000);
    countdown(5_000);
    expect(told()).toEqual([]);
  });

  test('is announced at once when less is left, and ten seconds are less', () => {
    countdown(10_000);
    expect(told()).toEqual(['paused', 'resumesSoon']);
    countdown(8_000);
    expect(told()).toEqual([]);
  });

  test('that was put off is announced again, and only at its new time', async () => {
    countdown(12_000);
    await ports.clock.advance(1_000);
    countdown(41_000);
    told();
    await ports.clock.advance(30_999);
    expect(told()).toEqual([]);
    await ports.clock.advance(1);
    expect(told()).toEqual(['resumesSoon']);
    countdown(39_000);
    await ports.clock.advance(29_000);
    expect(told()).toEqual(['resumesSoon']);
  });

  test('that is not to come any more is not announced', async () => {
    countdown(40_000);
    show('paused');
    told();
    await ports.clock.advance(60_000);
    expect(told()).toEqual([]);
  });

  test('of the next pause is announced even when little is left from the beginning', () => {
    countdown(5_000);
    show('recording');
    told();
    countdown(5_000);
    expect(told()).toEqual(['paused', 'resumesSoon']);
  });
});

test('a listener that throws, a desktop that throws, and none keep nobody else from being told', () => {
  const calls: string[] = [];
  const desktop = {
    ...ports.desktop,
    attention: () => {
      throw new Error('no notifications');
    },
  };
  const own = new Reminders({ ...ports, desktop }, () => preferences);
  own.subscribe(() => {
    throw new Error('a window that crashed');
  });
  const stop = own.subscribe((kind) => calls.push(kind));
  own.update(lives.unconfirmed);
  expect(calls).toEqual(['notConfirmed']);
  expect(ports.lines.map(({ event }) => event)).toEqual(['reminder-crashed', 'reminder-crashed']);
  stop();
  own.update(lives.idle);
  own.update(lives.unconfirmed);
  expect(calls).toEqual(['notConfirmed']);
  const bare = new Reminders({ clock: ports.clock, log: ports.log, desktop: fakePorts().desktop }, () => preferences);
  bare.update(lives.unconfirmed);
  expect(ports.lines).toHaveLength(4);
});
