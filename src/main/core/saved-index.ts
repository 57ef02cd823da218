// Remembers which recordings were saved on this computer, and where, so that History can show it after a restart.
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { codeOf } from './node-files.ts';
import type { Files, Log } from './ports.ts';
import { parseJson } from './settings-store.ts';

const indexSchema = v.object({ saved: v.record(v.string(), v.object({ path: v.string(), sha256: v.string() })) });

export class SavedIndex {
  private readonly saved = new Map<string, { path: string; sha256: string }>();
  private readonly path: string;
  private readonly files: Files;
  private readonly log: Log;
  private writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, log: Log) {
    this.path = join(folder, 'saved.json');
    this.files = files;
    this.log = log;
  }

  /** A damaged index is set aside: the files it named are still there, only the marks are lost. Answers true when that happened. */
  async load(): Promise<boolean> {
    let text: string;
    try {
      text = await this.files.readText(this.path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.log.error('saved-index-unreadable', error);
      return false;
    }
    const parsed = v.safeParse(indexSchema, parseJson(text));
    if (!parsed.success) {
      await this.files.rename(this.path, `${this.path}.damaged`).catch((error: unknown) => {
        this.log.error('saved-index-not-set-aside', error);
      });
      return true;
    }
    for (const [id, entry] of Object.entries(parsed.output.saved)) this.saved.set(id, entry);
    return false;
  }

  /** Where the local copy is; null when there is none or it was moved or deleted. */
  async pathOf(recordingId: string): Promise<string | null> {
    const entry = this.saved.get(recordingId.toLowerCase());
    if (entry === undefined) return null;
    return (await this.files.exists(entry.path)) ? entry.path : null;
  }

  async fileNameOf(recordingId: string): Promise<string | null> {
    const path = await this.pathOf(recordingId);
    return path === null ? null : basename(path);
  }

  async add(recordingId: string, path: string, sha256: string): Promise<void> {
    this.saved.set(recordingId.toLowerCase(), { path, sha256 });
    const text = JSON.stringify({ saved: Object.fromEntries(this.saved) });
    this.writing = this.writing.then(async () => {
      await this.files.writeTextAtomic(this.path, text).catch((error: unknown) => {
        this.log.error('saved-index-not-written', error);
      });
    });
    await this.writing;
  }
}
