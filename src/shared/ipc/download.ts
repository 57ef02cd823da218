// One recording of the save queue as windows see it.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem-schema.ts';

export const downloadViewSchema = v.object({
  downloadId: v.string(),
  recordingId: v.string(),
  referenceNumber: v.string(),
  fileName: v.nullable(v.string()),
  phase: v.picklist(['queued', 'running', 'saved', 'failed', 'cancelled']),
  receivedBytes: v.number(),
  /** Null when the server did not say how long the file is. */
  totalBytes: v.nullable(v.number()),
  /** What the finished file was compared with. */
  verified: v.nullable(v.picklist(['hash', 'size', 'nothing'])),
  problem: v.nullable(problemSchema),
});
export type DownloadView = v.InferOutput<typeof downloadViewSchema>;
