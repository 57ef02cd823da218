// Where policy asks for it: fetches and checks the audio of each paused call once it is over and the server has its recording. Each fetch is
// an audit entry at the server, so this is off unless an organisation turns it on.
import type { Clock } from '../platform/ports.ts';
import type { AudioCache } from '../playback/audio-cache.ts';
import type { UcxClient } from '../ucx/client-types.ts';
import type { AudioChecks } from './audio-checks.ts';

/** Milliseconds from the end of a call to each look for its recording: how long a server takes is not documented (docs/ucx-api.md D11). */
const looksAfterMs = [10_000, 60_000, 300_000, 900_000];

export type AutomaticCheckDependencies = {
  readonly clock: Clock;
  readonly isOn: () => boolean;
  readonly client: () => UcxClient | null;
  readonly cache: Pick<AudioCache, 'open'>;
  readonly checks: Pick<AudioChecks, 'isDue' | 'check'>;
};

export class AutomaticCheck {
  readonly #dependencies: AutomaticCheckDependencies;
  readonly #timers = new Set<() => void>();
  #ended = new AbortController();

  constructor(dependencies: AutomaticCheckDependencies) {
    this.#dependencies = dependencies;
  }

  /** A recording with a pause of ours is over. */
  recordingOver(recordingId: string): void {
    if (this.#dependencies.isOn()) this.#lookLater(recordingId, 0);
  }

  /** Signed out, or the end: nothing is looked for any more. */
  clear(): void {
    this.#ended.abort();
    this.#ended = new AbortController();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #lookLater(recordingId: string, look: number): void {
    const after = looksAfterMs[look];
    if (after === undefined) return;
    const cancel = this.#dependencies.clock.timer(after - (looksAfterMs[look - 1] ?? 0), () => {
      this.#timers.delete(cancel);
      void this.#look(recordingId, look);
    });
    this.#timers.add(cancel);
  }

  async #look(recordingId: string, look: number): Promise<void> {
    const { client, cache, checks, isOn } = this.#dependencies;
    const { signal } = this.#ended;
    const isEnded = (): boolean => signal.aborted;
    const isWanted = isOn() && (await checks.isDue(recordingId));
    // Asked for first: unlike the audio, the details leave no entry in the server's audit.
    const detail = isWanted ? await client()?.detail(recordingId, signal) : undefined;
    if (!isWanted || isEnded()) return;
    const opened = detail?.ok === true ? await cache.open(recordingId) : null;
    const whole = opened?.ok === true ? await opened.value.whole() : null;
    if (isEnded()) return;
    if (opened?.ok === true && whole?.ok === true) await checks.check(recordingId, opened.value, 'automatic');
    else this.#lookLater(recordingId, look + 1);
  }
}
