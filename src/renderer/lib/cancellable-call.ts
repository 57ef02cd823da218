// Asks the core something that can be taken back: whoever has gone on does not let the server go on working for the past.
import type { Bridge } from '../../shared/ipc/ipc-table.ts';

/** Names no other window gives. Not randomUUID, which is there in secure contexts alone. */
const mine = crypto.getRandomValues(new Uint32Array(3)).join('-');
let asked = 0;

/** `ask` gets the name of the question. The core is told to give it up when `signal` is aborted before it was answered. */
export async function asking<T>(bridge: Bridge, signal: AbortSignal, ask: (request: string) => Promise<T>): Promise<T> {
  asked += 1;
  const request = `${mine}-${String(asked)}`;
  const giveUp = (): void => void bridge.call('history.cancel', { request });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await ask(request);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
