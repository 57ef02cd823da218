// One recording from the server to one whole file: `.part` beside the target, SHA-256 on the way, fsync, then a rename that cannot overwrite.
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { numberedFileName, safeBaseName } from '../../shared/file-name.ts';
import { problem, type Problem } from '../../shared/problem.ts';
import { codeOf } from './node-files.ts';
import type { Files, WriteHandle } from './ports.ts';
import type { Media, UcxClient } from './ucx/client-types.ts';

export const partEnding = '.sidetone-part';

export type SaveRequest = {
  readonly client: UcxClient;
  readonly files: Files;
  readonly folder: string;
  readonly recordingId: string;
  /** Any text; it is made safe here. */
  readonly baseName: string;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
};

export type SaveOutcome =
  | {
      readonly kind: 'saved';
      readonly path: string;
      readonly fileName: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly verified: 'hash' | 'size' | 'nothing';
      /** A hash of the server that does not fit is a warning: the vendor does not say which form of the file it covers. */
      readonly warning: Problem | null;
    }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** Bytes gathered before one write: large enough that the disk is not asked for every packet. */
const writeSize = 1024 * 1024;

/** Never throws. On failure and on cancel nothing of the file is left. */
export async function saveMedia(request: SaveRequest): Promise<SaveOutcome> {
  const { client, files, folder, signal } = request;
  const answer = await client.media(request.recordingId, signal);
  if (!answer.ok) {
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', problem: answer.error.problem };
  }
  const media = answer.value;
  const part = join(folder, `${safeBaseName(request.baseName)}.${randomUUID().slice(0, 8)}${partEnding}`);
  let handle: WriteHandle;
  try {
    await files.makeFolder(folder);
    handle = await files.createNew(part);
  } catch (error) {
    media.stream.destroy();
    return { kind: 'failed', problem: diskProblem(error, folder) };
  }
  const written = await writeAll(media, handle, request);
  if (written.kind !== 'whole') {
    await files.remove(part).catch(() => undefined);
    return signal.aborted ? { kind: 'cancelled' } : written;
  }
  const { bytes, sha256 } = written;
  const expected = await expectedHash(client, request.recordingId, signal);
  try {
    const fileName = await moveToFreeName(files, part, folder, safeBaseName(request.baseName));
    const path = join(folder, fileName);
    const warning =
      expected !== null && expected !== sha256
        ? problem('file-hash-mismatch', { expected, actual: sha256, file: fileName })
        : null;
    const verified = expected === sha256 ? 'hash' : media.length === null ? 'nothing' : 'size';
    return { kind: 'saved', path, fileName, bytes, sha256, verified, warning };
  } catch (error) {
    await files.remove(part).catch(() => undefined);
    return { kind: 'failed', problem: diskProblem(error, folder) };
  }
}

type Written =
  | { readonly kind: 'whole'; readonly bytes: number; readonly sha256: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

async function writeAll(media: Media, handle: WriteHandle, request: SaveRequest): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let writing = false;
  const flush = async (): Promise<void> => {
    const joined = Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    writing = true;
    await handle.write(joined);
    writing = false;
  };
  const stop = (): void => {
    media.stream.destroy();
  };
  request.signal.addEventListener('abort', stop, { once: true });
  try {
    if (request.signal.aborted) stop();
    request.onProgress(0, media.length);
    for await (const chunk of media.stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      hash.update(chunk);
      bytes += chunk.length;
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes >= writeSize) await flush();
      request.onProgress(bytes, media.length);
    }
    await flush();
    if (media.length !== null && bytes !== media.length) {
      return { kind: 'failed', problem: cutShort(bytes, media.length) };
    }
    writing = true;
    await handle.sync();
    return { kind: 'whole', bytes, sha256: hash.digest('hex') };
  } catch (error) {
    media.stream.destroy();
    return { kind: 'failed', problem: writing ? diskProblem(error, request.folder) : cutShort(bytes, media.length) };
  } finally {
    request.signal.removeEventListener('abort', stop);
    await handle.close().catch(() => undefined);
  }
}

const cutShort = (received: number, expected: number | null): Problem =>
  problem('file-cut-short', { received: String(received), expected: expected === null ? 'unknown' : String(expected) });

/** The server's hash, or null when it gives none that can be recognised; a failure here does not spoil a whole file. */
async function expectedHash(client: UcxClient, recordingId: string, signal: AbortSignal): Promise<string | null> {
  const detail = await client.detail(recordingId, signal);
  return detail.ok ? detail.value.sha256 : null;
}

async function moveToFreeName(files: Files, part: string, folder: string, base: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const fileName = numberedFileName(base, 'mp3', number);
    try {
      await files.moveNew(part, join(folder, fileName));
      return fileName;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number > 9_999) throw error;
    }
  }
}

/** The words for what the disk refused. */
export function diskProblem(error: unknown, folder: string): Problem {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return problem('disk-full', { folder });
    case 'ENOENT':
    case 'ENOTDIR':
      return problem('folder-missing', { folder });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return problem('folder-not-writable', { folder });
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return problem('file-name-impossible', { folder });
    default:
      return problem('folder-not-writable', { folder });
  }
}
