// Global hotkeys: registers what the preferences say, tells what the system refused, and knows which key was seen to work on this computer.
import { combinationText } from '../../../shared/messages/combination.ts';
import { normaliseHotkey } from '../../../shared/domain/hotkey.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { hotkeyNames, type HotkeyName, type HotkeyView } from '../../../shared/ipc/snapshot.ts';
import type { Clock, HotkeyPort, Log } from '../platform/ports.ts';

/** Presses of one key that follow each other faster (ms) are the keyboard's own repetition. */
const repeatMs = 250;
/** How long "Press it now" waits, in milliseconds. */
const proofMs = 10_000;
/** Longest time without our keys while a new combination is pressed, in milliseconds. */
const captureMs = 15_000;

type Entry = { combination: string | null; registered: boolean; problem: Problem | null; lastPress: number };

export type HotkeysDependencies = {
  readonly port: HotkeyPort | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Combinations that were seen to work on this computer. */
  readonly proven: () => readonly string[];
  readonly prove: (combination: string) => void;
  /** Runs what the key is for. Called straight from the system's callback: nothing may be awaited before the request leaves. */
  readonly act: (name: HotkeyName) => void;
  readonly onChange: () => void;
};

export class Hotkeys {
  private readonly dependencies: HotkeysDependencies;
  private readonly entries = new Map<HotkeyName, Entry>(
    hotkeyNames.map((name) => [name, { combination: null, registered: false, problem: null, lastPress: -Infinity }]),
  );
  private preferences: Preferences | null = null;
  private endCapture: (() => void) | null = null;
  /** The key that is being proved, and what ends the waiting. */
  private proving: { readonly name: HotkeyName; readonly end: (seen: boolean) => void } | null = null;

  constructor(dependencies: HotkeysDependencies) {
    this.dependencies = dependencies;
  }

  views(): HotkeyView[] {
    if (this.dependencies.port === null) return [];
    const proven = this.dependencies.proven();
    return [...this.entries].map(([name, { combination, registered, problem: reason }]) => ({
      name,
      combination,
      registered,
      proven: combination !== null && registered && proven.includes(combination),
      problem: reason,
    }));
  }

  /** Why a combination cannot be chosen for `name`, or null when it can. Asks the system for nothing. */
  static refusal(name: HotkeyName, combination: string | null, preferences: Preferences): Problem | null {
    if (combination === null) return null;
    const normal = normaliseHotkey(combination);
    if (normal === null) return problem('hotkey-invalid');
    const twice = hotkeyNames.some((other) => {
      const taken = preferences[`hotkey.${other}`];
      return other !== name && taken !== null && normaliseHotkey(taken) === normal;
    });
    return twice ? problem('hotkey-twice') : null;
  }

  /** Registers anew what the preferences say: at the start, after a change, and after sleep or unlock, when systems may have dropped keys. */
  apply(preferences: Preferences): void {
    const { port, log, onChange } = this.dependencies;
    this.preferences = preferences;
    if (port === null) return;
    this.endCapture?.();
    this.endCapture = null;
    port.releaseAll();
    const held = new Set<string>();
    for (const name of hotkeyNames) {
      const entry = this.entry(name);
      const wanted = preferences[`hotkey.${name}`];
      const combination = wanted === null ? null : normaliseHotkey(wanted);
      entry.combination = combination ?? wanted;
      entry.registered = false;
      entry.problem = null;
      if (wanted === null) continue;
      if (combination === null) entry.problem = problem('hotkey-invalid');
      else if (held.has(combination)) entry.problem = problem('hotkey-twice');
      else {
        held.add(combination);
        entry.registered = port.register(combination, () => {
          this.pressed(name);
        });
        if (!entry.registered) {
          entry.problem = problem('hotkey-taken', { combination: combinationText(combination, port.platform) });
          log.warn('hotkey-taken', { name });
        }
      }
    }
    onChange();
  }

  /** "Press it now": the next press within ten seconds proves the key instead of acting. A new proof ends one that waits. */
  proveNow(name: HotkeyName): Promise<Result<{ seen: boolean }, Problem>> {
    const { port, clock } = this.dependencies;
    const entry = this.entry(name);
    if (port === null) return Promise.resolve(err(problem('hotkey-unsupported')));
    if (!entry.registered) return Promise.resolve(err(entry.problem ?? problem('hotkey-invalid')));
    this.proving?.end(false);
    return new Promise((resolve) => {
      const cancel = clock.timer(proofMs, () => this.proving?.end(false));
      this.proving = {
        name,
        end: (seen) => {
          cancel();
          this.proving = null;
          resolve(ok({ seen }));
        },
      };
    });
  }

  /** Lets our keys go while a new combination is pressed. They come back when it ends, and by themselves if nobody says that it did. */
  capture(active: boolean): void {
    const { port, clock } = this.dependencies;
    if (port === null || this.preferences === null) return;
    this.endCapture?.();
    this.endCapture = null;
    if (!active) {
      this.apply(this.preferences);
      return;
    }
    port.releaseAll();
    this.endCapture = clock.timer(captureMs, () => {
      this.capture(false);
    });
  }

  dispose(): void {
    this.endCapture?.();
    this.proving?.end(false);
    this.dependencies.port?.releaseAll();
  }

  private pressed(name: HotkeyName): void {
    const entry = this.entry(name);
    const now = this.dependencies.clock.monotonic();
    const repeated = now - entry.lastPress < repeatMs;
    entry.lastPress = now;
    if (this.proving?.name === name) this.proving.end(true);
    else if (!repeated) this.dependencies.act(name);
    // After the act: writing down that the key works must not stand between the key and the wire.
    const { combination } = entry;
    if (combination === null || this.dependencies.proven().includes(combination)) return;
    this.dependencies.prove(combination);
    this.dependencies.onChange();
  }

  private entry(name: HotkeyName): Entry {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error(`No such hotkey: ${name}`);
    return entry;
  }
}
