// Reads what a helper says of the front window: one line of JSON each time. It is a program of another process, so nothing it says is trusted.
import * as v from 'valibot';
import { parseJson } from '../core/platform/json.ts';
import type { FrontWindow } from '../core/platform/ports.ts';

/** Longest line in bytes; the helper's own limits (src/native/watch.c) stay below. */
const maxLineBytes = 16_384;

/** The lengths that the helper keeps to, in UTF-16 units. */
const frontWindowSchema = v.strictObject({
  program: v.pipe(v.string(), v.maxLength(260)),
  title: v.pipe(v.string(), v.maxLength(1024)),
  beforeIsGone: v.optional(v.literal(true)),
});

export class HelperLines {
  #rest = Buffer.alloc(0);
  #isBroken = false;

  /** The windows that whole lines tell, in their order; null for what no helper says, and for all that follows it. */
  take(chunk: Uint8Array): FrontWindow[] | null {
    if (this.#isBroken) return null;
    const all = Buffer.concat([this.#rest, chunk]);
    const end = all.lastIndexOf(10);
    this.#rest = all.subarray(end + 1);
    const windows = (end === -1 ? [] : linesOf(all.subarray(0, end))).map(windowOf);
    const whole = windows.filter((one) => one !== null);
    if (this.#rest.length <= maxLineBytes && whole.length === windows.length) return whole;
    this.#isBroken = true;
    this.#rest = Buffer.alloc(0);
    return null;
  }
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, begin)) {
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return [...lines, bytes.subarray(begin)];
}

function windowOf(line: Buffer): FrontWindow | null {
  if (line.length > maxLineBytes) return null;
  const parsed = v.safeParse(frontWindowSchema, parseJson(line.toString('utf8')));
  if (!parsed.success) return null;
  const { program, title, beforeIsGone } = parsed.output;
  return { program, title, ...(beforeIsGone === true ? { beforeIsGone } : {}) };
}
