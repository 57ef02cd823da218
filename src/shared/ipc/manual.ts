// Starting and stopping the recording of my own line by hand, as people see it.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem.ts';

export const manualViewSchema = v.object({
  /** `starting` and `stopping` from the request until a read shows that it happened, or that it did not in time. */
  phase: v.picklist(['none', 'starting', 'stopping']),
  /** What came of the last start or stop, when it was not what was asked for; null after a good one, and after a while. */
  problem: v.nullable(problemSchema),
  canStart: v.boolean(),
  canStop: v.boolean(),
});
export type ManualView = v.InferOutput<typeof manualViewSchema>;
