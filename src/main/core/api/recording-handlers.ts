// Handlers of the IPC calls about finished recordings: finding, playing and saving them.
import type { AudioFinding } from '../../../shared/domain/audio-finding.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import type { AudioChecks } from '../audio-check/audio-checks.ts';
import type { SavingChoices } from '../downloads/download-types.ts';
import type { Downloads } from '../downloads/downloads.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import type { SavingPreferences } from '../downloads/saving-preferences.ts';
import type { BulkSave } from '../history/bulk-save.ts';
import type { History } from '../history/history.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import type { Ports } from '../platform/ports.ts';
import type { AudioSources } from '../playback/audio-source.ts';
import { done } from './answers.ts';
import { deleteSavedFile, openSavedFile, showSavedFile, verifySavedFile } from './saved-files.ts';

type Recordings = {
  readonly history: History;
  readonly downloads: Downloads;
  readonly bulkSave: BulkSave;
  readonly saved: SavedIndex;
  readonly audio: AudioSources;
  readonly choices: () => SavingChoices;
  readonly checks: Pick<AudioChecks, 'acknowledge'>;
  checkOpened(recordingId: string): Promise<AudioFinding | null>;
};

export type RecordingHandlerParts = {
  readonly recordings: Recordings;
  readonly marks: PauseMarks;
  readonly ports: Pick<Ports, 'files' | 'desktop'>;
  readonly preferences: SavingPreferences;
};

type HandlersOf<Prefix extends string> = Pick<CallHandlers, Extract<keyof CallHandlers, `${Prefix}.${string}`>>;

export function recordingHandlers(
  parts: RecordingHandlerParts,
): HandlersOf<'history' | 'downloads' | 'saved' | 'folder' | 'audio'> {
  const { recordings, ports } = parts;
  return {
    ...historyHandlers(recordings),
    ...queueHandlers(recordings),
    ...saveHandlers(parts),
    ...audioHandlers(parts),
    'saved.list': async () => ok({ entries: await recordings.saved.list() }),
    'saved.delete': (input) => deleteSavedFile(recordings.saved, ports.files, input),
    'saved.verify': ({ recordingId }) => verifySavedFile(recordings.saved, ports.files, recordingId),
    'folder.choose': () => chooseFolder(parts),
  };
}

function historyHandlers({ history, bulkSave }: Recordings): HandlersOf<'history'> {
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
    'history.exportCsv': (request) => bulkSave.exportCsv(request),
  };
}

type SaveCall = 'downloads.start' | 'downloads.open' | 'downloads.showInFolder';

function queueHandlers({ downloads, bulkSave }: Recordings): Omit<HandlersOf<'downloads'>, SaveCall> {
  return {
    'downloads.estimate': (request) => bulkSave.estimate(request),
    'downloads.startMany': ({ leaveOutNotProven, skipSaved, ...request }) =>
      bulkSave.startMany(request, { leaveOutNotProven, skipSaved }),
    'downloads.cancelCollecting': ({ what }) =>
      done(() => {
        bulkSave.cancel(what);
      }),
    'downloads.hold': ({ held }) =>
      done(() => {
        downloads.hold(held);
      }),
    'downloads.failures': () => Promise.resolve(ok({ failures: downloads.failures() })),
    'downloads.cancel': ({ downloadId }) => Promise.resolve(downloads.cancel(downloadId)),
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
  };
}

function saveHandlers({ recordings, marks, ports }: RecordingHandlerParts): Pick<CallHandlers, SaveCall> {
  const { history, downloads, saved } = recordings;
  return {
    'downloads.start': async ({ recordingId, referenceNumber, acknowledged }) => {
      const warning = await unacknowledged(marks, recordingId, acknowledged);
      if (warning !== null) return err(warning);
      if (acknowledged === true) await recordings.checks.acknowledge(recordingId);
      return downloads.start({ recordingId, referenceNumber, recording: history.known(recordingId) });
    },
    'downloads.open': async ({ recordingId, acknowledged }) => {
      const warning = await unacknowledged(marks, recordingId, acknowledged);
      return warning === null ? openSavedFile(saved, ports.desktop, recordingId) : err(warning);
    },
    'downloads.showInFolder': ({ recordingId }) => showSavedFile(saved, ports.desktop, recordingId),
  };
}

function audioHandlers({ recordings, marks }: RecordingHandlerParts): HandlersOf<'audio'> {
  const { audio } = recordings;
  return {
    'audio.open': async ({ recordingId, acknowledged, localOnly }) => {
      const warning = await unacknowledged(marks, recordingId, acknowledged);
      if (warning !== null) return err(warning);
      const opened = await audio.open(recordingId, localOnly);
      if (!opened.ok) return opened;
      const finding = await recordings.checkOpened(recordingId);
      if (finding?.verdict === 'sound' && acknowledged !== true) {
        audio.close(recordingId);
        return err(problem('sound-in-pause'));
      }
      return ok({
        path: `audio/${recordingId.toLowerCase()}`,
        from: opened.value.from,
        ...(finding === null ? {} : { audioCheck: finding }),
      });
    },
    'audio.peaks': ({ recordingId }) => {
      const loudness = audio.peaks(recordingId);
      if (!loudness.ok) return Promise.resolve(loudness);
      const { peaks, durationMs } = loudness.value ?? { peaks: null, durationMs: null };
      return Promise.resolve(ok({ peaks: peaks?.slice() ?? null, durationMs }));
    },
  };
}

/** The warning that a person must acknowledge before a recording is played or kept: the core checks, so that no window can forget it. */
async function unacknowledged(
  marks: PauseMarks,
  recordingId: string,
  acknowledged: boolean | undefined,
): Promise<Problem | null> {
  if (acknowledged === true) return null;
  try {
    const mark = await marks.mark(recordingId);
    if (mark === null) return null;
    if (mark.outcome !== 'confirmed') return problem('pause-not-proven');
    return mark.soundFound === true ? problem('sound-in-pause') : null;
  } catch {
    return problem('pauses-unknown');
  }
}

async function chooseFolder({ recordings, ports, preferences }: RecordingHandlerParts) {
  if (ports.desktop.chooseFolder === undefined) return err(problem('folder-choice-missing'));
  const folder = await ports.desktop.chooseFolder(recordings.choices().folder);
  if (folder === null) return ok({ folder: null });
  const set = await preferences.set('download.folder', folder);
  return set.ok ? ok({ folder }) : set;
}
