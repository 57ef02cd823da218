// Builds and owns all parts of the core, starts and ends them, and passes on what one of them means to the others.
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import { withoutSecrets } from '../../shared/domain/preferences.ts';
import { Alerts } from './alerts/alerts.ts';
import { Notices } from './api/notices.ts';
import { Snapshots } from './api/snapshots.ts';
import { Hotkeys } from './live/hotkey-commands.ts';
import { Reminders } from './live/reminders.ts';
import { LiveCore } from './live-core.ts';
import { SavedRetention } from './api/saved-retention.ts';
import { unfailingLog } from './platform/attempt.ts';
import { unfailingKeychain } from './platform/unfailing-keychain.ts';
import { unfailingPower, unfailingRandom } from './platform/unfailing-power.ts';
import { cappedFiles } from './platform/files/capped-files.ts';
import { levelledLog, type LogLevel } from './platform/logs/levelled-log.ts';
import type { Ports } from './platform/ports.ts';
import { sleepAwareClock, type SleepAwareClock } from './platform/sleep-aware-clock.ts';
import { createRecordingsCore, type RecordingsCore } from './recordings-core.ts';
import type { SessionDependencies, SessionEvent } from './session/session.ts';
import { SessionCore } from './session-core.ts';
import { policyProblems, type Policy } from './settings/policy.ts';
import { feedConnection } from './updates/feed-connection.ts';
import { Updates } from './updates/updates.ts';

export type CoreOptions = {
  /** Makes the client of the vendor's API; tests hand in a recorder of their own. */
  readonly createClient?: SessionDependencies['client']['create'];
};

/** The ports as the core uses them: what must not fail never does, no file of the disk is endless. The log comes guarded already. */
function guardedPorts(ports: Ports): Ports {
  const { profileFolder, localFolder = profileFolder } = ports;
  const files = cappedFiles(ports.files, [profileFolder, localFolder]);
  const power = unfailingPower(ports.power, ports.log);
  return { ...ports, files, keychain: unfailingKeychain(ports), power, random: unfailingRandom(ports.random) };
}

export class CoreParts {
  readonly ports: Ports;
  readonly snapshots: Snapshots;
  readonly notices: Notices;
  readonly sessionCore: SessionCore;
  readonly reminders: Reminders;
  readonly live: LiveCore;
  readonly recordings: RecordingsCore;
  readonly hotkeys: Hotkeys;
  readonly retention: SavedRetention;
  readonly alerts: Alerts;
  readonly updates: Updates;
  readonly #sleepAwareClock: SleepAwareClock;
  #logLevel: LogLevel = 'info';
  /** Resolves when everything but the session has started. */
  readonly begun: Promise<void>;
  #begin: () => void = () => undefined;
  readonly #unsubscribers: (() => void)[] = [];

  constructor(ports: Ports, { createClient }: CoreOptions) {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    const guarded = guardedPorts({ ...ports, log: levelledLog(unfailingLog(ports.log), () => this.#logLevel) });
    // First, so that the clock knows of a sleep before anybody who acts on waking.
    this.#sleepAwareClock = sleepAwareClock(guarded.clock, guarded.power);
    this.ports = { ...guarded, clock: this.#sleepAwareClock.clock };
    this.snapshots = new Snapshots(() => this.currentSnapshot(), this.ports.log);
    this.notices = new Notices(this.#onChange);
    this.sessionCore = this.#createSession(createClient);
    const { session, settings, proxyRoutes } = this.sessionCore;
    const preferences = this.#preferences;
    this.reminders = new Reminders(this.ports, preferences);
    const username = () => session.view().username;
    this.alerts = new Alerts({ ports: this.ports, preferences, username, findRoute: proxyRoutes.find });
    this.live = this.#createLive();
    this.recordings = this.#createRecordings();
    this.retention = this.#createRetention();
    this.hotkeys = new Hotkeys({ ports: this.ports, settings, pause: this.live.pause, onChange: this.#onChange });
    this.updates = this.#createUpdates();
  }

  readonly #onChange = (): void => {
    this.snapshots.changed();
  };

  readonly #preferences = () => this.sessionCore.preferences.current;

  #createSession(createClient: CoreOptions['createClient']): SessionCore {
    return new SessionCore({
      ports: this.ports,
      createClient,
      onSession: (event) => {
        this.#sessionChanged(event);
      },
      onPolicy: (policy, changed) => {
        this.#policyRead(policy, changed);
      },
      onChange: this.#onChange,
    });
  }

  #createLive(): LiveCore {
    const { session, settings } = this.sessionCore;
    return new LiveCore({
      ports: this.ports,
      session,
      preferences: this.#preferences,
      cardQuestion: {
        isAnswered: () => settings.current.cardFieldAnswered,
        answer: () => void settings.update({ cardFieldAnswered: true }),
      },
      reminders: this.reminders,
      notices: this.notices,
      alerts: this.alerts,
      onRecordingOver: (recordingId) => {
        this.recordings.recordingOver(recordingId);
      },
      onChange: this.#onChange,
    });
  }

  #createRecordings(): RecordingsCore {
    return createRecordingsCore({
      ports: this.ports,
      session: this.sessionCore.session,
      preferences: this.#preferences,
      marks: this.live.marks,
      write: (fact) => {
        this.live.journal.add(fact);
      },
      onChange: this.#onChange,
    });
  }

  #createRetention(): SavedRetention {
    return new SavedRetention({
      ports: this.ports,
      saved: this.recordings.saved,
      keepDays: () => this.#preferences()['saved.keepDays'],
      tell: (found) => {
        this.notices.show(found);
      },
      withdraw: () => {
        this.notices.withdraw('saved-expiring');
      },
    });
  }

  #createUpdates(): Updates {
    const { ports } = this;
    const preferences = this.#preferences;
    const shown = () => ({
      live: this.live.pause.view(),
      manual: this.live.own.manual.view(),
      downloads: this.recordings.downloads.views(),
      uploads: this.recordings.uploads.views(),
    });
    const connect = feedConnection({ ports, preferences, findRoute: this.sessionCore.proxyRoutes.find });
    return new Updates({ ports, preferences, shown, connect, onChange: this.#onChange });
  }

  /** Resolves when the first state is known or failed. */
  async start(): Promise<void> {
    const { notices, sessionCore, live, recordings, hotkeys } = this;
    notices.add(await sessionCore.loadSettings());
    notices.add(await recordings.load());
    sessionCore.preferences.onChange((preferences) => {
      this.#logLevel = preferences['log.level'];
      this.alerts.preferencesChanged();
      live.preferencesChanged();
      hotkeys.apply(preferences);
      this.updates.preferencesChanged();
    });
    notices.add(await sessionCore.beginPolicy());
    notices.add(await live.begin());
    notices.add(await recordings.restore());
    void this.retention.look();
    this.snapshots.subscribe((snapshot) => {
      this.alerts.onShown(snapshot);
      this.updates.onShown();
    });
    this.#followPower();
    void this.updates.begin();
    this.#begin();
    await sessionCore.session.restore();
    this.snapshots.changed();
  }

  /** Resolves when nothing is left running. */
  async dispose(): Promise<void> {
    for (const unsubscribe of this.#unsubscribers.splice(0)) unsubscribe();
    // Decides at once what is installed; the end of a fetch is awaited last, so that it holds up neither journal nor files.
    const updatesEnd = this.updates.dispose();
    this.#sleepAwareClock.stop();
    this.snapshots.close();
    this.reminders.dispose();
    this.hotkeys.dispose();
    await this.retention.dispose();
    await this.live.dispose();
    await this.alerts.dispose();
    await this.recordings.dispose();
    this.sessionCore.dispose();
    await this.recordings.audio.clear();
    await updatesEnd;
  }

  currentSnapshot(): Omit<Snapshot, 'revision'> {
    const { sessionCore, live, recordings } = this;
    const { session, rights, preferences } = sessionCore;
    const { downloads, bulkSave, history, uploads } = recordings;
    return {
      session: session.view(),
      live: live.pause.view(),
      automatic: live.automatic.view(),
      manual: live.own.manual.view(),
      rights: rights.current,
      downloads: downloads.views(),
      saving: downloads.saving(),
      collecting: { ...bulkSave.collecting, search: history.looking },
      uploads: uploads.views(),
      updates: this.updates.view(),
      hotkeys: this.hotkeys.views(),
      preferences: withoutSecrets(preferences.current),
      lockedPreferences: preferences.lockedNames,
      policyDefaults: withoutSecrets(preferences.policyDefaults),
      journalProblem: live.journal.problem,
      notices: [...this.notices.current],
      shell: this.#shell(),
    };
  }

  #shell(): Snapshot['shell'] {
    const { desktop, downloadFolder, version } = this.ports;
    return {
      kind: desktop.kind,
      platform: desktop.platform,
      locale: desktop.locale,
      canShowInFolder: desktop.canShowInFolder,
      canChooseFolder: desktop.chooseFolder !== undefined,
      canChooseAudio: desktop.chooseAudio !== undefined,
      canPrintPdf: desktop.printPdf !== undefined,
      downloadFolder: this.recordings.choices().folder,
      usualFolder: downloadFolder,
      version,
    };
  }

  #sessionChanged(event: SessionEvent): void {
    if (event === 'signedIn') {
      this.live.signedIn();
      this.recordings.signedIn();
      return;
    }
    if (event === 'accepted') {
      this.live.readNow();
      this.recordings.signedIn();
      return;
    }
    const byUser = event === 'signedOutByUser';
    this.live.signedOut(byUser);
    this.sessionCore.rights.forget();
    this.recordings.signedOut(byUser);
  }

  /** A session that the policy no longer allows ends as soon as nobody is on a recorded call: a pause must not be left alone. */
  #policyRead(policy: Policy, changed: boolean): void {
    const { session } = this.sessionCore;
    if (changed) {
      for (const code of policyProblems) this.notices.withdraw(code);
      for (const found of policy.problems) this.notices.show(found);
      this.recordings.policyChanged();
      void this.retention.look();
      this.snapshots.changed();
    }
    const { state, lastKnown, pauseAtRisk } = this.live.pause.view();
    const mayBeOnCall = pauseAtRisk || !['idle', undefined].includes(lastKnown?.state);
    if (state === 'idle' || (state === 'offline' && !mayBeOnCall)) session.endIfForbidden();
  }

  #followPower(): void {
    const { power } = this.ports;
    const wake = (): void => {
      this.live.wake();
      this.hotkeys.apply(this.sessionCore.preferences.current);
    };
    this.#unsubscribers.push(
      power.onSuspend(() => {
        this.live.suspend();
      }),
      power.onResume(wake),
      // Whoever unlocks is awake: some systems report the sleep and not its end. While the screen was locked little was asked.
      power.onUnlock?.(() => {
        wake();
        this.live.readNow();
      }) ?? (() => undefined),
    );
  }
}
