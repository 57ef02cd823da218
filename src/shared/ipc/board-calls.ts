// The part of the IPC table about everybody's live recordings.
import * as v from 'valibot';
import { boardEndSchema, boardFilterSchema, boardViewSchema } from './board.ts';
import { nothing, recordingId, type CallTable } from './parts.ts';

const one = v.strictObject({ recordingId });
const word = v.pipe(v.string(), v.trim(), v.maxLength(320));
const number = v.strictObject({ directoryNumber: v.pipe(word, v.nonEmpty()) });

export const boardCalls = {
  /** A window shows the list: it is polled until `board.unwatch`, or until no window has read it for a minute. */
  'board.watch': { input: v.strictObject({ filter: boardFilterSchema }), output: nothing },
  'board.unwatch': { input: nothing, output: nothing },
  /** The list as it is now, without a request to the server: what changed since the answer with the mark `since`, else all of it. */
  'board.read': {
    input: v.strictObject({ since: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100)))) }),
    output: boardViewSchema,
  },
  /** Reads the list now instead of at the next poll; also after the server refused it. */
  'board.refresh': { input: nothing, output: nothing },
  /** Answered when a read shows it, when it is overdue, or when the recording has ended. */
  'board.pause': { input: one, output: boardEndSchema },
  'board.resume': { input: one, output: boardEndSchema },
  /** Cancels a pause that is not confirmed. */
  'board.cancelPause': { input: one, output: nothing },
  /** Stops a recording. The window has confirmed it with the user. Answered when a read no longer shows it, when it was refused, or after ten seconds. */
  'board.stop': { input: one, output: boardEndSchema },
  /** Starts recording the call on a phone: at least one of device and number. Answered like a stop. */
  'board.start': {
    input: v.pipe(
      v.strictObject({
        deviceName: word,
        directoryNumber: word,
        /** 0 Cisco Media Forking, 1 Dial-In. */
        mode: v.picklist([0, 1]),
      }),
      v.check(({ deviceName, directoryNumber }) => deviceName !== '' || directoryNumber !== ''),
    ),
    output: boardEndSchema,
  },
  /** Pauses everything that is recorded on a phone. Answered when a read of that phone shows all of it paused, or with why not. */
  'board.pausePhone': { input: number, output: boardEndSchema },
  /** The same with all of it recording again. */
  'board.resumePhone': { input: number, output: boardEndSchema },
  /** Stops what is recorded on a phone: at least one of device and number. The window has confirmed it with the user. */
  'board.stopPhone': {
    input: v.pipe(
      v.strictObject({ deviceName: word, directoryNumber: word }),
      v.check(({ deviceName, directoryNumber }) => deviceName !== '' || directoryNumber !== ''),
    ),
    output: boardEndSchema,
  },
} as const satisfies CallTable;
