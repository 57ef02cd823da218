// Binds the contract to WebSockets: each page of the preview is one socket, and the same table answers it as in Electron.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import * as v from 'valibot';
import { dispatch, type DispatchOptions } from '../main/core/api/dispatch.ts';
import type { CallHandlers, EventName, EventPayload } from '../shared/ipc/ipc-table.ts';
import { problem } from '../shared/domain/problem.ts';
import { err } from '../shared/domain/result.ts';
import { pageNameSchema, requestSchema, type Message, type PageName } from './wire.ts';

/** Largest message of a page in bytes; the largest call of the contract is a tenth of it. */
const maxMessageBytes = 65_536;

export type SocketBinding = {
  /** Takes over a connection whose sender was found to be ours. */
  accept(request: IncomingMessage, connection: Duplex, head: Buffer, page: PageName): void;
  /** Refuses a connection by name, with status 403. */
  refuse(connection: Duplex): void;
  push<N extends EventName>(name: N, payload: EventPayload<N>, page?: PageName): void;
  /** Shows a page: asks the pages that have no such sibling to open it. Answers whether that page was open already. */
  open(page: PageName): boolean;
  /** Calls back when a page of that name connects next. */
  onceConnected(page: PageName, listener: () => void): void;
  dispose(): void;
};

export type SocketOptions = DispatchOptions & {
  readonly handlers: CallHandlers;
  /** Called for each page that connects, to bring it up to date. */
  readonly onConnect: (send: (message: Message) => void) => void;
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a page of another sender gets: status 403 and the named problem. */
function refuse(connection: Duplex): void {
  const body = JSON.stringify(err(problem('sender-refused')));
  connection.end(
    `HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
}

function send(socket: WebSocket, message: Message): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

async function answer(socket: WebSocket, text: string, options: SocketOptions): Promise<void> {
  const parsed = v.safeParse(requestSchema, readJson(text));
  if (!parsed.success) {
    // Nobody can be answered: a message without an id is not ours.
    socket.close(1008, 'input-invalid');
    return;
  }
  const { id, name, input } = parsed.output;
  send(socket, { id, result: await dispatch(options.handlers, name, input, options) });
}

export function bindSocket(options: SocketOptions): SocketBinding {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, clientTracking: false });
  const pages = new Map<WebSocket, PageName>();
  const waiting = new Map<PageName, () => void>();

  const connected = (socket: WebSocket, page: PageName): void => {
    pages.set(socket, page);
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('close', () => pages.delete(socket));
    socket.on('message', (data, isBinary) => {
      if (isBinary || !(data instanceof Buffer)) socket.close(1003, 'input-invalid');
      else void answer(socket, data.toString('utf8'), options);
    });
    options.onConnect((message) => {
      send(socket, message);
    });
    const listener = waiting.get(page);
    waiting.delete(page);
    listener?.();
  };

  return pageSockets(server, pages, waiting, connected);
}

function pageSockets(
  server: WebSocketServer,
  pages: Map<WebSocket, PageName>,
  waiting: Map<PageName, () => void>,
  connected: (socket: WebSocket, page: PageName) => void,
): SocketBinding {
  return {
    accept: (request, connection, head, page) => {
      server.handleUpgrade(request, connection, head, (socket) => {
        connected(socket, page);
      });
    },
    refuse,
    push: (name, payload, page) => {
      for (const [socket, itsPage] of pages) {
        if (page === undefined || page === itsPage) send(socket, { event: name, payload });
      }
    },
    open: (page) => {
      const isOpen = [...pages.values()].includes(page);
      if (!isOpen) for (const socket of pages.keys()) send(socket, { open: page });
      return isOpen;
    },
    onceConnected: (page, listener) => {
      waiting.set(page, listener);
    },
    dispose: () => {
      for (const socket of pages.keys()) socket.terminate();
      pages.clear();
      server.close();
    },
  };
}

/** The page that a socket's query names, or null. */
export function pageOfQuery(query: URLSearchParams): PageName | null {
  const parsed = v.safeParse(pageNameSchema, query.get('page'));
  return parsed.success ? parsed.output : null;
}
