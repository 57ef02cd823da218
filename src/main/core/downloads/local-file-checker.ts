// Checks whether saved files still exist, without waiting for a network folder that does not answer.
import { dirname } from 'node:path';
import type { Clock, Files } from '../platform/ports.ts';

/** Milliseconds after which a folder counts as unresponsive. */
const timeoutMs = 1_000;
/** Checks at once. Each holds a thread of the disk until its answer, and there are four for the journal and everything else. */
const mostAtOnce = 2;

type Check = { readonly path: string; readonly resolve: (exists: boolean) => void };

export class LocalFileChecker {
  readonly #files: Pick<Files, 'exists'>;
  readonly #clock: Clock;
  readonly #waiting: Check[] = [];
  #running = 0;
  /** Overdue checks by folder: until they are answered nothing more is checked there. */
  readonly #overdue = new Map<string, number>();

  constructor(files: Pick<Files, 'exists'>, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  /**
   * True also where there is no answer within a second: a file on a drive that is disconnected is not forgotten. It is checked anew the
   * next time. Never rejects.
   */
  exists(path: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ path, resolve });
      this.#drain();
    });
  }

  #drain(): void {
    let next = 0;
    for (; next < this.#waiting.length; next += 1) {
      const check = this.#waiting[next];
      if (check === undefined) break;
      if (this.#isUnresponsive(dirname(check.path))) check.resolve(true);
      else if (this.#running < mostAtOnce) this.#start(check);
      else break;
    }
    if (next > 0) this.#waiting.splice(0, next);
  }

  #isUnresponsive(folder: string): boolean {
    const overdue = [...this.#overdue.values()].reduce((sum, count) => sum + count, 0);
    return this.#overdue.has(folder) || overdue >= mostAtOnce;
  }

  #start({ path, resolve }: Check): void {
    const folder = dirname(path);
    let isOverdue = false;
    this.#running += 1;
    const stopTimer = this.#clock.timer(timeoutMs, () => {
      isOverdue = true;
      this.#overdue.set(folder, (this.#overdue.get(folder) ?? 0) + 1);
      resolve(true);
      this.#drain();
    });
    const onAnswer = (exists: boolean): void => {
      stopTimer();
      this.#running -= 1;
      if (isOverdue) this.#recovered(folder);
      resolve(exists);
      this.#drain();
    };
    this.#files.exists(path).then(onAnswer, () => {
      onAnswer(true);
    });
  }

  #recovered(folder: string): void {
    const left = (this.#overdue.get(folder) ?? 1) - 1;
    if (left > 0) this.#overdue.set(folder, left);
    else this.#overdue.delete(folder);
  }
}
