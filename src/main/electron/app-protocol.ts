// The app's own scheme: the only place a window's files come from, with a policy that gives the page no network.
import type { Readable } from 'node:stream';
import { protocol } from 'electron';
import { answerAudio, audioIdOf, type FindAudio } from '../audio-answer.ts';
import { pageHeaders, readRendererFile } from '../renderer-files.ts';

const scheme = 'sidetone-app';
const host = 'app';
const pages = new Set(['/main.html', '/widget.html']);

export type PageName = 'main' | 'widget';

export function pageUrl(page: PageName): string {
  return `${scheme}://${host}/${page}.html`;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** Whether an address is one of the two pages of this app. */
export function isOwnPage(url: string): boolean {
  const parsed = parse(url);
  return parsed !== null && parsed.protocol === `${scheme}:` && parsed.host === host && pages.has(parsed.pathname);
}

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, stream: true } }]);
}

/** Serves the built windows, and the audio that they have opened, under the scheme. Call once the app is ready. */
export function serveRenderer(folder: string, findAudio: FindAudio, onFault: (error: unknown) => void): void {
  const headers = pageHeaders("'none'");
  protocol.handle(scheme, async (request) => {
    const url = parse(request.url);
    if (request.method !== 'GET' || url === null || url.host !== host)
      return new Response(null, { status: 404, headers });
    try {
      const audioId = audioIdOf(url.pathname);
      if (audioId !== null) {
        const answer = await answerAudio(findAudio, audioId, request.headers.get('range'));
        const body = answer.body === null ? null : webStream(answer.body);
        return new Response(body, { status: answer.status, headers: { ...headers, ...answer.headers } });
      }
      const file = await readRendererFile(folder, url.pathname);
      if (file === null) return new Response(null, { status: 404, headers });
      return new Response(new Uint8Array(file.body), { headers: { ...headers, 'Content-Type': file.contentType } });
    } catch (error) {
      onFault(error);
      return new Response(null, { status: 500, headers });
    }
  });
}

/** The bytes of a stream of Node's as the web has them; whoever stops listening ends it. */
function webStream(body: Readable): ReadableStream<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next: IteratorResult<unknown> = await parts.next();
      if (next.done === true) controller.close();
      else if (next.value instanceof Uint8Array) controller.enqueue(next.value);
    },
    cancel() {
      body.destroy();
    },
  });
}
