// Work that either of two signals ends: its own one, and one that lives on.

/**
 * Does `work` with a signal that aborts as soon as one of `signals` does. Nothing of it is left at the others once the work has settled:
 * what `AbortSignal.any` makes is held by a signal that lives as long as the app, and grows with each call.
 */
export async function withJoinedSignal<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const joined = new AbortController();
  const stop = (): void => {
    joined.abort(signals.find(({ aborted }) => aborted)?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  if (signals.some(({ aborted }) => aborted)) stop();
  try {
    return await work(joined.signal);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}
