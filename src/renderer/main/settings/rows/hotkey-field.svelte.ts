// One hotkey in Settings: pressing a new combination, and the proof that it works.
import type { Bridge } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import { problem } from '../../../../shared/domain/problem.ts';
import type { HotkeyName } from '../../../../shared/ipc/snapshot.ts';
import { captureOf, type PressedKey } from './key-capture.ts';
import type { PreferenceChanges } from '../preference-changes.svelte.ts';

/** As long as the core waits, in milliseconds. */
export const proofMs = 10_000;

export class HotkeyField {
  readonly #bridge: Bridge;
  readonly #name: HotkeyName;
  readonly #changes: PreferenceChanges;
  #capturing = $state.raw(false);
  #held = $state.raw<readonly string[]>([]);
  #refusal = $state.raw<Problem | 'unusable' | null>(null);
  #provingSince = $state.raw<number | null>(null);
  #seen = $state.raw<boolean | null>(null);
  #proofProblem = $state.raw<Problem | null>(null);
  #proof = 0;

  constructor(bridge: Bridge, name: HotkeyName, changes: PreferenceChanges) {
    this.#bridge = bridge;
    this.#name = name;
    this.#changes = changes;
  }

  get capturing(): boolean {
    return this.#capturing;
  }

  /** Modifiers that are held down while a combination is waited for. */
  get held(): readonly string[] {
    return this.#held;
  }

  /** Why the last combination was not taken. */
  get refusal(): Problem | 'unusable' | null {
    return this.#refusal ?? this.#changes.problem(`hotkey.${this.#name}`) ?? this.#proofProblem;
  }

  /** performance.now() at which the proof began; null while none runs. */
  get provingSince(): number | null {
    return this.#provingSince;
  }

  /** What the last proof saw; null before one, and after the combination was changed. */
  get seen(): boolean | null {
    return this.#seen;
  }

  capture(): void {
    this.#forget();
    this.#capturing = true;
    void this.#bridge.call('hotkey.capture', { active: true });
  }

  /** Gives up capturing; the hotkey stays as it is. */
  stop(): void {
    if (this.#capturing) void this.#bridge.call('hotkey.capture', { active: false });
    this.#capturing = false;
    this.#held = [];
  }

  /** Answers whether the key was used here, and must do nothing else. */
  press(event: PressedKey): boolean {
    if (!this.#capturing) return false;
    const capture = captureOf(event);
    switch (capture.kind) {
      case 'combination':
        void this.#take(capture.combination);
        return true;
      case 'clear':
        void this.#take(null);
        return true;
      case 'modifiers':
        this.#held = capture.held;
        return true;
      case 'refused':
        this.#refusal = problem('hotkey-invalid');
        return true;
      case 'unusable':
        this.#refusal = 'unusable';
        return true;
      case 'cancel':
        this.stop();
        this.#refusal = null;
        return true;
      case 'leave':
        this.stop();
        return false;
      case 'nothing':
        return true;
    }
  }

  /** A modifier was let go. */
  release(event: PressedKey): void {
    if (!this.#capturing) return;
    const capture = captureOf(event);
    this.#held = capture.kind === 'modifiers' ? capture.held : this.#held;
  }

  async prove(): Promise<void> {
    if (this.#provingSince !== null) return;
    this.#forget();
    this.#proof += 1;
    const mine = this.#proof;
    this.#provingSince = performance.now();
    const answer = await this.#bridge.call('hotkey.prove', { name: this.#name });
    if (this.#proof !== mine) return;
    this.#provingSince = null;
    if (answer.ok) this.#seen = answer.value.seen;
    else this.#proofProblem = answer.error;
  }

  async #take(combination: string | null): Promise<void> {
    this.stop();
    this.#refusal = null;
    // A proof that runs is one of the old combination.
    this.#proof += 1;
    this.#provingSince = null;
    this.#seen = null;
    await this.#changes.set(`hotkey.${this.#name}`, combination);
  }

  #forget(): void {
    this.#changes.forget(`hotkey.${this.#name}`);
    this.#refusal = null;
    this.#seen = null;
    this.#proofProblem = null;
  }
}
