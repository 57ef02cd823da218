// Deletes saved recordings that are older than the organisation keeps them, a day after the user was first told.
import { join } from 'node:path';
import * as v from 'valibot';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import { parseJson } from '../platform/json.ts';
import type { Ports } from '../platform/ports.ts';
import { deleteSavedFile } from './saved-files.ts';

const dayMs = 86_400_000;
/** How often it is looked whether something has become too old. Milliseconds. */
const everyMs = 3_600_000;

/** Since when (epoch milliseconds) the user has known the limit that is in force. */
const toldSchema = v.object({ days: v.number(), toldAt: v.number() });
type Told = v.InferOutput<typeof toldSchema>;

type RetentionDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'log' | 'profileFolder'>;
  readonly saved: SavedIndex;
  /** Days that saved recordings are kept; null for ever. */
  readonly keepDays: () => number | null;
  readonly tell: (problem: Problem) => void;
  readonly withdraw: () => void;
};

export class SavedRetention {
  readonly #dependencies: RetentionDependencies;
  readonly #path: string;
  #told: Told | null = null;
  /** What was announced last, so that a dismissed announcement does not come back each hour. */
  #announced = '';
  #cancelTimer: (() => void) | null = null;
  #looking: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(dependencies: RetentionDependencies) {
    this.#dependencies = dependencies;
    this.#path = join(dependencies.ports.profileFolder, 'saved-limit.json');
  }

  /** Looks now, and from then on each hour. Resolves when what is too old is gone. Never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      .catch((error: unknown) => {
        this.#dependencies.ports.log.error('saved-limit-not-applied', error);
      });
    return this.#looking;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancelTimer?.();
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const { keepDays, withdraw } = this.#dependencies;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const days = keepDays();
    if (this.#disposed) return;
    if (days === null) {
      withdraw();
      this.#announced = '';
      return;
    }
    const { toldAt } = await this.#toldOf(days);
    await this.#apply(days, toldAt);
    this.#planNext();
  }

  #planNext(): void {
    if (!this.#disposed) this.#cancelTimer = this.#dependencies.ports.clock.timer(everyMs, () => void this.look());
  }

  async #apply(days: number, toldAt: number): Promise<void> {
    const { saved, ports, tell, withdraw } = this.#dependencies;
    const now = ports.clock.now();
    const soon: number[] = [];
    for (const { recordingId, savedAt } of await saved.list()) {
      const due = Math.max(Date.parse(savedAt ?? '') + days * dayMs, toldAt + dayMs);
      if (Number.isNaN(due) || due > now + dayMs) continue;
      if (due > now) soon.push(due);
      // A file that somebody changed isn't a saved recording any more: it stays.
      else if (!(await deleteSavedFile(saved, ports.files, { recordingId })).ok) ports.log.warn('saved-not-deleted');
    }
    if (soon.length === 0) {
      withdraw();
      return;
    }
    const date = new Date(Math.max(...soon)).toISOString().slice(0, 10);
    const announcement = problem('saved-expiring', { count: String(soon.length), date, days: String(days) });
    const text = JSON.stringify(announcement);
    if (text === this.#announced) return;
    this.#announced = text;
    withdraw();
    tell(announcement);
  }

  /** A new limit is told before anything is deleted by it, also when Sidetone was closed in between. */
  async #toldOf(days: number): Promise<Told> {
    const { files, clock } = this.#dependencies.ports;
    const now = clock.now();
    this.#told ??= await this.#read();
    // A time to come was written under a wrong clock.
    if (this.#told?.days === days && this.#told.toldAt <= now) return this.#told;
    this.#told = { days, toldAt: now };
    await files.writeTextAtomic(this.#path, JSON.stringify(this.#told));
    return this.#told;
  }

  async #read(): Promise<Told | null> {
    try {
      const parsed = v.safeParse(toldSchema, parseJson(await this.#dependencies.ports.files.readText(this.#path)));
      return parsed.success ? parsed.output : null;
    } catch {
      return null;
    }
  }
}
