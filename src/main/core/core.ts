// Builds and owns everything of the core, and makes one whole snapshot out of it after each change.
import type { AttentionKind } from '../../shared/ipc/attention.ts';
import type { CallHandlers } from '../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import { ok } from '../../shared/domain/result.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import { AboutApp } from './api/about.ts';
import { appHandlers } from './api/app-handlers.ts';
import { Attention } from './live/reminders.ts';
import { boardHandlers } from './api/board-handlers.ts';
import { clockThroughSleep } from './platform/sleep-aware-clock.ts';
import type { Core } from './core-types.ts';
import { Hotkeys } from './live/hotkey-commands.ts';
import { JournalReader } from './journal/journal-reader.ts';
import { createLiveCore } from './live-core.ts';
import { readPolicy } from './settings/policy.ts';
import type { Ports } from './platform/ports.ts';
import { PreferenceStore } from './settings/preference-store.ts';
import { recordingHandlers } from './api/recording-handlers.ts';
import { createRecordingsCore } from './recordings-core.ts';
import { RightsLearner } from './session/permissions.ts';
import { SavingPreferences } from './downloads/saving-preferences.ts';
import { Session, type SessionDependencies } from './session/session.ts';
import { Snapshots } from './api/snapshots.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { uploadHandlers } from './api/upload-handlers.ts';

export type CoreOptions = {
  /** Makes the client of the vendor's API; tests hand in a recorder of their own. */
  readonly createClient?: SessionDependencies['createClient'];
};

export function createCore(given: Ports, options: CoreOptions = {}): Core {
  const throughSleep = clockThroughSleep(given.clock, given.power);
  const ports: Ports = { ...given, clock: throughSleep.clock };
  const { clock, files, log, keychain, desktop } = ports;
  const settings = new SettingsStore(ports.profileFolder, files, clock, log);
  const preferences = new PreferenceStore(settings);
  const chosen = new SavingPreferences(preferences, files);
  const attention = new Attention(
    clock,
    () => preferences.current,
    (kind) => tellAttention(kind),
  );
  const snapshots = new Snapshots(() => makeSnapshot());
  const changed = (): void => snapshots.changed();
  let notices: Problem[] = [];
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
  const live = createLiveCore({
    ports,
    client: () => session.client,
    preferences: () => preferences.current,
    username: () => session.view().username,
    onUnauthorized: () => session.refused(),
    onView: (view) => attention.see(view),
    onChange: changed,
  });
  const { board, journal, manual, marks, pause } = live;
  const recordings = createRecordingsCore({
    ports,
    session,
    preferences: () => preferences.current,
    marks,
    onChange: changed,
  });
  const { audio, bulkSave, choices, downloads, history, saved, uploads } = recordings;
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
  const reader = new JournalReader({ journal, files, folder: choices, clock, lateMs: live.lateMs });

  function onSession(event: 'signedIn' | 'signedOutByUser' | 'refused'): void {
    if (event === 'signedIn') {
      live.signedIn();
      recordings.signedIn();
      return;
    }
    const byUser = event === 'signedOutByUser';
    live.signedOut(byUser);
    rights.forget();
    recordings.signedOut(byUser);
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
      collecting: bulkSave.collecting,
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
    'live.pause': async () => {
      // Signed out nothing can be paused, however loud it is: the way back is the sign-in.
      if (session.client === null) desktop.openMain('history');
      return ok({ state: (await pause.pause('button')).state });
    },
    'live.resume': async () => ok({ state: (await pause.resume('button')).state }),
    'live.add': () => Promise.resolve(ok({ state: pause.add() })),
    'live.start': async () => ok(await manual.run('start', 'button')),
    'live.stop': async () => ok(await manual.run('stop', 'button')),
    'live.cancel': () => Promise.resolve(ok({ state: pause.cancel() })),
    'live.refresh': () => {
      live.readNow();
      return Promise.resolve(ok({}));
    },
    ...boardHandlers(board),
    ...recordingHandlers({ history, downloads, bulkSave, saved, audio, marks, files, desktop, chosen, choices }),
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
      notices = [...notices, ...(await recordings.load())];
      const policy = await readPolicy(ports.policyFile ?? null, files, log);
      if (policy.problem !== null) notices = [...notices, policy.problem];
      preferences.onChange((now) => {
        live.preferencesChanged();
        hotkeys.apply(now);
      });
      preferences.lock(policy.locked);
      notices = [...notices, ...(await live.begin())];
      notices = [...notices, ...(await recordings.restore())];
      unsubscribers.push(
        ports.power.onSuspend(() => {
          live.suspend();
        }),
        ports.power.onResume(() => {
          live.wake();
          hotkeys.apply(preferences.current);
        }),
        ports.power.onUnlock?.(() => {
          // Whoever unlocks is awake: some systems tell of the sleep and not of its end.
          live.wake();
          hotkeys.apply(preferences.current);
        }) ?? (() => undefined),
      );
      await session.restore();
      changed();
    },
    async dispose() {
      for (const unsubscribe of unsubscribers.splice(0)) unsubscribe();
      throughSleep.stop();
      snapshots.close();
      attention.dispose();
      hotkeys.dispose();
      await live.dispose();
      await recordings.dispose();
      session.dispose();
      await audio.clear();
    },
  };
}
