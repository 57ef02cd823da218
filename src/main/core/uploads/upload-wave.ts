// The header of a WAV file, read strictly: the server accepts four codings, and refuses a file only after all of it was sent.
import type { UploadAudioFacts } from '../../../shared/ipc/uploads.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { streamedLength, waveCodings, waveFormatBytes, waveFormatOf } from '../platform/audio/wave-format.ts';

/** Reads up to `length` bytes from `from` on. */
export type ReadPart = (from: number, length: number) => Promise<Uint8Array>;

/** Codings that people may meet, by their number (RFC 2361). */
const codingNames: Readonly<Record<number, string>> = {
  0x0002: 'ADPCM',
  0x0003: 'float',
  0x0011: 'IMA ADPCM',
  0x0014: 'G.723',
  0x0031: 'GSM',
  0x0040: 'G.721 ADPCM',
  0x0045: 'G.726 ADPCM',
  0x0050: 'MPEG',
  0x0055: 'MP3',
  0x0064: 'G.726 ADPCM',
  0x0083: 'G.729',
  0x00ff: 'AAC',
  0x0111: 'G.723',
  0x0160: 'Windows Media Audio',
  0x0161: 'Windows Media Audio',
};

/** Chunks read before the sound: a file with more is not a recording. */
const mostChunks = 200;

type Format = {
  readonly encoding: UploadAudioFacts['encoding'];
  readonly channels: number;
  readonly sampleRate: number;
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number;
};

/** Facts of a WAV file. `bytes` is the length of the whole file; only headers of chunks are read. */
export async function readWave(read: ReadPart, bytes: number): Promise<Result<UploadAudioFacts, Problem>> {
  let format: Format | null = null;
  let at = 12;
  for (let chunk = 0; chunk < mostChunks && at + 8 <= bytes; chunk += 1) {
    const head = Buffer.from(await read(at, 8));
    if (head.length < 8) return err(problem('upload/wave-cut-short'));
    const name = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    if (name === 'fmt ') {
      const parsed = parseFormat(Buffer.from(await read(at + 8, Math.min(length, waveFormatBytes))));
      if (!parsed.ok) return parsed;
      format = parsed.value;
    } else if (name === 'data') {
      if (format === null) return err(problem('upload/wave-damaged'));
      const available = bytes - at - 8;
      const isStreamed = length >= streamedLength || (length === 0 && !(await isChunk(read, at + 8, available)));
      return factsOf(format, isStreamed ? available : length, available);
    }
    // A chunk of odd length is followed by one byte that does not count.
    at += 8 + length + (length % 2);
  }
  return err(problem(format === null ? 'upload/wave-damaged' : 'upload/wave-cut-short'));
}

/** True where another chunk begins that fits into `available` bytes, or nothing is left. */
async function isChunk(read: ReadPart, at: number, available: number): Promise<boolean> {
  if (available < 8) return true;
  const head = Buffer.from(await read(at, 8));
  return /^[\x20-\x7e]{4}$/.test(head.toString('latin1', 0, 4)) && head.readUInt32LE(4) <= available - 8;
}

/** `stated` is the length of the sound by its chunk, `available` the bytes that follow. */
function factsOf(format: Format, stated: number, available: number): Result<UploadAudioFacts, Problem> {
  if (stated > available) return err(problem('upload/wave-cut-short'));
  const frames = Math.floor(stated / format.frameBytes);
  if (frames === 0) return err(problem('upload/no-sound'));
  const { encoding, channels, sampleRate } = format;
  // The server wants a duration above zero.
  const durationMs = Math.max(1, Math.round((frames / sampleRate) * 1000));
  return ok({ encoding, channels, sampleRate, durationMs });
}

function parseFormat(body: Buffer): Result<Format, Problem> {
  const format = waveFormatOf(body);
  if (format === null) return err(problem('upload/wave-damaged'));
  const { coding, channels, sampleRate, bits } = format;
  if (coding === null) return err(problem('upload/wave-coding'));
  const { pcm, alaw, ulaw } = waveCodings;
  if (coding !== pcm && coding !== alaw && coding !== ulaw) {
    const known = codingNames[coding];
    return err(problem('upload/wave-coding', known === undefined ? {} : { coding: known }));
  }
  if (coding === pcm && bits !== 8 && bits !== 16) return err(problem('upload/wave-bits', { bits: String(bits) }));
  if (coding !== pcm && bits !== 8) return err(problem('upload/wave-damaged'));
  const encoding = coding === alaw ? 'alaw' : coding === ulaw ? 'ulaw' : bits === 8 ? 'pcm8' : 'pcm16';
  return ok({ encoding, channels, sampleRate, frameBytes: (bits / 8) * channels });
}
