// Reads multipart/form-data as it arrives, part by part, without keeping a part in memory.

/** The body is not what its Content-Type says. */
export class MultipartError extends Error {}

export type PartHead = { readonly name: string; readonly contentType: string };
/** Receives the bytes of one part. */
export type PartSink = (bytes: Buffer) => void;

const headLimit = 16 * 1024;

/** The boundary of a Content-Type header, or null. */
export function boundaryOf(contentType: string | undefined): string | null {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2] ?? null;
}

function parseHead(text: string): PartHead {
  const line = (name: string): string =>
    text
      .split('\r\n')
      .find((candidate) => candidate.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const name = /(?:^|[\s;])name="?([^";]*)"?/i.exec(line('content-disposition'))?.[1] ?? '';
  return { name, contentType: line('content-type') };
}

/**
 * Reads all parts. `open` is called at the head of each and gives the sink for its bytes.
 * @throws MultipartError when the body ends early or a head cannot be read.
 */
export async function readMultipart(
  pieces: AsyncIterable<Buffer>,
  boundary: string,
  open: (head: PartHead) => PartSink,
): Promise<void> {
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it: lend it one.
  let rest: Buffer = Buffer.from('\r\n');
  let sink: PartSink | null = null;
  let state: 'body' | 'after-mark' | 'head' | 'end' = 'body';
  for await (const piece of pieces) {
    if (state === 'end') continue;
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let more = true; more;) {
      more = false;
      if (state === 'body') {
        const at = rest.indexOf(mark);
        // Keep what may be the beginning of a boundary.
        const safe = at < 0 ? Math.max(0, rest.length - mark.length + 1) : at;
        if (safe > 0) sink?.(rest.subarray(0, safe));
        rest = rest.subarray(at < 0 ? safe : at + mark.length);
        if (at >= 0) {
          state = 'after-mark';
          more = true;
        }
      } else if (state === 'after-mark' && rest.length >= 2) {
        state = rest.subarray(0, 2).toString('latin1') === '--' ? 'end' : 'head';
        more = state === 'head';
      } else if (state === 'head') {
        const at = rest.indexOf('\r\n\r\n');
        if (at < 0 && rest.length > headLimit) throw new MultipartError('The head of a part is too long.');
        if (at >= 0) {
          sink = open(parseHead(rest.subarray(0, at).toString('utf8')));
          rest = rest.subarray(at + 4);
          state = 'body';
          more = true;
        }
      }
    }
  }
  if (state !== 'end') throw new MultipartError('The body ends before its last boundary.');
}
