// What the save queue needs from the rest of the core, and what it saves.
import type { Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Ports } from '../platform/ports.ts';
import type { Media, UcxClient } from '../ucx/client-types.ts';
import type { SavedIndex } from './saved-index.ts';

/** How recordings are saved at this moment, by the preferences. */
export type SavingChoices = {
  readonly folder: string;
  /** False: the folder must exist already. */
  readonly makeFolder: boolean;
  readonly pattern: string;
  readonly withMetadata: boolean;
};

export type RecordingToSave = {
  readonly recordingId: string;
  readonly referenceNumber: string;
  /** Its row of the list, or null. */
  readonly recording: CompletedRecording | null;
};

/** The signed-in account and its recordings. */
export type DownloadSource = {
  /** Null while signed out. */
  client(): UcxClient | null;
  /** Identifies server and user; null while signed out. */
  account(): string | null;
  /** Opens the audio: what this session has of it already, else at the server. */
  openMedia(recordingId: string, signal: AbortSignal): Promise<Result<Media, Problem>>;
};

export type DownloadsDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'log' | 'random' | 'profileFolder'>;
  readonly source: DownloadSource;
  readonly saved: SavedIndex;
  readonly choices: () => SavingChoices;
  /** Why nothing may be saved; null where it may. Absent where nobody decides that. */
  readonly forbidden?: () => Problem | null;
  readonly onChange: () => void;
};
