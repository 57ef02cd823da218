// Measures audio in a worker thread, so that a pause never waits for it. One piece is under way at a time: memory stays bounded.
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { LevelTrack, Stretch } from './level-meter.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** `failed`: the worker could not be started, or ended. */
export type NotMeasured = 'format' | 'damaged' | 'failed' | 'aborted';

/** MB of memory that the worker's own objects may take; the decoder's are beside it. */
const mostMegabytes = 128;

/** `worker` is the file of the worker. Pure tones are looked for in `tonesIn` only. */
export async function measureAudio(
  audio: AsyncIterable<unknown>,
  worker: URL,
  tonesIn: readonly Stretch[],
  signal: AbortSignal,
): Promise<Result<LevelTrack, NotMeasured>> {
  if (signal.aborted) return err('aborted');
  const thread = new WorkerThread(worker);
  const stop = (): void => thread.stop('aborted');
  signal.addEventListener('abort', stop, { once: true });
  try {
    let answer = await thread.ask({ type: 'begin', tonesIn });
    for await (const bytes of audio) {
      if (typeof answer === 'string' || answer.type !== 'next') break;
      if (bytes instanceof Uint8Array) answer = await thread.ask({ type: 'chunk', bytes });
    }
    if (typeof answer !== 'string' && answer.type === 'next') answer = await thread.ask({ type: 'end' });
    if (typeof answer === 'string') return err(answer);
    return answer.type === 'measured' ? ok(answer.track) : err(answer.type === 'failed' ? answer.reason : 'failed');
  } catch {
    // The audio itself ended with an error.
    return err(thread.stopped ?? 'damaged');
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.end();
  }
}

class WorkerThread {
  readonly #worker: Worker;
  #stopped: 'aborted' | 'failed' | null = null;
  #answer: ((answer: FromWorker | 'aborted' | 'failed') => void) | null = null;

  constructor(file: URL) {
    // Its own output is nobody's: the decoder writes each damaged frame to the console.
    this.#worker = new Worker(file, {
      workerData: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    this.#worker.on('message', (message: FromWorker) => this.#answer?.(message));
    for (const event of ['error', 'exit', 'messageerror']) this.#worker.on(event, () => this.stop('failed'));
  }

  /** Why it answers no more; null while it does. */
  get stopped(): 'aborted' | 'failed' | null {
    return this.#stopped;
  }

  ask(message: ToWorker): Promise<FromWorker | 'aborted' | 'failed'> {
    if (this.#stopped !== null) return Promise.resolve(this.#stopped);
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage(message);
    });
  }

  /** Whatever is asked is answered with this from here on. */
  stop(how: 'aborted' | 'failed'): void {
    this.#stopped ??= how;
    this.#answer?.(this.#stopped);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
