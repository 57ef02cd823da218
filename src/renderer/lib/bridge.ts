// The only file that touches window.sidetone: finds it, and makes sure that a call always ends in a Result.
import type { Bridge, CallInput, CallName, CallResult } from '../../shared/ipc/ipc-table.ts';
import { problem } from '../../shared/domain/problem.ts';
import { err } from '../../shared/domain/result.ts';

/** The bridge of this window, or null where the page was opened outside Sidetone. Its calls never reject. */
export function findBridge(): Bridge | null {
  const found = window.sidetone;
  if (found === undefined) return null;
  return {
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallResult<N>> {
      try {
        return await found.call(name, input);
      } catch {
        // A way to the core that broke is told like any other failure; the core has logged why.
        return err(problem('internal'));
      }
    },
    async addFiles(files) {
      try {
        return await found.addFiles(files);
      } catch {
        return err(problem('internal'));
      }
    },
    on: (name, listener) =>
      found.on(name, (payload) => {
        try {
          listener(payload);
        } catch (error) {
          // Thrown on, it would end in the world of the preload script, where this window hears nothing of it.
          reportError(error);
        }
      }),
  };
}
