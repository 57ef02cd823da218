// Serves the windows under the app's own scheme, with a policy that gives the page no network.
import type { Readable } from 'node:stream';
import { protocol } from 'electron';
import { answerAudio, audioIdOf, type FindAudio } from '../audio-answer.ts';
import { pageHeaders, readRendererFile } from '../renderer-files.ts';
import { host, parseUrl, scheme } from './app-scheme.ts';

/** Serves the built windows, and the audio that they have opened, under the scheme. Call once the app is ready. */
export function serveRenderer(folder: string, findAudio: FindAudio, onFault: (error: unknown) => void): void {
  const headers = pageHeaders("'none'");
  protocol.handle(scheme, async (request) => {
    const url = parseUrl(request.url);
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
