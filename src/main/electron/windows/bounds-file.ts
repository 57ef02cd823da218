// Remembers where the windows stood, for each set of monitors. A damaged file is no places: they are of little worth.
import { join } from 'node:path';
import * as v from 'valibot';
import type { Files, Log } from '../../core/platform/ports.ts';
import { codeOf } from '../../core/platform/errors.ts';
import type { Rectangle } from './bounds.ts';

const edge = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const rectangleSchema = v.object({ x: edge, y: edge, width: length, height: length });
const fileSchema = v.object({
  /** Sets of monitors, the one used last at the end. */
  sets: v.array(
    v.object({ monitors: v.string(), widget: v.optional(rectangleSchema), main: v.optional(rectangleSchema) }),
  ),
});
type BoundsSets = v.InferOutput<typeof fileSchema>['sets'];

/** More sets than anybody has desks. */
const maxSets = 20;

export class BoundsFile {
  readonly #path: string;
  readonly #files: Files;
  readonly #log: Log;
  #sets: BoundsSets = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, log: Log) {
    this.#path = join(folder, 'window-places.json');
    this.#files = files;
    this.#log = log;
  }

  /** Reads the file. Never rejects. */
  async load(): Promise<void> {
    try {
      const value: unknown = JSON.parse(await this.#files.readText(this.#path));
      this.#sets = v.parse(fileSchema, value).sets.slice(-maxSets);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.warn('window places ignored');
    }
  }

  get(monitors: string, window: 'widget' | 'main'): Rectangle | null {
    return this.#sets.find((set) => set.monitors === monitors)?.[window] ?? null;
  }

  /** Remembers a place. Resolves when it was written, or could not be, which is logged. */
  set(monitors: string, window: 'widget' | 'main', place: Rectangle): Promise<void> {
    const { x, y, width, height } = place;
    const known = this.#sets.find((set) => set.monitors === monitors) ?? { monitors };
    const others = this.#sets.filter((set) => set.monitors !== monitors);
    this.#sets = [...others, { ...known, [window]: { x, y, width, height } }].slice(-maxSets);
    const text = `${JSON.stringify({ sets: this.#sets }, null, 2)}\n`;
    this.#writing = this.#writing.then(async () => {
      try {
        await this.#files.writeTextAtomic(this.#path, text);
      } catch (error) {
        this.#log.error('window places not written', error);
      }
    });
    return this.#writing;
  }
}
