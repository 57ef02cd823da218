// What frames of pages and the native host tell the extension's background: whatever that is, all that it says is what Sidetone takes, it
// speaks of rules that there are and no more often than it may, and what it has said in the end is what is true.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { AppLink } from '../../src/extension/background/app-link.ts';
import { frameConnected } from '../../src/extension/background/frame-connection.ts';
import { Pace } from '../../src/extension/background/pace.ts';
import { TabWatch } from '../../src/extension/background/tab-watch.ts';
import type { ApiPort } from '../../src/extension/extension-api.ts';
import { framePort } from '../../src/extension/frame-messages.ts';
import { parseJson } from '../../src/main/core/platform/json.ts';
import { sourceMessageSchema } from '../../src/shared/ipc/rule-source-messages.ts';
import { HandClock } from './hand-clock.ts';

/** Most bytes of one message that Sidetone takes (rule-source-peer.ts). */
const maxMessageBytes = 16_384;
/** Each look says at most once of each rule that it is on or off; so many looks are made at once in a second, and so many are gathered. */
const looksInSecond = 20 + 10;

type Port = ApiPort & { hear(message: unknown): void; lose(): void };

function makePort(name: string, sender: ApiPort['sender'], said: (message: unknown) => void): Port {
  let hear: (message: unknown) => void = () => undefined;
  let lose: () => void = () => undefined;
  return {
    name,
    ...(sender === undefined ? {} : { sender }),
    onMessage: { addListener: (listener) => void (hear = listener) },
    onDisconnect: { addListener: (listener) => void (lose = listener) },
    postMessage: said,
    disconnect: () => undefined,
    hear: (message) => {
      hear(message);
    },
    lose: () => {
      lose();
    },
  };
}

/** What the app knows by what it was told. */
class Told {
  readonly on = new Set<string>();
  count = 0;

  take(message: unknown): void {
    this.count += 1;
    const json = JSON.stringify(message);
    assert.ok(Buffer.byteLength(json) <= maxMessageBytes);
    const parsed = v.safeParse(sourceMessageSchema, JSON.parse(json));
    assert.ok(parsed.success, json);
    if (parsed.output.kind === 'hello') {
      this.on.clear();
      for (const rule of parsed.output.on) this.on.add(rule);
    } else if (parsed.output.kind === 'on') this.on.add(parsed.output.rule);
    else if (parsed.output.kind === 'off') this.on.delete(parsed.output.rule);
  }
}

/** The background, put together as background.ts does. */
class Background {
  readonly told = new Told();
  readonly watch = new TabWatch();
  readonly clock = new HandClock();
  isOpen = false;
  looks = 0;
  /** To whom it speaks; another one after each loss. */
  host: Port | null = null;
  readonly #frames = new Map<string, Port>();
  readonly #timer = (ms: number, callback: () => void): (() => void) => this.clock.timer(ms, callback);
  readonly #link = new AppLink({
    connect: () => {
      this.host = makePort('', undefined, (message) => {
        this.told.take(message);
      });
      return this.host;
    },
    lastError: () => undefined,
    timer: this.#timer,
    identity: { id: 'profile-1', browser: 'edge' },
    on: () => this.watch.on(this.clock.monotonic()),
    rules: (rules) => {
      this.watch.rules = rules;
    },
    changed: (state) => {
      this.isOpen = state === 'open';
    },
  });
  readonly #pace = new Pace({ now: () => this.clock.monotonic(), timer: this.#timer });

  constructor() {
    this.watch.replaceTabs([
      { id: 1, url: 'https://pay.example.com/checkout', isShown: true },
      { id: 2, url: 'https://other.example/', isShown: false },
    ]);
    this.#link.start();
    this.host?.hear({ kind: 'open' });
    this.host?.hear({
      kind: 'rules',
      rules: [
        { id: 'pay', url: 'pay.example.com/*' },
        { id: 'card', field: 'cc-*' },
      ],
    });
  }

  readonly #changed = (at?: number): void => {
    const look = (moment?: number): void => {
      this.looks += 1;
      this.#link.update(moment);
    };
    this.#pace.run(
      () => {
        look(at);
      },
      () => {
        look();
      },
    );
  };

  /** The frame of that name, which connects when it is first named. The ninth and tenth are of a tab that isn't shown. */
  frame(name: string): Port {
    const known = this.#frames.get(name);
    if (known !== undefined) return known;
    const sender = { tab: { id: name > '7' ? 2 : 1 }, frameId: Number(name), url: 'https://frame.example/' };
    const port = makePort(framePort, sender, () => undefined);
    this.#frames.set(name, port);
    const now = (): number => this.clock.monotonic();
    frameConnected(port, { watch: this.watch, now, lastError: () => undefined, changed: this.#changed });
    return port;
  }

  leave(name: string): void {
    this.#frames.get(name)?.lose();
    this.#frames.delete(name);
  }

  lookOnce(): void {
    this.#changed();
  }
}

/** Each line is one thing that happens: a digit is a frame that says the rest, `x` and a digit one that is gone, `h` the host, `-` its end, `.` a tenth of a second. */
export function frameMessages(bytes: Uint8Array): void {
  const background = new Background();
  let since = background.clock.monotonic();
  const countLooks = (): void => {
    assert.ok(background.looks <= looksInSecond * 2);
    background.looks = 0;
  };
  for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
    const [kind = ''] = line;
    const rest = line.slice(kind.length);
    if (/\d/u.test(kind)) background.frame(kind).hear(parseJson(rest));
    else if (kind === 'x') background.leave(rest.slice(0, 1));
    else if (kind === 'h') background.host?.hear(parseJson(rest));
    else if (kind === '-') background.host?.lose();
    else if (kind === '.') background.clock.pass(100);
    if (background.clock.monotonic() - since < 1_000) continue;
    since = background.clock.monotonic();
    countLooks();
  }
  countLooks();
  // Text that was put somewhere has ceased to count.
  background.clock.pass(15_000);
  background.lookOnce();
  background.clock.pass(200);
  if (!background.isOpen) return;
  const { watch, clock, told } = background;
  assert.deepEqual([...told.on].sort(), [...new Set(watch.on(clock.monotonic()))].sort());
}
