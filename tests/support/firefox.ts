// A Firefox of its own, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which Playwright can't do for one with an extension.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { findProgram } from '../../scripts/packaging/signing.ts';

/** The program: FIREFOX_EXECUTABLE, or one on the PATH; null where there is none. */
export function findFirefox(): string | null {
  const named = process.env['FIREFOX_EXECUTABLE'] ?? '';
  if (named !== '') return named;
  return ['firefox-esr', 'firefox'].map((name) => findProgram(name)).find((found) => found !== null) ?? null;
}

const answerSchema = v.looseObject({ id: v.number(), type: v.picklist(['success', 'error']) });
const treeSchema = v.object({
  result: v.object({
    contexts: v.tupleWithRest([v.object({ children: v.array(v.looseObject({ context: v.string() })) })], v.unknown()),
  }),
});
const madeSchema = v.object({ result: v.object({ context: v.string() }) });
const elementSchema = v.object({ result: v.object({ result: v.object({ sharedId: v.string() }) }) });

export class Firefox {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #asked = 0;

  private constructor(process_: ChildProcess, socket: WebSocket) {
    this.#process = process_;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const answer: unknown = JSON.parse(data.toString('utf8'));
      const parsed = v.safeParse(answerSchema, answer);
      if (parsed.success) this.#waiting.get(parsed.output.id)?.(answer);
    });
  }

  /** Starts it without a window, with an empty profile in a home of its own. */
  static async start(program: string, home: string): Promise<Firefox> {
    const args = ['--headless', '--no-remote', '--profile', path.join(home, 'profile'), '--remote-debugging-port', '0'];
    const child = spawn(program, args, { env: { ...process.env, HOME: home }, stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.once('exit', () => {
        reject(new Error(`Firefox ended: ${said}`));
      });
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const found = /WebDriver BiDi listening on (ws:\S+)/u.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const firefox = new Firefox(child, socket);
    await firefox.#ask('session.new', { capabilities: {} });
    return firefox;
  }

  /** Installs an unpacked extension until it ends. */
  async install(folder: string): Promise<void> {
    await this.#ask('webExtension.install', { extensionData: { type: 'path', path: folder } });
  }

  async newTab(): Promise<string> {
    return v.parse(madeSchema, await this.#ask('browsingContext.create', { type: 'tab' })).result.context;
  }

  async show(tab: string): Promise<void> {
    await this.#ask('browsingContext.activate', { context: tab });
  }

  async goto(tab: string, url: string): Promise<void> {
    await this.#ask('browsingContext.navigate', { context: tab, url, wait: 'complete' });
  }

  /** The first frame of a tab. */
  async frameOf(tab: string): Promise<string> {
    const tree = v.parse(treeSchema, await this.#ask('browsingContext.getTree', { root: tab }));
    return tree.result.contexts[0].children[0]?.context ?? '';
  }

  async run(context: string, script: string): Promise<unknown> {
    return this.#ask('script.evaluate', { expression: script, target: { context }, awaitPromise: true });
  }

  async click(context: string, selector: string): Promise<void> {
    const found = await this.run(context, `document.querySelector(${JSON.stringify(selector)})`);
    const element = { sharedId: v.parse(elementSchema, found).result.result.sharedId };
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element } },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#ask('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#socket.terminate();
    this.#process.kill('SIGKILL');
    await ended;
  }

  async #ask(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    const answer = await new Promise<unknown>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    if (v.parse(answerSchema, answer).type === 'error') throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
