// What windows know of newer versions, and the calls for them.
import * as v from 'valibot';
import { installations } from '../domain/update.ts';
import { problemSchema } from '../domain/problem-schema.ts';
import { nothing, type CallTable } from './parts.ts';

export const updatesViewSchema = v.object({
  /** `off`: by the setting, for want of an address, or by how Sidetone was installed. */
  phase: v.picklist(['off', 'waiting', 'checking', 'current', 'found', 'downloading', 'ready', 'failed']),
  /** How it was installed; null where the shell is never updated. */
  installation: v.nullable(v.picklist(installations)),
  /** The newer version that was found. */
  version: v.nullable(v.string()),
  /** It will be fetched and can be installed; else it is only told of. */
  installs: v.boolean(),
  /** Nothing depends on Sidetone going on: it may be installed now. */
  canInstall: v.boolean(),
  /** Why the last try failed. */
  problem: v.nullable(problemSchema),
});
export type UpdatesView = v.InferOutput<typeof updatesViewSchema>;

export const updateCalls = {
  /** Asks the feed now. Problems: `update/off`, `update/not-now`; what comes of it is in the snapshot. */
  'updates.check': { input: nothing, output: nothing },
  /** Restarts Sidetone as the newer version. Problems: `update/off`, `update/not-ready`, `update/not-now`. */
  'updates.install': { input: nothing, output: nothing },
} as const satisfies CallTable;
