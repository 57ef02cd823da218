// Values of an answer whose form isn't documented (docs/ucx-api.md C3, C5), made safe to show or to use.
import * as v from 'valibot';
import { plainLine, plainLines } from '../../../shared/domain/text/plain-text.ts';
import type { RecordingDetail } from './client-types.ts';

/** A value that is nested deeper is told as a word: to write it out would need more stack than there may be. */
const deepestSent = 20;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** A value as it was sent, safe to show: text as it is, anything else as JSON; null for nothing. */
export function asSent(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return plainLines(value);
  return isDeeper(value, deepestSent) ? '…' : plainLines(JSON.stringify(value));
}

/** pbxInfo (C5): undocumented members are kept, whatever kind of value they have and with or without a type. */
export const pbxInfo = v.pipe(
  v.optional(v.unknown(), null),
  v.transform((value): RecordingDetail['pbxInfo'] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const type = asSent(value);
      return type === null ? null : { type, fields: {} };
    }
    const all = Object.entries(value).flatMap(([name, inner]) => {
      const text = asSent(inner);
      return text === null ? [] : [[plainLine(name), text] as const];
    });
    if (all.length === 0) return null;
    const type = all.find(([name]) => name === 'type')?.[1] ?? null;
    return { type, fields: Object.fromEntries(all.filter(([name]) => name !== 'type')) };
  }),
);

const deepestHash = 5;

/**
 * SHA-256 as 64 hexadecimal digits in lower case, wherever it is in `value` and whether it is written in hexadecimal or
 * base64 (C3: neither keys nor form are documented); null when nothing looks like one.
 */
export function findSha256(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (/^[0-9a-f]{64}$/i.test(trimmed)) return trimmed.toLowerCase();
    if (!/^[A-Za-z0-9+/]{43}=$/.test(trimmed)) return null;
    const bytes = Buffer.from(trimmed, 'base64');
    return bytes.length === 32 ? bytes.toString('hex') : null;
  }
  if (typeof value !== 'object' || value === null || depth >= deepestHash) return null;
  for (const inner of Object.values(value)) {
    const found = findSha256(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
