// A random sample of what a search finds: evenly over all of it, the same for the same seed, and written down so that it can be checked.
import { writeNewFile, type TargetFolder } from '../platform/files/new-file.ts';
import type { Files } from '../platform/ports.ts';
import type { RecordingToSave } from '../downloads/download-types.ts';

/** Numbers from 0 to below 1 that look random: mulberry32, 32 bits each. The same for the same seed, in every version. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** Whole numbers from 0 to below `total`, each once, in random order. Holds no more than were drawn. */
export function* drawnIndices(total: number, seed: number): Generator<number> {
  // The shuffle of Fisher and Yates, of which only the places that moved are kept.
  const moved = new Map<number, number>();
  const random = randomNumbers(seed);
  for (let at = 0; at < total; at += 1) {
    const other = at + Math.floor(random.next().value * (total - at));
    yield moved.get(other) ?? other;
    moved.set(other, moved.get(at) ?? at);
    moved.delete(at);
  }
}

export type Sample = {
  readonly seed: number;
  /** Recordings that the search found, of which it was drawn. */
  readonly found: number;
  readonly recordings: readonly RecordingToSave[];
};

/** Writes which recordings were drawn, and how, to a new `sample.json`. No names and no numbers. Rejects with a Node system error. */
export function writeSample(
  files: Files,
  target: TargetFolder,
  { seed, found, recordings }: Sample,
  now: number,
): Promise<string> {
  const drawn = recordings.map(({ recordingId, referenceNumber }) => ({ recordingId, referenceNumber }));
  const text = { drawnAt: new Date(now).toISOString(), seed, found, size: drawn.length, recordings: drawn };
  return writeNewFile(files, target, 'sample', 'json', `${JSON.stringify(text, null, 2)}\n`);
}
