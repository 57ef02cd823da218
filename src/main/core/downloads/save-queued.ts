// One recording of the queue becomes one file: named by what the server says of it, or found whole already after a kill.
import { basename } from 'node:path';
import { nameFor } from '../../../shared/domain/name-pattern.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { completeSidecar } from './metadata-sidecar.ts';
import { sha256OfFile } from '../platform/checksum.ts';
import { saveMedia, type SaveOutcome } from './media-file.ts';
import type { Files } from '../platform/ports.ts';
import type { Named, Queued, QueueFile } from './queue-file.ts';
import type { SavedFile } from './saved-index.ts';
import type { Media, RecordingDetail, UcxClient } from '../ucx/client-types.ts';

type Saved = Extract<SaveOutcome, { kind: 'saved' }>;

export type SaveQueuedParts = {
  readonly files: Files;
  readonly queueFile: QueueFile;
  readonly client: UcxClient | null;
  /** Opens the audio: what this session has of it already, else at the server. */
  readonly open: (recordingId: string, signal: AbortSignal) => Promise<Result<Media, Problem>>;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
};

/** Never throws. Answers also what is known of the recording by then. */
export async function saveQueued(
  queued: Queued,
  { files, queueFile, client, open, signal, onProgress }: SaveQueuedParts,
): Promise<{ readonly outcome: SaveOutcome; readonly recording: CompletedRecording | null }> {
  // A failure here does not spoil the file: it only cannot be compared, and is named by what the list said.
  const answer = await client?.detail(queued.recordingId, signal);
  const detail = answer?.ok === true ? answer.value : null;
  const recording = detail ?? queued.recording;
  const outcome = await saveMedia({
    open: (aborted) => open(queued.recordingId, aborted),
    files,
    folder: queued.folder,
    makeFolder: queued.makeFolder,
    baseName: baseNameOf(queued, detail),
    partMark: queued.partMark,
    expectedSha256: detail?.sha256 ?? null,
    expectedBytes: detail?.sizeBytes ?? null,
    metadata: queued.withMetadata ? recording : null,
    signal,
    onProgress,
    onNamed: (named) => queueFile.named({ named: queued.recordingId, ...named }),
  });
  return { outcome, recording };
}

/**
 * After a kill: the file had become whole and got its name, and only that was not written down. What was to be written beside it is made
 * complete. Null where the file is not there.
 */
export async function wholeAlready(files: Files, named: Named): Promise<Saved | null> {
  const { path, sha256, bytes, verified, warning } = named;
  try {
    if ((await sha256OfFile(files, path)) !== sha256) return null;
  } catch {
    return null;
  }
  const fileName = basename(path);
  const { path: metadataPath, problem } = await completeSidecar(files, named.beside);
  return { kind: 'saved', path, fileName, metadataPath, bytes, sha256, verified, warning: warning ?? problem };
}

/** What the index remembers of a file. `savedAt` is ISO 8601 in UTC. */
export function savedFile(
  { recordingId, referenceNumber }: Queued,
  { path, sha256, fileName, metadataPath, bytes }: Saved,
  recording: CompletedRecording | null,
  savedAt: string,
): SavedFile {
  return {
    id: recordingId,
    path,
    sha256,
    referenceNumber,
    savedAt,
    bytes,
    startTime: recording?.startTime ?? null,
    durationMs: recording?.durationMs ?? null,
    remotePartyNumber: recording?.remotePartyNumber ?? null,
    verified: !isUnverified(fileName),
    metadataPath,
  };
}

const isUnverified = (fileName: string): boolean => fileName.endsWith('.unverified.mp3');

function baseNameOf(queued: Queued, detail: RecordingDetail | null): string {
  const recording = detail ?? queued.recording;
  if (recording === null) return queued.referenceNumber;
  // The detail of some servers has no reference number of its own; the list had one.
  const referenceNumber = recording.referenceNumber === '' ? queued.referenceNumber : recording.referenceNumber;
  return nameFor(queued.pattern, { ...recording, referenceNumber });
}
