// Decodes an MP3 with mpg123, compiled to WebAssembly. The hand-written reader of frames stays beside it: mpg123 decodes what it can and
// tells neither that the end is missing nor where a frame is.
import { MPEGDecoder } from 'mpg123-decoder';
import { Mp3Reader } from '../platform/audio/mp3-reader.ts';
import { UndecodableAudio, type AudioDecoder, type OnSamples } from './audio-decoder.ts';

/** Milliseconds by which the decoded sound may be shorter than the frames: an encoder's delay and padding are taken out. */
const paddingMs = 400;

export class Mp3Decoder implements AudioDecoder {
  readonly #decoder: MPEGDecoder;
  readonly #onSamples: OnSamples;
  readonly #reader: Mp3Reader;
  #frames = 0;
  #frameMs = 0;
  #decodedMs = 0;

  private constructor(decoder: MPEGDecoder, onSamples: OnSamples) {
    this.#decoder = decoder;
    this.#onSamples = onSamples;
    this.#reader = new Mp3Reader(({ samples, sampleRate }) => {
      this.#frames += 1;
      this.#frameMs += (samples * 1_000) / sampleRate;
    });
  }

  static async create(onSamples: OnSamples): Promise<Mp3Decoder> {
    const decoder = new MPEGDecoder();
    await decoder.ready;
    return new Mp3Decoder(decoder, onSamples);
  }

  take(chunk: Uint8Array): void {
    this.#reader.take(chunk);
    const { channelData, sampleRate, samplesDecoded, errors } = this.#decoder.decode(chunk);
    if (errors.length > 0) throw new UndecodableAudio('damaged');
    if (samplesDecoded === 0) return;
    this.#decodedMs += (samplesDecoded * 1_000) / sampleRate;
    this.#onSamples(channelData, sampleRate);
  }

  end(): void {
    this.#reader.end();
    this.#decoder.free();
    const { statedFrames, isTorn } = this.#reader;
    if (this.#frames === 0) throw new UndecodableAudio('format');
    const isShort = statedFrames !== null && this.#frames < statedFrames;
    // What one of the two does not see may be anywhere.
    const differs = Math.abs(this.#frameMs - this.#decodedMs) > paddingMs;
    if (isTorn || isShort || differs) throw new UndecodableAudio('damaged');
  }
}
