// Schemas that several parts of the IPC table use.
import * as v from 'valibot';

export type CallTable = Readonly<Record<string, { readonly input: v.GenericSchema; readonly output: v.GenericSchema }>>;

export const nothing = v.strictObject({});
export const recordingId = v.pipe(v.string(), v.uuid());
/** A local date as `YYYY-MM-DD`. */
export const day = v.pipe(v.string(), v.isoDate());
/** A page of the main window. */
export const pageName = v.picklist(['history', 'live', 'journal', 'settings']);
