// @vitest-environment happy-dom
// The widget in each state: the word, the one button, and what is never said.
import { cleanup, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../../src/shared/contract.ts';
import type { Snapshot } from '../../src/shared/snapshot.ts';
import Widget from '../../src/renderer/widget/Widget.svelte';
import { lives, snapshotOf, type LiveName } from '../support/renderer-gallery/snapshots.ts';

/** A bridge that gives one snapshot, and more when told to. */
function fakeBridge(first: Snapshot): { bridge: Bridge; calls: string[]; push: (snapshot: Snapshot) => Promise<void> } {
  const calls: string[] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const bridge = {
    call: (name: string) => {
      calls.push(name);
      return Promise.resolve({ ok: true, value: name === 'snapshot.get' ? first : {} });
    },
    on: (name: string, listener: (snapshot: Snapshot) => void) => {
      if (name === 'snapshot') listeners.add(listener);
      return () => listeners.delete(listener);
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
  };
}

const status = (): Promise<HTMLElement> => screen.findByRole('status', { name: 'Recording state' });

afterEach(() => {
  cleanup();
});

const expected: Record<LiveName, { word: string; button: string | null; timer: boolean }> = {
  idle: { word: 'Not recording', button: 'Pause recording', timer: false },
  armed: { word: 'Not recording', button: 'Cancel the pause', timer: false },
  recording: { word: 'Recording', button: 'Pause recording', timer: true },
  'recording-two': { word: 'Recording', button: 'Pause recording', timer: true },
  pausing: { word: 'Pausing…', button: 'Pause recording', timer: true },
  paused: { word: 'Paused', button: 'Resume recording', timer: true },
  'paused-elsewhere': { word: 'Paused', button: 'Resume recording', timer: true },
  resuming: { word: 'Resuming…', button: 'Resume recording', timer: true },
  unconfirmed: { word: 'Not confirmed', button: 'Pause recording', timer: true },
  offline: { word: 'Offline', button: 'Pause recording', timer: false },
  'offline-unknown': { word: 'Offline', button: 'Pause recording', timer: false },
  signedOut: { word: 'Signed out', button: 'Sign in', timer: false },
};

describe('The widget', () => {
  test.each(Object.keys(lives) as LiveName[])(
    'shows %s by its exact word, one button, and a timer where time runs',
    async (name) => {
      const { word, button, timer } = expected[name];
      render(Widget, { bridge: fakeBridge(snapshotOf(name)).bridge });
      expect((await status()).textContent).toBe(word);
      const names = screen.getAllByRole('button').map((found) => found.getAttribute('aria-label'));
      const actions = names.filter((found) => found !== 'Open Sidetone' && found !== 'Give up this pause');
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
      ['unconfirmed', 'Give up this pause', 'live.cancel'],
      ['armed', 'Cancel the pause', 'live.cancel'],
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

  test('shows what was last known with its age, and no running time, while offline', async () => {
    const { container } = render(Widget, { bridge: fakeBridge(snapshotOf('offline')).bridge });
    await status();
    expect(container.textContent).toMatch(/Was recording\s+14 s ago/);
  });
});
