// The answer to a range request of a media element: one byte range at most (RFC 9110 section 14).

export type RangeAnswer =
  | { readonly status: 200 | 206; readonly from: number; readonly to: number }
  /** The range is outside the audio. */
  | { readonly status: 416 };

/**
 * `from` is included, `to` is not. A header that is no single byte range is ignored, as the RFC requires.
 * @param header the Range header, or null
 * @param length bytes of the whole audio
 */
export function rangeOf(header: string | null, length: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return { status: 200, from: 0, to: length };
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  return from >= length || from >= to ? { status: 416 } : { status: 206, from, to };
}

/** Status and headers of that answer. */
export function rangeHeaders(answer: RangeAnswer, length: number, contentType: string): Record<string, string> {
  if (answer.status === 416) return { 'Content-Range': `bytes */${String(length)}` };
  const { status, from, to } = answer;
  return {
    'Content-Type': contentType,
    'Content-Length': String(to - from),
    'Accept-Ranges': 'bytes',
    ...(status === 206 ? { 'Content-Range': `bytes ${String(from)}-${String(to - 1)}/${String(length)}` } : {}),
  };
}
