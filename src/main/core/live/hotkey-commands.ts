// Global hotkeys: registers what the preferences say, reports what the system refused, and records which keys were seen to work here.
import { combinationText } from '../../../shared/messages/combination.ts';
import { normaliseHotkey } from '../../../shared/domain/hotkey.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { hotkeyNames, type HotkeyName, type HotkeyView } from '../../../shared/ipc/snapshot.ts';
import { attempt } from '../platform/attempt.ts';
import type { HotkeyPort, Ports } from '../platform/ports.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { PauseController } from './pause/pause-controller.ts';

/**
 * Presses of one key that follow each other faster than this (ms) are the keyboard's own repetition: Windows begins it after 250 to 1000 ms,
 * as the person chose, and tells it like a press.
 */
const repeatMs = 1_200;
/** How long the test of a hotkey waits for a press, in milliseconds. */
const testMs = 10_000;
/** Longest time without our hotkeys while a new combination is pressed, in milliseconds. */
const captureMs = 15_000;

type Entry = { combination: string | null; registered: boolean; problem: Problem | null; lastPress: number };

type HotkeysDependencies = {
  readonly ports: Pick<Ports, 'hotkeys' | 'clock' | 'log' | 'desktop' | 'host'>;
  /** Holds the combinations that were seen to work on this computer. */
  readonly settings: Pick<SettingsStore, 'current' | 'update'>;
  readonly pause: Pick<PauseController, 'act'>;
  readonly onChange: () => void;
};

export class Hotkeys {
  readonly #dependencies: HotkeysDependencies;
  readonly #port: HotkeyPort | null;
  readonly #entries = new Map<HotkeyName, Entry>(
    hotkeyNames.map((name) => [name, { combination: null, registered: false, problem: null, lastPress: -Infinity }]),
  );
  #preferences: Preferences | null = null;
  #cancelCapture: (() => void) | null = null;
  /** The hotkey that is being tested, and what ends the test. */
  #test: { readonly name: HotkeyName; readonly end: (seen: boolean) => void } | null = null;

  constructor(dependencies: HotkeysDependencies) {
    this.#dependencies = dependencies;
    this.#port = dependencies.ports.hotkeys ?? null;
  }

  views(): HotkeyView[] {
    if (this.#port === null) return [];
    const provenHotkeys = this.#proven;
    return [...this.#entries].map(([name, { combination, registered, problem: reason }]) => ({
      name,
      combination,
      registered,
      proven: combination !== null && registered && provenHotkeys.includes(combination),
      problem: reason,
    }));
  }

  /** Why a combination cannot be chosen for `name`, or null when it can. Asks the system for nothing. */
  static refusal(name: HotkeyName, combination: string | null, preferences: Preferences): Problem | null {
    if (combination === null) return null;
    const normal = normaliseHotkey(combination);
    if (normal === null) return problem('hotkey-invalid');
    const isDuplicate = hotkeyNames.some((other) => {
      const taken = preferences[`hotkey.${other}`];
      return other !== name && taken !== null && normaliseHotkey(taken) === normal;
    });
    return isDuplicate ? problem('hotkey-twice') : null;
  }

  /** Registers what the preferences say: at the start, after a change, and after sleep or unlock, when systems may have dropped hotkeys. */
  apply(preferences: Preferences): void {
    this.#preferences = preferences;
    if (this.#port === null) return;
    this.#endCapture();
    this.#releaseAll();
    const taken = new Set<string>();
    for (const name of hotkeyNames) this.#register(this.#port, name, preferences[`hotkey.${name}`], taken);
    this.#dependencies.onChange();
  }

  /** `taken` holds the combinations of the names before, and gets this one. */
  #register(port: HotkeyPort, name: HotkeyName, wanted: string | null, taken: Set<string>): void {
    const entry = this.#entry(name);
    const combination = wanted === null ? null : normaliseHotkey(wanted);
    entry.combination = combination ?? wanted;
    entry.registered = false;
    entry.problem = null;
    if (wanted === null) return;
    if (combination === null || taken.has(combination)) {
      entry.problem = problem(combination === null ? 'hotkey-invalid' : 'hotkey-twice');
      return;
    }
    taken.add(combination);
    const { log } = this.#dependencies.ports;
    const isHeld = attempt(log, 'hotkeys-crashed', () =>
      port.register(combination, () => {
        this.#pressed(name);
      }),
    );
    entry.registered = isHeld === true;
    if (entry.registered) return;
    entry.problem = problem('hotkey-taken', { combination: combinationText(combination, port.platform) });
    log.warn('hotkey-taken', { name });
  }

  /** "Press it now": the next press within ten seconds proves that the hotkey works instead of acting. Ends a test that still waits. */
  proveNow(name: HotkeyName): Promise<Result<{ seen: boolean }, Problem>> {
    const entry = this.#entry(name);
    if (this.#port === null) return Promise.resolve(err(problem('hotkey-unsupported')));
    if (!entry.registered) return Promise.resolve(err(entry.problem ?? problem('hotkey-invalid')));
    this.#test?.end(false);
    return new Promise((resolve) => {
      const cancel = this.#dependencies.ports.clock.timer(testMs, () => this.#test?.end(false));
      this.#test = {
        name,
        end: (seen) => {
          cancel();
          this.#test = null;
          resolve(ok({ seen }));
        },
      };
    });
  }

  /** Releases our hotkeys while a new combination is pressed. They come back when that ends, or automatically after a while. */
  capture(active: boolean): void {
    if (this.#port === null || this.#preferences === null) return;
    this.#endCapture();
    if (!active) {
      this.apply(this.#preferences);
      return;
    }
    this.#releaseAll();
    this.#cancelCapture = this.#dependencies.ports.clock.timer(captureMs, () => {
      this.capture(false);
    });
  }

  /** What was pressed to be chosen may still be held. */
  #endCapture(): void {
    if (this.#cancelCapture === null) return;
    this.#cancelCapture();
    this.#cancelCapture = null;
    for (const entry of this.#entries.values()) entry.lastPress = this.#dependencies.ports.clock.monotonic();
  }

  dispose(): void {
    this.#cancelCapture?.();
    this.#test?.end(false);
    this.#releaseAll();
  }

  #releaseAll(): void {
    attempt(this.#dependencies.ports.log, 'hotkeys-crashed', () => this.#port?.releaseAll());
  }

  /** Called by the system. Nothing is awaited before the request leaves. */
  #pressed(name: HotkeyName): void {
    const { ports, pause, settings, onChange } = this.#dependencies;
    const entry = this.#entry(name);
    const now = ports.clock.monotonic();
    const isRepeat = now - entry.lastPress < repeatMs;
    // A key that is pressed after another one is not the other's repetition: nobody can hold both.
    for (const other of this.#entries.values()) other.lastPress = other === entry ? now : -Infinity;
    if (this.#test?.name === name) this.#test.end(true);
    else if (!isRepeat) {
      if (name === 'showWidget') ports.desktop.openWidget();
      else void pause.act(name, 'hotkey');
    }
    // Saved after the command, so that it does not delay the request.
    const { combination } = entry;
    if (combination === null || this.#proven.includes(combination)) return;
    const here = [...this.#proven, combination];
    void settings.update({ provenHotkeys: { ...settings.current.provenHotkeys, [this.#host]: here } });
    onChange();
  }

  get #host(): string {
    return this.#dependencies.ports.host ?? '';
  }

  /** The combinations that were seen to work on this computer. */
  get #proven(): readonly string[] {
    return this.#dependencies.settings.current.provenHotkeys[this.#host] ?? [];
  }

  #entry(name: HotkeyName): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`No such hotkey: ${name}`);
    return entry;
  }
}
