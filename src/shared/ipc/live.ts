// The part of the IPC table about my own live recordings.
import * as v from 'valibot';
import { nothing, type CallTable } from './parts.ts';
import { problemSchema } from '../domain/problem-schema.ts';
import { recordingStateSchema } from '../domain/recording.ts';

const stateAfter = v.object({ state: recordingStateSchema });

const manualEnd = v.object({ confirmed: v.boolean(), problem: v.nullable(problemSchema) });

export const liveCalls = {
  'live.pause': { input: nothing, output: stateAfter },
  'live.resume': { input: nothing, output: stateAfter },
  /** Cancels a pause that is pending or not confirmed. */
  'live.cancel': { input: nothing, output: stateAfter },
  /** "Add 30 seconds" to the time until the automatic resume. */
  'live.add': { input: nothing, output: stateAfter },
  /**
   * Starts recording the call on my own line, or on the phone that the preferences `start.…` name. Answered when a read shows it, when it
   * was refused, or after ten seconds; `problem` says why it is not confirmed.
   */
  'live.start': { input: nothing, output: manualEnd },
  /** Stops recording my line. The window has confirmed it with the user. */
  'live.stop': { input: nothing, output: manualEnd },
  /** Reads now instead of at the next poll. */
  'live.refresh': { input: nothing, output: nothing },
} as const satisfies CallTable;
