// Everything of the chosen recording, asked for once the choice stays for a moment: whoever walks through the list asks for nothing.
/* eslint-disable svelte/prefer-svelte-reactivity -- the cache is bookkeeping that nothing draws */
import type { Bridge } from '../../../shared/contract.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { RecordingDetail } from '../../../shared/recording-detail.ts';

/** Milliseconds that a choice must stay. */
export const stayMs = 200;
const kept = 30;

export class DetailState {
  detail = $state.raw<RecordingDetail | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state.raw(false);

  readonly #bridge: Bridge;
  readonly #known = new Map<string, RecordingDetail>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** A recording was chosen, or none. */
  choose(recordingId: string | null): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.problem = null;
    this.detail = recordingId === null ? null : (this.#known.get(recordingId) ?? null);
    this.loading = recordingId !== null && this.detail === null;
    if (recordingId === null || this.detail !== null) return;
    this.#timer = setTimeout(() => void this.#ask(recordingId), stayMs);
  }

  stop(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  async #ask(recordingId: string): Promise<void> {
    const turn = this.#turn;
    const answer = await this.#bridge.call('history.detail', { recordingId });
    if (answer.ok) {
      this.#known.set(recordingId, answer.value);
      for (const oldest of this.#known.keys()) {
        if (this.#known.size <= kept) break;
        this.#known.delete(oldest);
      }
    }
    if (turn !== this.#turn) return;
    this.loading = false;
    if (answer.ok) this.detail = answer.value;
    else this.problem = answer.error;
  }
}
