// The tray for every state, drawn from the snapshot alone.
import { describe, expect, test } from 'vitest';
import { trayView, type TrayEntry, type TrayView } from '../../../src/main/electron/tray/tray-view.ts';
import { shellMessagesFor } from '../../../src/shared/messages/shell.ts';
import type { LiveView, Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { noAutomaticPause } from '../../support/no-automatic-pause.ts';
import {
  hotkeysWith,
  lives,
  snapshotOf,
  takenKey,
  untestedKey,
  type LiveName,
} from '../../support/renderer-gallery/snapshots.ts';

const words = shellMessagesFor(['en']);

const draw = (live: LiveName, change: Partial<Snapshot> = {}, widgetVisible = true): TrayView =>
  trayView(snapshotOf(live, change), { widgetVisible }, words);

/** The menu as a person reads it: what cannot be chosen stands in brackets. */
function read(menu: readonly TrayEntry[]): string[] {
  return menu.flatMap((entry) => {
    switch (entry.kind) {
      case 'separator':
        return ['-'];
      case 'text':
        return [`(${entry.label})`];
      case 'action':
        return [entry.enabled ? entry.label : `(${entry.label})`];
      case 'choice':
        return entry.options.map(({ label, chosen }) => `${entry.label}: ${label}${chosen ? ' *' : ''}`);
    }
  });
}

const commandsOf = (picture: TrayView): string[] =>
  read(
    picture.menu.slice(
      1,
      picture.menu.findIndex(({ kind }) => kind === 'separator'),
    ),
  );

describe('on Linux, where new words close an open menu,', () => {
  const linux = { shell: { ...snapshotOf('idle').shell, platform: 'linux' as const } };
  const later = (live: LiveView): LiveView => ({
    ...live,
    pausedForMs: live.pausedForMs === null ? null : live.pausedForMs + 6_000,
    countdown: live.countdown === null ? null : { ...live.countdown, leftMs: live.countdown.leftMs - 6_000 },
    lastKnown: live.lastKnown === null ? null : { ...live.lastKnown, ageMs: live.lastKnown.ageMs + 6_000 },
  });

  test.each(Object.keys(lives) as LiveName[])('nothing of %s changes while time passes', (name) => {
    const now = draw(name, linux);
    expect(now.showsTime).toBe(false);
    expect(draw(name, { ...linux, live: later(lives[name]) })).toEqual(now);
  });
});

describe('the icon and its words', () => {
  test.each([
    ['idle', 'idle', 'Sidetone: Not recording'],
    ['armed', 'armed', 'Sidetone: Not recording: pauses when it starts'],
    ['recording', 'recording', 'Sidetone: Recording'],
    ['recording-two', 'recording', 'Sidetone: Recording (2 recordings)'],
    ['pausing', 'pausing', 'Sidetone: Pausing…: still recording'],
    ['paused', 'paused', 'Sidetone: Paused: for 0:41'],
    ['paused-elsewhere', 'paused', 'Sidetone: Paused: outside Sidetone, for 0:41'],
    ['paused-countdown', 'paused', 'Sidetone: Paused: for 0:41, resumes in 0:38'],
    ['resuming', 'resuming', 'Sidetone: Resuming…: may already be recording'],
    ['unconfirmed', 'unconfirmed', 'Sidetone: Not confirmed: do not take the card number, last update 2 s ago'],
    ['offline', 'offline', 'Sidetone: Offline: last seen recording 14 s ago'],
    ['offline-unknown', 'offline', 'Sidetone: Offline: state unknown'],
    ['signedOut', 'signedOut', 'Sidetone: Signed out'],
  ] as const)('%s is drawn as %s', (live, icon, tooltip) => {
    expect(draw(live)).toMatchObject({ icon: { name: icon, marked: false }, tooltip });
  });

  test('only a state that was confirmed is called Paused', () => {
    for (const live of Object.keys(lives) as LiveName[]) {
      const isPaused = lives[live].state === 'paused';
      expect(draw(live).tooltip.startsWith('Sidetone: Paused'), live).toBe(isPaused);
      expect(draw(live).icon.name === 'paused', live).toBe(isPaused);
    }
  });

  test.each(['linux', 'windows', 'mac'] as const)(
    'on %s every alarm is told, whatever else there is to tell',
    (platform) => {
      const shell = { ...snapshotOf('idle').shell, platform };
      for (const live of ['unconfirmed', 'offline-paused'] as const) {
        const { tooltip, menu } = draw(live, { shell });
        expect(tooltip, live).toContain('do not take the card number');
        expect(JSON.stringify(menu), live).toContain('do not take the card number');
      }
    },
  );

  test('an old state tells its age in minutes and hours', () => {
    const aged = (ageMs: number): string =>
      draw('offline', { live: { ...lives.offline, lastKnown: { state: 'paused', ageMs } } }).tooltip;
    expect(aged(119_000)).toBe('Sidetone: Offline: last seen paused 119 s ago');
    expect(aged(180_000)).toBe('Sidetone: Offline: last seen paused 3 min ago');
    expect(aged(7_200_000)).toBe('Sidetone: Offline: last seen paused 2 h ago');
  });

  test('words that tell a passing time are drawn again, others are not', () => {
    expect((Object.keys(lives) as LiveName[]).filter((live) => draw(live).showsTime)).toEqual([
      'paused',
      'paused-elsewhere',
      'paused-countdown',
      'paused-countdown-last',
      'paused-not-resumed',
      'unconfirmed',
      'offline',
      'offline-paused',
    ]);
  });

  test('as long as the pause key was not seen to work the icon carries a mark and the words say why', () => {
    expect(draw('recording', { hotkeys: untestedKey })).toMatchObject({
      icon: { marked: true },
      tooltip: 'Sidetone: Recording\npause hotkey not tested',
    });
    expect(draw('recording', { hotkeys: takenKey })).toMatchObject({
      icon: { marked: true },
      tooltip: "Sidetone: Recording\npause hotkey doesn't work",
    });
    expect(draw('recording', { hotkeys: hotkeysWith({ combination: null, registered: false }) }).icon.marked).toBe(
      false,
    );
    expect(draw('recording', { hotkeys: [] }).icon.marked).toBe(false);
  });

  test('the words fit into what Windows shows', () => {
    for (const live of Object.keys(lives) as LiveName[])
      expect(draw(live, { hotkeys: takenKey }).tooltip.length, live).toBeLessThanOrEqual(127);
  });
});

describe('the menu', () => {
  test('has everything the widget does, the pages, the account and Quit', () => {
    expect(read(draw('recording').menu)).toEqual([
      '(Recording)',
      'Pause recording',
      '-',
      'Hide widget',
      'Widget size: Normal *',
      'Widget size: Small',
      'Move widget: Top left',
      'Move widget: Top right',
      'Move widget: Bottom left',
      'Move widget: Bottom right',
      '-',
      'History',
      'Live',
      'Journal',
      'Settings',
      '-',
      'Stop recording…',
      '-',
      '(ada.agent on ucx.example.com)',
      'Sign out',
      '-',
      'Quit Sidetone',
    ]);
  });

  test('starts by hand while nothing is recorded, and stops only by way of a question', () => {
    const idle = draw('idle').menu;
    expect(read(idle)).toContain('Start recording');
    expect(read(idle)).not.toContain('Stop recording…');
    const recording = draw('recording').menu;
    expect(read(recording)).not.toContain('Start recording');
    const stop = recording.find((entry) => entry.kind === 'action' && entry.label === 'Stop recording…');
    expect(stop).toMatchObject({ enabled: true, action: { kind: 'askStop' } });
  });

  test.each([
    ['idle', ['Pause recording']],
    ['armed', ['Cancel pause']],
    ['recording', ['Pause recording']],
    ['pausing', ['(Pause recording)']],
    ['paused', ['Resume recording']],
    ['paused-countdown', ['Resume recording', 'Add 30 seconds']],
    ['paused-countdown-last', ['Resume recording', '(Add 30 seconds)']],
    ['resuming', ['(Resume recording)']],
    ['unconfirmed', ['Pause recording', 'Cancel pause']],
    ['offline', ['Pause recording']],
    ['signedOut', []],
  ] as const)('in %s offers %j', (live, commands) => {
    expect(commandsOf(draw(live))).toEqual(commands);
  });

  test('does not count: two moments of one pause have the same menu', () => {
    const later = {
      live: {
        ...lives['paused-countdown'],
        pausedForMs: 55_000,
        countdown: { leftMs: 24_000, totalMs: 60_000, canAdd: true },
      },
    };
    expect(draw('paused-countdown', later).menu).toEqual(draw('paused-countdown').menu);
    expect(draw('paused-countdown', later).tooltip).not.toBe(draw('paused-countdown').tooltip);
  });

  test('shows a hidden widget and hides a shown one', () => {
    expect(read(draw('idle', {}, false).menu)).toContain('Show widget');
    expect(read(draw('idle', {}, true).menu)).toContain('Hide widget');
  });

  test('signed out it offers to sign in, and not while that is under way', () => {
    expect(read(draw('signedOut').menu)).toEqual(expect.arrayContaining(['Sign in…', 'Quit Sidetone']));
    const { session } = snapshotOf('signedOut');
    expect(read(draw('signedOut', { session: { ...session, phase: 'signingIn' } }).menu)).toContain('(Sign in…)');
  });

  test('a pause key that does not work leads to Settings', () => {
    const { menu } = draw('recording', { hotkeys: takenKey });
    expect(menu[2]).toEqual({
      kind: 'action',
      label: "Pause hotkey doesn't work: open Settings",
      enabled: true,
      action: { kind: 'page', page: 'settings' },
    });
    expect(read(draw('recording', { hotkeys: untestedKey }).menu)).toContain(
      'Pause hotkey not tested: press Ctrl+Shift+F9 once',
    );
  });

  test('a size that the organisation has set cannot be chosen', () => {
    const choice = draw('idle', { lockedPreferences: ['widget.size'] }).menu.find(({ kind }) => kind === 'choice');
    expect(choice).toMatchObject({ enabled: false });
  });
});

describe('the automatic pause', () => {
  const automatic = (change: Partial<Snapshot['automatic']>): Partial<Snapshot> => ({
    automatic: { ...noAutomaticPause, ...change },
  });
  const page = { name: 'Payment page', kind: 'page' as const };

  test.each<[LiveName, Partial<Snapshot['automatic']>, string]>([
    ['idle', { willPause: page }, 'Not recording: Will pause: Payment page open'],
    ['paused', { pausedBy: page.name }, 'Paused: automatically, Payment page'],
    ['paused', { pausedBy: page.name, asks: page }, 'Paused: Payment page left. Resume?'],
    ['paused', { pausedBy: page.name, resumes: { leftMs: 4_000, totalMs: 5_000 } }, 'resumes in 0:04'],
  ])('is said while %s', (live, change, words_) => {
    expect(draw(live, automatic(change)).tooltip).toContain(words_);
  });

  test('that is about to resume can be kept from it', () => {
    const picture = draw('paused', automatic({ resumes: { leftMs: 4_000, totalMs: 5_000 } }));
    expect(picture.menu).toContainEqual({
      kind: 'action',
      label: 'Keep paused',
      enabled: true,
      action: { kind: 'pause' },
    });
  });

  test('that is not watched marks the icon and has an entry that leads to the settings', () => {
    const picture = draw('idle', automatic({ notWorking: [{ kind: 'browser', browser: null }] }));
    expect(picture.icon.marked).toBe(true);
    expect(picture.tooltip).toContain("Automatic pause isn't working: no browser connected");
    expect(commandsOf(picture)).toContain("Automatic pause isn't working: no browser connected");
  });
});

describe('a newer version', () => {
  const labels = (canInstall: boolean): string[] =>
    draw('idle', {
      updates: {
        phase: 'ready',
        installation: 'self-updating',
        version: '0.2.0',
        installs: true,
        canInstall,
        problem: null,
      },
    }).menu.flatMap((entry) => (entry.kind === 'action' ? [entry.label] : []));

  test('that may be installed now is offered in the menu, and otherwise is not', () => {
    expect(labels(true)).toContain('Restart and update to 0.2.0');
    expect(labels(false).join()).not.toContain('0.2.0');
  });
});
