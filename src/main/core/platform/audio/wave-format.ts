// The `fmt ` chunk of a WAV file: how its samples are written (RFC 2361; WAVEFORMATEXTENSIBLE of Microsoft's mmreg.h).

export const waveCodings = { pcm: 0x0001, alaw: 0x0006, ulaw: 0x0007 } as const;

/** WAVE_FORMAT_EXTENSIBLE: the coding is in the first two bytes of its sub-format. */
const extensible = 0xfffe;
/** The rest of such a sub-format is the same for every coding that has a number. */
const subFormatTail = '000000001000800000aa00389b71';

/** Bytes of the chunk that are looked at. */
export const waveFormatBytes = 40;

/** The length of the sound is not known where it says so: what writes to a pipe cannot go back. Every number that no file has which the server takes. */
export const streamedLength = 0x7f00_0000;

export type WaveFormat = {
  /** The coding's number; null where a sub-format has none. */
  readonly coding: number | null;
  readonly channels: number;
  /** Hertz. */
  readonly sampleRate: number;
  /** Of one sample of one channel. */
  readonly bits: number;
};

/** Null where the chunk is too short, or names no channel or no rate. */
export function waveFormatOf(chunk: Uint8Array): WaveFormat | null {
  const body = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  if (body.length < 16) return null;
  const tag = body.readUInt16LE(0);
  const channels = body.readUInt16LE(2);
  const sampleRate = body.readUInt32LE(4);
  if (channels === 0 || sampleRate === 0) return null;
  return { coding: tag === extensible ? subFormat(body) : tag, channels, sampleRate, bits: body.readUInt16LE(14) };
}

function subFormat(body: Buffer): number | null {
  if (body.length < waveFormatBytes || body.toString('hex', 26, 40) !== subFormatTail) return null;
  return body.readUInt16LE(24);
}
