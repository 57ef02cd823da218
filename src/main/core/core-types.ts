// What a shell sees of the core: handlers for the IPC table, whole snapshots as they change, a start and an end.
import type { AttentionKind } from '../../shared/ipc/attention.ts';
import type { BoardChanged } from '../../shared/ipc/board.ts';
import type { CallHandlers } from '../../shared/ipc/ipc-table.ts';
import type { ManualCommand, Trigger } from '../../shared/domain/journal.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import type { FilesTaken } from '../../shared/ipc/uploads.ts';
import type { AutomaticPause } from './automatic/automatic-pause.ts';
import type { AudioSource } from './playback/audio-source.ts';
import type { CommandResult } from './live/pending-command.ts';
import type { CommandEnd } from './live/command-waiters.ts';
import type { PauseCommand } from './live/pause/pause-controller.ts';
import type { UploadSource } from './uploads/upload-entry.ts';

export type Core = {
  readonly handlers: CallHandlers;
  /** The current state; ages and elapsed times are computed for this moment. */
  snapshot(): Snapshot;
  /** Audio that a window opened before with `audio.open`, for the shell's own protocol to serve; null for anything else. */
  audio(recordingId: string): Promise<AudioSource | null>;
  /** Adds files that the user dropped or chose to the uploads. Problems: `credentials-missing`, `upload/no-files`, `upload/too-many`. */
  addFiles(sources: readonly UploadSource[]): Result<FilesTaken, Problem>;
  /** Called with each new snapshot, never during a call that the listener itself made. Returns the function that unsubscribes. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** Called when everybody's live recordings changed, or are being read. Returns the function that unsubscribes. */
  onBoard(listener: (change: BoardChanged) => void): () => void;
  /** Called with each reminder for the agent. Returns the function that unsubscribes. */
  onAttention(listener: (kind: AttentionKind) => void): () => void;
  /**
   * A command from a hotkey, the tray, the command line or a link. Resolves when it is confirmed, refused or overdue; the request
   * itself leaves before this returns.
   */
  command(command: PauseCommand, trigger: Trigger): Promise<CommandEnd>;
  /** Starts or stops recording my own line. Resolves when a read shows it, when it was refused, or after ten seconds. */
  manual(command: ManualCommand, trigger: Trigger): Promise<CommandResult>;
  /** Where browsers and the helper that sees the front window report to. None of them can resume, start or stop anything. */
  readonly automatic: Pick<AutomaticPause, 'connect' | 'frontWindow' | 'frontWindowLost'>;
  /** Shows a problem above the pages until it is dismissed. The same problem is shown once. */
  notice(problem: Problem): void;
  /** Takes back what `notice` showed, when it is no longer true. */
  withdraw(code: Problem['code']): void;
  /** Reads the settings, signs in with the password of the keychain, begins to follow calls. Resolves when the first state is known or failed. */
  start(): Promise<void>;
  /**
   * Resolves when commands may be given: within `start`, and before the keychain is asked, which may ask the person and take as long as they
   * do.
   */
  begun(): Promise<void>;
  /** Stops every timer, request and file. Resolves when nothing is left running. */
  dispose(): Promise<void>;
  /** After `dispose`, just before the process ends: starts the installer of a newer version, where one is ready and it was a moment for it. */
  finish(): void;
};
