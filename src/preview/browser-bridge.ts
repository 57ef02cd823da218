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

/**
 * Makes the bridge. While the socket is down every call fails with `server-connection-lost`, and the page is told at once by a
 * snapshot in state `offline`: what the core knew before the drop must not be drawn as present.
 */
export function browserBridge(options: BrowserBridgeOptions): Bridge {
  const listeners: Listeners = {
    snapshot: new Set(),
    boardChanged: new Set(),
    navigate: new Set(),
    mainWindow: new Set(),
    attention: new Set(),
  };
  const waiting = new Map<number, (data: unknown) => void>();
  const lost = err(problem('server-connection-lost'));
  let socket: SocketLike;
  let opened: Promise<boolean>;
  let nextId = 1;
  let delayMs = firstDelayMs;
  let last: { readonly snapshot: Snapshot; readonly at: number } | null = null;
  /** Snapshots made here push the core's revisions up, so that the page's own order still holds. */
  let revisionShift = 0;

  const shift = (snapshot: Snapshot): Snapshot => ({ ...snapshot, revision: snapshot.revision + revisionShift });

  const emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    for (const listener of [...listeners[name]]) listener(payload);
  };

  const receive = <N extends EventName>(name: N, data: unknown): void => {
    const parsed = v.safeParse<(typeof events)[N]>(events[name], data);
    if (parsed.success) emit(name, parsed.output);
  };

  const received = (text: unknown): void => {
    if (typeof text !== 'string') return;
    const parsed = v.safeParse(messageSchema, JSON.parse(text));
    if (!parsed.success) return;
    const message = parsed.output;
    if ('id' in message) {
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    } else if ('open' in message) {
      options.openPage(message.open);
    } else if (message.event === 'snapshot') {
      const snapshot = v.safeParse(events.snapshot, message.payload);
      if (!snapshot.success) return;
      last = { snapshot: snapshot.output, at: options.monotonic() };
      emit('snapshot', shift(snapshot.output));
    } else {
      const name = eventNames.find((each) => each === message.event);
      if (name !== undefined) receive(name, message.payload);
    }
  };

  const dropped = (): void => {
    const answers = [...waiting.values()];
    waiting.clear();
    for (const answer of answers) answer(lost);
    if (last !== null) {
      revisionShift += 1;
      emit('snapshot', silentSnapshot(shift(last.snapshot), options.monotonic() - last.at));
    }
    options.later(delayMs, connect);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  };

  const connect = (): void => {
    // What comes over a new socket is newer than anything said about the old one.
    revisionShift += 1;
    const mine = options.connect();
    socket = mine;
    opened = new Promise((resolve) => {
      mine.addEventListener('open', () => {
        delayMs = firstDelayMs;
        resolve(true);
      });
      mine.addEventListener('close', () => {
        resolve(false);
        dropped();
      });
    });
    mine.addEventListener('message', (event) => {
      received(event.data);
    });
  };

  const ask = async (name: unknown, input: unknown): Promise<unknown> => {
    // The first call of a page comes before its socket is open.
    if (!(await opened) || socket.readyState !== openState) return lost;
    const id = nextId;
    nextId += 1;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, name, input }));
    });
  };

  connect();

  /** The page orders snapshots by their revision, however they reached it. */
  const shiftAnswer = (answer: unknown): unknown => {
    const snapshot = v.safeParse(snapshotAnswer, answer);
    return snapshot.success ? { ok: true, value: shift(snapshot.output.value) } : answer;
  };

  const call: Bridge['call'] = async (name, input) => {
    const raw = await ask(name, input);
    const answer = name === 'snapshot.get' ? shiftAnswer(raw) : raw;
    // A name that is not in the contract is still sent, and refused by the other end.
    if (!callNames.includes(name)) {
      const refused = v.safeParse(problemResultSchema, answer);
      return err(refused.success ? refused.output.error : problem('call-unknown'));
    }
    return readResult(name, answer);
  };

  return {
    call,
    addFiles: (files) => sendFiles(options.connectForFiles, files),
    on: (name, listener) => {
      if (!eventNames.includes(name)) throw new Error('There is no such event in the contract');
      listeners[name].add(listener);
      return () => {
        listeners[name].delete(listener);
      };
    },
  };
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
