// What a frame of a page tells the extension's background. It stays inside the browser.
import * as v from 'valibot';
import { maxName, maxNames } from './field-names.ts';

export const framePort = 'frame';

const names = v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxName))), v.maxLength(maxNames));

export const frameMessageSchema = v.variant('kind', [
  /**
   * What the focused field is called; empty: none of the fields here has the focus. `has`: the frame itself has the focus, and no frame inside
   * it, so that no other frame of the tab has it; a frame that has lost the focus speaks of its own field alone. `at`: when that was found,
   * epoch milliseconds.
   */
  v.object({ kind: v.literal('focus'), names, has: v.boolean(), at: v.number() }),
  /** Text was put into a field that hasn't the focus. */
  v.object({ kind: v.literal('put'), names }),
]);
export type FrameMessage = v.InferOutput<typeof frameMessageSchema>;
