// @vitest-environment happy-dom
// The widget in each state: the word, the one button, and what is never said.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AttentionKind } from '../../../src/shared/ipc/attention.ts';
import type { AutomaticView } from '../../../src/shared/ipc/automatic.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';
import { unknownRights } from '../../../src/shared/domain/permissions.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { Sounds } from '../../../src/renderer/lib/sound/sounds.ts';
import Widget from '../../../src/renderer/widget/Widget.svelte';
import { noAutomaticPause } from '../../support/no-automatic-pause.ts';
import {
  hotkeysWith,
  lives,
  snapshotOf,
  takenKey,
  untestedKey,
  type LiveName,
} from '../../support/renderer-gallery/snapshots.ts';
import { waitFor } from '../../support/wait-for.ts';

/** A bridge that gives one snapshot, and more when told to. */
function fakeBridge(first: Snapshot): {
  bridge: Bridge;
  calls: string[];
  push: (snapshot: Snapshot) => Promise<void>;
  callFor: (kind: AttentionKind) => Promise<void>;
} {
  const calls: string[] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const attention = new Set<(payload: { kind: AttentionKind }) => void>();
  const bridge = {
    call: (name: string) => {
      calls.push(name);
      return Promise.resolve({ ok: true, value: name === 'snapshot.get' ? first : {} });
    },
    on: (name: string, listener: (payload: unknown) => void) => {
      const heard: Set<(payload: never) => void> = name === 'attention' ? attention : listeners;
      heard.add(listener);
      return () => heard.delete(listener);
    },
  };
  return {
    // The stand-in answers every call alike; only this test relies on that.
    bridge: bridge as unknown as Bridge,
    calls,
    push: async (snapshot) => {
      for (const listener of listeners) listener(snapshot);
      await tick();
    },
    callFor: async (kind) => {
      for (const listener of attention) listener({ kind });
      await tick();
    },
  };
}

/** A snapshot in which the widget is icon-small. */
const small = (name: LiveName, change: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(name, { preferences: { ...defaultPreferences, 'widget.size': 'small' }, ...change });

const status = (): Promise<HTMLElement> => screen.findByRole('status', { name: 'Recording state' });

afterEach(() => {
  cleanup();
});

const expected: Record<LiveName, { word: string; button: string | null; timer: boolean }> = {
  idle: { word: 'Not recording', button: 'Pause recording', timer: false },
  armed: { word: 'Not recording', button: 'Cancel pause', timer: false },
  recording: { word: 'Recording', button: 'Pause recording', timer: true },
  'recording-two': { word: 'Recording', button: 'Pause recording', timer: true },
  pausing: { word: 'Pausing…', button: 'Pause recording', timer: true },
  paused: { word: 'Paused', button: 'Resume recording', timer: true },
  'paused-elsewhere': { word: 'Paused', button: 'Resume recording', timer: true },
  'paused-countdown': { word: 'Paused', button: 'Resume recording', timer: true },
  'paused-countdown-last': { word: 'Paused', button: 'Resume recording', timer: true },
  'paused-not-resumed': { word: 'Paused', button: 'Resume recording', timer: true },
  'pausing-unseen': { word: 'Pausing…', button: 'Pause recording', timer: true },
  resuming: { word: 'Resuming…', button: 'Resume recording', timer: true },
  unconfirmed: { word: 'Not confirmed', button: 'Pause recording', timer: true },
  offline: { word: 'Offline', button: 'Pause recording', timer: false },
  'offline-paused': { word: 'Offline', button: 'Pause recording', timer: false },
  'recording-new-call': { word: 'Recording', button: 'Pause recording', timer: true },
  'recording-slow': { word: 'Recording', button: 'Pause recording', timer: true },
  'offline-unknown': { word: 'Offline', button: 'Pause recording', timer: false },
  'unconfirmed-refused': { word: 'Not confirmed', button: 'Pause recording', timer: true },
  signedOut: { word: 'Signed out', button: 'Sign in', timer: false },
};

describe('What the widget says besides its word', () => {
  test('that a resume of ours failed, and not that somebody else paused', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('paused-not-resumed')).bridge });
    await status();
    expect(screen.getByText('Resume failed')).toBeTruthy();
    expect(screen.queryByText('Paused outside Sidetone')).toBeNull();
  });

  test('that nothing is known yet, where a pause was asked while offline', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('pausing-unseen')).bridge });
    await status();
    expect(screen.getByText('Not known yet, please wait')).toBeTruthy();
    expect(screen.queryByText('Still recording, please wait')).toBeNull();
  });

  test('the way back, where a pause is loud because the server refused the account', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('unconfirmed-refused'));
    render(Widget, { bridge });
    await status();
    screen.getByRole('button', { name: 'Sign in' }).click();
    expect(calls).toContain('window.openMain');
    expect(screen.getByRole('button', { name: 'Cancel pause' })).toBeTruthy();
  });

  test('the length of the longest of two recordings, beside their names', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('recording-two')).bridge });
    await status();
    const timer = screen.getByRole('timer', { name: 'Elapsed time' });
    expect(timer.className).toContain('number');
    expect(timer.textContent).toContain('4:17');
  });
});

describe('The widget', () => {
  test.each(Object.keys(lives) as LiveName[])(
    'shows %s by its exact word, one button, and a timer where time runs',
    async (name) => {
      const { word, button, timer } = expected[name];
      render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      expect((await status()).textContent).toBe(word);
      const names = screen.getAllByRole('button').map((found) => found.getAttribute('aria-label'));
      const actions = names.filter(
        (found) =>
          found !== null &&
          (found === button || !['Open Sidetone', 'Cancel pause', 'Start recording', 'Stop recording'].includes(found)),
      );
      expect(actions).toEqual(button === null ? [] : [button]);
      expect(screen.queryAllByRole('timer', { name: 'Elapsed time' })).toHaveLength(timer ? 1 : 0);
    },
  );

  test.each((Object.keys(lives) as LiveName[]).filter((name) => lives[name].state !== 'paused'))(
    'says the word Paused nowhere while the state is %s',
    async (name) => {
      const { container } = render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      await status();
      expect(container.textContent).not.toContain('Paused');
    },
  );

  test('starts a recording while nothing is recorded, and says why where it was refused', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('idle'));
    render(Widget, { bridge });
    await status();
    screen.getByRole('button', { name: 'Start recording' }).click();
    expect(calls).toEqual(['snapshot.get', 'live.start']);
    cleanup();
    const manual = { phase: 'none', problem: { code: 'start/no-call' }, canStart: true, canStop: false } as const;
    render(Widget, { bridge: fakeBridge(snapshotOf('idle', { manual })).bridge });
    expect((await status()).textContent).toBe('Not recording');
    expect(screen.getByText("There's no connected call to record.")).toBeDefined();
  });

  test('the Start button goes where it is not wanted, or where the server refused the account', async () => {
    const refused = snapshotOf('idle', { rights: { ...unknownRights, start: 'no' } });
    const unwanted = snapshotOf('idle', { preferences: { ...defaultPreferences, 'widget.startButton': false } });
    for (const snapshot of [refused, unwanted]) {
      render(Widget, { bridge: fakeBridge(snapshot).bridge });
      await status();
      expect(screen.queryByRole('button', { name: 'Start recording' })).toBeNull();
      expect(screen.getByRole('button', { name: 'Pause recording' })).toBeDefined();
      cleanup();
    }
  });

  test('asks before it stops: the safe answer has the focus and the place of Pause', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('recording'));
    render(Widget, { bridge });
    await status();
    screen.getByRole('button', { name: 'Stop recording' }).click();
    const question = await screen.findByRole('alertdialog', { name: 'Stop this recording?' });
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Keep recording');
    // What is true stays to be seen, and nothing was asked of the server.
    expect((await status()).textContent).toBe('Recording');
    expect(calls).toEqual(['snapshot.get']);
    screen.getByRole('button', { name: 'Keep recording' }).click();
    await waitFor(() => expect(question.isConnected).toBe(false));
    expect(calls).toEqual(['snapshot.get']);
    screen.getByRole('button', { name: 'Stop recording' }).click();
    (await screen.findByRole('button', { name: 'Stop now' })).click();
    expect(calls).toEqual(['snapshot.get', 'live.stop']);
  });

  test('keeps recording when the question of a stop is not answered for five seconds', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('recording'));
    render(Widget, { bridge });
    await status();
    vi.useFakeTimers();
    try {
      screen.getByRole('button', { name: 'Stop recording' }).click();
      await tick();
      await vi.advanceTimersByTimeAsync(4_999);
      expect(screen.queryByRole('alertdialog')).not.toBeNull();
      await vi.advanceTimersByTimeAsync(1);
      await tick();
      expect(screen.queryByRole('alertdialog')).toBeNull();
      expect(calls).toEqual(['snapshot.get']);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    ['recording', hotkeysWith({}), 'Pause recording', 'Ctrl+Shift+F9', 'Control+Shift+F9'],
    ['paused', hotkeysWith({}), 'Resume recording', 'Ctrl+Shift+F10', 'Control+Shift+F10'],
    ['recording', hotkeysWith({ combination: 'Super+F9' }), 'Pause recording', 'Win+F9', 'Meta+F9'],
    ['recording', takenKey, 'Pause recording', null, null],
    ['recording', [], 'Pause recording', null, null],
    ['armed', hotkeysWith({}), 'Cancel pause', null, null],
    ['idle', hotkeysWith({}), 'Pause recording', 'when it starts', 'Control+Shift+F9'],
  ] as const)('in %s shows the hotkey that works below the verb', async (name, hotkeys, label, hint, shortcut) => {
    render(Widget, { bridge: fakeBridge(snapshotOf(name, { hotkeys: [...hotkeys] })).bridge });
    await status();
    const button = screen.getByRole('button', { name: label });
    expect(button.querySelector('.hint')?.getAttribute('data-hint') ?? null).toBe(hint);
    expect(button.textContent.trim()).not.toContain('+');
    expect(button.getAttribute('aria-keyshortcuts')).toBe(shortcut);
    const described = document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent ?? null;
    expect(described).toBe(name === 'idle' ? 'when it starts' : null);
  });

  test('a key that does either stands for one that is not set', async () => {
    const hotkeys = hotkeysWith({ combination: null, registered: false }).map((key) =>
      key.name === 'toggle' ? { ...key, combination: 'F8', registered: true } : key,
    );
    render(Widget, { bridge: fakeBridge(snapshotOf('recording', { hotkeys })).bridge });
    await status();
    expect(
      screen.getByRole('button', { name: 'Pause recording' }).querySelector('.hint')?.getAttribute('data-hint'),
    ).toBe('F8');
  });

  test('says beside Paused for how long, and the length of the call after the name', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('paused')).bridge });
    expect((await status()).textContent).toBe('Paused');
    expect(container.querySelector('.beside')?.textContent.replace(/\s+/gu, ' ').trim()).toBe('for 0:41');
    expect(screen.getByRole('timer', { name: 'Elapsed time' }).textContent.trim()).toBe('4:17');
    expect(container.textContent).toMatch(/Zoë Ångström\s*call\s*4:17/u);
  });

  test.each(['pausing', 'resuming', 'unconfirmed', 'offline', 'signedOut'] as const)(
    'offers neither start nor stop while the state is %s',
    async (name) => {
      render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      await status();
      expect(screen.queryByRole('button', { name: 'Start recording' })).toBeNull();
      expect(screen.queryByRole('button', { name: 'Stop recording' })).toBeNull();
    },
  );

  test('says before anything else that the card number must not be taken', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('unconfirmed')).bridge });
    await status();
    expect(screen.getByText('Do not take the card number').getAttribute('aria-live')).toBe('assertive');
  });

  test('starts the name of a button with the word that is seen on it', async () => {
    for (const name of Object.keys(lives) as LiveName[]) {
      render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      await status();
      for (const button of screen.getAllByRole('button')) {
        const seen = button.textContent.trim();
        expect((button.getAttribute('aria-label') ?? seen).startsWith(seen)).toBe(true);
      }
      cleanup();
    }
  });

  test('keeps the same button under the finger while pausing, and does not let it be pressed twice', async () => {
    const { bridge, calls, push } = fakeBridge(snapshotOf('recording'));
    render(Widget, { bridge });
    await status();
    const button = screen.getByRole('button', { name: 'Pause recording' });
    button.focus();
    button.click();
    await push(snapshotOf('pausing', { revision: 2 }));
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    button.click();
    expect(calls.filter((call) => call === 'live.pause')).toHaveLength(1);
    await push(snapshotOf('paused', { revision: 3 }));
    expect(screen.getByRole('button', { name: 'Resume recording' })).toBe(button);
    expect(document.activeElement).toBe(button);
  });

  test('takes the keyboard from nobody when its state changes', async () => {
    const { bridge, push } = fakeBridge(snapshotOf('idle'));
    render(Widget, { bridge });
    await status();
    for (const [revision, name] of (['recording', 'unconfirmed', 'paused', 'signedOut'] as const).entries()) {
      await push(snapshotOf(name, { revision: revision + 2 }));
      expect(document.activeElement).toBe(document.body);
    }
  });

  test('does not change what it shows for a snapshot that is older than what it has', async () => {
    const { bridge, push } = fakeBridge(snapshotOf('recording', { revision: 7 }));
    render(Widget, { bridge });
    await status();
    await push(snapshotOf('paused', { revision: 6 }));
    expect((await status()).textContent).toBe('Recording');
  });

  test('gives up, resumes, cancels and opens by the call of that name', async () => {
    const cases = [
      ['unconfirmed', 'Cancel pause', 'live.cancel'],
      ['armed', 'Cancel pause', 'live.cancel'],
      ['paused', 'Resume recording', 'live.resume'],
      ['unconfirmed', 'Pause recording', 'live.pause'],
      ['recording', 'Open Sidetone', 'window.openMain'],
      ['signedOut', 'Sign in', 'window.openMain'],
    ] as const;
    for (const [name, button, call] of cases) {
      const { bridge, calls } = fakeBridge(snapshotOf(name));
      render(Widget, { bridge });
      await status();
      screen.getByRole('button', { name: button }).click();
      expect(calls).toEqual(['snapshot.get', call]);
      cleanup();
    }
  });

  test('names both parties where two recordings run', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('recording-two')).bridge });
    await status();
    expect(container.textContent).toContain('2 recordings: Zoë Ångström, John Doe');
  });

  test('is loud in the middle of a pause, in words and surface, and gives its last state no place of its own', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('offline-paused')).bridge });
    await tick();
    const loud = container.querySelector('[aria-live=assertive] .cause')?.parentElement;
    expect(loud?.textContent).toBe('Connection lost. Do not take the card number');
    expect(container.querySelector('.instrument')?.classList.contains('alarm')).toBe(true);
    expect(container.textContent).not.toMatch(/paused/iu);
  });

  test('says of a new call that it is recorded, in place of its name, and aloud', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('recording-new-call')).bridge });
    await status();
    const said = [...container.querySelectorAll('[aria-live]')].map(({ textContent }) => textContent);
    expect(said.join('\n')).toContain('New call, recording');
    expect(container.textContent).not.toContain('Zoë Ångström');
  });

  test('says how slow the server is, and does not speak each of its changes', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('recording-slow')).bridge });
    await tick();
    expect(screen.getByText('Server is slow: 4.5 s').closest('[aria-live]')).toBeNull();
  });

  test('shows what was last known with its age, and no running time, while offline', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('offline')).bridge });
    await status();
    expect(container.textContent).toMatch(/Last seen recording\s+14 s ago/);
  });
});

describe('The automatic pause', () => {
  const page = { name: 'Payment page', kind: 'page' as const };
  const shown = async (live: LiveName, change: Partial<AutomaticView>): Promise<HTMLElement> => {
    const { container } = render(Widget, {
      bridge: fakeBridge(snapshotOf(live, { automatic: { ...noAutomaticPause, ...change } })).bridge,
    });
    await status();
    return container;
  };

  test('says beside the word that a rule made the pause, and which for how long', async () => {
    const container = await shown('paused', { pausedBy: 'Payment page' });
    expect((await status()).textContent).toBe('Paused');
    expect(container.textContent).toMatch(/Paused\s+automatically\s+Payment page\s+for\s+\d+:\d\d/);
  });

  test.each<[string, LiveName, Partial<AutomaticView>, string]>([
    ['asks when the page was left', 'paused', { pausedBy: page.name, asks: page }, 'Payment page left. Resume?'],
    [
      'says why a resume is refused',
      'paused',
      { pausedBy: page.name, refused: page },
      "Can't resume: Payment page open",
    ],
    ['says what will be paused', 'idle', { willPause: page }, 'Will pause: Payment page open'],
    ['names a field', 'idle', { willPause: { name: 'Card number', kind: 'field' } }, 'Will pause: Card number in use'],
    ['names a window', 'idle', { willPause: { name: 'Terminal', kind: 'window' } }, 'Will pause: Terminal in front'],
  ])('%s, aloud', async (_what, live, change, sentence) => {
    await shown(live, change);
    expect(screen.getByText(sentence).closest('[aria-live]')).not.toBeNull();
  });

  test('shows the way to a resume by a rule, to which nothing can be added', async () => {
    await shown('paused', { pausedBy: page.name, resumes: { leftMs: 4_000, totalMs: 5_000 } });
    expect(screen.getByRole('timer', { name: 'Time until automatic resume' }).textContent).toBe('0:04');
    expect(screen.queryByRole('button', { name: 'Add 30 seconds' })).toBeNull();
  });

  test('offers to keep it paused in place of adding time, by a press of Pause', async () => {
    const resumes = { leftMs: 4_000, totalMs: 5_000 };
    const { bridge, calls } = fakeBridge(snapshotOf('paused', { automatic: { ...noAutomaticPause, resumes } }));
    render(Widget, { bridge });
    (await screen.findByRole('button', { name: 'Keep paused' })).click();
    expect(calls).toContain('live.pause');
  });

  test.each(['idle', 'recording', 'paused'] as const)(
    'has a lasting mark while %s when a browser is not watched',
    async (live) => {
      await shown(live, {
        notWorking: [
          { kind: 'browser', browser: 'edge' },
          { kind: 'window', browser: null },
        ],
      });
      const name = "Automatic pause isn't working: Edge, windows: open Settings";
      expect(screen.getByRole('button', { name })).toBeTruthy();
    },
  );

  test('never takes the place of an alarm', async () => {
    const container = await shown('unconfirmed', { pausedBy: page.name, asks: page });
    expect(container.textContent).toContain('Do not take the card number');
    expect(container.textContent).not.toContain('Payment page');
  });
});

describe('The way to the automatic resume', () => {
  test('is shown as a number, and in words for those who hear it', async () => {
    render(Widget, { bridge: fakeBridge(snapshotOf('paused-countdown')).bridge });
    expect((await status()).textContent).toBe('Paused');
    expect(screen.getByRole('timer', { name: 'Time until automatic resume' }).textContent).toBe('0:38');
    expect(screen.getByText('Resumes in')).toBeTruthy();
    expect(screen.getByText('Resumes automatically').closest('[aria-live]')).not.toBeNull();
  });

  test('grows by a press of Add 30 s', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('paused-countdown'));
    render(Widget, { bridge });
    await status();
    const add = screen.getByRole('button', { name: 'Add 30 seconds' });
    expect(add.textContent).toContain('Add 30 s');
    add.click();
    expect(calls).toEqual(['snapshot.get', 'live.add']);
  });

  test('cannot grow beyond the longest pause', async () => {
    const { bridge, calls } = fakeBridge(snapshotOf('paused-countdown-last'));
    render(Widget, { bridge });
    await status();
    const add = screen.getByRole('button', { name: 'Add 30 seconds' });
    expect(add.getAttribute('aria-disabled')).toBe('true');
    add.click();
    expect(calls).toEqual(['snapshot.get']);
  });

  test('is not spoken of where there is none', async () => {
    for (const name of ['paused', 'recording', 'unconfirmed'] as const) {
      render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      await status();
      expect(screen.queryByText(/Resumes/)).toBeNull();
      expect(screen.queryByRole('button', { name: 'Add 30 seconds' })).toBeNull();
      cleanup();
    }
  });
});

describe('The small widget', () => {
  test.each(Object.keys(lives) as LiveName[])(
    'says %s to those who hear it and has the same one button',
    async (name) => {
      const { word, button, timer } = expected[name];
      render(Widget, { bridge: fakeBridge(small(name)).bridge });
      expect((await status()).textContent).toBe(word);
      expect(screen.getAllByRole('button').map((found) => found.getAttribute('aria-label'))).toEqual([button]);
      expect(screen.queryAllByRole('timer', { name: 'Elapsed time' })).toHaveLength(timer ? 1 : 0);
    },
  );

  test.each([
    ['recording', 'live.pause'],
    ['unconfirmed', 'live.pause'],
    ['paused', 'live.resume'],
    ['armed', 'live.cancel'],
    ['signedOut', 'window.openMain'],
  ] as const)('does by a press what the large one does: %s', async (name, call) => {
    const { bridge, calls } = fakeBridge(small(name));
    render(Widget, { bridge });
    await status();
    screen.getByRole('button').click();
    expect(calls).toEqual(['snapshot.get', call]);
  });

  test('does not let a button that waits be pressed', async () => {
    const { bridge, calls } = fakeBridge(small('pausing'));
    render(Widget, { bridge });
    await status();
    screen.getByRole('button').click();
    expect(calls).toEqual(['snapshot.get']);
  });

  test('tells the pointer what the state is and what not to do', async () => {
    render(Widget, { bridge: fakeBridge(small('unconfirmed')).bridge });
    await status();
    expect(screen.getByRole('button').title).toMatch(/^Not confirmed\nDo not take the card number\n/);
  });

  test.each((Object.keys(lives) as LiveName[]).filter((name) => lives[name].state !== 'paused'))(
    'says the word Paused nowhere while the state is %s, not even to the pointer',
    async (name) => {
      const { container } = render(Widget, { bridge: fakeBridge(small(name)).bridge });
      await status();
      expect(container.innerHTML).not.toContain('Paused');
    },
  );
});

describe('While the pause key is not known to work', () => {
  test.each([
    ['untested', untestedKey, 'Pause hotkey not tested', 'Press Ctrl+Shift+F9 once, or test it in Settings.'],
    ['taken', takenKey, "Pause hotkey doesn't work", "Another app uses Ctrl+Shift+F9, so the hotkey doesn't work."],
  ])('both sizes of the widget say so: %s', async (_what, hotkeys, name, full) => {
    const { bridge, calls } = fakeBridge(snapshotOf('recording', { hotkeys }));
    render(Widget, { bridge });
    await status();
    const mark = screen.getByRole('button', { name: `${name}: open Settings` });
    expect(mark.title).toContain(full);
    mark.click();
    expect(calls).toEqual(['snapshot.get', 'window.openMain']);
    cleanup();
    render(Widget, { bridge: fakeBridge(small('recording', { hotkeys })).bridge });
    await status();
    expect(screen.getByRole('img', { name }).title).toContain(full);
  });

  test.each([
    ['the key was seen to work', snapshotOf('recording')],
    ['the shell has no hotkeys', snapshotOf('recording', { hotkeys: [] })],
    [
      'the user wants none',
      snapshotOf('recording', {
        hotkeys: [{ name: 'pause', combination: null, registered: false, proven: false, problem: null }],
      }),
    ],
  ])('but not when %s', async (_what, snapshot) => {
    render(Widget, { bridge: fakeBridge(snapshot).bridge });
    await status();
    expect(screen.queryByRole('button', { name: /Pause key/ })).toBeNull();
  });
});

describe('When attention is called for', () => {
  const soundsOf = (): { sounds: Sounds; played: unknown[][] } => {
    const sounds = new Sounds();
    const play = vi.spyOn(sounds, 'play').mockResolvedValue();
    return { sounds, played: play.mock.calls };
  };

  test('the widget plays the sound of it at the volume that is set, and draws a ring', async () => {
    const { sounds, played } = soundsOf();
    const { bridge, callFor } = fakeBridge(
      snapshotOf('unconfirmed', { preferences: { ...defaultPreferences, 'sound.volume': 0.3 } }),
    );
    render(Widget, { bridge, sounds });
    await status();
    expect(screen.queryByTestId('attention-ring')).toBeNull();
    await callFor('notConfirmed');
    expect(played).toEqual([['notConfirmed', 0.3]]);
    const ring = screen.getByTestId('attention-ring');
    await callFor('stillPaused');
    expect(screen.getByTestId('attention-ring')).not.toBe(ring);
  });

  test('what rules do is not heard where their sounds are off, and all else is', async () => {
    const { sounds, played } = soundsOf();
    const { bridge, callFor } = fakeBridge(
      snapshotOf('paused', { preferences: { ...defaultPreferences, 'automatic.sound': false } }),
    );
    render(Widget, { bridge, sounds });
    await status();
    for (const kind of ['pausedByRule', 'resumedByRule', 'callPausedByRule', 'paused'] as const) await callFor(kind);
    expect(played.map(([kind]) => kind)).toEqual(['paused']);
  });

  test('the ring comes without a sound where sounds are off', async () => {
    const { sounds, played } = soundsOf();
    const { bridge, callFor } = fakeBridge(
      snapshotOf('paused', { preferences: { ...defaultPreferences, 'sound.on': false } }),
    );
    render(Widget, { bridge, sounds });
    await status();
    await callFor('paused');
    expect(played).toEqual([]);
    expect(screen.getByTestId('attention-ring')).toBeTruthy();
  });

  test('the keyboard stays where it is', async () => {
    const { sounds } = soundsOf();
    const { bridge, callFor } = fakeBridge(snapshotOf('recording'));
    render(Widget, { bridge, sounds });
    await status();
    const button = screen.getByRole('button', { name: 'Pause recording' });
    button.focus();
    await callFor('resumed');
    expect(document.activeElement).toBe(button);
  });
});

describe('taking hold of the widget', () => {
  const shellOf = (platform: 'linux' | 'windows', kind: 'electron' | 'preview') => ({
    shell: { ...snapshotOf('idle').shell, platform, kind },
  });

  async function drag(snapshot: Snapshot, on: () => Element): Promise<string[]> {
    const { bridge, calls } = fakeBridge(snapshot);
    render(Widget, { bridge });
    await status();
    HTMLElement.prototype.setPointerCapture = () => undefined;
    for (const type of ['pointermove', 'pointerdown', 'pointermove', 'pointermove', 'pointerup', 'pointermove'])
      on().dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1 }));
    return calls.filter((name) => name === 'window.dragWidget');
  }

  test('moves it with the pointer on Linux: taken, two moves, let go', async () => {
    expect(await drag(snapshotOf('idle', shellOf('linux', 'electron')), () => screen.getByRole('main'))).toHaveLength(
      4,
    );
  });

  test('by one of its buttons does not', async () => {
    const snapshot = snapshotOf('recording', shellOf('linux', 'electron'));
    expect(await drag(snapshot, () => screen.getByRole('button', { name: 'Pause recording' }))).toEqual([]);
  });

  test.each([
    ['windows', 'electron'],
    ['linux', 'preview'],
  ] as const)('is left to the system on %s in %s', async (platform, kind) => {
    expect(await drag(snapshotOf('idle', shellOf(platform, kind)), () => screen.getByRole('main'))).toEqual([]);
  });
});

test('colours of a state change in the frame of its words: nothing on its surface fades', () => {
  const folders = ['lib/recording', 'widget'].map((name) => join(import.meta.dirname, '../../../src/renderer', name));
  // With all that they are made of: a button that faded showed its new words on the colour of the state before.
  const reached = new Set(folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))));
  for (const file of reached)
    for (const [, part = ''] of readFileSync(file, 'utf8').matchAll(/(?:import|from) '(\.[^']+\.(?:svelte|css))'/gu))
      reached.add(join(file, '..', part));
  const files = [...reached];
  expect(files.some((file) => file.endsWith('Button.svelte'))).toBe(true);
  const fading = files.filter((file) => /\btransition(?:-[a-z]+)?\s*:/u.test(readFileSync(file, 'utf8')));
  expect(files.some((file) => file.endsWith('surface.css'))).toBe(true);
  expect(fading).toEqual([]);
});
