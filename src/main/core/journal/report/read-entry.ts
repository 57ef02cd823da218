// Reads one line of a journal for the evidence report: its hash is checked over its bytes, and a kind of entry that this version doesn't
// know is still an entry. Millions of lines are read, so that only what the report needs is looked at.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { journalFactSchema, type JournalEntry, type JournalFact } from '../../../../shared/domain/journal.ts';
import { parseJson } from '../../platform/json.ts';

/** What the report needs of a check of the audio; its verdicts and reasons are texts, so that later ones are counted too. */
const audioCheckedSchema = v.object({
  kind: v.literal('audio-checked'),
  recordingId: v.string(),
  verdict: v.string(),
  checkedMs: v.number(),
  /** One for each pause: milliseconds from the beginning of the audio. */
  stretches: v.array(v.object({ fromMs: v.number() })),
});
export type AudioChecked = v.InferOutput<typeof audioCheckedSchema>;

type KnownFact = JournalFact | AudioChecked;

export type ReadEntry = Omit<JournalEntry, 'fact'> & {
  readonly atMs: number;
  /** Null: this version doesn't know it. */
  readonly fact: KnownFact | null;
};

/** Why a line is no entry: it isn't even JSON, or what it says isn't what was written. */
export type BadLine = 'unreadable' | 'changed';

const schemas = new Map<string, v.GenericSchema<unknown, KnownFact>>(
  [...journalFactSchema.options, audioCheckedSchema].map((schema) => [schema.entries.kind.literal, schema]),
);

/** Bytes of the longest line that is read: an entry with its attempts has a hundredth of it. */
const longestLine = 1_000_000;
/** `,"hash":"` with 64 digits and `"}`. */
const endingBytes = 75;
const endPattern = /^,"hash":"[0-9a-f]{64}"\}$/u;
const closingBrace = 0x7d;

/** The entry of a line (its bytes, which are left as they were); else why it is none. */
export function readEntry(line: Buffer): ReadEntry | BadLine {
  if (line.length > longestLine) return 'unreadable';
  const value = parseJson(line.toString('utf8'));
  if (value === undefined) return 'unreadable';
  const start = line.length - endingBytes;
  const ending = line.toString('latin1', Math.max(0, start));
  if (start < 1 || !endPattern.test(ending)) return 'changed';
  const written = ending.slice(9, 73);
  return hashWithout(line, start) === written ? (envelopeOf(value, written) ?? 'changed') : 'changed';
}

/** The hash covers the line without its member `hash`: a closing brace takes the place of the comma. */
function hashWithout(line: Buffer, comma: number): string {
  const before = line[comma] ?? 0;
  line[comma] = closingBrace;
  const found = createHash('sha256')
    .update(line.subarray(0, comma + 1))
    .digest('hex');
  line[comma] = before;
  return found;
}

/** The members of an entry, looked at one by one: a schema takes longer than all the rest. */
function envelopeOf(value: unknown, written: string): ReadEntry | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('sequence' in value && 'at' in value && 'fact' in value && 'previous' in value)) return null;
  const { sequence, at, fact, previous } = value;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) return null;
  if (typeof at !== 'string' || typeof previous !== 'string' || previous.length !== 64) return null;
  const serverAt = 'serverAt' in value && typeof value.serverAt === 'string' ? value.serverAt : null;
  const appVersion = 'appVersion' in value && typeof value.appVersion === 'string' ? value.appVersion : '';
  const atMs = Date.parse(at);
  return { sequence, at, atMs, serverAt, appVersion, previous, hash: written, fact: factOf(fact) };
}

function factOf(fact: unknown): KnownFact | null {
  if (typeof fact !== 'object' || fact === null || !('kind' in fact) || typeof fact.kind !== 'string') return null;
  const schema = schemas.get(fact.kind);
  if (schema === undefined) return null;
  const parsed = v.safeParse(schema, fact);
  return parsed.success ? parsed.output : null;
}
