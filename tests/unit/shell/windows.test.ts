// When the widget comes and goes by itself, how long hidden windows live, and what ending the app asks.
import { describe, expect, test, vi } from 'vitest';
import {
  autostartEntry,
  isSwitchedOff,
  linkEntry,
  startArguments,
} from '../../../src/main/electron/desktop/autostart-entry.ts';
import { bindCoreToShell, type BindOptions } from '../../../src/main/electron/bind-core-to-shell.ts';
import { logUnexpectedErrors } from '../../../src/main/electron/unexpected-errors.ts';
import { quitQuestion } from '../../../src/main/electron/quit-question.ts';
import { CrashGuard, HiddenTimer, hiddenLimitMs, RaiseTimer } from '../../../src/main/electron/windows/lifecycle.ts';
import { mustStay, visibilityChange } from '../../../src/main/electron/windows/widget-visibility.ts';
import { shellMessagesFor } from '../../../src/shared/messages/shell.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import type { DownloadView, Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { lives, snapshotOf, type LiveName } from '../../support/renderer-gallery/snapshots.ts';

const seen = (live: LiveName, hideWhenIdle = false): Snapshot =>
  snapshotOf(live, { preferences: { ...defaultPreferences, 'widget.hideWhenIdle': hideWhenIdle } });

describe('the widget', () => {
  test.each(['recording', 'paused', 'pausing', 'resuming', 'unconfirmed', 'armed'] as const)(
    'appears when a call begins with %s, hidden in idle or not',
    (live) => {
      expect(visibilityChange(seen('idle'), seen(live))).toBe('show');
      expect(visibilityChange(seen('idle', true), seen(live, true))).toBe('show');
      expect(visibilityChange(seen('offline', true), seen(live, true))).toBe('show');
    },
  );

  test('that a person hid during a call stays hidden, until something is wrong or the next call begins', () => {
    expect(visibilityChange(seen('recording'), seen('recording'))).toBeNull();
    expect(visibilityChange(seen('recording'), seen('pausing'))).toBeNull();
    expect(visibilityChange(seen('pausing'), seen('paused'))).toBeNull();
    expect(visibilityChange(seen('pausing'), seen('unconfirmed'))).toBe('show');
    expect(visibilityChange(seen('unconfirmed'), seen('unconfirmed'))).toBeNull();
    expect(visibilityChange(seen('paused'), seen('idle'))).toBeNull();
  });

  test('comes with signing in, unless it hides in idle', () => {
    expect(visibilityChange(seen('signedOut'), seen('idle'))).toBe('show');
    expect(visibilityChange(seen('signedOut'), seen('offline-unknown'))).toBe('show');
    expect(visibilityChange(seen('signedOut', true), seen('offline-unknown', true))).toBeNull();
    expect(visibilityChange(null, seen('signedOut'))).toBeNull();
  });

  test('hides when the call ends if the user wants it so, also with a gap in between', () => {
    expect(visibilityChange(seen('recording', true), seen('idle', true))).toBe('hide');
    expect(visibilityChange(seen('recording', true), seen('offline', true))).toBe('show');
    expect(visibilityChange(seen('offline', true), seen('idle', true))).toBe('hide');
    expect(visibilityChange(seen('armed', true), seen('idle', true))).toBe('hide');
    expect(visibilityChange(seen('recording', false), seen('idle', false))).toBeNull();
  });

  test.each([true, false])('comes when the recorder is lost, hidden in idle (%s) or not', (hide) => {
    for (const offline of ['offline', 'offline-unknown'] as const) {
      expect(visibilityChange(seen('idle', hide), seen(offline, hide))).toBe('show');
      // What a person then hides stays so.
      expect(visibilityChange(seen(offline, hide), seen(offline, hide))).toBeNull();
    }
  });

  test.each(Object.keys(lives) as LiveName[])(
    'in %s stays at a click on the tray if there is a call or a warning',
    (live) => {
      const { state, pauseAtRisk } = lives[live];
      const isCalm = ['idle', 'offline', 'signedOut'].includes(state) && lives[live].armedMs === null && !pauseAtRisk;
      expect(mustStay(seen(live))).toBe(!isCalm);
    },
  );

  test('that a person shows in idle stays there', () => {
    expect(visibilityChange(seen('idle', true), seen('idle', true))).toBeNull();
  });

  test('follows the preference at once', () => {
    expect(visibilityChange(seen('idle', false), seen('idle', true))).toBe('hide');
    expect(visibilityChange(seen('idle', true), seen('idle', false))).toBe('show');
    expect(visibilityChange(seen('recording', false), seen('recording', true))).toBeNull();
  });
});

describe('a hidden window', () => {
  test('is given up after ten minutes, and not a moment before', async () => {
    const clock = new FakeClock();
    const end = vi.fn();
    new HiddenTimer(clock, end).hidden();
    await clock.advance(hiddenLimitMs - 1);
    expect(end).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(end).toHaveBeenCalledTimes(1);
  });

  test('that is shown again lives on, and counts anew when it is hidden', async () => {
    const clock = new FakeClock();
    const end = vi.fn();
    const timer = new HiddenTimer(clock, end);
    timer.hidden();
    await clock.advance(hiddenLimitMs - 1);
    timer.shown();
    await clock.advance(hiddenLimitMs);
    timer.hidden();
    await clock.advance(hiddenLimitMs - 1);
    expect(end).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(end).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });
});

test('a window that crashes comes back, but not for ever', async () => {
  const clock = new FakeClock();
  const guard = new CrashGuard(clock);
  expect([guard.mayRestart(), guard.mayRestart(), guard.mayRestart(), guard.mayRestart()]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  await clock.advance(60_000);
  expect(guard.mayRestart()).toBe(true);
});

describe('quitting', () => {
  const text = shellMessagesFor(['en']).shell.quitting;
  const download: DownloadView = {
    downloadId: '1',
    recordingId: '6b98303a-b295-473a-adae-19b78aca468d',
    referenceNumber: '1',
    fileName: null,
    phase: 'running',
    receivedBytes: 0,
    totalBytes: null,
    verified: null,
    problem: null,
  };
  const asked = (live: LiveName, change: Partial<Snapshot> = {}): string | null =>
    quitQuestion(snapshotOf(live, change), text)?.title ?? null;

  test('asks while a pause stands, whatever became of it', () => {
    const asking = (Object.keys(lives) as LiveName[]).filter((live) => asked(live) !== null);
    expect(asking).toEqual([
      'armed',
      'pausing',
      'paused',
      'paused-elsewhere',
      'paused-countdown',
      'paused-countdown-last',
      'paused-not-resumed',
      'pausing-unseen',
      'unconfirmed',
      'offline-paused',
      'unconfirmed-refused',
    ]);
    expect(asked('unconfirmed')).toBe("A pause isn't confirmed");
    expect(asked('paused')).toBe('The recording is paused');
  });

  test('asks while recordings are saved or wait to be saved', () => {
    expect(asked('recording', { downloads: [download] })).toBe('Recordings are still being saved');
    expect(asked('idle', { downloads: [{ ...download, phase: 'queued' }] })).not.toBeNull();
    expect(asked('idle', { downloads: [{ ...download, phase: 'saved' }] })).toBeNull();
    expect(asked('recording')).toBeNull();
  });
});

test('an unexpected error is logged once, told once, and does not end the app', () => {
  const listeners = new Map<string, (reason: unknown) => void>();
  const error = vi.fn();
  const tell = vi.fn();
  const source = { on: (event: string, listener: (reason: unknown) => void) => listeners.set(event, listener) };
  logUnexpectedErrors(source, { info: () => undefined, warn: () => undefined, error }, tell);
  const fault = new Error('a fault');
  listeners.get('uncaughtException')?.(fault);
  listeners.get('unhandledRejection')?.(fault);
  listeners.get('unhandledRejection')?.('another');
  expect(error.mock.calls).toEqual([
    ['unexpected', fault],
    ['unexpected', 'another'],
  ]);
  expect(tell.mock.calls).toEqual([[{ code: 'internal' }], [{ code: 'internal' }]]);
});

test('a program with blanks, quotes and per cents in its path starts with a Linux session', () => {
  expect(autostartEntry(['/opt/My "100%" Apps/sidetone', '/a b'])).toContain(
    String.raw`Exec="/opt/My \\"100%%\\" Apps/sidetone" "/a b"` + '\n',
  );
});

test.each([
  ['Hidden=true', true],
  ['Hidden = true', true],
  ['X-GNOME-Autostart-enabled=false', true],
  ['Hidden=false', false],
  ['X-GNOME-Autostart-enabled=true', false],
  ['Name=Hidden=true', false],
  ['', false],
])('an autostart entry with the line %j is switched off: %s', (line, off) => {
  const entry = autostartEntry(['/opt/sidetone']).replace('X-GNOME-Autostart-enabled=true\n', '');
  expect(isSwitchedOff(`${entry}${line}\n`)).toBe(off);
});

test.each([
  { chosen: true, off: true, locked: false, shown: false },
  { chosen: true, off: false, locked: false, shown: true },
  { chosen: false, off: true, locked: false, shown: false },
  { chosen: true, off: true, locked: true, shown: true },
])('a start that the system switched off shows as off in Settings: %o', async ({ chosen, off, locked, shown }) => {
  const name = 'app.startAtLogin';
  let snapshot = snapshotOf('idle', {
    preferences: { ...defaultPreferences, [name]: chosen },
    lockedPreferences: locked ? [name] : [],
  });
  const applied: boolean[] = [];
  const set = ({ value }: { value: unknown }) => {
    snapshot = { ...snapshot, preferences: { ...snapshot.preferences, [name]: value === true } };
    return Promise.resolve({ ok: true, value: {} });
  };
  const nothing = () => () => undefined;
  const binding = bindCoreToShell({
    core: {
      snapshot: () => snapshot,
      handlers: { 'preferences.set': set },
      onSnapshot: nothing,
      onBoard: nothing,
      onAttention: nothing,
    },
    windows: { setWidgetSize: () => undefined, showWidget: () => undefined },
    ipc: { push: () => undefined },
    tray: { isShown: () => true, draw: () => undefined },
    loginItem: { apply: (wanted: boolean) => applied.push(wanted), isSwitchedOff: () => Promise.resolve(off) },
    // As much of each part as is used.
  } as unknown as BindOptions);
  await binding.started();
  expect(snapshot.preferences[name]).toBe(shown);
  expect(applied).toEqual([shown]);
});

test('the widget is raised when a call begins and whenever it becomes loud, though it is on the screen', () => {
  let tell: (snapshot: Snapshot) => void = () => undefined;
  let raised = 0;
  const nothing = () => () => undefined;
  bindCoreToShell({
    core: { onSnapshot: (listener: typeof tell) => (tell = listener), onBoard: nothing, onAttention: nothing },
    windows: { setWidgetSize: () => undefined, showWidget: () => (raised += 1), hideWidget: () => undefined },
    ipc: { push: () => undefined },
    tray: { isShown: () => true, draw: () => undefined },
    loginItem: { apply: () => undefined, isSwitchedOff: () => Promise.resolve(false) },
    // As much of each part as is used.
  } as unknown as BindOptions);
  const raisedBy = (name: LiveName): number => {
    const before = raised;
    tell(snapshotOf(name));
    return raised - before;
  };
  expect(raisedBy('idle')).toBe(1);
  const told: LiveName[] = [
    'idle',
    'recording',
    'recording',
    'unconfirmed',
    'paused',
    'offline-paused',
    'idle',
    'recording',
  ];
  expect(told.map(raisedBy)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
});

test('the widget is raised at least every ten seconds, until it is stopped', async () => {
  const clock = new FakeClock();
  const raised: number[] = [];
  const timer = new RaiseTimer(clock, () => raised.push(clock.monotonic()));
  const began = clock.monotonic();
  await clock.advance(60_000);
  for (const [index, at] of raised.entries()) expect(at - (raised[index - 1] ?? began)).toBeLessThanOrEqual(10_000);
  expect(raised.length).toBeGreaterThanOrEqual(6);
  timer.stop();
  expect(clock.pending).toBe(0);
});

test('what starts the app again names the folder of an app that is not packaged, and the profile that was named', () => {
  const [appPath, profile] = ['/src/sidetone', '/profiles/a b'];
  expect(startArguments({ isPackaged: true, appPath, profile: '' })).toEqual([]);
  expect(startArguments({ isPackaged: true, appPath, profile })).toEqual(['--user-data-dir=/profiles/a b']);
  expect(startArguments({ isPackaged: false, appPath, profile })).toEqual([appPath, '--user-data-dir=/profiles/a b']);
});

test('an AppImage takes links by an entry of its own, with the link as a word of its command', () => {
  const lines = linkEntry(['/home/ada/My Apps/Sidetone 100%.AppImage']).split('\n');
  expect(lines[0]).toBe('[Desktop Entry]');
  expect(lines).toContain('Exec="/home/ada/My Apps/Sidetone 100%%.AppImage" %u');
  expect(lines).toContain('MimeType=x-scheme-handler/sidetone;');
});
