// Saves one recording as one whole file: a partial file in the target folder, SHA-256 on the way, fsync, then a rename that never overwrites.
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { AudioFormat } from '../../../shared/domain/audio-format.ts';
import { numberedFileName, safeBaseName } from '../../../shared/domain/text/file-name.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { cutShort, diskProblem } from '../platform/files/disk-problems.ts';
import { codeOf } from '../platform/errors.ts';
import type { Ports, WriteHandle } from '../platform/ports.ts';
import { DiskError, WriteBehind } from '../platform/files/write-behind.ts';
import type { Media } from '../ucx/client-types.ts';
import { sidecarOf, writeSidecar, type MetadataSidecar } from './metadata-sidecar.ts';
import { partialFileName } from './partial-files.ts';

/** What the name of a recording ends in before its first bytes are here: recorders keep MP3 (docs/ucx-api.md B3). */
export const usualEnding = '.mp3';
const unverifiedMark = 'unverified';

/** A file that differs from the server's hash or size is kept, under a name that never looks like a checked file. */
export const isUnverifiedName = (fileName: string): boolean => fileName.split('.').at(-2) === unverifiedMark;

const mostNumberedNames = 9_999;

type SaveTarget = {
  readonly folder: string;
  /** False: the folder must exist. */
  readonly makeFolder: boolean;
  /** Any text; it is made safe here. */
  readonly baseName: string;
  /** Identifies the partial files of this save. */
  readonly partMark: string;
  /** Written as a JSON sidecar; null for none. */
  readonly metadata: unknown;
};

/** What the details at the server say of the file; null where they say nothing. */
type ExpectedFile = {
  /** 64 hexadecimal digits in lower case. */
  readonly sha256: string | null;
  readonly bytes: number | null;
};

export type Transfer = {
  /** Opens the audio. */
  readonly open: (signal: AbortSignal) => Promise<Result<Media, Problem>>;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
  /** Awaited before a whole file gets its name: after a kill the queue looks there. */
  readonly onNamed: (file: WholeFile) => Promise<void>;
};

export type MediaFileRequest = {
  readonly ports: Pick<Ports, 'files' | 'log'>;
  readonly target: SaveTarget;
  readonly expected: ExpectedFile;
  readonly transfer: Transfer;
  readonly signal: AbortSignal;
};

/** A file that is whole and checked, and about to get its name. */
type WholeFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Which of the server's facts it was compared with, and matches. */
  readonly verified: 'hash' | 'size' | 'nothing';
  /** Which fact differs: a warning, since the vendor does not say which form of the file its details cover. */
  readonly warning: Problem | null;
  readonly sidecar: MetadataSidecar | null;
};

export type SavedMedia = Omit<WholeFile, 'sidecar'> & {
  readonly kind: 'saved';
  readonly fileName: string;
  readonly metadataPath: string | null;
};
export type SaveOutcome =
  | SavedMedia
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** Never throws. On failure and on cancel nothing of the file is left. */
export async function saveMedia(request: MediaFileRequest): Promise<SaveOutcome> {
  const { target, signal } = request;
  const { files } = request.ports;
  const base = safeBaseName(target.baseName);
  const partial = join(target.folder, partialFileName(base, target.partMark));
  let handle: WriteHandle;
  try {
    // The disk first: what cannot be kept is not fetched, since each fetch is an audit entry at the server.
    if (target.makeFolder) await files.makeFolder(target.folder);
    handle = await files.createNew(partial);
  } catch (error) {
    return { kind: 'failed', problem: diskProblem(error, target.folder) };
  }
  const fetched = await fetchInto(handle, request);
  if (fetched.kind === 'failed') {
    await files.remove(partial).catch(() => undefined);
    return signal.aborted ? { kind: 'cancelled' } : fetched;
  }
  try {
    return await finish(partial, base, fetched, request);
  } catch (error) {
    await files.remove(partial).catch(() => undefined);
    return { kind: 'failed', problem: diskProblem(error, target.folder) };
  }
}

type Fetched = {
  readonly kind: 'fetched';
  readonly bytes: number;
  readonly sha256: string;
  readonly format: AudioFormat;
  /** The length that the server named with the audio. */
  readonly length: number | null;
};
type FetchFailed = { readonly kind: 'failed'; readonly problem: Problem };

async function fetchInto(handle: WriteHandle, request: MediaFileRequest): Promise<Fetched | FetchFailed> {
  try {
    const answer = await request.transfer.open(request.signal);
    return answer.ok ? await writeAll(answer.value, handle, request) : { kind: 'failed', problem: answer.error };
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function writeAll(media: Media, handle: WriteHandle, request: MediaFileRequest): Promise<Fetched | FetchFailed> {
  const { signal, transfer, target } = request;
  const hash = createHash('sha256');
  const disk = new WriteBehind(handle);
  let bytes = 0;
  const stop = (): void => {
    media.stream.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) stop();
    transfer.onProgress(0, media.length);
    for await (const chunk of media.stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      hash.update(chunk);
      const room = disk.add(chunk);
      if (room !== null) await room;
      transfer.onProgress(bytes, media.length);
    }
    // No recording is empty: a server that sends nothing has not sent this one.
    if (bytes === 0 || (media.length !== null && bytes !== media.length)) {
      return { kind: 'failed', problem: cutShort(bytes, media.length) };
    }
    await disk.finish();
    return { kind: 'fetched', bytes, sha256: hash.digest('hex'), format: media.format, length: media.length };
  } catch (error) {
    media.stream.destroy();
    const isDisk = error instanceof DiskError;
    return {
      kind: 'failed',
      problem: isDisk ? diskProblem(error.cause, target.folder) : cutShort(bytes, media.length),
    };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function finish(partial: string, base: string, fetched: Fetched, request: MediaFileRequest): Promise<SavedMedia> {
  const { sidecar, ...file } = await giveName(partial, base, fetched, request);
  const written = await writeSidecar(request.ports, sidecar);
  return {
    kind: 'saved',
    ...file,
    fileName: basename(file.path),
    metadataPath: written.path,
    warning: file.warning ?? written.problem,
  };
}

/** Which of the server's facts the file matches, and which it differs from. */
function compare(
  { bytes, sha256, length }: Fetched,
  expected: ExpectedFile,
): { readonly verified: WholeFile['verified']; readonly difference: Problem | null } {
  if (expected.sha256 === sha256) return { verified: 'hash', difference: null };
  const hasLength = length !== null || expected.bytes === bytes;
  if (expected.sha256 !== null) {
    const difference = problem('file-hash-mismatch', { expected: expected.sha256, actual: sha256 });
    return { verified: hasLength ? 'size' : 'nothing', difference };
  }
  if (expected.bytes !== null && expected.bytes !== bytes) {
    const difference = problem('file-size-mismatch', { expected: String(expected.bytes), actual: String(bytes) });
    return { verified: 'nothing', difference };
  }
  return { verified: hasLength ? 'size' : 'nothing', difference: null };
}

/** Moves a whole file to the first name that is free. */
async function giveName(
  partial: string,
  base: string,
  fetched: Fetched,
  { ports: { files }, target, expected, transfer }: MediaFileRequest,
): Promise<WholeFile> {
  const { bytes, sha256 } = fetched;
  const { verified, difference } = compare(fetched, expected);
  const ending = difference === null ? fetched.format : `${unverifiedMark}.${fetched.format}`;
  for (let number = 1; ; number += 1) {
    const fileName = numberedFileName(base, ending, number);
    const path = join(target.folder, fileName);
    const warning = difference === null ? null : problem(difference.code, { ...difference.values, file: fileName });
    const sidecar = sidecarOf(target.metadata, target.folder, base, number);
    const file = { path, bytes, sha256, verified, warning, sidecar };
    try {
      if (number <= mostNumberedNames && (await files.exists(path))) continue;
      await transfer.onNamed(file);
      await files.moveNew(partial, path);
      return file;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number > mostNumberedNames) throw error;
    }
  }
}
