// The contract's calls about finished recordings: finding, hearing and saving them.
import { basename, dirname, extname, isAbsolute } from 'node:path';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { AudioSources } from '../playback/audio-source.ts';
import type { SavingChoices } from '../downloads/download-types.ts';
import type { Downloads } from '../downloads/downloads.ts';
import type { History } from '../history/history.ts';
import { audioEnding } from '../downloads/media-file.ts';
import { diskProblem } from '../platform/disk-problems.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import type { Desktop, Files } from '../platform/ports.ts';
import type { BulkSave } from '../history/bulk-save.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import type { SavingPreferences } from '../downloads/saving-preferences.ts';

type Parts = {
  readonly history: History;
  readonly downloads: Downloads;
  readonly bulkSave: BulkSave;
  readonly saved: SavedIndex;
  readonly audio: AudioSources;
  readonly marks: PauseMarks;
  readonly files: Files;
  readonly desktop: Desktop;
  readonly chosen: SavingPreferences;
  readonly choices: () => SavingChoices;
};

type RecordingCalls = Extract<
  keyof CallHandlers,
  `history.${string}` | `downloads.${string}` | `saved.${string}` | `folder.${string}` | `audio.${string}`
>;

export function recordingHandlers(parts: Parts): Pick<CallHandlers, RecordingCalls> {
  const { history, downloads, bulkSave, saved, audio, marks, desktop, chosen, choices } = parts;

  /** What must be said before a recording is heard or kept: the core asks, so that no window can forget to. */
  async function unacknowledged(recordingId: string, acknowledged: boolean | undefined): Promise<Problem | null> {
    if (acknowledged === true) return null;
    try {
      return (await marks.isNotProven(recordingId)) ? problem('pause-not-proven') : null;
    } catch {
      return problem('pauses-unknown');
    }
  }

  const done = (act: () => void): Promise<Result<Record<string, never>, Problem>> => {
    act();
    return Promise.resolve(ok({}));
  };

  return {
    'history.page': (input) => history.page(input),
    'history.detail': ({ recordingId, request }) => history.detail(recordingId, request),
    'history.cancel': ({ request }) =>
      done(() => {
        history.cancel(request);
      }),
    'history.keepSearch': (search) =>
      done(() => {
        history.keepSearch(search);
      }),
    'history.keptSearch': () => Promise.resolve(ok({ search: history.keptSearch })),
    'history.exportCsv': ({ filter }) => bulkSave.exportCsv(filter),
    'downloads.start': async ({ recordingId, referenceNumber, acknowledged }) => {
      const refusal = await unacknowledged(recordingId, acknowledged);
      if (refusal !== null) return err(refusal);
      return downloads.start({ recordingId, referenceNumber, recording: history.known(recordingId) });
    },
    'downloads.estimate': (request) => bulkSave.estimate(request),
    'downloads.startMany': ({ leaveOutNotProven, ...request }) => bulkSave.startMany(request, leaveOutNotProven),
    'downloads.hold': ({ held }) =>
      done(() => {
        downloads.hold(held);
      }),
    'downloads.cancel': (input) => Promise.resolve(downloads.cancel(input.downloadId)),
    'downloads.cancelCollecting': ({ what }) =>
      done(() => {
        bulkSave.cancel(what);
      }),
    'downloads.failures': () => Promise.resolve(ok({ failures: downloads.failures() })),
    'downloads.forget': ({ downloadId }) => Promise.resolve(downloads.forget(downloadId)),
    'downloads.cancelAll': () =>
      done(() => {
        downloads.cancelAll();
      }),
    'downloads.retryFailed': () =>
      done(() => {
        downloads.retryFailed();
      }),
    'downloads.forgetEnded': () =>
      done(() => {
        downloads.forgetEnded();
      }),
    'downloads.showInFolder': async ({ recordingId }) => {
      const path = await saved.pathOf(recordingId);
      if (path === null) return err(problem('file-gone'));
      if (!desktop.canShowInFolder) return err(problem('folder-show-missing', placeOf(path)));
      desktop.showInFolder(path);
      return ok({});
    },
    'downloads.open': async ({ recordingId, acknowledged }) => {
      const refusal = await unacknowledged(recordingId, acknowledged);
      return refusal === null ? openCopy(parts, recordingId) : err(refusal);
    },
    'saved.list': async () => ok({ entries: await saved.list() }),
    'saved.delete': ({ recordingId }) => deleteCopy(parts, recordingId),
    'folder.choose': async () => {
      if (desktop.chooseFolder === undefined) return err(problem('folder-choice-missing'));
      const folder = await desktop.chooseFolder(choices().folder);
      if (folder === null) return ok({ folder: null });
      const kept = await chosen.set('download.folder', folder);
      return kept.ok ? ok({ folder }) : kept;
    },
    'audio.open': async ({ recordingId, acknowledged }) => {
      const refusal = await unacknowledged(recordingId, acknowledged);
      if (refusal !== null) return err(refusal);
      const opened = await audio.open(recordingId);
      return opened.ok ? ok({ path: `audio/${recordingId.toLowerCase()}`, from: opened.value.from }) : opened;
    },
    'audio.peaks': async ({ recordingId }) => {
      const loudness = await audio.peaks(recordingId);
      if (!loudness.ok) return loudness;
      return ok({ peaks: loudness.value?.peaks.slice() ?? null, durationMs: loudness.value?.durationMs ?? null });
    },
  };
}

const placeOf = (path: string) => ({ file: basename(path), folder: dirname(path) });

/** Only what the index names, and only as what was saved: nothing that a program would run. */
async function openCopy(
  { saved, desktop }: Parts,
  recordingId: string,
): Promise<Result<Record<string, never>, Problem>> {
  const path = await saved.pathOf(recordingId);
  if (path === null) return err(problem('file-gone'));
  const named = placeOf(path);
  if (!isAbsolute(path) || extname(path).toLowerCase() !== audioEnding) return err(problem('file-no-audio', named));
  if (desktop.openFile === undefined) return err(problem('file-open-missing', named));
  return (await desktop.openFile(path)) ? ok({}) : err(problem('file-not-opened', named));
}

async function deleteCopy(
  { saved, files }: Parts,
  recordingId: string,
): Promise<Result<Record<string, never>, Problem>> {
  const entry = saved.entryOf(recordingId);
  // What the index names was written by Sidetone; a path that is none is not touched, whoever put it there.
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
