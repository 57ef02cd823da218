// What goes over the preview's socket for files: one file after the other, each piece sent when the one before it was written.
import * as v from 'valibot';
import { problemSchema } from '../shared/domain/problem-schema.ts';
import { filesTakenSchema } from '../shared/ipc/uploads.ts';

/** The word in the query that makes a socket one for files. */
export const filesPage = 'files';
/** Largest piece of a file in bytes. */
export const pieceBytes = 256 * 1024;

/** From the page, as text; pieces of the file follow as binary messages. */
export const fileRequestSchema = v.union([
  v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
    bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** Epoch milliseconds. */
    modifiedMs: v.number(),
  }),
  /** The browser could not read it to its end. */
  v.strictObject({ failed: v.literal(true) }),
]);

/** To the page: how many bytes are here, so that the next piece may come, or what became of the file. */
export const fileAnswerSchema = v.union([
  v.strictObject({ got: v.number() }),
  v.strictObject({
    result: v.union([
      v.object({ ok: v.literal(true), value: filesTakenSchema }),
      v.object({ ok: v.literal(false), error: problemSchema }),
    ]),
  }),
]);
export type FileAnswer = v.InferOutput<typeof fileAnswerSchema>;
