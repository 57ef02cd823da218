// Audio files for tests, written out byte by byte: right ones of every kind that the server takes, and wrong ones of every kind people have.
import { silentFrame } from '../../src/simulator/audio/mp3-frames.ts';

export type WaveShape = {
  readonly coding?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  /** Milliseconds of sound. */
  readonly durationMs?: number;
  /** The coding inside WAVE_FORMAT_EXTENSIBLE. */
  readonly extensible?: boolean;
  /** Chunks between head and format, and between format and sound. */
  readonly before?: readonly Buffer[];
  readonly between?: readonly Buffer[];
  /** Bytes of sound that the head promises and the file has not. */
  readonly lacking?: number;
};

export function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** The head of a WAV with `soundBytes` bytes of sound to follow. */
export function waveHead(soundBytes: number, shape: WaveShape = {}): Buffer {
  const { coding = 1, bits = 16, channels = 1, sampleRate = 8000, extensible = false } = shape;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : coding, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt16LE(coding, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(format, 26);
  }
  const data = Buffer.alloc(8);
  data.write('data', 0, 'latin1');
  data.writeUInt32LE(soundBytes, 4);
  const chunks = [...(shape.before ?? []), chunk('fmt ', format), ...(shape.between ?? []), data];
  const length = chunks.reduce((sum, { length }) => sum + length, 0);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + length + soundBytes, 4);
  head.write('WAVE', 8, 'latin1');
  return Buffer.concat([head, ...chunks]);
}

export function wave(shape: WaveShape = {}): Buffer {
  const { bits = 16, channels = 1, sampleRate = 8000, durationMs = 2000, lacking = 0 } = shape;
  const soundBytes = Math.round((durationMs / 1000) * sampleRate) * channels * (bits / 8);
  return Buffer.concat([waveHead(soundBytes, shape), Buffer.alloc(Math.max(0, soundBytes - lacking), 0x55)]);
}

/** An MP3 of so many frames of 36 ms. */
export const mp3 = (frames = 100): Buffer => Buffer.concat(Array.from({ length: frames }, () => silentFrame));

const kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** An MP3 at 44.1 kHz, mono, of one silent frame of 1152 samples for each of these rates in kbit/s, with no word about its length in front. */
export function unevenMp3(rates: readonly number[]): Buffer {
  const frames = rates.map((rate) => {
    const frame = Buffer.alloc(Math.floor((144 * rate * 1000) / 44_100));
    frame.writeUInt32BE((0xfffb00c0 | (kilobits.indexOf(rate) << 12)) >>> 0, 0);
    return frame;
  });
  return Buffer.concat(frames);
}

/** An ID3v2.4 tag in front of an MP3, with the time of recording. */
export function tagged(audio: Buffer, recorded: string): Buffer {
  const body = Buffer.concat([Buffer.from([3]), Buffer.from(recorded, 'utf8')]);
  const frame = Buffer.concat([Buffer.from('TDRC'), Buffer.from([0, 0, 0, body.length, 0, 0]), body]);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([4, 0, 0, 0, 0, 0, frame.length]), frame, audio]);
}

/** The chunk of a broadcast WAV that says when it was recorded. */
export function broadcast(date: string, time: string): Buffer {
  const body = Buffer.alloc(602);
  body.write(date, 320, 'latin1');
  body.write(time, 330, 'latin1');
  return chunk('bext', body);
}
