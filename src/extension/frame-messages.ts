// What a frame of a page tells the extension's background. It stays inside the browser.
import * as v from 'valibot';
import { maxName, maxNames } from './field-names.ts';

export const framePort = 'frame';

const names = v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxName))), v.maxLength(maxNames));

export const frameMessageSchema = v.variant('kind', [
  /** What the focused field is called; empty: none of the fields here has the focus. The frame itself has it, or had it last. `at`: when that was found, epoch milliseconds. */
  v.object({ kind: v.literal('focus'), names, at: v.number() }),
  /** Text was put into a field that hasn't the focus. */
  v.object({ kind: v.literal('put'), names }),
]);
export type FrameMessage = v.InferOutput<typeof frameMessageSchema>;
