// The part of the contract about the recordings of this moment.
import * as v from 'valibot';
import { nothing, type CallTable } from './contract-parts.ts';
import { recordingStateSchema } from './recording.ts';

const stateAfter = v.object({ state: recordingStateSchema });

export const liveCalls = {
  'live.pause': { input: nothing, output: stateAfter },
  'live.resume': { input: nothing, output: stateAfter },
  /** Gives up a pause that is armed or not confirmed. */
  'live.cancel': { input: nothing, output: stateAfter },
  /** "Add 30 seconds" to the time until the automatic resume. */
  'live.add': { input: nothing, output: stateAfter },
  /** Asks the server now instead of at the next turn. */
  'live.refresh': { input: nothing, output: nothing },
} as const satisfies CallTable;
