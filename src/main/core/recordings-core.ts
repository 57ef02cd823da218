// Builds everything about finished recordings: history, playback, saving and uploads, which start and end with the session.
import type { AudioFinding } from '../../shared/domain/audio-finding.ts';
import type { CsvSeparator } from '../../shared/domain/text/csv.ts';
import type { JournalFact } from '../../shared/domain/journal.ts';
import { defaultPreferences, type Preferences } from '../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../shared/domain/problem.ts';
import { AudioChecks } from './audio-check/audio-checks.ts';
import { AutomaticCheck } from './audio-check/automatic-check.ts';
import { checkedMedia } from './audio-check/checked-media.ts';
import type { DownloadSource, SavingChoices } from './downloads/download-types.ts';
import { Downloads } from './downloads/downloads.ts';
import { SavedIndex } from './downloads/saved-index.ts';
import { BulkSave } from './history/bulk-save.ts';
import { ExportCsv } from './history/export-csv.ts';
import { History } from './history/history.ts';
import type { PauseMarks } from './journal/pause-marks.ts';
import { freeBytes } from './platform/files/free-space.ts';
import { csvSeparator } from './platform/csv-separator.ts';
import type { Ports } from './platform/ports.ts';
import { AudioCache } from './playback/audio-cache.ts';
import { AudioSources } from './playback/audio-source.ts';
import { savingChoices } from './preference-mapping.ts';
import type { Session } from './session/session.ts';
import type { UploadSession } from './uploads/upload-types.ts';
import { Uploads } from './uploads/uploads.ts';

export type RecordingsCoreDependencies = {
  readonly ports: Ports;
  readonly session: Pick<Session, 'client' | 'view' | 'refused'>;
  readonly preferences: () => Preferences;
  readonly marks: PauseMarks;
  /** Writes to the journal. */
  readonly write: (fact: JournalFact) => void;
  readonly onChange: () => void;
};

export type RecordingsCore = {
  readonly saved: SavedIndex;
  readonly history: History;
  readonly downloads: Downloads;
  readonly uploads: Uploads;
  readonly audio: AudioSources;
  readonly bulkSave: BulkSave;
  readonly checks: AudioChecks;
  /** A recording of mine with a pause is over. */
  recordingOver(recordingId: string): void;
  /** Checks what was opened for playing, unless it was checked before; null where nothing was paused. */
  checkOpened(recordingId: string): Promise<AudioFinding | null>;
  /** Where and how recordings are saved now. */
  readonly choices: () => SavingChoices;
  /** What stands between the cells of a CSV file. */
  readonly separator: () => Promise<CsvSeparator>;
  /** Reads the index of saved recordings. Answers what to tell the user. */
  load(): Promise<Problem[]>;
  /** Removes audio that a killed run left behind, and takes up the save queue. Answers what to tell the user. */
  restore(): Promise<Problem[]>;
  signedIn(): void;
  /** Ends what the policy no longer allows. */
  policyChanged(): void;
  signedOut(byUser: boolean): void;
  dispose(): Promise<void>;
};

/** Identifies server and user, so that what one user requested is never continued by another. */
function accountOf(session: Pick<Session, 'view'>): string | null {
  const { server, username, phase } = session.view();
  return phase === 'signedOut' || server === null || username === null ? null : `${username} ${server}`;
}

/** The session as the save queue and the uploads see it. */
function sessionParts(
  session: RecordingsCoreDependencies['session'],
  cache: AudioCache,
  checks: AudioChecks,
  history: History,
) {
  const client = () => session.client;
  const account = () => accountOf(session);
  const openMedia: DownloadSource['openMedia'] = (id, signal) => checkedMedia(checks, cache, id, signal);
  const source: DownloadSource = { client, account, openMedia };
  const uploadSession: UploadSession = {
    client,
    account,
    knownUser: () => {
      const { username } = session.view();
      return { username, number: username === null ? null : history.numberOf(username) };
    },
    refused: () => session.refused(),
  };
  return { source, uploadSession };
}

type Parts = Pick<
  RecordingsCore,
  'saved' | 'history' | 'downloads' | 'uploads' | 'audio' | 'bulkSave' | 'choices' | 'separator' | 'checks'
> & {
  readonly audioCache: AudioCache;
  readonly automaticCheck: AutomaticCheck;
};

function buildParts({ ports, session, preferences, marks, write, onChange }: RecordingsCoreDependencies): Parts {
  const { profileFolder, localFolder = profileFolder, files, log, clock } = ports;
  const client = () => session.client;
  const choices = (): SavingChoices => savingChoices(preferences(), ports.downloadFolder);
  const separator = () => csvSeparator(preferences()['export.separator'], ports.desktop);
  const forbidden = () =>
    preferences()['saving.allowed'] ? null : problem('organisation-forbids', { what: 'saving' });
  const saved = new SavedIndex(profileFolder, files, log, clock);
  const history = new History({ client, saved, marks, log, onChange });
  const audioCache = new AudioCache(localFolder, files, log, client);
  const checks = new AudioChecks({ worker: ports.audioWorker ?? null, marks, write, log });
  const isOn = () => preferences().audioCheck;
  const automaticCheck = new AutomaticCheck({ clock, isOn, client, cache: audioCache, checks });
  const { source, uploadSession } = sessionParts(session, audioCache, checks, history);
  const downloads = new Downloads({ ports, source, saved, choices, forbidden, onChange });
  const namePatterns = () => [preferences()['download.namePattern'], defaultPreferences['download.namePattern']];
  const uploads = new Uploads({ ports, session: uploadSession, namePatterns, onChange });
  const audio = new AudioSources(audioCache, saved, downloads, files);
  const exportCsv = new ExportCsv({ ports, marks, saved, folder: choices, separator });
  const bulkSave = new BulkSave({
    history,
    downloads,
    marks,
    saved,
    exportCsv,
    acknowledge: (id) => checks.acknowledge(id),
    onChange,
    ports,
    folder: choices,
    freeBytes: () => freeBytes(choices().folder),
  });
  return {
    saved,
    history,
    downloads,
    uploads,
    audio,
    bulkSave,
    choices,
    separator,
    checks,
    audioCache,
    automaticCheck,
  };
}

export function createRecordingsCore(dependencies: RecordingsCoreDependencies): RecordingsCore {
  const { audioCache, automaticCheck, ...parts } = buildParts(dependencies);
  const { saved, history, downloads, uploads, audio, checks } = parts;
  return {
    ...parts,
    recordingOver(recordingId) {
      automaticCheck.recordingOver(recordingId);
    },
    async checkOpened(recordingId) {
      const opened = audio.audioOf(recordingId);
      return opened === null ? null : checks.check(recordingId, opened, 'play');
    },
    async load() {
      const damaged = await saved.load();
      return damaged === null ? [] : [problem('saved-index-damaged', { file: damaged })];
    },
    async restore() {
      await audioCache.sweep();
      return downloads.restore();
    },
    signedIn() {
      downloads.signedIn();
      uploads.signedIn();
    },
    policyChanged() {
      const current = dependencies.preferences();
      if (!current['saving.allowed']) downloads.forbid();
      if (!current['uploads.allowed']) uploads.cancelAll();
      if (!current['playback.allowed']) void audio.clear();
    },
    signedOut(byUser) {
      history.signedOut();
      if (byUser) downloads.cancelAll();
      else downloads.signedOut();
      uploads.signedOut(byUser);
      automaticCheck.clear();
      checks.clear();
      void audio.clear();
    },
    async dispose() {
      history.dispose();
      automaticCheck.clear();
      checks.clear();
      await downloads.dispose();
      await uploads.dispose();
    },
  };
}
