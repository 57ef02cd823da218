// Writes a text to a standard stream before it returns, all of it: a pipe takes a text in parts, and may have no room for the next one yet.
import { writeSync } from 'node:fs';
import { codeOf } from '../core/platform/errors.ts';

/** Milliseconds until a full pipe is tried again. */
const fullPipeMs = 5;
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Waits for whoever reads. Gives up where nobody does: the reader has gone, or there never was such a stream. */
export function writeWhole(stream: 1 | 2, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') return;
      Atomics.wait(nobody, 0, 0, fullPipeMs);
    }
  }
}
