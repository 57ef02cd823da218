// The audio of a finished recording: real MP3 of the announced length, made frame by frame when somebody reads it.
import { createHash } from 'node:crypto';
import { deepPhrases, highPhrases, restPhrase, silentFrame, toneFrame } from './mp3-frames.ts';
import { hash32, hashText } from '../calls/random.ts';
import type { Pauses } from '../calls/recording.ts';

/** MPEG-2 layer III at 16 kHz and 40 kbit/s: a frame is 576 samples, 36 ms, exactly 180 bytes with no padding. */
const frameMs = 36;
const frameBytes = 180;
const phraseFrames = 20;
/** A speaker keeps talking for so many phrases, then the other has a turn. */
const turnPhrases = 6;
const chunkPhrases = 18;
/** Bytes hashed before other work of the process gets a turn. */
const hashTurnBytes = 4 * 1024 * 1024;

/** What the audio depends on. The same plan gives the same bytes. */
export type AudioPlan = {
  readonly id: string;
  readonly durationMs: number;
  readonly pauses: Pauses;
  /** Uploaded audio is given back as it came. */
  readonly bytes: Buffer | null;
};

function frameCount(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / frameMs));
}

/** Size in bytes, known before a single frame is made. */
export function audioSize(plan: AudioPlan): number {
  return plan.bytes?.length ?? frameCount(plan.durationMs) * frameBytes;
}

function phrase(seed: number, at: number): Buffer {
  const voices = (hash32(seed, Math.floor(at / turnPhrases), 1) & 1) === 0 ? deepPhrases : highPhrases;
  const h = hash32(seed, at, 2);
  return h % 4 === 0 ? restPhrase : (voices[(h >>> 8) % voices.length] ?? restPhrase);
}

/** Makes phrases `from` to `to` (excluded) into one buffer. Nothing of a paused span is heard, or a tone instead. */
function phrases(plan: AudioPlan, seed: number, from: number, to: number): Buffer {
  const buffer = Buffer.allocUnsafe((to - from) * phraseFrames * frameBytes);
  for (let at = from; at < to; at += 1) buffer.set(phrase(seed, at), (at - from) * phraseFrames * frameBytes);
  const firstFrame = from * phraseFrames;
  for (const pause of plan.pauses) {
    // One frame of overlap on either side: a decoder blends each frame with the one before it.
    const low = Math.max(firstFrame, Math.floor(pause.from / frameMs) - 1);
    const high = Math.min(to * phraseFrames, Math.ceil(pause.to / frameMs));
    const written = pause.sound === 'tone' ? toneFrame : silentFrame;
    for (let frame = low; frame < high; frame += 1) buffer.set(written, (frame - firstFrame) * frameBytes);
  }
  return buffer;
}

/** Bytes `from` to `to` (excluded) in pieces of about 64 KB, each made when it is asked for. */
export function* audioBytes(plan: AudioPlan, from = 0, to = audioSize(plan)): Generator<Buffer> {
  if (plan.bytes !== null) {
    yield plan.bytes.subarray(from, to);
    return;
  }
  const seed = hashText(plan.id);
  const chunkBytes = chunkPhrases * phraseFrames * frameBytes;
  for (let start = from - (from % chunkBytes); start < to; start += chunkBytes) {
    const at = (start / chunkBytes) * chunkPhrases;
    yield phrases(plan, seed, at, at + chunkPhrases).subarray(
      Math.max(0, from - start),
      Math.min(chunkBytes, to - start),
    );
  }
}

/** SHA-256 of audio as 64 hexadecimal digits, taken by streaming once; the last thousand are remembered. */
export class AudioHashes {
  readonly #known = new Map<string, Promise<string>>();

  of(plan: AudioPlan): Promise<string> {
    const known = this.#known.get(plan.id);
    if (known !== undefined) return known;
    const hash = this.#take(plan);
    this.#known.set(plan.id, hash);
    const oldest = this.#known.keys().next();
    if (this.#known.size > 1000 && oldest.done !== true) this.#known.delete(oldest.value);
    return hash;
  }

  async #take(plan: AudioPlan): Promise<string> {
    const hash = createHash('sha256');
    let turn = 0;
    for (const chunk of audioBytes(plan)) {
      hash.update(chunk);
      turn += chunk.length;
      if (turn >= hashTurnBytes) {
        turn = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return hash.digest('hex');
  }
}
