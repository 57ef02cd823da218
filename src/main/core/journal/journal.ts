// The journal on disk: append-only, one file a month, each entry chained to the one before, whole again after a kill at any byte.
import { join } from 'node:path';
import { instantText } from '../../../shared/domain/text/date-time.ts';
import { firstPrevious, type JournalEntry, type JournalFact } from '../../../shared/domain/journal.ts';
import { safeBaseName } from '../../../shared/domain/text/file-name.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { checkLinesGently, hashOf, parseLine, wholeLines, type JournalCheck } from './journal-file.ts';
import { attempt } from '../platform/attempt.ts';
import { codeOf } from '../platform/errors.ts';
import type { Ports } from '../platform/ports.ts';
import type { ServerTime } from '../ucx/transport/server-clock.ts';

export type JournalDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'log' | 'version'>;
  readonly folder: string;
  /** The time by the server's clock, or null before its first answer. */
  readonly serverNow: () => ServerTime | null;
  /** Called when the journal is opened, with the newest entry of each of its files in their order. */
  readonly onFound?: (entry: JournalEntry) => void;
  /** Called with each entry as soon as it has its place in the chain. */
  readonly onEntry?: (entry: JournalEntry) => void;
  /** Called when a check of all that is on the disk found that its chain is broken. */
  readonly onBroken?: () => void;
  /** Called when entries were written, and when writing fails or works again. */
  readonly onChange: () => void;
};

export type JournalHead = { readonly sequence: number; readonly hash: string };

/** Milliseconds after which entries that the disk refused are written again, whether or not a newer one comes. */
const writeAgainMs = 2_000;

/** Each computer has a journal of its own: where the profile roams two that write one chain would break it. */
export function journalFolderOf({ profileFolder, host }: Pick<Ports, 'profileFolder' | 'host'>): string {
  return host === undefined ? join(profileFolder, 'journal') : join(profileFolder, 'journal', safeBaseName(host));
}

const monthFile = /^\d{4}-\d{2}\.jsonl$/;

export class Journal {
  readonly #dependencies: JournalDependencies;
  #lastHash = firstPrevious;
  #lastSequence = 0;
  #lastFile = '';
  /** Entries that are not on the disk yet, oldest first: they are written before anything newer. */
  #unwritten: { readonly file: string; readonly line: string }[] = [];
  /** Length in bytes of each file up to its last whole line. */
  readonly #wholeBytes = new Map<string, number>();
  /** A write failed half-way: the file is cut back to its whole lines before the next one. */
  #cutFirst = false;
  #writing: Promise<void> = Promise.resolve();
  #writeProblem: Problem | null = null;
  #found: JournalHead | null = null;
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  constructor(dependencies: JournalDependencies) {
    this.#dependencies = dependencies;
  }

  /** Why entries are only in memory; null while everything is on the disk. */
  get problem(): Problem | null {
    return this.#writeProblem;
  }

  /** Number and hash of the newest entry; number 0 while there is none. */
  get head(): JournalHead {
    return { sequence: this.#lastSequence, hash: this.#lastHash };
  }

  /** The newest entry that was on the disk when the journal was opened; null before that. */
  get found(): JournalHead | null {
    return this.#found;
  }

  /**
   * Finds the end of the chain. Bytes that are not a whole line are moved to another file, and an entry of the journal says so.
   * Answers what to tell the user, or null.
   */
  async open(): Promise<Problem | null> {
    let shown: Problem | null = null;
    const torn: { readonly bytes: number; readonly keptAs: string }[] = [];
    const names = await this.#fileNames().catch((error: unknown) => {
      this.#dependencies.ports.log.error('journal-folder-unreadable', error);
      shown = problem('journal-unreadable', { file: this.#dependencies.folder });
      return [];
    });
    for (const name of names) {
      try {
        const cut = await this.#readEnd(name);
        if (cut !== null) torn.push(cut);
      } catch (error) {
        this.#dependencies.ports.log.error('journal-unreadable', error);
        shown = problem('journal-unreadable', { file: name });
      }
    }
    this.#found = this.head;
    for (const { bytes, keptAs } of torn) {
      this.add({ kind: 'torn', bytes, keptAs });
      shown ??= problem('journal-torn', { file: keptAs });
    }
    return shown;
  }

  /** Adds an entry. It has its place in the chain at once; `flushed` resolves when it is on the disk. */
  add(fact: JournalFact): void {
    if (this.#found === null) throw new Error('The journal was used before it was opened');
    const { ports, serverNow } = this.#dependencies;
    const { clock, version } = ports;
    const now = clock.now();
    const server = serverNow();
    const unhashed = {
      sequence: this.#lastSequence + 1,
      at: instantText(now),
      serverAt: server === null ? null : instantText(server.ms),
      ...(server === null ? {} : { serverWithinMs: server.withinMs }),
      appVersion: version,
      fact,
      previous: this.#lastHash,
    };
    const entry: JournalEntry = { ...unhashed, hash: hashOf(unhashed) };
    // A clock that jumps back must not put an entry into a file before the last one: the order of the files is the order of the chain.
    const month = `${instantText(now).slice(0, 7)}.jsonl`;
    this.#lastFile = month > this.#lastFile ? month : this.#lastFile;
    this.#lastHash = entry.hash;
    this.#lastSequence = entry.sequence;
    this.#unwritten.push({ file: this.#lastFile, line: `${JSON.stringify(entry)}\n` });
    void this.flushed();
    attempt(ports.log, 'journal-listener-crashed', () => this.#dependencies.onEntry?.(entry));
  }

  /** Resolves when everything added so far was written, or refused by the disk once more. */
  flushed(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Writes what is still to be written, for the last time. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flushed();
  }

  /** The months that have a file, newest first, as `YYYY-MM`. Rejects with a Node system error when the folder cannot be read. */
  async months(): Promise<string[]> {
    return (await this.#fileNames()).map((name) => name.slice(0, 7)).reverse();
  }

  /** The files of the months, oldest first. Rejects as `months`. */
  async monthFiles(): Promise<{ readonly name: string; readonly path: string }[]> {
    return (await this.#fileNames()).map((name) => ({ name, path: join(this.#dependencies.folder, name) }));
  }

  /** The raw lines of a month and what the check of them says. */
  async month(month: string): Promise<JournalCheck & { readonly lines: readonly string[] }> {
    const { lines } = wholeLines(
      await this.#dependencies.ports.files.readText(join(this.#dependencies.folder, `${month}.jsonl`)),
    );
    return { lines, ...(await checkLinesGently(lines, null)) };
  }

  /**
   * Every line of every month in order, and the check of the whole chain from its first entry. Rejects with a Node system error when
   * the folder or a month cannot be read.
   */
  async everything(): Promise<JournalCheck & { readonly lines: readonly string[] }> {
    const lines: string[] = [];
    for (const name of await this.#fileNames()) {
      lines.push(
        ...wholeLines(await this.#dependencies.ports.files.readText(join(this.#dependencies.folder, name))).lines,
      );
    }
    const check = await checkLinesGently(lines, lines.length === 0 ? null : firstPrevious);
    if (check.breakAt !== null) this.#dependencies.onBroken?.();
    return { lines, ...check };
  }

  /** No folder is no journal yet. Any other system error is thrown: a folder that cannot be read may hold anything. */
  async #fileNames(): Promise<string[]> {
    try {
      const names = await this.#dependencies.ports.files.list(this.#dependencies.folder);
      return names.filter((name) => monthFile.test(name)).sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  async #readEnd(name: string): Promise<{ bytes: number; keptAs: string } | null> {
    const { ports, folder } = this.#dependencies;
    const { files, clock } = ports;
    const path = join(folder, name);
    const bytes = Buffer.from(await files.readBytes(path));
    const end = bytes.lastIndexOf(0x0a) + 1;
    const { lines } = wholeLines(bytes.subarray(0, end).toString('utf8'));
    this.#lastFile = name;
    // Only the end is read: the whole is checked when a person opens the journal. A damaged line still counts: no later entry may have
    // its number.
    let damaged = 0;
    let last: JournalEntry | null = null;
    while (last === null && damaged < lines.length) {
      last = parseLine(lines[lines.length - 1 - damaged] ?? '');
      if (last === null) damaged += 1;
    }
    this.#lastSequence = Math.max(this.#lastSequence, last?.sequence ?? 0) + damaged;
    if (last !== null) {
      this.#lastHash = last.hash;
      this.#dependencies.onFound?.(last);
    }
    this.#wholeBytes.set(name, end);
    if (end === bytes.length) return null;
    const keptAs = `${name.slice(0, 7)}.torn-${String(clock.now())}`;
    const handle = await files.createNew(join(folder, keptAs));
    await handle.write(bytes.subarray(end));
    await handle.sync();
    await handle.close();
    await files.truncate(path, end);
    return { bytes: bytes.length - end, keptAs };
  }

  async #write(): Promise<void> {
    const { ports, folder, onChange } = this.#dependencies;
    const { files, log } = ports;
    while (this.#unwritten.length > 0) {
      const file = this.#unwritten[0]?.file ?? '';
      const batch = this.#unwritten.filter((entry) => entry.file === file);
      const text = batch.map((entry) => entry.line).join('');
      const before = this.#wholeBytes.get(file) ?? 0;
      try {
        if (this.#cutFirst && (await files.exists(join(folder, file))))
          await files.truncate(join(folder, file), before);
        this.#cutFirst = false;
        await files.append(join(folder, file), text);
        this.#wholeBytes.set(file, before + Buffer.byteLength(text));
      } catch (error) {
        this.#cutFirst = true;
        if (this.#writeProblem === null) log.error('journal-not-written', error);
        this.#writeProblem = problem('journal-not-written', { folder });
        this.#writeAgainLater();
        onChange();
        return;
      }
      this.#unwritten = this.#unwritten.slice(batch.length);
      this.#writeProblem = null;
      onChange();
    }
  }

  #writeAgainLater(): void {
    this.#cancelRetry?.();
    if (this.#closed) return;
    this.#cancelRetry = this.#dependencies.ports.clock.timer(writeAgainMs, () => void this.flushed());
  }
}
