// The worker thread that decodes and measures: a file of its own, bundled separately. It gets the pieces of the audio one by one and
// answers with the levels, or with why there are none.
import { parentPort } from 'node:worker_threads';
import { audioHeadBytes, audioHeadOf } from '../platform/audio/audio-head.ts';
import { UndecodableAudio, type AudioDecoder, type OnSamples } from './audio-decoder.ts';
import { LevelMeter, UnmeasurableAudio } from './level-meter.ts';
import { Mp3Decoder } from './mp3-decoder.ts';
import { WaveDecoder } from './wave-decoder.ts';
import type { ToWorker, FromWorker } from './worker-messages.ts';

/** The decoder for what begins with these bytes. */
async function decoderFor(head: Uint8Array, onSamples: OnSamples): Promise<AudioDecoder> {
  const { kind, isTagged } = audioHeadOf(head);
  if (kind === 'mp3') return Mp3Decoder.create(onSamples);
  if (kind === 'wav' && !isTagged) return new WaveDecoder(onSamples);
  throw new UndecodableAudio('format');
}

const reasonOf = (error: unknown): 'format' | 'damaged' =>
  error instanceof UndecodableAudio ? error.reason : error instanceof UnmeasurableAudio ? 'format' : 'damaged';

class Measurement {
  readonly #meter: LevelMeter;
  #head: Uint8Array = new Uint8Array(0);
  #decoder: AudioDecoder | null = null;

  constructor(meter: LevelMeter) {
    this.#meter = meter;
  }

  async take(chunk: Uint8Array): Promise<void> {
    if (this.#decoder !== null) {
      this.#decoder.take(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length >= audioHeadBytes) await this.#begin();
  }

  async end(): Promise<ReturnType<LevelMeter['end']>> {
    if (this.#decoder === null) await this.#begin();
    this.#decoder?.end();
    return this.#meter.end();
  }

  async #begin(): Promise<void> {
    this.#decoder = await decoderFor(this.#head.subarray(0, audioHeadBytes), (channels, rate) => {
      this.#meter.add(channels, rate);
    });
    this.#decoder.take(this.#head);
    this.#head = new Uint8Array(0);
  }
}

let measurement = new Measurement(new LevelMeter([]));

async function handle(message: ToWorker): Promise<FromWorker> {
  switch (message.type) {
    case 'begin':
      measurement = new Measurement(new LevelMeter(message.tonesIn));
      return { type: 'next' };
    case 'chunk':
      await measurement.take(message.bytes);
      return { type: 'next' };
    case 'end':
      return { type: 'measured', track: await measurement.end() };
  }
}

parentPort?.on('message', (message: ToWorker) => {
  handle(message).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) => parentPort?.postMessage({ type: 'failed', reason: reasonOf(error) } satisfies FromWorker),
  );
});
