// Builds what finds, plays, saves and brings in finished recordings: one group that a session begins and ends together.
import { defaultPreferences, type Preferences } from '../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../shared/domain/problem.ts';
import { err, ok } from '../../shared/domain/result.ts';
import { AudioCache } from './playback/audio-cache.ts';
import { AudioSources } from './playback/audio-source.ts';
import { savingChoices } from './preference-mapping.ts';
import { Downloads, type SavingChoices } from './downloads/downloads.ts';
import { History } from './history/history.ts';
import type { PauseMarks } from './journal/pause-marks.ts';
import type { Ports } from './platform/ports.ts';
import { QueueFile } from './downloads/queue-file.ts';
import { QueueOrders } from './history/bulk-save.ts';
import { SavedIndex } from './downloads/saved-index.ts';
import type { Session } from './session/session.ts';
import { Uploads } from './uploads/uploads.ts';

export type RecordingsCoreDependencies = {
  readonly ports: Ports;
  readonly session: Pick<Session, 'client' | 'view' | 'refused'>;
  readonly preferences: () => Preferences;
  readonly marks: PauseMarks;
  readonly onChange: () => void;
};

export type RecordingsCore = {
  readonly saved: SavedIndex;
  readonly history: History;
  readonly downloads: Downloads;
  readonly uploads: Uploads;
  readonly audio: AudioSources;
  readonly orders: QueueOrders;
  /** Where and how recordings are saved now. */
  readonly choices: () => SavingChoices;
  /** Reads what was saved before. Answers what to tell the user. */
  load(): Promise<Problem[]>;
  /** Removes audio that a killed run left behind, and takes up what was being saved. Answers what to tell the user. */
  restore(): Promise<Problem[]>;
  signedIn(): void;
  signedOut(byUser: boolean): void;
  dispose(): Promise<void>;
};

/** Names server and user, so that what one user asked for is never gone on with by another. */
function accountOf(session: Pick<Session, 'view'>): string | null {
  const { server, username, phase } = session.view();
  return phase === 'signedOut' || server === null || username === null ? null : `${username} ${server}`;
}

export function createRecordingsCore(dependencies: RecordingsCoreDependencies): RecordingsCore {
  const { ports, session, preferences, marks, onChange } = dependencies;
  const { clock, files, log } = ports;
  const client = () => session.client;
  const account = () => accountOf(session);
  const choices = (): SavingChoices => savingChoices(preferences(), ports.downloadFolder);
  const saved = new SavedIndex(ports.profileFolder, files, log, clock);
  const history = new History({ client, saved, marks, log });
  const audioCache = new AudioCache(ports.profileFolder, files, log, client);
  const downloads = new Downloads({
    clock,
    files,
    log,
    random: ports.random,
    saved,
    queueFile: new QueueFile(ports.profileFolder, files, log),
    client,
    account,
    choices,
    open: async (recordingId, signal) => {
      const here = await audioCache.mediaOf(recordingId, signal);
      if (here !== null) return ok(here);
      if (signal.aborted) return err(problem('request-cancelled'));
      const answer = await client()?.media(recordingId, signal);
      if (answer === undefined) return err(problem('credentials-missing'));
      return answer.ok ? answer : err(answer.error.problem);
    },
    onChange,
  });
  const uploads = new Uploads({
    clock,
    files,
    log,
    client,
    account,
    known: () => {
      const { username } = session.view();
      return { username, number: username === null ? null : history.numberOf(username) };
    },
    patterns: () => [preferences()['download.namePattern'], defaultPreferences['download.namePattern']],
    onUnauthorized: () => session.refused(),
    onChange,
  });
  const audio = new AudioSources(audioCache, saved, downloads, files);
  const orders = new QueueOrders({ history, downloads, marks, saved, files, clock, choices, onChange });

  return {
    saved,
    history,
    downloads,
    uploads,
    audio,
    orders,
    choices,
    async load() {
      const aside = await saved.load();
      return aside === null ? [] : [problem('saved-index-damaged', { file: aside })];
    },
    async restore() {
      await audioCache.sweep();
      return downloads.restore();
    },
    signedIn() {
      downloads.signedIn();
      uploads.signedIn();
    },
    signedOut(byUser) {
      history.signedOut();
      if (byUser) downloads.cancelAll();
      else downloads.signedOut();
      uploads.signedOut(byUser);
      void audio.clear();
    },
    async dispose() {
      history.dispose();
      await downloads.dispose();
      await uploads.dispose();
    },
  };
}
