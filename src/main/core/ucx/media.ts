// The audio of a completed recording (docs/ucx-api.md B3): a stream that is passed on as it arrives.
import { isGuid } from '../../../shared/domain/guid.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Media, UcxResult } from './client-types.ts';
import type { EndpointCaller } from './transport/endpoint-call.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';

/**
 * Opens the audio of the recording `id`. The stream fails with an error that wireFailureOf can name: also when it is cut, when
 * `signal` aborts, and when the server sends nothing for the idle limit although it is read.
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
  if (!answer.ok) return answer;
  const { body, header, status } = answer.value;
  const contentType = header('content-type');
  // A page of text is no audio, whatever the status says: a sign-in page of something on the way, saved as an MP3.
  if (status !== 200 || /^(?:text\/|application\/(?:json|xml|xhtml))/i.test(contentType ?? '')) {
    body.destroy();
    return err(failureUnreadable('media', status, caller.host));
  }
  const length = header('content-length');
  const lengthNumber = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
  return ok({ stream: body, contentType, length: lengthNumber });
}
