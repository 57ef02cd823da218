// A page or a main process by its debugger: only what the benchmarks ask. No library is attached, so that nothing but the question costs.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { WebSocket } from 'ws';

const targetsSchema = v.array(
  v.object({ type: v.string(), url: v.string(), webSocketDebuggerUrl: v.optional(v.string()) }),
);
const answerSchema = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.unknown()),
});
const evaluatedSchema = v.object({
  result: v.object({ value: v.optional(v.unknown()) }),
  exceptionDetails: v.optional(v.unknown()),
});

/** How often (ms) a page that is not there yet is looked for, and how long. */
const lookEveryMs = 25;
const limitMs = 60_000;

export class Debugger {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const { id, result, error } = v.parse(answerSchema, JSON.parse(data.toString('utf8')));
      if (id === undefined) return;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(JSON.stringify(error)));
    });
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The debugger hung up'));
      this.#waiting.clear();
    });
  }

  static async connect(url: string): Promise<Debugger> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new Debugger(socket);
  }

  send(method: string, params: object = {}): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression, which may be a promise. */
  async evaluate(expression: string): Promise<unknown> {
    const options = {
      expression,
      awaitPromise: true,
      returnByValue: true,
      includeCommandLineAPI: true,
      userGesture: true,
    };
    const { result, exceptionDetails } = v.parse(evaluatedSchema, await this.send('Runtime.evaluate', options));
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** Waits until an expression is true; a page that is just loading can't be asked yet. */
  async until(expression: string): Promise<void> {
    const ends = performance.now() + limitMs;
    while ((await this.evaluate(`(async () => !!(${expression}))()`).catch(() => false)) !== true) {
      if (performance.now() > ends) throw new Error(`Never true: ${expression}`);
      await delay(lookEveryMs);
    }
  }

  close(): void {
    this.#socket.close();
  }
}

async function targets(port: number): Promise<v.InferOutput<typeof targetsSchema>> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/json/list`);
  return v.parse(targetsSchema, await answer.json());
}

/** The debugger of the page whose address ends in that file, as soon as it is there. A page that has just begun has none. */
export async function debuggerOf(port: number, file: string): Promise<Debugger> {
  const ends = performance.now() + limitMs;
  for (;;) {
    const all = await targets(port).catch(() => []);
    const url = all.find((target) => URL.parse(target.url)?.pathname.endsWith(file))?.webSocketDebuggerUrl;
    if (url !== undefined) {
      const page = await Debugger.connect(url);
      await page.until('document.body');
      return page;
    }
    if (performance.now() > ends) throw new Error(`No page ${file}`);
    await delay(lookEveryMs);
  }
}

/** The debugger of a Node process that was started with `--inspect`. */
export async function debuggerOfProcess(port: number): Promise<Debugger> {
  const [target] = await targets(port);
  if (target?.webSocketDebuggerUrl === undefined) throw new Error('No process to ask');
  return Debugger.connect(target.webSocketDebuggerUrl);
}

/** The port that Chromium chose for its pages, by the file that it leaves in the profile. */
export async function portOfPages(profile: string): Promise<number> {
  const ends = performance.now() + limitMs;
  for (;;) {
    const text = await readFile(path.join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = Number(text.split('\n')[0]);
    if (port > 0) return port;
    if (performance.now() > ends) throw new Error('Chromium opened no port');
    await delay(lookEveryMs);
  }
}
