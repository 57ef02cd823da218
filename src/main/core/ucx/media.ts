// The audio of a completed recording (docs/ucx-api.md B3): a stream that is passed on as it arrives.
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { isGuid } from '../../../shared/domain/text/guid.ts';
import { problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { audioHeadBytes, audioHeadOf, formatOf } from '../platform/audio/audio-head.ts';
import type { Media, UcxResult } from './client-types.ts';
import type { EndpointCaller } from './transport/endpoint-call.ts';
import { failureOfWire, failureUnreadable, failureUnsent } from './errors.ts';
import { wireFailureOf } from './transport/wire-failure.ts';

/**
 * Opens the audio of the recording `id`, once its first bytes have shown that it is audio. The stream fails with an error that wireFailureOf
 * can name: also when it is cut, when `signal` aborts, and when the server sends nothing for the idle limit although it is read.
 */
export async function openMedia(
  caller: EndpointCaller,
  root: string,
  id: string,
  answerMs: number,
  signal: AbortSignal | undefined,
): UcxResult<Media> {
  if (!isGuid(id)) return err(failureUnsent('media', problem('media/id-invalid', { host: caller.host })));
  const answer = await caller.open({
    endpoint: 'media',
    method: 'GET',
    path: `${root}/${id}/Media`,
    headers: { Accept: 'audio/mpeg, */*;q=0.1' },
    answerMs,
    signal,
  });
  if (!answer.ok) {
    const isPart = answer.error.status === 206;
    return isPart ? err({ ...answer.error, problem: problem('media/part', { host: caller.host }) }) : answer;
  }
  const { header, status } = answer.value;
  const refused = (code: ProblemCode): Awaited<UcxResult<Media>> => {
    answer.value.body.destroy();
    const failure = failureUnreadable('media', status, caller.host);
    return err({ ...failure, problem: problem(code, { host: caller.host }) });
  };
  const contentType = header('content-type');
  // A page of text is no audio, whatever the status says: a sign-in page of something on the way, saved as an MP3.
  if (/^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|xhtml))/i.test(contentType ?? ''))
    return refused('media/text');
  // A part is not the whole, whatever the status says.
  if (header('content-range') !== null) return refused('media/part');
  const decoded = decodedBody(answer.value.body, header('content-encoding'));
  if (decoded === null) return refused('media/packed');
  const looked = await lookInto(decoded);
  if (!looked.ok) return err(failureOfWire('media', wireFailureOf(looked.error, caller.host), status));
  const { head, stream } = looked.value;
  const { kind } = audioHeadOf(head);
  const format = formatOf(kind);
  if (format === null) {
    decoded.destroy();
    return refused(kind === 'text' ? 'media/text' : 'media/packed');
  }
  const length = header('content-length');
  const isNamed = decoded === answer.value.body && length !== null && /^\d{1,15}$/.test(length);
  return ok({ stream, contentType, format, length: isNamed ? Number(length) : null });
}

/** The body without the coding it was sent in (RFC 9110, section 8.4.1); null for one that is not known. */
function decodedBody(body: Readable, encoding: string | null): Readable | null {
  const coding = encoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return body;
  const decoder = /^(?:x-)?gzip$|^deflate$/.test(coding)
    ? createUnzip()
    : coding === 'br'
      ? createBrotliDecompress()
      : null;
  if (decoder === null) return null;
  // Ends the one when the other ends or fails; the reader of the decoded bytes gets the failure.
  pipeline(body, decoder, () => undefined);
  return decoder;
}

type Looked = { readonly head: Uint8Array; readonly stream: Readable };

/** Waits for enough bytes to tell what they are; `stream` has all of them once more. */
function lookInto(body: Readable): Promise<Result<Looked, unknown>> {
  return new Promise((resolve) => {
    let head = Buffer.alloc(0);
    const done = (result: Result<Looked, unknown>): void => {
      body.off('readable', look).off('end', end).off('error', fail).off('close', fail);
      resolve(result);
    };
    const look = (): void => {
      for (let part: unknown = body.read(); part instanceof Uint8Array; part = body.read())
        head = Buffer.concat([head, part]);
      if (head.length < audioHeadBytes) return;
      body.unshift(head);
      done(ok({ head: head.subarray(0, audioHeadBytes), stream: body }));
    };
    // Nothing can be put back into what has ended.
    const end = (): void => {
      done(ok({ head, stream: Readable.from(head.length === 0 ? [] : [head], { objectMode: false }) }));
    };
    const fail = (): void => {
      done(err(body.errored));
    };
    body.on('readable', look).once('end', end).once('error', fail).once('close', fail);
  });
}
