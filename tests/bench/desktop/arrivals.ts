// When requests arrived at the simulator, by this process's clock: the simulator tells its own time of each, and the fastest of all messages
// shows how far the two clocks are apart.
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface, type Interface } from 'node:readline';
import * as v from 'valibot';

const entrySchema = v.object({ number: v.number(), endpoint: v.string(), receivedAt: v.number() });
const lineSchema = v.object({ request: v.optional(entrySchema), answered: v.optional(entrySchema) });
type Entry = v.InferOutput<typeof entrySchema>;

type Waiting = { readonly fits: (entry: Entry) => boolean; readonly found: (entry: Entry) => void };

export class Arrivals {
  readonly #request: ClientRequest;
  #waiting: Waiting[] = [];
  readonly #answered = new Map<number, () => void>();
  readonly #recent = new Set<number>();
  #apartMs = Infinity;

  private constructor(request: ClientRequest, lines: Interface) {
    this.#request = request;
    lines.on('line', (line) => {
      this.#take(line);
    });
  }

  static async follow(url: string): Promise<Arrivals> {
    const request = get(`${url}/_simulator/events`);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject);
    });
    // All of them end with `stop`.
    request.on('error', () => undefined);
    answer.on('error', () => undefined);
    const lines = createInterface({ input: answer });
    lines.on('error', () => undefined);
    return new Arrivals(request, lines);
  }

  /** The next request to that endpoint, as soon as it arrives. Ask before what causes it. */
  next(endpoint: string): Promise<Entry> {
    return new Promise((found) => {
      this.#waiting.push({ fits: (entry) => entry.endpoint === endpoint, found });
    });
  }

  /** Resolves when a request was answered, or had been. */
  answered(number: number): Promise<void> {
    if (this.#recent.has(number)) return Promise.resolve();
    return new Promise((resolve) => this.#answered.set(number, resolve));
  }

  /** When it arrived, as performance.now() of this process. Exact once many messages have come. */
  at(entry: Entry): number {
    return entry.receivedAt + this.#apartMs;
  }

  stop(): void {
    this.#request.destroy();
  }

  #take(line: string): void {
    const { request, answered } = v.parse(lineSchema, JSON.parse(line));
    if (request !== undefined) {
      this.#apartMs = Math.min(this.#apartMs, performance.now() - request.receivedAt);
      const hit = this.#waiting.filter(({ fits }) => fits(request));
      this.#waiting = this.#waiting.filter((each) => !hit.includes(each));
      for (const { found } of hit) found(request);
    }
    if (answered === undefined) return;
    this.#recent.add(answered.number);
    this.#answered.get(answered.number)?.();
    this.#answered.delete(answered.number);
  }
}
