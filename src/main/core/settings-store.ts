// Keeps the settings on disk: read once, written atomically one after the other, set aside when damaged and never lost silently.
import { join } from 'node:path';
import * as v from 'valibot';
import { problem, type Problem } from '../../shared/problem.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts';
import { codeOf } from './node-files.ts';
import type { Clock, Files, Log } from './ports.ts';

export class SettingsStore {
  private settings: Settings = defaultSettings;
  private writing: Promise<void> = Promise.resolve();
  private readonly path: string;
  private readonly folder: string;
  private readonly files: Files;
  private readonly clock: Clock;
  private readonly log: Log;

  constructor(folder: string, files: Files, clock: Clock, log: Log) {
    this.folder = folder;
    this.path = join(folder, 'settings.json');
    this.files = files;
    this.clock = clock;
    this.log = log;
  }

  get current(): Settings {
    return this.settings;
  }

  /** Reads the file. Answers what to tell the user: null, or that a damaged file was set aside under the name given. */
  async load(): Promise<Problem | null> {
    let text: string;
    try {
      text = await this.files.readText(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      this.log.error('settings-unreadable', error);
      return problem('settings-damaged', { file: this.path });
    }
    const value = parseJson(text);
    const parsed = v.safeParse(settingsSchema, Array.isArray(value) ? null : value);
    if (parsed.success) {
      this.settings = parsed.output;
      return null;
    }
    const aside = join(this.folder, `settings.damaged-${String(this.clock.now())}.json`);
    try {
      await this.files.rename(this.path, aside);
    } catch (error) {
      this.log.error('settings-not-set-aside', error);
    }
    this.log.warn('settings-damaged');
    return problem('settings-damaged', { file: aside });
  }

  /** Changes some fields. The change holds at once; a failed write is logged and repeated with the next change. */
  update(change: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...change };
    const text = `${JSON.stringify(this.settings, null, 2)}\n`;
    this.writing = this.writing.then(async () => {
      try {
        await this.files.writeTextAtomic(this.path, text);
      } catch (error) {
        this.log.error('settings-not-written', error);
      }
    });
    return this.writing;
  }
}

/** The value of a JSON text, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
