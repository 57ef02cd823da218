// Global hotkeys: what is registered, what is refused, what a press does, and what proves that a key works.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Hotkeys } from '../../../src/main/core/live/hotkey-commands.ts';
import type { HotkeyPort } from '../../../src/main/core/platform/ports.ts';
import { mayTypeCharacter, normaliseHotkey } from '../../../src/shared/domain/hotkey.ts';
import { defaultPreferences, type Preferences } from '../../../src/shared/domain/preferences.ts';
import { defaultSettings, type Settings } from '../../../src/shared/domain/settings.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts } from '../../support/fake-ports.ts';
import { quietLog } from '../../support/quiet-log.ts';

class FakeKeys implements HotkeyPort {
  readonly platform = 'windows';
  readonly held = new Map<string, () => void>();
  readonly taken = new Set<string>();

  register(combination: string, onPress: () => void): boolean {
    if (this.taken.has(combination)) return false;
    this.held.set(combination, onPress);
    return true;
  }

  releaseAll(): void {
    this.held.clear();
  }

  press(combination: string): void {
    this.held.get(combination)?.();
  }
}

const pauseKey = 'Control+Shift+F9';
let keys: FakeKeys;
let clock: FakeClock;
let proven: Settings['provenHotkeys'];
let acts: string[];
let hotkeys: Hotkeys;
let changes: number;

beforeEach(() => {
  keys = new FakeKeys();
  clock = new FakeClock();
  proven = {};
  acts = [];
  changes = 0;
  const settings = {
    get current() {
      return { ...defaultSettings, provenHotkeys: proven };
    },
    update: ({ provenHotkeys = proven }: Partial<Settings>) => {
      proven = provenHotkeys;
      return Promise.resolve();
    },
  };
  const pause = {
    act: (command: string, trigger: string) => {
      acts.push(command);
      expect(trigger).toBe('hotkey');
      return Promise.resolve({ outcome: 'confirmed', state: 'paused' } as const);
    },
  };
  const { desktop } = fakePorts(clock);
  const openWidget = (): void => {
    acts.push('open widget');
  };
  const ports = { host: 'desk-1', hotkeys: keys, clock, log: quietLog(), desktop: { ...desktop, openWidget } };
  hotkeys = new Hotkeys({ ports, settings, pause, onChange: () => void (changes += 1) });
  hotkeys.apply(defaultPreferences);
});
afterEach(() => {
  hotkeys.dispose();
});

const view = (name: string) => hotkeys.views().find((hotkey) => hotkey.name === name);

describe('a hotkey', () => {
  /** As systems repeat a held key: after `delay` ms for the first time, then every 30 ms (Windows lets people choose 250 to 1000). */
  async function hold(combination: string, delay: number): Promise<void> {
    keys.press(combination);
    await clock.advance(delay);
    for (let repeat = 0; repeat < 20; repeat += 1) {
      keys.press(combination);
      await clock.advance(30);
    }
  }

  test.each([250, 500, 1_000])(
    'acts once for a press, however long it is held (repeated after %d ms)',
    async (delay) => {
      await hold(pauseKey, delay);
      expect(acts).toEqual(['pause']);
      await clock.advance(1_200);
      keys.press(pauseKey);
      expect(acts).toEqual(['pause', 'pause']);
    },
  );

  test('pressed after another one is a press again: nobody can hold both', async () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.resume': 'Control+F8' });
    for (const key of [pauseKey, 'Control+F8', pauseKey]) {
      keys.press(key);
      await clock.advance(200);
    }
    expect(acts).toEqual(['pause', 'resume', 'pause']);
  });

  test.each([250, 500, 1_000])('held for the proof does nothing else (repeated after %d ms)', async (delay) => {
    const proof = hotkeys.proveNow('pause');
    await hold(pauseKey, delay);
    expect(await proof).toMatchObject({ value: { seen: true } });
    expect(acts).toEqual([]);
  });

  test('that was just chosen, and is still held, does not act', async () => {
    hotkeys.capture(true);
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': 'Control+F8' });
    await hold('Control+F8', 500);
    hotkeys.capture(false);
    await hold('Control+F8', 30);
    expect(acts).toEqual([]);
  });

  test('of the widget opens it', () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.showWidget': 'Control+F8' });
    keys.press('Control+F8');
    expect(acts).toEqual(['open widget']);
  });

  test('is not proven by being registered, but by being pressed', () => {
    expect(view('pause')).toMatchObject({ registered: true, proven: false });
    keys.press(pauseKey);
    expect(view('pause')).toMatchObject({ proven: true });
    expect(proven).toEqual({ 'desk-1': [pauseKey] });
  });

  test('that was seen to work on another computer is not proven on this one', () => {
    proven = { 'desk-2': [pauseKey] };
    expect(view('pause')).toMatchObject({ registered: true, proven: false });
    keys.press(pauseKey);
    expect(proven).toEqual({ 'desk-1': [pauseKey], 'desk-2': [pauseKey] });
  });

  test('that another program holds says so, and is registered again when it is free', () => {
    keys.taken.add(pauseKey);
    hotkeys.apply(defaultPreferences);
    expect(view('pause')).toMatchObject({ registered: false, proven: false, problem: { code: 'hotkey-taken' } });
    keys.taken.clear();
    hotkeys.apply(defaultPreferences);
    expect(view('pause')).toMatchObject({ registered: true, problem: null });
  });

  test('pressed for the proof proves itself and does nothing else', async () => {
    const proof = hotkeys.proveNow('pause');
    keys.press(pauseKey);
    expect(await proof).toEqual({ ok: true, value: { seen: true } });
    expect(acts).toEqual([]);
  });

  test('that does not come within ten seconds is not seen, and acts again afterwards', async () => {
    const proof = hotkeys.proveNow('pause');
    await clock.advance(10_000);
    expect(await proof).toEqual({ ok: true, value: { seen: false } });
    keys.press(pauseKey);
    expect(acts).toEqual(['pause']);
  });

  test('is let go while a new one is pressed, and comes back by itself', async () => {
    hotkeys.capture(true);
    expect(keys.held.size).toBe(0);
    await clock.advance(15_000);
    expect(keys.held.has(pauseKey)).toBe(true);
    hotkeys.capture(true);
    hotkeys.capture(false);
    expect(keys.held.has(pauseKey)).toBe(true);
  });

  test('set twice in a damaged or hand-made setting is held once, and the other is told', () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': 'shift+ctrl+f9' });
    expect(view('toggle')).toMatchObject({ registered: false, problem: { code: 'hotkey-twice' } });
  });

  test('is let go at the end', () => {
    hotkeys.dispose();
    expect(keys.held.size).toBe(0);
  });
});

describe('the hotkeys of this computer', () => {
  test('are told as they are: what is not set is neither held nor proven, and what was refused is never proven', () => {
    proven = { 'desk-1': [pauseKey, 'Control+F8'] };
    expect(view('toggle')).toEqual({
      name: 'toggle',
      combination: null,
      registered: false,
      proven: false,
      problem: null,
    });
    keys.taken.add('Control+F8');
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': 'Ctrl+F8' });
    expect(view('toggle')).toMatchObject({
      combination: 'Control+F8',
      registered: false,
      proven: false,
      problem: { code: 'hotkey-taken', values: { combination: 'Ctrl+F8' } },
    });
    expect(view('pause')).toMatchObject({ combination: pauseKey, registered: true, proven: true });
  });

  test('that cannot be read are shown as they were written, with the reason, and are gone when they are cleared', () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': 'Control+Nonsense' });
    expect(view('toggle')).toMatchObject({
      combination: 'Control+Nonsense',
      registered: false,
      problem: { code: 'hotkey-invalid' },
    });
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': null });
    expect(view('toggle')).toMatchObject({ combination: null, problem: null });
  });

  test('held before and no longer set are let go, and every change is told', () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.toggle': 'Control+F8' });
    const told = changes;
    hotkeys.apply(defaultPreferences);
    expect(keys.held.has(pauseKey)).toBe(true);
    expect(keys.held.has('Control+F8')).toBe(false);
    expect(changes).toBe(told + 1);
    keys.press(pauseKey);
    expect(changes).toBe(told + 2);
    // Proven once: pressed again it is no news.
    keys.press(pauseKey);
    expect(changes).toBe(told + 2);
  });

  test('that are not held cannot be tried: the reason is told', async () => {
    keys.taken.add(pauseKey);
    hotkeys.apply(defaultPreferences);
    expect(await hotkeys.proveNow('pause')).toMatchObject({ ok: false, error: { code: 'hotkey-taken' } });
    expect(await hotkeys.proveNow('toggle')).toMatchObject({ ok: false, error: { code: 'hotkey-invalid' } });
    expect(clock.pending).toBe(0);
  });

  test('tried one after the other: the first trial ends unseen, and the second is not ended by its time', async () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.resume': 'Control+F8' });
    const first = hotkeys.proveNow('pause');
    await clock.advance(6_000);
    const second = hotkeys.proveNow('resume');
    expect(await first).toMatchObject({ value: { seen: false } });
    await clock.advance(6_000);
    keys.press('Control+F8');
    expect(await second).toMatchObject({ value: { seen: true } });
    expect(clock.pending).toBe(0);
  });

  test('a press of another key while one is tried acts as ever', async () => {
    hotkeys.apply({ ...defaultPreferences, 'hotkey.resume': 'Control+F8' });
    const proof = hotkeys.proveNow('pause');
    keys.press('Control+F8');
    expect(acts).toEqual(['resume']);
    hotkeys.dispose();
    expect(await proof).toMatchObject({ value: { seen: false } });
  });

  test('let go to be chosen anew come back once: a second choice begins its own time', async () => {
    hotkeys.capture(true);
    await clock.advance(14_000);
    hotkeys.capture(true);
    await clock.advance(14_000);
    expect(keys.held.size).toBe(0);
    await clock.advance(1_000);
    expect(keys.held.has(pauseKey)).toBe(true);
    hotkeys.capture(true);
    hotkeys.dispose();
    expect(clock.pending).toBe(0);
  });

  test('are not repeated exactly at the limit', async () => {
    keys.press(pauseKey);
    await clock.advance(1_199);
    keys.press(pauseKey);
    await clock.advance(1_200);
    keys.press(pauseKey);
    expect(acts).toEqual(['pause', 'pause']);
  });
});

describe('a computer without global hotkeys', () => {
  const without = (): Hotkeys => {
    const { desktop } = fakePorts(clock);
    return new Hotkeys({
      ports: { host: 'desk-1', clock, log: quietLog(), desktop },
      settings: { current: defaultSettings, update: () => Promise.resolve() },
      pause: { act: () => Promise.reject(new Error('never')) },
      onChange: () => void (changes += 1),
    });
  };

  test('shows none, holds none, and says so when one is to be tried', async () => {
    const none = without();
    none.apply(defaultPreferences);
    none.capture(true);
    expect(none.views()).toEqual([]);
    expect(await none.proveNow('pause')).toMatchObject({ ok: false, error: { code: 'hotkey-unsupported' } });
    expect(clock.pending).toBe(0);
    none.dispose();
  });

  test('before the preferences are known nothing is let go, for there is nothing to come back', () => {
    const early = new FakeKeys();
    early.held.set('F1', () => undefined);
    const { desktop } = fakePorts(clock);
    const fresh = new Hotkeys({
      ports: { host: 'desk-1', hotkeys: early, clock, log: quietLog(), desktop },
      settings: { current: defaultSettings, update: () => Promise.resolve() },
      pause: { act: () => Promise.reject(new Error('never')) },
      onChange: () => undefined,
    });
    fresh.capture(true);
    expect(early.held.size).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

describe('a combination', () => {
  test.each([
    ['ctrl+shift+f9', 'Control+Shift+F9'],
    ['Shift + Control + F9', 'Control+Shift+F9'],
    ['F9', 'F9'],
    ['Alt+Space', 'Alt+Space'],
    ['Cmd+p', 'Super+P'],
    ['MediaPlayPause', 'MediaPlayPause'],
    ['a', null],
    ['Shift+A', null],
    ['Space', null],
    ['Control', null],
    ['Control+Nonsense', null],
    ['', null],
    ['Hyper+F9', null],
  ])('%j is %j', (typed, expected) => {
    expect(normaliseHotkey(typed)).toBe(expected);
  });

  test.each([
    ['Control+Alt+E', true],
    ['CommandOrControl+Alt+E', true],
    ['Control+Alt+Shift+7', true],
    ['Control+Alt+Plus', true],
    ['Control+Alt+,', true],
    ['Control+E', false],
    ['Alt+E', false],
    ['Control+Alt+F9', false],
    ['Control+Alt+Home', false],
    ['Control+Alt+num5', false],
  ])('%j may type a character where AltGr is Control and Alt: %j', (combination, types) => {
    expect(mayTypeCharacter(combination)).toBe(types);
  });

  test.each([
    ['pause', null, null],
    ['toggle', 'Control+Shift+F9', 'hotkey-twice'],
    ['pause', 'Control+Shift+F9', null],
    ['toggle', 'a', 'hotkey-invalid'],
    ['toggle', 'Alt+F1', null],
  ] as const)('for %s as %j is refused with %j', (name, combination, code) => {
    const preferences: Preferences = defaultPreferences;
    expect(Hotkeys.refusal(name, combination, preferences)?.code ?? null).toBe(code);
  });
});
