// Asks the core something that can be taken back: an answer that nobody waits for any more is cancelled.
import type { Bridge } from '../../shared/ipc/ipc-table.ts';

/** Names no other window gives. Not randomUUID, which is there in secure contexts alone. */
const mine = crypto.getRandomValues(new Uint32Array(3)).join('-');
let asked = 0;

/** `ask` gets the name of the question. The core cancels it when `signal` is aborted before it was answered. */
export async function asking<T>(bridge: Bridge, signal: AbortSignal, ask: (request: string) => Promise<T>): Promise<T> {
  asked += 1;
  const request = `${mine}-${String(asked)}`;
  const cancel = (): void => void bridge.call('history.cancel', { request });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await ask(request);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
