// Everything of the chosen recording, asked for once the choice stays for a moment: whoever walks through the list asks for nothing.
/* eslint-disable svelte/prefer-svelte-reactivity -- the cache is bookkeeping that nothing draws */
import type { Bridge } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { RecordingDetail } from '../../../../shared/ipc/recording-detail.ts';
import { asking } from '../../../lib/cancellable-call.ts';

/** Milliseconds that a choice must stay. */
export const stayMs = 200;
const kept = 30;

export class DetailState {
  detail = $state.raw<RecordingDetail | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state.raw(false);
  /** What technicians ask for is open, for whichever recording. */
  technicalOpen = $state(false);

  readonly #bridge: Bridge;
  readonly #known = new Map<string, RecordingDetail>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** A recording was chosen, or none. */
  choose(recordingId: string | null): void {
    this.stop();
    this.problem = null;
    this.detail = recordingId === null ? null : (this.#known.get(recordingId) ?? null);
    this.loading = recordingId !== null && this.detail === null;
    if (recordingId === null || this.detail !== null) return;
    this.#timer = setTimeout(() => void this.#ask(recordingId), stayMs);
  }

  /** Nobody waits for the details any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #ask(recordingId: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const answer = await asking(this.#bridge, signal, (request) =>
      this.#bridge.call('history.detail', { recordingId, request }),
    );
    if (signal.aborted) return;
    this.loading = false;
    if (!answer.ok) {
      this.problem = answer.error;
      return;
    }
    this.detail = answer.value;
    this.#known.set(recordingId, answer.value);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      this.#known.delete(oldest);
    }
  }
}
