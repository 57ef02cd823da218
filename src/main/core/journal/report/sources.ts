// Where the lines of a journal come from, in pieces: a file of a month, or the lines of an export.
import type { Files } from '../../platform/ports.ts';

/** What is in a file isn't what it was taken for. Its message says why, in words. */
export class NotReadable extends Error {}

export type ReportSource = {
  /** As people named it. */
  readonly name: string;
  /** Lines from the beginning and lines up to the end: among them the first and the last, unless these are damaged. */
  ends(): Promise<{ readonly first: readonly Buffer[]; readonly last: readonly Buffer[] }>;
  /** All lines in their order, without their ends. Both reject with a Node system error or `NotReadable`. */
  batches(): AsyncIterable<readonly Buffer[]>;
};

/** Bytes that are read at once: lines of about a millisecond, so that whatever else is to be done has its turn in between. */
const partBytes = 65_536;
/** A line without an end is no line of a journal: what is longer is given on in pieces. */
const longestLine = 1_100_000;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from('\uFEFF');

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

/** The whole lines of some bytes, and what follows the last of them. */
function split(bytes: Buffer): { readonly lines: Buffer[]; readonly rest: Buffer } {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, from)) {
    lines.push(withoutReturn(bytes.subarray(from, at)));
    from = at + 1;
  }
  return { lines, rest: bytes.subarray(from) };
}

const withoutMark = (bytes: Buffer): Buffer => (bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes);

/** A file with one entry a line. `path` has been found to be a file. */
export function fileSource(files: Pick<Files, 'readPart' | 'size'>, path: string, name: string): ReportSource {
  const part = async (from: number): Promise<Buffer> => {
    const bytes = await files.readPart(path, from, partBytes);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  return {
    name,
    ends: async () => {
      const size = await files.size(path);
      const first = split(withoutMark(await part(0)));
      if (size <= partBytes) {
        const lines = first.rest.length === 0 ? first.lines : [...first.lines, withoutReturn(first.rest)];
        return { first: lines, last: lines };
      }
      const last = split(await part(size - partBytes));
      return { first: first.lines, last: last.rest.length === 0 ? last.lines : [...last.lines, last.rest] };
    },
    batches: async function* batches() {
      let rest: Buffer = Buffer.alloc(0);
      for (let from = 0; ;) {
        const bytes = await part(from);
        if (bytes.length === 0) break;
        const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const found = split(from === 0 ? withoutMark(joined) : joined);
        from += bytes.length;
        yield found.rest.length > longestLine ? [...found.lines, found.rest] : found.lines;
        rest = found.rest.length > longestLine ? Buffer.alloc(0) : found.rest;
      }
      if (rest.length > 0) yield [withoutReturn(rest)];
    },
  };
}

/** The lines of an export, which is read as a whole each time. */
export function linesSource(name: string, read: () => Promise<readonly string[]>): ReportSource {
  const lines = async (): Promise<Buffer[]> => (await read()).map((line) => Buffer.from(line, 'utf8'));
  return {
    name,
    ends: async () => {
      const all = await lines();
      return { first: all, last: all };
    },
    batches: async function* batches() {
      yield await lines();
    },
  };
}
