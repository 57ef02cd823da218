// The part of the IPC table about uploads. No call names a file: files come by `addFiles` of the bridge or by the
// system's own dialog.
import * as v from 'valibot';
import { nothing, type CallTable } from './parts.ts';
import { filesTakenSchema, mostUploads, uploadDetailsSchema } from './uploads.ts';

const uploadId = v.pipe(v.string(), v.maxLength(80));
const one = v.strictObject({ uploadId });

export const uploadCalls = {
  /** Lets the user choose files in the system's dialog; null: nothing was chosen. `upload/no-dialog` where the shell has none. */
  'uploads.choose': { input: nothing, output: v.object({ taken: v.nullable(filesTakenSchema) }) },
  /** What is filled in so far. */
  'uploads.details': { input: one, output: uploadDetailsSchema },
  /** Stores what was filled in; refused while it is being sent or was sent (`upload/busy`). */
  'uploads.edit': { input: v.strictObject({ uploadId, details: uploadDetailsSchema }), output: nothing },
  /** Gives direction, local party, note and preservation of one to all that are not sent yet. */
  'uploads.useForAll': { input: one, output: v.object({ changed: v.number() }) },
  /** Queues these. One with something missing is not sent: its view says what and where. */
  'uploads.send': {
    input: v.strictObject({ uploadIds: v.pipe(v.array(uploadId), v.maxLength(mostUploads)) }),
    output: v.object({ queued: v.number(), incomplete: v.number() }),
  },
  /** Stops sending it, or takes it out of the queue. */
  'uploads.cancel': { input: one, output: nothing },
  'uploads.cancelAll': { input: nothing, output: nothing },
  /** Takes it off the list; the file on this computer stays. */
  'uploads.remove': { input: one, output: nothing },
  /** Removes what was uploaded from the list. */
  'uploads.forgetDone': { input: nothing, output: nothing },
} as const satisfies CallTable;
