// Keeps the settings on disk: read once, written atomically one after the other, set aside when damaged and never lost silently.
import { join } from 'node:path';
import * as v from 'valibot';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { parseJson } from '../platform/json.ts';
import { codeOf, notAFile } from '../platform/errors.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';

/** Attempts to read a file that exists and cannot be read, and the milliseconds between them. */
const attempts = 5;
const attemptEvery = 200;

export class SettingsStore {
  #settings: Settings = defaultSettings;
  #writing: Promise<void> = Promise.resolve();
  /** The file exists and could not be read. */
  #unread = false;
  readonly #path: string;
  readonly #folder: string;
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(folder: string, files: Files, clock: Clock, log: Log) {
    this.#folder = folder;
    this.#path = join(folder, 'settings.json');
    this.#files = files;
    this.#clock = clock;
    this.#log = log;
  }

  get current(): Settings {
    return this.#settings;
  }

  /**
   * Reads the file. Answers what to tell the user: null, that a damaged file was set aside under the name given, or that it could not
   * be read; what could not be read is kept, and set aside before anything else is written under its name.
   */
  async load(): Promise<Problem | null> {
    let text: string;
    try {
      text = await this.#read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      this.#log.error('settings-unreadable', error);
      this.#unread = true;
      return problem('settings-unreadable', { file: this.#path });
    }
    const value = parseJson(text);
    const parsed = v.safeParse(settingsSchema, Array.isArray(value) ? null : value);
    if (parsed.success) {
      this.#settings = parsed.output;
      return null;
    }
    const aside = this.#asideName('damaged');
    try {
      await this.#files.rename(this.#path, aside);
    } catch (error) {
      this.#log.error('settings-not-set-aside', error);
    }
    this.#log.warn('settings-damaged');
    return problem('settings-damaged', { file: aside });
  }

  /** Another program (a virus scanner, a backup) may hold the file for a moment. */
  async #read(): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#files.readText(this.#path);
      } catch (error) {
        if ([notAFile, 'ENOENT'].includes(codeOf(error)) || attempt === attempts) throw error;
        await new Promise<void>((resolve) => this.#clock.timer(attemptEvery, resolve));
      }
    }
  }

  #asideName(why: 'damaged' | 'unread'): string {
    return join(this.#folder, `settings.${why}-${String(this.#clock.now())}.json`);
  }

  /** Changes some fields. The change holds at once; a failed write is logged and repeated with the next change. */
  update(change: Partial<Settings>): Promise<void> {
    this.#settings = { ...this.#settings, ...change };
    const text = `${JSON.stringify(this.#settings, null, 2)}\n`;
    this.#writing = this.#writing.then(async () => {
      try {
        // Settings that were never seen are not overwritten: where they cannot be set aside, the change holds for this run alone.
        if (this.#unread) await this.#files.rename(this.#path, this.#asideName('unread'));
        this.#unread = false;
        await this.#files.writeTextAtomic(this.#path, text);
      } catch (error) {
        this.#log.error('settings-not-written', error);
      }
    });
    return this.#writing;
  }
}
