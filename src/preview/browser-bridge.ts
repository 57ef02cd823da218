// The browser's half of the preview: gives the page the same `window.sidetone` as the app, over a socket that comes back when it drops.
import * as v from 'valibot';
import { callNames, calls, events, eventNames, problemResultSchema } from '../shared/ipc/ipc-table.ts';
import type { Bridge, CallName, CallResult, EventName, EventPayload } from '../shared/ipc/ipc-table.ts';
import { problem } from '../shared/domain/problem.ts';
import { err, ok } from '../shared/domain/result.ts';
import { silentSnapshot } from '../shared/ipc/silent-core.ts';
import { filesPage } from './file-wire.ts';
import { sendFiles, type FileSocketLike } from './send-files.ts';
import { messageSchema, socketPath, type PageName } from './wire.ts';
import type { Snapshot } from '../shared/ipc/snapshot.ts';

/** The part of the browser's WebSocket that is used; tests hand in a fake. */
type SocketLike = {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};

export type BrowserBridgeOptions = {
  readonly connect: () => SocketLike;
  /** A socket of its own for each handing-over of files. */
  readonly connectForFiles: () => FileSocketLike;
  /** Runs the callback after so many milliseconds. */
  readonly later: (ms: number, callback: () => void) => void;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly openPage: (page: PageName) => void;
};

const openState = 1;
/** Milliseconds between attempts to come back: doubled each time, up to the second figure. */
const firstDelayMs = 250;
const longestDelayMs = 4000;

const snapshotAnswer = v.object({ ok: v.literal(true), value: events.snapshot });
const okSchema = v.object({ ok: v.literal(true), value: v.unknown() });

/** Typed answer of one call from what came over the socket; `internal` when it breaks the contract. */
function readResult<N extends CallName>(name: N, data: unknown): CallResult<N> {
  const failed = v.safeParse(problemResultSchema, data);
  if (failed.success) return err(failed.output.error);
  const good = v.safeParse(okSchema, data);
  if (good.success) {
    const value = v.safeParse<(typeof calls)[N]['output']>(calls[name].output, good.output.value);
    if (value.success) return ok(value.output);
  }
  return err(problem('internal', { call: name }));
}

type Listeners = { [N in EventName]: Set<(payload: EventPayload<N>) => void> };

/** The events that reach the page. Snapshots made here push the core's revisions up, so that the page's own order still holds. */
class PageEvents {
  readonly #listeners: Listeners = {
    snapshot: new Set(),
    boardChanged: new Set(),
    navigate: new Set(),
    mainWindow: new Set(),
    attention: new Set(),
  };
  readonly #monotonic: () => number;
  #last: { readonly snapshot: Snapshot; readonly at: number } | null = null;
  #revisionShift = 0;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  readonly on: Bridge['on'] = (name, listener) => {
    if (!eventNames.includes(name)) throw new Error('There is no such event in the contract');
    this.#listeners[name].add(listener);
    return () => {
      this.#listeners[name].delete(listener);
    };
  };

  /** What comes over a new socket is newer than anything said about the old one. */
  startAnew(): void {
    this.#revisionShift += 1;
  }

  /** An event as it came over the socket; one that breaks the contract is left out. */
  receive(event: string, data: unknown): void {
    const name = eventNames.find((each) => each === event);
    if (name === 'snapshot') {
      const snapshot = v.safeParse(events.snapshot, data);
      if (!snapshot.success) return;
      this.#last = { snapshot: snapshot.output, at: this.#monotonic() };
      this.#emit('snapshot', this.#shift(snapshot.output));
    } else if (name !== undefined) this.#receiveOther(name, data);
  }

  /** Tells the page that what it shows is no longer known. */
  lost(): void {
    if (this.#last === null) return;
    this.startAnew();
    this.#emit('snapshot', silentSnapshot(this.#shift(this.#last.snapshot), this.#monotonic() - this.#last.at));
  }

  /** The page orders snapshots by their revision, however they reached it. */
  shiftAnswer(answer: unknown): unknown {
    const snapshot = v.safeParse(snapshotAnswer, answer);
    return snapshot.success ? { ok: true, value: this.#shift(snapshot.output.value) } : answer;
  }

  #receiveOther<N extends EventName>(name: N, data: unknown): void {
    const parsed = v.safeParse<(typeof events)[N]>(events[name], data);
    if (parsed.success) this.#emit(name, parsed.output);
  }

  #emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of [...this.#listeners[name]]) listener(payload);
  }

  #shift(snapshot: Snapshot): Snapshot {
    return { ...snapshot, revision: snapshot.revision + this.#revisionShift };
  }
}

const lost = err(problem('server-connection-lost'));

/** A socket that comes back when it drops, and the calls that wait for their answers over it. */
class ReturningSocket {
  readonly #options: BrowserBridgeOptions;
  readonly #events: PageEvents;
  readonly #waiting = new Map<number, (data: unknown) => void>();
  #socket: SocketLike;
  #opened: Promise<boolean>;
  #nextId = 1;
  #delayMs = firstDelayMs;

  constructor(options: BrowserBridgeOptions, pageEvents: PageEvents) {
    this.#options = options;
    this.#events = pageEvents;
    [this.#socket, this.#opened] = this.#connect();
  }

  /** The answer to a call, as it came; {@link lost} where there is no socket. */
  async ask(name: unknown, input: unknown): Promise<unknown> {
    // The first call of a page comes before its socket is open.
    if (!(await this.#opened) || this.#socket.readyState !== openState) return lost;
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, name, input }));
    });
  }

  #connect(): [SocketLike, Promise<boolean>] {
    this.#events.startAnew();
    const socket = this.#options.connect();
    const opened = new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => {
        this.#delayMs = firstDelayMs;
        resolve(true);
      });
      socket.addEventListener('close', () => {
        resolve(false);
        this.#dropped();
      });
    });
    socket.addEventListener('message', (event) => {
      this.#received(event.data);
    });
    return [socket, opened];
  }

  #dropped(): void {
    const answers = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of answers) answer(lost);
    this.#events.lost();
    this.#options.later(this.#delayMs, () => {
      [this.#socket, this.#opened] = this.#connect();
    });
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
  }

  #received(text: unknown): void {
    if (typeof text !== 'string') return;
    const parsed = v.safeParse(messageSchema, JSON.parse(text));
    if (!parsed.success) return;
    const message = parsed.output;
    if ('id' in message) {
      this.#waiting.get(message.id)?.(message.result);
      this.#waiting.delete(message.id);
    } else if ('open' in message) this.#options.openPage(message.open);
    else this.#events.receive(message.event, message.payload);
  }
}

/**
 * Makes the bridge. While the socket is down every call fails with `server-connection-lost`, and the page is told at once by a
 * snapshot in state `offline`: what the core knew before the drop must not be drawn as present.
 */
export function browserBridge(options: BrowserBridgeOptions): Bridge {
  const pageEvents = new PageEvents(options.monotonic);
  const socket = new ReturningSocket(options, pageEvents);

  const call: Bridge['call'] = async (name, input) => {
    const raw = await socket.ask(name, input);
    const answer = name === 'snapshot.get' ? pageEvents.shiftAnswer(raw) : raw;
    // A name that is not in the contract is still sent, and refused by the other end.
    if (!callNames.includes(name)) {
      const refused = v.safeParse(problemResultSchema, answer);
      return err(refused.success ? refused.output.error : problem('call-unknown'));
    }
    return readResult(name, answer);
  };

  return { call, addFiles: (files) => sendFiles(options.connectForFiles, files), on: pageEvents.on };
}

/** The address of the socket for files: the one address that the policy of the page allows, with another query. */
export function filesUrl(page: URL): string {
  const url = new URL(socketUrl(page));
  url.search = `?page=${filesPage}`;
  return url.href;
}

export function socketUrl(page: URL): string {
  const url = new URL(socketPath, page);
  url.protocol = 'ws:';
  url.search = `?page=${page.pathname.endsWith('widget.html') ? 'widget' : 'main'}`;
  return url.href;
}
