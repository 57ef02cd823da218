// The web server of the preview: the built windows on loopback, behind a token in the path, for one person's browser.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerAudio, audioIdOf, type FindAudio } from '../main/audio-answer.ts';
import type { Log } from '../main/core/platform/ports.ts';
import { pageHeaders, readRendererFile } from '../main/renderer-files.ts';
import type { FileIntake } from './file-intake.ts';
import { filesPage } from './file-wire.ts';
import { pageOfQuery, type SocketBinding } from './socket.ts';
import { socketPath } from './wire.ts';

const bridgeName = 'sidetone-bridge.js';

export type PreviewHostOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Folder of the built windows. */
  readonly rendererFolder: string;
  /** The built script that gives a page `window.sidetone`. */
  readonly bridgeFile: string;
  readonly socket: SocketBinding;
  /** Takes files of the pages; none are taken without. */
  readonly files?: FileIntake;
  readonly log: Log;
  /** Audio that a page has opened; none is served without. */
  readonly findAudio?: FindAudio;
};

export type PreviewHost = {
  /** Address with the token, ending in a slash. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
};

/** Compares two secrets in a time that does not depend on where they differ. */
function sameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Puts the bridge before the first script of a page, as a file: the policy allows no inline script. */
export function withBridge(html: string): string {
  const tag = `<script src="./${bridgeName}"></script>`;
  const at = html.search(/<script\b/iu);
  if (at >= 0) return `${html.slice(0, at)}${tag}${html.slice(at)}`;
  return html.replace(/<\/head>/iu, `${tag}</head>`);
}

/** The host this request was sent to, when it is ours: anything else is a page elsewhere that made its own name point here. */
function ownHost(request: IncomingMessage, port: number): string | null {
  const { host } = request.headers;
  const allowed = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  return host !== undefined && allowed.includes(host) ? host : null;
}

/** Path below the token with its leading slash, and the query; null when the token is wrong. */
function belowToken(request: IncomingMessage, token: string): URL | null {
  const target = (request.url ?? '').replace(/^[^?]*/u, (path) => path.replace(/\/{2,}/gu, '/'));
  const base = 'http://preview.invalid';
  if (!target.startsWith('/') || !URL.canParse(target, base)) return null;
  const url = new URL(target, base);
  const [, given = '', ...rest] = url.pathname.split('/');
  if (!sameSecret(given, token)) return null;
  return new URL(`/${rest.join('/')}${url.search}`, base);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: PreviewHostOptions,
  place: { readonly token: string; readonly port: number },
): Promise<void> {
  const host = ownHost(request, place.port);
  const url = host === null ? null : belowToken(request, place.token);
  if (host === null || url === null || (request.method !== 'GET' && request.method !== 'HEAD')) {
    const headers = { ...pageHeaders("'none'"), 'Content-Type': 'text/plain; charset=utf-8' };
    response.writeHead(host === null ? 403 : url === null ? 404 : 405, headers);
    response.end('Nothing is here. The address that the preview printed, with its token, leads to Sidetone.\n');
    return;
  }
  if (url.pathname === '/') {
    response.writeHead(302, { ...pageHeaders("'none'"), Location: `/${place.token}/main.html${url.search}` }).end();
    return;
  }
  const audioId = audioIdOf(url.pathname);
  if (audioId !== null) {
    await sendAudio(request, response, options.findAudio ?? noAudio, audioId);
    return;
  }
  const headers = pageHeaders(`ws://${host}/${place.token}/${socketPath}`);
  const file =
    url.pathname === `/${bridgeName}`
      ? { body: await readFile(options.bridgeFile), contentType: 'text/javascript; charset=utf-8' }
      : await readRendererFile(options.rendererFolder, url.pathname);
  if (file === null) {
    response.writeHead(404, headers).end();
    return;
  }
  const isPage = file.contentType.startsWith('text/html');
  const body = isPage ? Buffer.from(withBridge(file.body.toString('utf8'))) : file.body;
  response.writeHead(200, { ...headers, 'Content-Type': file.contentType, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const noAudio: FindAudio = () => Promise.resolve(null);

async function sendAudio(
  request: IncomingMessage,
  response: ServerResponse,
  findAudio: FindAudio,
  recordingId: string,
): Promise<void> {
  const { status, headers, body } = await answerAudio(findAudio, recordingId, request.headers.range ?? null);
  response.writeHead(status, { ...pageHeaders("'none'"), ...headers });
  if (body === null || request.method === 'HEAD') {
    body?.destroy();
    response.end();
    return;
  }
  // A media element leaves in the middle whenever it has heard enough.
  await pipeline(body, response).catch(() => undefined);
}

function upgrade(
  request: IncomingMessage,
  connection: Duplex,
  head: Buffer,
  options: PreviewHostOptions,
  place: { readonly token: string; readonly port: number },
): void {
  const host = ownHost(request, place.port);
  const url = host === null ? null : belowToken(request, place.token);
  const query = url === null || url.pathname !== `/${socketPath}` ? null : url.searchParams;
  const page = query === null ? null : pageOfQuery(query);
  const files = query?.get('page') === filesPage ? options.files : undefined;
  if (host === null || (page === null && files === undefined) || request.headers.origin !== `http://${host}`) {
    options.log.warn('socket refused', { code: 'sender-refused' });
    options.socket.refuse(connection);
    return;
  }
  if (page === null) {
    files?.accept(request, connection, head);
    return;
  }
  options.socket.accept(request, connection, head, page);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });
}

/** Serves the preview. Rejects with a Node system error (EADDRINUSE, EACCES) when the port cannot be had. */
export async function startPreviewHost(options: PreviewHostOptions): Promise<PreviewHost> {
  const place = { token: randomBytes(24).toString('base64url'), port: 0 };
  const server = createServer((request, response) => {
    answer(request, response, options, place).catch((error: unknown) => {
      options.log.error('a page of the preview could not be served', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy());
    upgrade(request, connection, head, options, place);
  });
  place.port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${String(place.port)}/${place.token}/`,
    port: place.port,
    close: () =>
      new Promise((resolve) => {
        options.socket.dispose();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
