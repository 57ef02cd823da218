// Writes the phrases of the simulator's recordings, src/simulator/audio/mp3-frames.ts: speech-like sound made from numbers, encoded by lame
// (which must be installed) without bit reservoir, so that frames can be joined in any order. `node scripts/make-phrases.ts`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeWave } from '../tests/support/audio-check/encode.ts';
import { noise, speech, tone } from '../tests/support/audio-check/talk.ts';
import { root } from './project.ts';

const rate = 16_000;
const frameSamples = 576;
const frameBytes = 180;
const frames = 20;
/** Frames before the phrase, for the encoder to settle. */
const lead = 10;
/** Peak of the noise of the line in dB: between two words it is quiet, and no recording is quite silent. */
const lineDb = -64;

function encoded(sound: Float32Array): Buffer {
  const wav = encodeWave([sound], rate, 'pcm16');
  const flags = ['--quiet', '--cbr', '-b', '40', '--nores', '-t', '--resample', '16', '-', '-'];
  return execFileSync('lame', flags, { input: wav }).subarray(lead * frameBytes, (lead + frames) * frameBytes);
}

function withLine(seed: number, sound: Float32Array): Float32Array {
  const line = noise(seed, sound.length, lineDb);
  return sound.map((value, at) => value + (line[at] ?? 0));
}

const samples = (lead + frames + 4) * frameSamples;
const phrase = (seed: number, pitch: number): Buffer => encoded(withLine(seed, speech(seed, samples, rate, pitch)));

const parts = {
  low1: phrase(11, 105),
  low2: phrase(12, 112),
  low3: phrase(13, 98),
  high1: phrase(21, 190),
  high2: phrase(22, 205),
  high3: phrase(23, 180),
  line: encoded(withLine(31, new Float32Array(samples))),
  tone: encoded(tone(samples, rate, 1_000, -18)).subarray(0, frameBytes),
  silence: encoded(new Float32Array(samples)).subarray(0, frameBytes),
};

function literal(name: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,112}/gu) ?? [];
  return `const ${name} =\n  ${lines.map((line) => `'${line}'`).join(' +\n  ')};\n`;
}

const text = `// Test material, written by scripts/make-phrases.ts: short stretches of speech-like sound as MPEG-2 layer III frames (16 kHz, mono,
// 40 kbit/s, 180 bytes each), encoded without bit reservoir so that they can be joined in any order. Nobody's voice.

${Object.entries(parts)
  .map(([name, bytes]) => literal(name, bytes))
  .join('\n')}
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** One frame of silence, and one of a tone of 1 kHz that goes on from frame to frame. */
export const silentFrame = bytes(silence);
export const toneFrame = bytes(tone);
/** Phrases of 20 frames (0.72 s): a deep voice, a higher one, and the line between two sentences. */
export const deepPhrases: readonly Buffer[] = [bytes(low1), bytes(low2), bytes(low3)];
export const highPhrases: readonly Buffer[] = [bytes(high1), bytes(high2), bytes(high3)];
export const restPhrase = bytes(line);
`;

writeFileSync(path.join(root, 'src', 'simulator', 'audio', 'mp3-frames.ts'), text);
