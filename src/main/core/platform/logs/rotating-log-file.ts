// A log on disk: a few files of a limited size. Writing a line never waits, never throws, and keeps no more in memory than a limit: what a full,
// slow or locked disk does not take is counted and left out.
import * as nodeDisk from 'node:fs/promises';
import path from 'node:path';
import { codeOf, notAFile } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** Largest size of one file in bytes, and how many there are, the one that is written to among them. */
const maxBytes = 1_000_000;
const mostFiles = 5;
/** Characters that may wait for the disk; a line has some hundred. */
const mostWaiting = 200_000;
const longestLine = 4_000;

export type LogDisk = Pick<typeof nodeDisk, 'appendFile' | 'lstat' | 'mkdir' | 'rename' | 'rm'>;

/** The file and the older ones beside it, the newest first: `sidetone.log`, `sidetone.1.log`, … */
export function logFilesOf(file: string): readonly [string, ...string[]] {
  const { dir, name, ext } = path.parse(file);
  const older = Array.from({ length: mostFiles - 1 }, (_, index) =>
    path.join(dir, `${name}.${String(index + 1)}${ext}`),
  );
  return [file, ...older];
}

export type RotatingLogOptions = {
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly disk?: LogDisk;
};

export class RotatingLogFile {
  readonly #files: readonly [string, ...string[]];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #disk: LogDisk;
  #waiting: string[] = [];
  #waitingLength = 0;
  #missed = 0;
  /** What is being written; null while nothing waits. */
  #writing: Promise<void> | null = null;

  constructor({ file, clock, disk = nodeDisk }: RotatingLogOptions) {
    this.#files = logFilesOf(file);
    this.#clock = clock;
    this.#disk = disk;
  }

  /** Takes a line to be written, `2026-11-28T10:00:00.000Z warn …`. One that has no room is counted, and the count is written before the next one that has. */
  write(level: string, line: string): void {
    const text = `${new Date(this.#clock.now()).toISOString()} ${level} ${line.slice(0, longestLine)}\n`;
    if (this.#waitingLength + text.length > mostWaiting) {
      this.#missed += 1;
      return;
    }
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything so far is on the disk, or was given up. Never rejects; on a disk that does not answer it waits with it. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      const missed = this.#missed;
      this.#waiting = [];
      this.#waitingLength = 0;
      this.#missed = 0;
      try {
        await this.#append(`${this.#missedLine(missed)}${lines.join('')}`);
      } catch {
        this.#missed += missed + lines.length;
      }
    }
    this.#writing = null;
  }

  #missedLine(count: number): string {
    if (count === 0) return '';
    return `${new Date(this.#clock.now()).toISOString()} warn log-lines-missed ${JSON.stringify({ count })}\n`;
  }

  async #append(text: string): Promise<void> {
    const [file] = this.#files;
    const size = await this.#size(file);
    if (size > 0 && size + Buffer.byteLength(text) > maxBytes) await this.#rotate();
    await this.#disk.appendFile(file, text, { encoding: 'utf8', mode: 0o600 });
  }

  /** 0 where there is no file yet. A pipe, a device or a link in its place is refused: to open a pipe is to wait for ever. */
  async #size(file: string): Promise<number> {
    try {
      const found = await this.#disk.lstat(file);
      if (!found.isFile()) throw Object.assign(new Error(`${file} is not a file`), { code: notAFile });
      return found.size;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await this.#disk.mkdir(path.dirname(file), { recursive: true });
      return 0;
    }
  }

  /**
   * Gives each file the next name, up to the first name that is free; the oldest goes where none is. While one of them is held by another
   * program nothing is written, so that the files stay bounded, and nothing is lost by trying again.
   */
  async #rotate(): Promise<void> {
    const last = this.#files.length - 1;
    let free = 1;
    while (free < last && (await this.#isThere(this.#files[free] ?? ''))) free += 1;
    await this.#disk.rm(this.#files[free] ?? '', { force: true });
    for (let to = free; to > 0; to -= 1) await this.#disk.rename(this.#files[to - 1] ?? '', this.#files[to] ?? '');
  }

  async #isThere(file: string): Promise<boolean> {
    return this.#disk.lstat(file).then(
      () => true,
      (error: unknown) => codeOf(error) !== 'ENOENT',
    );
  }
}
