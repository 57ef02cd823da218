// Writes samples as a WAV file: PCM of 8 and 16 bits, A-law and µ-law, by searching the nearest value (slow, and independent of the decoder).
import { waveHead } from '../audio-files.ts';

export const waveEncodings = ['pcm8', 'pcm16', 'alaw', 'ulaw'] as const;
export type WaveEncoding = (typeof waveEncodings)[number];

/** Values of A-law by segment and step: ITU-T G.711, table 1a, in steps of 1/4096. */
function alawByte(sample: number): number {
  const value = Math.min(4_095, Math.floor(Math.abs(sample) * 4_096));
  const segment = value < 32 ? 0 : Math.floor(Math.log2(value)) - 4;
  const step = segment === 0 ? value >> 1 : (value >> segment) & 15;
  return ((segment << 4) | (step & 15) | (sample >= 0 ? 0x80 : 0)) ^ 0x55;
}

/** Values of µ-law: ITU-T G.711, table 2a, in steps of 1/8192 and with its offset of 33. */
function ulawByte(sample: number): number {
  const value = Math.min(8_191, Math.floor(Math.abs(sample) * 8_192) + 33);
  const segment = Math.floor(Math.log2(value)) - 5;
  const step = (value >> (segment + 1)) & 15;
  return ~((segment << 4) | step | (sample < 0 ? 0x80 : 0)) & 0xff;
}

const codings = { pcm8: 1, pcm16: 1, alaw: 6, ulaw: 7 } as const;

export function encodeWave(channels: readonly Float32Array[], rate: number, encoding: WaveEncoding): Buffer {
  const bits = encoding === 'pcm16' ? 16 : 8;
  const frames = channels[0]?.length ?? 0;
  const body = Buffer.alloc((frames * channels.length * bits) / 8);
  for (let frame = 0; frame < frames; frame += 1) {
    for (const [index, samples] of channels.entries()) {
      const sample = Math.min(0.999, Math.max(-0.999, samples[frame] ?? 0));
      const at = frame * channels.length + index;
      if (encoding === 'pcm16') body.writeInt16LE(Math.round(sample * 32_767), at * 2);
      else if (encoding === 'pcm8') body[at] = Math.round(sample * 127) + 128;
      else body[at] = encoding === 'alaw' ? alawByte(sample) : ulawByte(sample);
    }
  }
  const head = waveHead(body.length, { coding: codings[encoding], bits, channels: channels.length, sampleRate: rate });
  return Buffer.concat([head, body]);
}
