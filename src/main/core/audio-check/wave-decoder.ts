// Decodes a WAV file that comes in pieces of any size: PCM of 8 and 16 bits, A-law and µ-law (ITU-T G.711).
import {
  streamedLength,
  waveCodings,
  waveFormatBytes,
  waveFormatOf,
  type WaveFormat,
} from '../platform/audio/wave-format.ts';
import { UndecodableAudio, type AudioDecoder, type OnSamples } from './audio-decoder.ts';

/** Frames decoded at once. */
const blockFrames = 16_384;

/** 13 bits of an A-law byte as -1 to 1 (ITU-T G.711, table 1a). */
function alawSample(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const value = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return ((bits & 0x80) === 0 ? -value : value) / 32_768;
}

/** 14 bits of a µ-law byte as -1 to 1 (ITU-T G.711, table 2a). */
function ulawSample(byte: number): number {
  const bits = ~byte & 0xff;
  const value = (((bits & 15) << 3) + 132) * 2 ** ((bits >> 4) & 7) - 132;
  return ((bits & 0x80) === 0 ? value : -value) / 32_768;
}

const tableOf = (sample: (byte: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, byte) => sample(byte));

/** Sample by byte, for the codings of one byte; null for 16 bits. */
function tableFor({ coding, bits }: WaveFormat): Float32Array | null {
  if (coding === waveCodings.alaw && bits === 8) return tableOf(alawSample);
  if (coding === waveCodings.ulaw && bits === 8) return tableOf(ulawSample);
  if (coding !== waveCodings.pcm || (bits !== 8 && bits !== 16)) throw new UndecodableAudio('format');
  return bits === 8 ? tableOf((byte) => (byte - 128) / 128) : null;
}

type Sound = { readonly format: WaveFormat; readonly table: Float32Array | null; readonly frameBytes: number };

export class WaveDecoder implements AudioDecoder {
  readonly #onSamples: OnSamples;
  #rest: Uint8Array = new Uint8Array(0);
  #isOpen = false;
  #skip = 0;
  #format: WaveFormat | null = null;
  /** Set once the samples have begun. */
  #sound: Sound | null = null;
  /** Bytes of sound that are still to come, by the head. */
  #left = 0;

  constructor(onSamples: OnSamples) {
    this.#onSamples = onSamples;
  }

  take(chunk: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#sound === null && this.#readHead());
    if (this.#sound !== null) this.#decode(this.#sound);
  }

  end(): void {
    if (this.#sound === null) throw new UndecodableAudio('format');
    if (this.#left > 0 && this.#left !== Infinity) throw new UndecodableAudio('damaged');
  }

  /** True when it got on, and may be called again. */
  #readHead(): boolean {
    if (this.#skip > 0) return this.#skipped();
    const bytes = Buffer.from(this.#rest.buffer, this.#rest.byteOffset, this.#rest.length);
    if (!this.#isOpen) {
      if (bytes.length < 12) return false;
      if (!/^RIFF[\s\S]{4}WAVE$/.test(bytes.toString('latin1', 0, 12))) throw new UndecodableAudio('format');
      this.#isOpen = true;
      this.#rest = this.#rest.subarray(12);
      return true;
    }
    if (bytes.length < 8) return false;
    const name = bytes.toString('latin1', 0, 4);
    const length = bytes.readUInt32LE(4);
    if (name === 'data') {
      this.#begin(length);
      return false;
    }
    if (name === 'fmt ') {
      const wanted = Math.min(length, waveFormatBytes);
      if (bytes.length < 8 + wanted) return false;
      this.#format = waveFormatOf(bytes.subarray(8, 8 + wanted));
    }
    // A chunk of odd length is followed by one byte that does not count.
    this.#skip = 8 + length + (length % 2);
    return true;
  }

  #skipped(): boolean {
    const count = Math.min(this.#skip, this.#rest.length);
    this.#rest = this.#rest.subarray(count);
    this.#skip -= count;
    return this.#skip === 0;
  }

  #begin(length: number): void {
    if (this.#format === null) throw new UndecodableAudio('format');
    const format = this.#format;
    this.#sound = { format, table: tableFor(format), frameBytes: (format.bits / 8) * format.channels };
    this.#left = length === 0 || length >= streamedLength ? Infinity : length;
    this.#rest = this.#rest.subarray(8);
  }

  #decode({ format, table, frameBytes }: Sound): void {
    for (;;) {
      const bytes = this.#rest.subarray(0, Math.min(this.#rest.length, this.#left, blockFrames * frameBytes));
      const frames = Math.floor(bytes.length / frameBytes);
      if (frames === 0) break;
      this.#onSamples(channelsOf(bytes, frames, format.channels, table), format.sampleRate);
      this.#rest = this.#rest.subarray(frames * frameBytes);
      this.#left -= frames * frameBytes;
    }
    // Less than a frame at the end is no sound that is missing; what follows the sound is other chunks.
    if (this.#left < frameBytes) this.#left = 0;
    if (this.#left === 0) this.#rest = new Uint8Array(0);
  }
}

function channelsOf(bytes: Uint8Array, frames: number, count: number, table: Float32Array | null): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame += 1) {
      const at = frame * count + channel;
      samples[frame] = table === null ? view.getInt16(at * 2, true) / 32_768 : (table[bytes[at] ?? 0] ?? 0);
    }
    return samples;
  });
}
