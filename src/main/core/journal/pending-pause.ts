// A pause that is in force, as it is kept on disk for a restart.
import * as v from 'valibot';
import { triggerSchema } from '../../../shared/domain/journal.ts';

export const pendingPauseSchema = v.object({
  pauseId: v.string(),
  trigger: triggerSchema,
  /** Epoch milliseconds of the press. */
  pressedAt: v.number(),
  recordingIds: v.array(v.string()),
  /** Epoch milliseconds of the automatic resume; null for none. */
  resumeAt: v.nullable(v.number()),
});
export type PendingPause = v.InferOutput<typeof pendingPauseSchema>;

/** Keeps the pause in force on disk. */
export type PendingPauseStorage = {
  load(): Promise<{ readonly pending: PendingPause | null; readonly damaged: string | null }>;
  set(pending: PendingPause | null): void;
  /** Writes what is still to be written, for the last time. */
  close(): Promise<void>;
};
