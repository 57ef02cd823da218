// Opens, shows and deletes saved files: only those in the index, and only as what was saved.
import { basename, dirname, isAbsolute } from 'node:path';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { isAudioFile } from '../../../shared/domain/audio-format.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import { diskProblem } from '../platform/disk-problems.ts';
import type { Desktop, Files } from '../platform/ports.ts';

type Answer = Result<Record<string, never>, Problem>;

const locationOf = (path: string) => ({ file: basename(path), folder: dirname(path) });

/** Opens the file in the default audio app; nothing that a system would execute. */
export async function openSavedFile(saved: SavedIndex, desktop: Desktop, recordingId: string): Promise<Answer> {
  const path = await saved.pathOf(recordingId);
  if (path === null) return err(problem('file-gone'));
  const location = locationOf(path);
  if (!isAbsolute(path) || !isAudioFile(path)) return err(problem('file-no-audio', location));
  if (desktop.openFile === undefined) return err(problem('file-open-missing', location));
  return (await desktop.openFile(path)) ? ok({}) : err(problem('file-not-opened', location));
}

export async function showSavedFile(saved: SavedIndex, desktop: Desktop, recordingId: string): Promise<Answer> {
  const path = await saved.pathOf(recordingId);
  if (path === null) return err(problem('file-gone'));
  if (!desktop.canShowInFolder) return err(problem('folder-show-missing', locationOf(path)));
  desktop.showInFolder(path);
  return ok({});
}

export async function deleteSavedFile(saved: SavedIndex, files: Files, recordingId: string): Promise<Answer> {
  const entry = saved.entryOf(recordingId);
  // The paths in the index were written by Sidetone; one that is not absolute was not, and is not touched.
  if (entry === null || !isAbsolute(entry.path)) return err(problem('file-gone'));
  try {
    await files.remove(entry.path);
    if (entry.metadataPath !== null) await files.remove(entry.metadataPath);
  } catch (error) {
    return err(diskProblem(error, entry.path));
  }
  await saved.remove(recordingId);
  return ok({});
}
