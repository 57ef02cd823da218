// The lasting connection to Sidetone, by way of the native host: whole state with each hello, changes as they come, a sign of life every
// ten seconds. A host that ends is started again; one that waits for the app says so.
import * as v from 'valibot';
import type { BrowserName } from '../../shared/ipc/automatic.ts';
import { hostMessageSchema, type SourceMessage, type WatchedRule } from '../../shared/ipc/rule-source-messages.ts';
import type { ApiPort } from '../extension-api.ts';

const heartbeatMs = 10_000;
/** Between two starts of the host, milliseconds: doubled each time, up to the second figure. */
const firstDelayMs = 250;
const longestDelayMs = 10_000;

export type LinkState = 'noHost' | 'noApp' | 'open';

type LinkOptions = {
  readonly connect: () => ApiPort;
  /** Says and forgets why the browser ended a connection. */
  readonly lastError: () => void;
  readonly timer: (ms: number, callback: () => void) => () => void;
  readonly identity: { readonly id: string; readonly browser: BrowserName };
  /** The ids of the rules that are on. */
  readonly on: () => readonly string[];
  readonly rules: (rules: readonly WatchedRule[]) => void;
  readonly changed: (state: LinkState) => void;
};

export class AppLink {
  readonly #options: LinkOptions;
  #port: ApiPort | null = null;
  #isOpen = false;
  #told: readonly string[] = [];
  #delayMs = firstDelayMs;
  #stopHeart: (() => void) | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  start(): void {
    const port = this.#options.connect();
    this.#port = port;
    port.onMessage.addListener((message) => {
      if (this.#port === port) this.#received(message);
    });
    port.onDisconnect.addListener(() => {
      this.#options.lastError();
      if (this.#port === port) this.#lost();
    });
    this.#options.changed('noApp');
  }

  /** Tells what changed since the last message. `at`: when a field got the focus, epoch milliseconds. */
  update(at?: number): void {
    if (!this.#isOpen) return;
    const before = this.#told;
    const now = this.#options.on();
    this.#told = now;
    for (const rule of now)
      if (!before.includes(rule)) this.#send({ kind: 'on', rule, ...(at === undefined ? {} : { at }) });
    for (const rule of before) if (!now.includes(rule)) this.#send({ kind: 'off', rule });
  }

  #received(message: unknown): void {
    const parsed = v.safeParse(hostMessageSchema, message);
    if (!parsed.success) return;
    this.#delayMs = firstDelayMs;
    switch (parsed.output.kind) {
      case 'open':
        this.#isOpen = true;
        this.#hello();
        this.#beat();
        this.#options.changed('open');
        return;
      case 'closed':
        this.#close();
        this.#options.changed('noApp');
        return;
      case 'rules':
        this.#options.rules(parsed.output.rules);
        if (this.#isOpen) this.#hello();
    }
  }

  #hello(): void {
    this.#told = this.#options.on();
    this.#send({ kind: 'hello', ...this.#options.identity, on: [...this.#told] });
  }

  #beat(): void {
    this.#stopHeart?.();
    this.#stopHeart = this.#options.timer(heartbeatMs, () => {
      this.#send({ kind: 'heartbeat' });
      this.#beat();
    });
  }

  #send(message: SourceMessage): void {
    this.#port?.postMessage(message);
  }

  #close(): void {
    this.#isOpen = false;
    this.#stopHeart?.();
    this.#stopHeart = null;
  }

  #lost(): void {
    this.#close();
    this.#port = null;
    this.#options.changed('noHost');
    this.#options.timer(this.#delayMs, () => {
      this.start();
    });
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
  }
}
