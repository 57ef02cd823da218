// Presses of the real keys, and what each of them led to: the request at the server and the frame of the widget.
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { Arrivals } from './arrivals.ts';
import type { Debugger } from './devtools.ts';

const keys = { pause: 'ctrl+shift+F9', resume: 'ctrl+shift+F10' } as const;
const endpoints = { pause: 'pauseById', resume: 'resumeById' } as const;

/** A person at the keyboard: one program that takes each press as a line, because starting one for each would take longer than the press. */
export class Keyboard {
  readonly #program: ChildProcess = spawn('xdotool', ['-'], { stdio: ['pipe', 'ignore', 'inherit'] });

  press(key: keyof typeof keys): void {
    this.#program.stdin?.write(`key --delay 0 ${keys[key]}\n`);
  }

  end(): void {
    this.#program.stdin?.end();
  }
}

/** Notes each word of the state with the moment it was set and, where frames are drawn, the moment its frame was done. */
const watchWords = `(() => {
  const seen = [];
  const waiting = [];
  const tell = () => { for (const look of waiting.splice(0)) look(); };
  const wordOf = () => document.querySelector('[role=status]')?.textContent.trim() ?? '';
  let last = wordOf();
  new MutationObserver(() => {
    const word = wordOf();
    if (word === last) return;
    last = word;
    const entry = { word, setAt: performance.now(), drawnAt: null };
    seen.push(entry);
    tell();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { entry.drawnAt = performance.now(); tell(); };
      channel.port2.postMessage(null);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  const until = (find) => new Promise((resolve) => {
    const look = () => { const found = find(); if (found === undefined) waiting.push(look); else resolve(JSON.stringify(found)); };
    look();
  });
  window.benchWords = {
    count: () => seen.length,
    entry: (index, drawn) => until(() => (seen[index] !== undefined && (!drawn || seen[index].drawnAt !== null) ? seen[index] : undefined)),
    is: (word) => until(() => (last === word ? true : undefined)),
  };
})()`;

/** Notes in the main process when the bytes of a pause or resume were given to the operating system. */
const watchWire = `(() => {
  const { Socket } = (process.mainModule ?? { require }).require('net');
  const { write } = Socket.prototype;
  let wireAt = null;
  Socket.prototype.write = function (...args) {
    const told = Reflect.apply(write, this, args);
    if (typeof args[0] === 'string' && /^PUT \\S+\\/(?:Pause|Resume) /.test(args[0])) wireAt = performance.now();
    return told;
  };
  globalThis.benchKey = () => JSON.stringify({ keyAt: performance.getEntriesByName('sidetone:key')[0]?.startTime ?? null, wireAt });
})()`;

const keySchema = v.object({ keyAt: v.number(), wireAt: v.number() });
const entrySchema = v.object({ word: v.string(), setAt: v.number(), drawnAt: v.nullable(v.number()) });

/** All in milliseconds. */
export type Press = {
  /** From the callback of the hotkey to the bytes of the request given to the operating system. */
  readonly keyToWire: number;
  /** From the callback to the frame of the widget, or to its word where no frames are drawn. */
  readonly keyToWidget: number;
  /** From the press, as the X server is given it, to the request at the server. */
  readonly pressToServer: number;
};

type Pressed = {
  readonly pressedAt: number;
  readonly entry: Parameters<Arrivals['at']>[0];
  readonly keyAt: number;
  readonly wireAt: number;
  readonly seenAt: number;
};

/** What performance.now() of this process is ahead of that of another. */
async function aheadOf(other: Debugger): Promise<number> {
  return Number(await other.evaluate('performance.timeOrigin')) - performance.timeOrigin;
}

export class Presses {
  readonly #widget: Debugger;
  readonly #main: Debugger;
  readonly #arrivals: Arrivals;
  readonly #keyboard: Keyboard;
  readonly #aheadMs: { readonly widget: number; readonly main: number };

  private constructor(
    [widget, main]: readonly [Debugger, Debugger],
    arrivals: Arrivals,
    keyboard: Keyboard,
    aheadMs: { readonly widget: number; readonly main: number },
  ) {
    this.#widget = widget;
    this.#main = main;
    this.#arrivals = arrivals;
    this.#keyboard = keyboard;
    this.#aheadMs = aheadMs;
  }

  /** `main`: the main process. */
  static async on(widget: Debugger, main: Debugger, arrivals: Arrivals, keyboard: Keyboard): Promise<Presses> {
    await main.evaluate(watchWire);
    await widget.evaluate(watchWords);
    await widget.evaluate('window.benchWords.is("Recording")');
    const aheadMs = { widget: await aheadOf(widget), main: await aheadOf(main) };
    return new Presses([widget, main], arrivals, keyboard, aheadMs);
  }

  /** Presses pause and resume in turn, each when the one before was carried out. `isShown`: the widget is on the screen and draws frames. */
  async take(count: number, isShown: boolean): Promise<Press[]> {
    const presses: Pressed[] = [];
    while (presses.length < count) {
      presses.push(await this.#one('pause', isShown));
      presses.push(await this.#one('resume', isShown));
      await this.#widget.evaluate('window.benchWords.is("Recording")');
    }
    return presses.map(({ pressedAt, entry, keyAt, wireAt, seenAt }) => ({
      keyToWire: wireAt - keyAt,
      keyToWidget: seenAt - keyAt,
      pressToServer: this.#arrivals.at(entry) - pressedAt,
    }));
  }

  async #one(key: keyof typeof keys, isShown: boolean): Promise<Pressed> {
    // Nobody presses in step with the reads of the app.
    await delay(20 + Math.random() * 60);
    const index = Number(await this.#widget.evaluate('window.benchWords.count()'));
    const arrives = this.#arrivals.next(endpoints[key]);
    const pressedAt = performance.now();
    this.#keyboard.press(key);
    const entry = await arrives;
    const answered = this.#arrivals.answered(entry.number);
    const told = await this.#widget.evaluate(`window.benchWords.entry(${String(index)}, ${String(isShown)})`);
    const { setAt, drawnAt } = v.parse(entrySchema, JSON.parse(String(told)));
    await answered;
    const { keyAt, wireAt } = v.parse(keySchema, JSON.parse(String(await this.#main.evaluate('benchKey()'))));
    return {
      pressedAt,
      entry,
      keyAt: keyAt + this.#aheadMs.main,
      wireAt: wireAt + this.#aheadMs.main,
      seenAt: (drawnAt ?? setAt) + this.#aheadMs.widget,
    };
  }
}
