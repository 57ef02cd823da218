// A password that was refused once is tried once more: a server that restarts refuses everybody for a moment.
import type { Clock } from '../platform/ports.ts';
import type { UcxClient } from '../ucx/client-types.ts';

/** A refused password is tried once more after this long (ms), and then not again: accounts are locked for less. */
const secondTryMs = 1_000;

type SecondTryEvents = {
  /** The server took the same password again, or failed in another way: nothing speaks against it. */
  readonly onAccepted: (client: UcxClient) => void;
  readonly onRefused: () => void;
};

/** The client whose password was refused once, until it is known whether it is refused again. Nobody else may ask meanwhile. */
export class SecondTry {
  readonly #clock: Pick<Clock, 'timer'>;
  readonly #events: SecondTryEvents;
  #doubted: { readonly client: UcxClient; readonly cancel: () => void } | null = null;

  constructor(clock: Pick<Clock, 'timer'>, events: SecondTryEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  begin(client: UcxClient): void {
    this.#doubted?.cancel();
    this.#doubted = { client, cancel: this.#clock.timer(secondTryMs, () => void this.#ask(client)) };
  }

  /** Gives up and hands out the client that was doubted, if there was one. */
  end(): UcxClient | null {
    const doubted = this.#doubted;
    doubted?.cancel();
    this.#doubted = null;
    return doubted?.client ?? null;
  }

  async #ask(client: UcxClient): Promise<void> {
    const answer = await client.listMine();
    if (this.#doubted?.client !== client) return;
    if (!answer.ok && answer.error.outcome === 'unauthorized') {
      this.#events.onRefused();
      return;
    }
    this.#doubted = null;
    this.#events.onAccepted(client);
  }
}
