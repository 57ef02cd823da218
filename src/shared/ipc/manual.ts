// Manual start and stop of recording my own line, as windows see it.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem-schema.ts';

export const manualViewSchema = v.object({
  /** `starting` and `stopping` from the request until a read shows that it happened, or that it did not in time. */
  phase: v.picklist(['none', 'starting', 'stopping']),
  /** Why the last start or stop failed; null after a good one, and after a while. */
  problem: v.nullable(problemSchema),
  canStart: v.boolean(),
  canStop: v.boolean(),
});
export type ManualView = v.InferOutput<typeof manualViewSchema>;
