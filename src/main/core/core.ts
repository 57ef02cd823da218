// Builds and owns everything of the core, and makes one whole snapshot out of it after each change.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AttentionKind } from '../../shared/attention.ts';
import type { CallHandlers } from '../../shared/contract.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { problem, type Problem } from '../../shared/problem.ts';
import type { RecordingState } from '../../shared/recording.ts';
import { err, ok } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { AboutApp } from './about.ts';
import { appHandlers } from './app-handlers.ts';
import { Attention } from './attention.ts';
import { AudioCache } from './audio-cache.ts';
import { AudioSources } from './audio-source.ts';
import { boardHandlers, ownCommand } from './board-handlers.ts';
import { limitsOf, savingChoices, startTarget } from './choices.ts';
import type { Core } from './core-types.ts';
import { Downloads, type SavingChoices } from './downloads.ts';
import { Evidence } from './evidence.ts';
import { History } from './history.ts';
import { Hotkeys } from './hotkeys.ts';
import { Journal } from './journal.ts';
import { JournalReader } from './journal-reader.ts';
import { LiveBoard } from './live-board.ts';
import { ManualControl } from './manual.ts';
import { Monitor } from './monitor.ts';
import { PauseControl } from './pause.ts';
import { PauseMarks } from './pause-marks.ts';
import { readPolicy } from './policy.ts';
import type { Ports } from './ports.ts';
import { PreferenceStore } from './preference-store.ts';
import { QueueFile } from './queue-file.ts';
import { QueueOrders } from './queue-orders.ts';
import { recordingHandlers } from './recording-handlers.ts';
import { SavedIndex } from './saved-index.ts';
import { RightsLearner } from './rights.ts';
import { SavingPreferences } from './saving-preferences.ts';
import { Session, type SessionDependencies } from './session.ts';
import { ServerClock } from './server-clock.ts';
import { Snapshots } from './snapshots.ts';
import { SettingsStore } from './settings-store.ts';
import { StandingPauseFile } from './standing-pause.ts';
import { uploadHandlers } from './upload-handlers.ts';
import { Uploads } from './uploads.ts';

export type CoreOptions = {
  /** Makes the client of the vendor's API; tests hand in a recorder of their own. */
  readonly createClient?: SessionDependencies['createClient'];
};

/** Names server and user, so that what one user asked for is never gone on with by another. */
function accountOf(session: Session): string | null {
  const { server, username, phase } = session.view();
  return phase === 'signedOut' || server === null || username === null ? null : `${username} ${server}`;
}

export function createCore(ports: Ports, options: CoreOptions = {}): Core {
  const { clock, files, log, keychain, desktop } = ports;
  const settings = new SettingsStore(ports.profileFolder, files, clock, log);
  const saved = new SavedIndex(ports.profileFolder, files, log);
  const preferences = new PreferenceStore(settings);
  const chosen = new SavingPreferences(preferences, files);
  const server = new ServerClock(clock);
  const journal = new Journal({
    clock,
    files,
    log,
    folder: join(ports.profileFolder, 'journal'),
    version: ports.version,
    serverNow: () => server.now(),
    onChange: () => {
      marks.stale();
      changed();
    },
  });
  const marks = new PauseMarks(
    async () => {
      await journal.flushed();
      return (await journal.everything()).entries;
    },
    () => limits.notConfirmedMs,
  );
  const evidence = new Evidence(journal, new StandingPauseFile(ports.profileFolder, files, clock, log), clock);
  let limits = limitsOf(preferences.current);
  const attention = new Attention(
    clock,
    () => preferences.current,
    (kind) => tellAttention(kind),
  );
  const snapshots = new Snapshots(() => makeSnapshot());
  const changed = (): void => snapshots.changed();
  let notices: Problem[] = [];
  let lastState: RecordingState = 'signedOut';
  const attentionListeners = new Set<(kind: AttentionKind) => void>();
  const unsubscribers: (() => void)[] = [];

  const rights = new RightsLearner(changed);
  const session: Session = new Session({
    settings,
    preferences,
    files,
    keychain,
    log,
    onSession,
    onChange: changed,
    createClient: options.createClient,
    onAnswer: (endpoint, code) => rights.heard(endpoint, code),
  });
  const client = () => session.client;
  const onUnauthorized = (): void => session.refused();
  const pause: PauseControl = new PauseControl({
    clock,
    log,
    client,
    readNow: () => monitor.readNow(),
    onUnauthorized,
    limits: () => limits,
    onFacts: (facts, standing) => evidence.record(facts, standing),
    newPauseId: randomUUID,
    onChange: () => {
      const state = pause.shownState;
      if (state !== lastState) monitor.retime();
      lastState = state;
      attention.see(pause.view());
      board.ownChanged();
      changed();
    },
  });
  const board: LiveBoard = new LiveBoard({
    clock,
    log,
    random: ports.random,
    client,
    limits: () => limits,
    username: () => session.view().username,
    own: {
      view: () => pause.view(),
      pause: () => ownCommand(pause, 'pause'),
      resume: () => ownCommand(pause, 'resume'),
      giveUp: () => pause.cancel(),
    },
    onFacts: (facts) => evidence.recordBesides(facts),
    onServerDate: (serverDate) => server.heard(serverDate),
    onUnauthorized,
  });
  const monitor: Monitor = new Monitor({
    clock,
    log,
    random: ports.random,
    client,
    state: () => pause.shownState,
    pauseStands: () => pause.pauseStands,
    waits: () => manual.waits,
    onStart: () => pause.readStarted(),
    onGood: (order, { value, serverDate }) => {
      server.heard(serverDate);
      pause.readSucceeded(order, value);
      evidence.seen(value);
      manual.seen(value);
    },
    onBad: (order, reason) => pause.readFailed(order, reason),
    onUnauthorized,
  });
  const manual: ManualControl = new ManualControl({
    clock,
    log,
    client,
    target: () => startTarget(preferences.current),
    readNow: () => monitor.readNow(),
    onFacts: (facts) => evidence.recordBesides(facts),
    onUnauthorized,
    onChange: () => {
      monitor.retime();
      changed();
    },
  });
  const hotkeys = new Hotkeys({
    port: ports.hotkeys ?? null,
    clock,
    log,
    proven: () => settings.current.provenHotkeys,
    prove: (combination) => {
      void settings.update({ provenHotkeys: [...settings.current.provenHotkeys, combination] });
    },
    act: (name) => {
      if (name === 'showWidget') desktop.openWidget();
      else void pause.act(name, 'hotkey');
    },
    onChange: changed,
  });
  const history = new History({ client, saved, marks, log });
  const reader = new JournalReader({
    journal,
    files,
    place: () => choices(),
    clock,
    lateMs: () => limits.notConfirmedMs,
  });
  const choices = (): SavingChoices => savingChoices(preferences.current, ports.downloadFolder);
  const audioCache = new AudioCache(ports.profileFolder, files, log, client);
  const downloads = new Downloads({
    clock,
    files,
    log,
    saved,
    queueFile: new QueueFile(ports.profileFolder, files, log),
    client,
    account: () => accountOf(session),
    choices,
    open: async (recordingId, signal) => {
      const here = await audioCache.mediaOf(recordingId);
      if (here !== null) return ok(here);
      const answer = await client()?.media(recordingId, signal);
      if (answer === undefined) return err(problem('credentials-missing'));
      return answer.ok ? answer : err(answer.error.problem);
    },
    onChange: changed,
  });
  const uploads = new Uploads({
    clock,
    files,
    log,
    client,
    account: () => accountOf(session),
    known: () => {
      const { username } = session.view();
      return { username, number: username === null ? null : history.numberOf(username) };
    },
    patterns: () => [preferences.current['download.namePattern'], defaultPreferences['download.namePattern']],
    onUnauthorized,
    onChange: changed,
  });
  const audio = new AudioSources(audioCache, saved, downloads, files);
  const orders = new QueueOrders({ history, downloads, marks, saved, files, clock, choices });

  function onSession(event: 'signedIn' | 'signedOutByUser' | 'refused'): void {
    if (event === 'signedIn') {
      pause.signedIn();
      monitor.start();
      board.wake();
      downloads.signedIn();
      uploads.signedIn();
    } else {
      monitor.stop();
      pause.signedOut(event === 'signedOutByUser');
      manual.signedOut();
      rights.forget();
      board.signedOut();
      if (event === 'signedOutByUser') downloads.cancelAll();
      else downloads.signedOut();
      uploads.signedOut(event === 'signedOutByUser');
      void audio.clear();
    }
  }

  function tellAttention(kind: AttentionKind): void {
    for (const listener of attentionListeners) listener(kind);
    desktop.attention?.(kind);
  }

  function makeSnapshot(): Omit<Snapshot, 'revision'> {
    return {
      session: session.view(),
      live: pause.view(),
      manual: manual.view(),
      rights: rights.current,
      downloads: downloads.views(),
      saving: downloads.saving(),
      uploads: uploads.views(),
      hotkeys: hotkeys.views(),
      preferences: preferences.current,
      lockedPreferences: preferences.lockedNames,
      journalProblem: journal.problem,
      notices,
      shell: {
        kind: desktop.kind,
        canShowInFolder: desktop.canShowInFolder,
        canChooseFolder: desktop.chooseFolder !== undefined,
        canChooseAudio: desktop.chooseAudio !== undefined,
        downloadFolder: choices().folder,
        usualFolder: ports.downloadFolder,
        version: ports.version,
      },
    };
  }

  function dismissNotices(): void {
    notices = [];
    changed();
  }

  const handlers: CallHandlers = {
    'snapshot.get': () => Promise.resolve(ok(snapshots.now())),
    'session.signIn': (input) => session.signIn(input),
    'session.signOut': () => session.signOut(),
    'live.pause': async () => ok({ state: (await pause.pause('button')).state }),
    'live.resume': async () => ok({ state: (await pause.resume('button')).state }),
    'live.add': () => Promise.resolve(ok({ state: pause.add() })),
    'live.start': async () => ok(await manual.run('start', 'button')),
    'live.stop': async () => ok(await manual.run('stop', 'button')),
    'live.cancel': () => Promise.resolve(ok({ state: pause.cancel() })),
    'live.refresh': () => {
      monitor.readNow();
      return Promise.resolve(ok({}));
    },
    ...boardHandlers(board),
    ...recordingHandlers({ history, downloads, orders, saved, audio, marks, files, desktop, chosen, choices }),
    ...appHandlers({
      about: new AboutApp(ports, makeSnapshot),
      logFile: ports.logFile ?? null,
      hotkeys,
      preferences,
      chosen,
      reader,
      desktop,
      dismissNotices,
    }),
    ...uploadHandlers(uploads, desktop),
  };

  return {
    handlers,
    snapshot: () => snapshots.now(),
    audio: (recordingId) => audio.source(recordingId),
    addFiles: (sources) => uploads.add(sources),
    onSnapshot: (listener) => snapshots.subscribe(listener),
    onBoard: (listener) => board.subscribe(listener),
    onAttention: (listener) => {
      attentionListeners.add(listener);
      return () => attentionListeners.delete(listener);
    },
    command: (verb, trigger) => pause.act(verb, trigger),
    manual: (verb, trigger) => manual.run(verb, trigger),
    notice: (said) => {
      if (notices.some(({ code }) => code === said.code)) return;
      notices = [...notices, said];
      changed();
    },
    async start() {
      const damaged = await settings.load();
      if (damaged !== null) notices = [...notices, damaged];
      if (await saved.load()) notices = [...notices, problem('settings-damaged', { file: 'saved.jsonl' })];
      const policy = await readPolicy(ports.policyFile ?? null, files, log);
      if (policy.problem !== null) notices = [...notices, policy.problem];
      preferences.onChange((now) => {
        limits = limitsOf(now);
        pause.tick();
        hotkeys.apply(now);
      });
      preferences.lock(policy.locked);
      notices = [...notices, ...(await evidence.begin(pause))];
      await audioCache.sweep();
      await downloads.restore();
      unsubscribers.push(
        ports.power.onSuspend(() => {
          monitor.stop();
          board.suspend();
        }),
        ports.power.onResume(() => {
          pause.tick();
          if (session.client !== null) monitor.start();
          board.wake();
          hotkeys.apply(preferences.current);
        }),
        ports.power.onUnlock?.(() => hotkeys.apply(preferences.current)) ?? (() => undefined),
      );
      await session.restore();
      changed();
    },
    async dispose() {
      for (const unsubscribe of unsubscribers.splice(0)) unsubscribe();
      snapshots.close();
      monitor.stop();
      attention.dispose();
      hotkeys.dispose();
      manual.dispose();
      pause.dispose();
      board.dispose();
      await evidence.flushed();
      history.dispose();
      await downloads.dispose();
      await uploads.dispose();
      session.dispose();
      await audio.clear();
    },
  };
}
