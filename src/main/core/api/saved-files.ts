// Opens, shows and deletes saved files: only those in the index, and only as what was saved.
import { basename, dirname, isAbsolute } from 'node:path';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { isAudioFile } from '../../../shared/domain/audio-format.ts';
import type { SavedFile, SavedIndex } from '../downloads/saved-index.ts';
import { sha256OfFile } from '../platform/files/checksum.ts';
import { diskProblem } from '../platform/files/disk-problems.ts';
import { codeOf } from '../platform/errors.ts';
import { parseJson } from '../platform/json.ts';
import type { Desktop, FileFacts, Files } from '../platform/ports.ts';

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

/** Shows a saved file in its folder. `file-gone` where nothing is saved, `folder-show-missing` where the shell can't. */
export async function showSavedFile(saved: SavedIndex, desktop: Desktop, recordingId: string): Promise<Answer> {
  const path = await saved.pathOf(recordingId);
  if (path === null) return err(problem('file-gone'));
  if (!desktop.canShowInFolder) return err(problem('folder-show-missing', locationOf(path)));
  desktop.showInFolder(path);
  return ok({});
}

/** Deletes what Sidetone has saved. A file that somebody changed is `file-changed` unless `acknowledged`. */
export async function deleteSavedFile(
  saved: SavedIndex,
  files: Files,
  { recordingId, acknowledged = false }: { readonly recordingId: string; readonly acknowledged?: boolean | undefined },
): Promise<Answer> {
  const entry = saved.entryOf(recordingId);
  // The paths in the index were written by Sidetone; one that is not absolute was not, and is not touched.
  if (entry === null || !isAbsolute(entry.path)) return err(problem('file-gone'));
  const { path, metadataPath } = entry;
  try {
    const found = await unlessGone(files.facts(path));
    if (found !== null && found.kind !== 'file') return err(problem('file-no-audio', locationOf(path)));
    if (found !== null && !acknowledged && !(await isAsSaved(files, entry, found)))
      return err(problem('file-changed', locationOf(path)));
    if (found !== null) await files.remove(path);
    if (metadataPath !== null && (await isSidecarOf(files, metadataPath, entry.id))) await files.remove(metadataPath);
  } catch (error) {
    return err(diskProblem(error, path));
  }
  await saved.remove(recordingId);
  return ok({});
}

/** Compares a file with what was saved. `file-gone` where nothing was saved; a disk problem where it cannot be read. */
export async function verifySavedFile(
  saved: SavedIndex,
  files: Files,
  recordingId: string,
): Promise<Result<{ found: 'unchanged' | 'changed' | 'missing' }, Problem>> {
  const entry = saved.entryOf(recordingId);
  if (entry === null || !isAbsolute(entry.path)) return err(problem('file-gone'));
  try {
    const found = await unlessGone(files.facts(entry.path));
    if (found === null) return ok({ found: 'missing' });
    const isSame = found.kind === 'file' && (await isAsSaved(files, entry, found));
    return ok({ found: isSame ? 'unchanged' : 'changed' });
  } catch (error) {
    return err(diskProblem(error, entry.path));
  }
}

const unlessGone = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });

const isAsSaved = async (files: Files, { path, bytes, sha256 }: SavedFile, found: FileFacts): Promise<boolean> =>
  !found.isLink && (bytes === null || bytes === found.bytes) && (await sha256OfFile(files, path)) === sha256;

/** More than the details of any recording, in bytes. */
const mostSidecarBytes = 1024 * 1024;

/** True of the details of this recording: another program may have put a file of its own there. */
async function isSidecarOf(files: Files, path: string, recordingId: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  const found = await unlessGone(files.facts(path));
  if (found?.kind !== 'file' || found.bytes > mostSidecarBytes) return false;
  const json = parseJson(await files.readText(path));
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : null;
  return typeof id === 'string' && id.toLowerCase() === recordingId;
}
