// Whether saved copies are still where they were. They may lie in network folders, so nobody waits for one that does not answer.
import { dirname } from 'node:path';
import type { Clock, Files } from '../platform/ports.ts';

/** Milliseconds after which a folder counts as silent. */
const longestMs = 1_000;
/** Questions at once. Each holds a thread of the disk until its answer, and there are four for the journal and everything else. */
const mostAtOnce = 2;

type Question = { readonly path: string; readonly answer: (isThere: boolean) => void };

export class LocalFileChecker {
  readonly #files: Pick<Files, 'exists'>;
  readonly #clock: Clock;
  readonly #waiting: Question[] = [];
  #asked = 0;
  /** Overdue questions by folder: until they are answered nothing more is asked there. */
  readonly #silent = new Map<string, number>();

  constructor(files: Pick<Files, 'exists'>, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  /**
   * True also for what cannot be told within a second: a copy on a drive that is away is not forgotten. It is looked at anew the next
   * time somebody asks. Never rejects.
   */
  isThere(path: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ path, answer: resolve });
      this.#askOn();
    });
  }

  #askOn(): void {
    let next = 0;
    for (; next < this.#waiting.length; next += 1) {
      const question = this.#waiting[next];
      if (question === undefined) break;
      if (this.#isSilent(dirname(question.path))) question.answer(true);
      else if (this.#asked < mostAtOnce) this.#ask(question);
      else break;
    }
    if (next > 0) this.#waiting.splice(0, next);
  }

  #isSilent(folder: string): boolean {
    const overdue = [...this.#silent.values()].reduce((sum, count) => sum + count, 0);
    return this.#silent.has(folder) || overdue >= mostAtOnce;
  }

  #ask({ path, answer }: Question): void {
    const folder = dirname(path);
    let isOverdue = false;
    this.#asked += 1;
    const stop = this.#clock.timer(longestMs, () => {
      isOverdue = true;
      this.#silent.set(folder, (this.#silent.get(folder) ?? 0) + 1);
      answer(true);
      this.#askOn();
    });
    const answered = (isThere: boolean): void => {
      stop();
      this.#asked -= 1;
      if (isOverdue) this.#spoke(folder);
      answer(isThere);
      this.#askOn();
    };
    this.#files.exists(path).then(answered, () => {
      answered(true);
    });
  }

  #spoke(folder: string): void {
    const left = (this.#silent.get(folder) ?? 1) - 1;
    if (left > 0) this.#silent.set(folder, left);
    else this.#silent.delete(folder);
  }
}
