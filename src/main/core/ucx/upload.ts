// The upload of a recording (docs/ucx-api.md B4): two parts in one stream of known length, so that memory stays the same for any size.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { formatUploadInstant } from '../../../shared/domain/text/date-time.ts';
import { formatDuration } from '../../../shared/domain/text/duration.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { mostUploadBytes } from '../../../shared/ipc/uploads.ts';
import type { UcxResult, UploadAudio, UploadMetadata } from './client-types.ts';
import { directionNumber } from './completed-query.ts';
import type { EndpointCaller } from './transport/endpoint-call.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';
import { parseUploadedId } from './schemas.ts';
import { WireError } from './transport/wire-failure.ts';

const answerBytes = 64 * 1024;

/** The `jsondata` part as the vendor names its fields (C6). */
export function uploadJson(metadata: UploadMetadata): string {
  const { startDateTime, durationMs, direction, localParty, remoteParty, notes, preserved, pbxInfo } = metadata;
  return JSON.stringify({
    startDateTime: formatUploadInstant(startDateTime),
    duration: formatDuration(durationMs),
    direction: directionNumber(direction),
    localParty: { username: localParty.username, phoneNumber: localParty.phoneNumber },
    ...(remoteParty === undefined ? {} : { remoteParty: { phoneNumber: remoteParty.phoneNumber } }),
    ...(notes === undefined ? {} : { notes }),
    ...(preserved === undefined ? {} : { preserved }),
    ...(pbxInfo === undefined ? {} : { pbxInfo }),
  });
}

/** A file name that is safe in a header: ASCII, no path, no quotes, at most 100 characters. */
export function headerSafeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const safe = last.replace(/[^A-Za-z0-9 ._()-]/g, '_').replace(/^[. ]+/, '');
  return safe === '' ? 'recording' : safe.slice(-100);
}

function headerSafeContentType(contentType: string): string {
  return /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i.test(contentType) ? contentType : 'application/octet-stream';
}

export type MultipartBody = {
  readonly stream: Readable;
  /** Exact length in bytes. */
  readonly length: number;
  readonly contentType: string;
};

/** The two parts as one stream. It fails with `sourceFailure` when the audio has another length than announced, or cannot be read. */
export function multipartBody(json: string, audio: UploadAudio, sourceFailure: Error, boundary: string): MultipartBody {
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="jsondata"\r\nContent-Type: application/json\r\n\r\n${json}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="attachment"; filename="${headerSafeFileName(audio.fileName)}"\r\n` +
      `Content-Type: ${headerSafeContentType(audio.contentType)}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield head;
    let sent = 0;
    try {
      for await (const chunk of audio.stream as AsyncIterable<Uint8Array>) {
        sent += chunk.byteLength;
        if (sent > audio.length) throw sourceFailure;
        yield chunk;
      }
    } catch {
      throw sourceFailure;
    }
    if (sent !== audio.length) throw sourceFailure;
    yield tail;
  }
  return {
    // One chunk ahead at most: the source is read as quickly as the connection takes it.
    stream: Readable.from(parts(), { objectMode: true, highWaterMark: 1 }),
    length: head.length + audio.length + tail.length,
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

export type UploadTarget = {
  readonly path: string;
  /** Milliseconds from the sent body to the head of the answer. */
  readonly answerMs: number;
};

/** Sends the recording. The audio stream is read to its end or destroyed, whatever happens. */
export async function uploadRecording(
  caller: EndpointCaller,
  { path, answerMs }: UploadTarget,
  metadata: UploadMetadata,
  audio: UploadAudio,
  signal: AbortSignal | undefined,
): UcxResult<{ readonly id: string }> {
  try {
    if (audio.length > mostUploadBytes) {
      return err(failureUnsent('upload', problem('upload/too-large', { host: caller.host })));
    }
    const sourceFailure = new WireError({ problem: problem('upload/source-failed'), cancelled: false });
    const body = multipartBody(uploadJson(metadata), audio, sourceFailure, `sidetone-${randomUUID()}`);
    const answer = await caller.json(
      {
        endpoint: 'upload',
        method: 'POST',
        path,
        headers: { 'Content-Type': body.contentType, 'Content-Length': String(body.length) },
        body: body.stream,
        ...(audio.onWritten === undefined ? {} : { onWritten: audio.onWritten }),
        answerMs,
        signal,
      },
      answerBytes,
    );
    body.stream.destroy();
    if (!answer.ok) return answer;
    const id = parseUploadedId(answer.value.json);
    return id === null ? err(failureUnreadable('upload', answer.value.status, caller.host)) : ok({ id });
  } finally {
    audio.stream.destroy();
  }
}
