// What a file is by its first bytes, whatever its name or its server says.
import type { AudioFormat } from '../../../../shared/domain/audio-format.ts';
import { id3TagBytes, mp3HeaderBytes, mpegHeaderAt } from './mp3-frame.ts';
import { Mp3Reader } from './mp3-reader.ts';

/** Enough bytes to tell: some programs write thousands of zeros before the first frame of an MP3. */
export const audioHeadBytes = 32 * 1024;

/** `free-mp3`: layer III without a bit rate in its headers. `long-wav`: a WAV for more than 4 GB. `packed`: an archive or a compressed stream. */
type AudioKind = AudioFormat | 'free-mp3' | 'long-wav' | 'text' | 'packed';
export type AudioHead = {
  readonly kind: AudioKind;
  /** An ID3v2 tag stands in front of it. */
  readonly isTagged: boolean;
};

/** The first bytes of each format, as Latin-1: its own specification, or that of its media type. */
const signatures: readonly (readonly [pattern: RegExp, kind: AudioKind])[] = [
  [/^RIFF[\s\S]{4}WAVE/, 'wav'],
  [/^(?:RF64|BW64|RIFX)[\s\S]{4}WAVE/, 'long-wav'],
  // The GUID that a Sony Wave64 begins with.
  // oxlint-disable-next-line no-control-regex -- the first bytes of a file, not text
  [/^riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1/, 'w64'],
  [/^OggS/, 'ogg'],
  [/^fLaC/, 'flac'],
  [/^[\s\S]{4}ftyp/, 'm4a'],
  [/^FORM[\s\S]{4}AIF[FC]/, 'aiff'],
  [/^#!AMR/, 'amr'],
  [/^ADIF/, 'aac'],
  [/^\.snd/, 'au'],
  [/^caff/, 'caf'],
  [/^\x30\x26\xb2\x75/, 'wma'],
  // oxlint-disable-next-line no-control-regex -- the first bytes of a file, not text
  [/^\x1a\x45\xdf\xa3/, 'webm'],
];
/** Shorter ones, for what has no frames of MPEG audio: AAC in ADTS has a synchronisation with layer 0; gzip, zip, zstd, 7z and xz. */
const weakSignatures: readonly (readonly [pattern: RegExp, kind: AudioKind])[] = [
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'aac'],
  // oxlint-disable-next-line no-control-regex -- the first bytes of a file, not text
  [/^(?:\x1f\x8b|PK[\x03\x05\x07]|\x28\xb5\x2f\xfd|7z\xbc\xaf|\xfd7zXZ)/, 'packed'],
];
/** Bytes of which the signatures are tried, and that are looked at for text. */
const startBytes = 512;

/** What begins with these bytes: the first `audioHeadBytes` of it, or all where it is shorter. */
export function audioHeadOf(head: Uint8Array): AudioHead {
  const tag = id3TagBytes(head);
  const isTagged = tag > 0;
  // A tag that is longer than this has a picture, which people put into MP3s.
  if (tag >= head.length && isTagged) return { kind: 'mp3', isTagged };
  return { kind: kindOf(head.subarray(tag), head.length < audioHeadBytes), isTagged };
}

/** The ending of a file of this kind; null for what is no recording. */
export function formatOf(kind: AudioKind): AudioFormat | null {
  if (kind === 'text' || kind === 'packed') return null;
  return kind === 'free-mp3' ? 'mp3' : kind === 'long-wav' ? 'wav' : kind;
}

function kindOf(bytes: Uint8Array, isWhole: boolean): AudioKind {
  const start = bytes.subarray(0, startBytes);
  const text = String.fromCharCode(...start);
  const matching = (of: typeof signatures) => of.find(([pattern]) => pattern.test(text))?.[1];
  return (
    matching(signatures) ??
    (hasMp3Frames(bytes, isWhole) ? 'mp3' : otherMpeg(bytes)) ??
    matching(weakSignatures) ??
    (isText(start, text) ? 'text' : 'bin')
  );
}

function hasMp3Frames(bytes: Uint8Array, isWhole: boolean): boolean {
  let frames = 0;
  const reader = new Mp3Reader(() => (frames += 1));
  reader.take(bytes);
  if (isWhole) reader.end();
  return frames > 0;
}

/** The longest frame of layer II in bytes, and the longest that is searched for in free format. */
const longestOther = 4_096;

/** MPEG audio that is no ordinary MP3 and begins with its first frame: three headers of one kind at equal distances. */
function otherMpeg(bytes: Uint8Array): 'mp2' | 'free-mp3' | undefined {
  const first = mpegHeaderAt(bytes, 0);
  if (first === null || (first.layer === 3 && !first.isFree)) return undefined;
  const isAlike = (at: number): boolean => {
    const next = mpegHeaderAt(bytes, at);
    return next?.layer === first.layer && next.isFree === first.isFree && next.rateIndex === first.rateIndex;
  };
  for (let length = mp3HeaderBytes; length <= longestOther; length += 1) {
    // With padding a frame is one byte longer.
    const second = isAlike(length) ? length : null;
    if (second === null) continue;
    if ([0, 1, -1].some((padding) => isAlike(second + length + padding))) return first.layer === 2 ? 'mp2' : 'free-mp3';
  }
  return undefined;
}

/** True of text in UTF-8 or UTF-16, and of HTML and JSON in whatever character set. */
function isText(bytes: Uint8Array, latin1: string): boolean {
  if (bytes.length === 0) return false;
  if (/^(?:\xff\xfe|\xfe\xff)/.test(latin1)) return true;
  // oxlint-disable-next-line no-control-regex -- text has none of them
  if (/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(latin1)) return false;
  if (/^\s*[<{[]/.test(latin1)) return true;
  try {
    // What is cut in the middle of a character is still text.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
