// One queued recording becomes one file: named by what the server says of it, or found whole already after a kill.
import { basename } from 'node:path';
import { nameFor } from '../../../shared/domain/text/name-pattern.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { sha256OfFile } from '../platform/files/checksum.ts';
import type { Ports } from '../platform/ports.ts';
import type { RecordingDetail } from '../ucx/client-types.ts';
import type { DownloadSource } from './download-types.ts';
import { isUnverifiedName, saveMedia, type SavedMedia, type SaveOutcome, type Transfer } from './media-file.ts';
import { completeSidecar } from './metadata-sidecar.ts';
import type { NamedFile, QueuedSave, QueueFile } from './queue-file.ts';
import type { SavedFile } from './saved-index.ts';

export type SaveQueuedOptions = {
  readonly ports: Pick<Ports, 'files' | 'log'>;
  readonly queueFile: QueueFile;
  readonly source: DownloadSource;
  readonly signal: AbortSignal;
  readonly onProgress: Transfer['onProgress'];
};

/** Never throws. Answers also what is known of the recording by then. */
export async function saveQueued(
  queued: QueuedSave,
  { ports, queueFile, source, signal, onProgress }: SaveQueuedOptions,
): Promise<{ readonly outcome: SaveOutcome; readonly recording: CompletedRecording | null }> {
  // Without the detail the file is still saved, named by its row of the list and not compared.
  const answer = await source.client()?.detail(queued.recordingId, signal);
  const detail = answer?.ok === true ? answer.value : null;
  const recording = detail ?? queued.recording;
  const { folder, makeFolder, partMark } = queued;
  const metadata = queued.withMetadata ? recording : null;
  const outcome = await saveMedia({
    ports,
    target: { folder, makeFolder, baseName: baseNameOf(queued, detail), partMark, metadata },
    expected: { sha256: detail?.sha256 ?? null, bytes: detail?.sizeBytes ?? null },
    transfer: {
      open: (aborted) => source.openMedia(queued.recordingId, aborted),
      onProgress,
      onNamed: ({ sidecar, ...file }) => queueFile.named({ named: queued.recordingId, ...file, beside: sidecar }),
    },
    signal,
  });
  return { outcome, recording };
}

/**
 * After a kill: the file had become whole and got its name, and only that was not written down. Its sidecar is completed.
 * Null where the file does not exist, or is another one.
 */
export async function completedBeforeKill(
  ports: Pick<Ports, 'files' | 'log'>,
  named: NamedFile,
): Promise<SavedMedia | null> {
  const { path, sha256, bytes, verified, warning } = named;
  try {
    if ((await sha256OfFile(ports.files, path)) !== sha256) return null;
  } catch {
    return null;
  }
  const fileName = basename(path);
  const { path: metadataPath, problem } = await completeSidecar(ports, named.beside);
  return { kind: 'saved', path, fileName, metadataPath, bytes, sha256, verified, warning: warning ?? problem };
}

/** What the index remembers of a file. `savedAt` is ISO 8601 in UTC. */
export function savedFile(
  { recordingId, referenceNumber }: QueuedSave,
  { path, sha256, fileName, metadataPath, bytes }: SavedMedia,
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
    verified: !isUnverifiedName(fileName),
    metadataPath,
  };
}

function baseNameOf(queued: QueuedSave, detail: RecordingDetail | null): string {
  const recording = detail ?? queued.recording;
  if (recording === null) return queued.referenceNumber;
  // The detail of some servers has no reference number of its own; the list had one.
  const referenceNumber = recording.referenceNumber === '' ? queued.referenceNumber : recording.referenceNumber;
  return nameFor(queued.pattern, { ...recording, referenceNumber });
}
