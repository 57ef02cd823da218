// Reads the frames of an MP3 that comes in pieces of any size: the one reader for playing, drawing and uploading. A decoder in WebAssembly
// (mpg123) was measured instead: it finds frames in WAV files, a fifth of a free-format file and one frame too few of a cut one, and it does
// not tell where frames are, which exact seeking needs.
import { id3HeaderBytes, id3TagBytes, mp3FrameAt, mp3HeaderBytes, type Mp3Frame } from './mp3-frame.ts';

/** Frames in a row that belong together: two bytes that look like a frame are found by chance in any other data. */
const framesInARow = 3;
/** The longest frame of layer III in bytes, at 320 kbit/s and 32 kHz, with its padding. */
const longestFrame = 1_441;
const lookAhead = framesInARow * longestFrame + mp3HeaderBytes;
/** Flags of a Xing head that say that the number of frames follows. */
const hasFrameCount = 1;
/** A VBRI head stands 32 bytes behind the header of its frame, its number of frames 14 bytes behind its name. */
const vbriAt = 36;
const vbriCountAt = vbriAt + 14;

/** `at` is where the frame begins in `bytes`, `position` where it begins in the file. */
type OnFrame = (frame: Mp3Frame, bytes: Uint8Array, at: number, position: number) => void;

export class Mp3Reader {
  readonly #onFrame: OnFrame;
  #rest: Uint8Array = new Uint8Array(0);
  /** Position in the file of the first byte of `#rest`. */
  #restAt = 0;
  #skip = 0;
  /** The frame before; null until there is one, and where the row was broken. */
  #last: Mp3Frame | null = null;
  #isTorn = false;
  #statedFrames: number | null = null;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** Frames that the heads in the file promise together (Xing, Info, VBRI); null where none does. */
  get statedFrames(): number | null {
    return this.#statedFrames;
  }

  /** Once the end was told: the last frame is not all there. */
  get isTorn(): boolean {
    return this.#isTorn;
  }

  /** The next bytes of the file. */
  take(chunk: Uint8Array): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    if (skipped > 0) this.#restAt += skipped;
    const rest = skipped > 0 ? chunk.subarray(skipped) : chunk;
    this.#read(this.#rest.length === 0 ? rest : Buffer.concat([this.#rest, rest]), lookAhead);
  }

  /** All of the file was taken. */
  end(): void {
    this.#read(this.#rest, 1);
  }

  /** Reads as long as `ahead` bytes are left. */
  #read(bytes: Uint8Array, ahead: number): void {
    const isEnd = ahead < lookAhead;
    let at = 0;
    while (at + ahead <= bytes.length) at = this.#step(bytes, at, isEnd);
    this.#restAt += at;
    this.#skip += Math.max(0, at - bytes.length);
    this.#rest = bytes.slice(Math.min(at, bytes.length));
  }

  /** Reads what is at `at`, and answers where to go on. */
  #step(bytes: Uint8Array, at: number, isEnd: boolean): number {
    const frame = mp3FrameAt(bytes, at);
    const isNext = frame !== null && (this.#last === null ? isRow(bytes, at, isEnd) : isAlike(frame, this.#last));
    if (!isNext) {
      this.#last = null;
      const tag = id3TagBytes(bytes.subarray(at, at + id3HeaderBytes));
      if (tag > 0) return at + tag;
      const next = nextCandidate(bytes, at + 1);
      return next === -1 ? bytes.length : next;
    }
    if (at + frame.bytes > bytes.length) {
      this.#isTorn = true;
      return bytes.length;
    }
    const stated = headFrames(bytes, at, frame);
    this.#last = frame;
    if (stated === 'none') this.#onFrame(frame, bytes, at, this.#restAt + at);
    else if (stated !== null) this.#statedFrames = (this.#statedFrames ?? 0) + stated;
    return at + frame.bytes;
  }
}

const isAlike = (left: Mp3Frame, right: Mp3Frame): boolean =>
  left.sampleRate === right.sampleRate && left.isVersion1 === right.isVersion1;

/** Where the next frame or tag may begin, or -1. */
function nextCandidate(bytes: Uint8Array, from: number): number {
  const frame = bytes.indexOf(0xff, from);
  const tag = bytes.indexOf(0x49, from);
  return frame === -1 || tag === -1 ? Math.max(frame, tag) : Math.min(frame, tag);
}

/** True where a row of frames of one kind begins; at the end of a file the row may be shorter if it ends there. */
function isRow(bytes: Uint8Array, at: number, isEnd: boolean): boolean {
  const first = mp3FrameAt(bytes, at);
  if (first === null) return false;
  let next = at + first.bytes;
  for (let count = 1; count < framesInARow; count += 1) {
    if (isEnd && next === bytes.length) return true;
    const frame = mp3FrameAt(bytes, next);
    if (frame === null || !isAlike(frame, first)) return false;
    next += frame.bytes;
  }
  return true;
}

/** "Xing", "Info" and "VBRI" as numbers. */
const xing = 0x58696e67;
const info = 0x496e666f;
const vbri = 0x56425249;

/** The number of frames that a head promises, null where it names none, `none` where the frame is no head but sound. */
function headFrames(bytes: Uint8Array, at: number, frame: Mp3Frame): number | null | 'none' {
  const number = (from: number): number =>
    [0, 1, 2, 3].reduce((value, byte) => value * 256 + (bytes[at + from + byte] ?? 0), 0);
  const sideInfoBytes = frame.isVersion1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17;
  const xingAt = mp3HeaderBytes + sideInfoBytes;
  // Heads are written without a checksum's two bytes even where the frame has one.
  for (const from of [xingAt, xingAt + 2]) {
    const name = number(from);
    if (name !== xing && name !== info) continue;
    return (number(from + 4) & hasFrameCount) === 0 ? null : number(from + 8);
  }
  return number(vbriAt) === vbri ? number(vbriCountAt) : 'none';
}
