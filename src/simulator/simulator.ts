// The embedded UCX simulator: the way in. The API is described in types.ts; the server itself is put together in server.ts.
import type { Simulator, SimulatorOptions } from './types.ts';

export type * from './types.ts';
export type { QuirkName } from './faults/quirks.ts';
export { QuirkError } from './faults/quirks.ts';
export { demoUsers } from './calls/users.ts';

/**
 * Starts a real HTTP(S) server of the vendor's contract and resolves once it listens.
 * @throws Error when the port cannot be taken; QuirkError on a quirk that the table does not know.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { createSimulator } = await import('./server.ts');
  return createSimulator(options);
}
