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

const entrySchema = v.object({ word: v.string(), setAt: v.number(), drawnAt: v.nullable(v.number()) });

/** All in milliseconds since the press. */
export type Press = { readonly toWire: number; readonly toWidget: number };

export class Presses {
  readonly #widget: Debugger;
  readonly #arrivals: Arrivals;
  readonly #keyboard: Keyboard;
  /** What performance.now() of this process is ahead of that of the page. */
  readonly #aheadMs: number;

  private constructor(widget: Debugger, arrivals: Arrivals, keyboard: Keyboard, aheadMs: number) {
    this.#widget = widget;
    this.#arrivals = arrivals;
    this.#keyboard = keyboard;
    this.#aheadMs = aheadMs;
  }

  static async on(widget: Debugger, arrivals: Arrivals, keyboard: Keyboard): Promise<Presses> {
    await widget.evaluate(watchWords);
    await widget.evaluate('window.benchWords.is("Recording")');
    const origin = Number(await widget.evaluate('performance.timeOrigin'));
    return new Presses(widget, arrivals, keyboard, origin - performance.timeOrigin);
  }

  /** Presses pause and resume in turn, each when the one before was carried out. `isShown`: the widget is on the screen and draws frames. */
  async take(count: number, isShown: boolean): Promise<Press[]> {
    const presses: {
      readonly pressedAt: number;
      readonly entry: Parameters<Arrivals['at']>[0];
      readonly seenAt: number;
    }[] = [];
    while (presses.length < count) {
      presses.push(await this.#one('pause', isShown));
      presses.push(await this.#one('resume', isShown));
      await this.#widget.evaluate('window.benchWords.is("Recording")');
    }
    return presses.map(({ pressedAt, entry, seenAt }) => ({
      toWire: this.#arrivals.at(entry) - pressedAt,
      toWidget: seenAt - pressedAt,
    }));
  }

  async #one(
    key: keyof typeof keys,
    isShown: boolean,
  ): Promise<{ pressedAt: number; entry: Parameters<Arrivals['at']>[0]; seenAt: number }> {
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
    return { pressedAt, entry, seenAt: (drawnAt ?? setAt) + this.#aheadMs };
  }
}
