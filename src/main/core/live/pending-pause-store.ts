// Keeps on disk that a pause stands, so that a crash, a kill or an update of the app does not forget it.
import { join } from 'node:path';
import * as v from 'valibot';
import { pendingPauseSchema, type PendingPause } from '../journal/pending-pause.ts';
import { codeOf } from '../platform/errors.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';
import { parseJson } from '../platform/json.ts';

export class PendingPauseStore {
  private readonly path: string;
  private readonly files: Files;
  private readonly clock: Clock;
  private readonly log: Log;
  private wanted: string | null = null;
  private onDisk: string | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, clock: Clock, log: Log) {
    this.path = join(folder, 'standing-pause.json');
    this.files = files;
    this.clock = clock;
    this.log = log;
  }

  /** What stood when the last run ended. A damaged file is set aside: `damaged` names it. */
  async load(): Promise<{ readonly standing: PendingPause | null; readonly damaged: string | null }> {
    let text: string;
    try {
      text = await this.files.readText(this.path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.log.error('standing-pause-unreadable', error);
      return { standing: null, damaged: null };
    }
    this.wanted = text;
    this.onDisk = text;
    const parsed = v.safeParse(pendingPauseSchema, parseJson(text));
    if (parsed.success) return { standing: parsed.output, damaged: null };
    const aside = `${this.path}.damaged-${String(this.clock.now())}`;
    try {
      await this.files.rename(this.path, aside);
      this.wanted = null;
      this.onDisk = null;
    } catch (error) {
      this.log.error('standing-pause-not-set-aside', error);
    }
    return { standing: null, damaged: aside };
  }

  /** Remembers what stands, or that nothing does. Writes only what changed; never throws. */
  set(standing: PendingPause | null): void {
    const text = standing === null ? null : JSON.stringify(standing);
    if (text === this.wanted) return;
    this.wanted = text;
    this.writing = this.writing.then(() => this.write());
  }

  flushed(): Promise<void> {
    return this.writing;
  }

  private async write(): Promise<void> {
    const text = this.wanted;
    if (text === this.onDisk) return;
    try {
      if (text === null) await this.files.remove(this.path);
      else await this.files.writeTextAtomic(this.path, text);
      this.onDisk = text;
    } catch (error) {
      this.log.error('standing-pause-not-written', error);
    }
  }
}
