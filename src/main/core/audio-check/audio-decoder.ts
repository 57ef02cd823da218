// What decodes the audio of a recording piece by piece.

/** Samples of each channel, -1 to 1, and how many a second. */
export type OnSamples = (channels: readonly Float32Array[], rate: number) => void;

export type AudioDecoder = {
  /** The next bytes of the file. Throws `UndecodableAudio`. */
  take(chunk: Uint8Array): void;
  /** All of it was taken. Throws `UndecodableAudio` where something is missing. */
  end(): void;
};

/** Why audio cannot be decoded: its format is not one that is known here, or it is damaged or cut short. */
export class UndecodableAudio extends Error {
  readonly reason: 'format' | 'damaged';

  constructor(reason: 'format' | 'damaged') {
    super(reason);
    this.reason = reason;
  }
}
