// My own live recordings: the poller that reads them, and the commands that pause, resume, start and stop them.
import type { LiveRecording, RecordingState } from '../../../shared/domain/recording.ts';
import type { AuditRecorder } from '../journal/audit-recorder.ts';
import type { Ports } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';
import type { Answered, StartTarget } from '../ucx/client-types.ts';
import { IdlePace, type IdlePaceLimits } from './idle-pace.ts';
import { ManualControl } from './manual-control.ts';
import { OwnRecordingsPoller } from './own-recordings-poller.ts';
import { PauseController } from './pause/pause-controller.ts';
import type { MachineLimits } from './pause/pause-limits.ts';
import type { ReadStart } from './pause/pause-types.ts';
import { StaleReadGuard } from './stale-read-guard.ts';

/** What the preferences say, as they are now. */
type LivePreferences = {
  readonly limits: () => MachineLimits;
  readonly pace: () => IdlePaceLimits;
  readonly startTarget: () => StartTarget;
};

/** What my own recordings report to the rest of the core. */
type OwnRecordingsHost = {
  /** A person presses. False: it is refused, and nothing is to be done. */
  onPress(command: 'pause' | 'resume' | 'cancel'): boolean;
  /** The pause state may have changed. */
  onPauseChange(): void;
  /** Anything else that is shown may have changed. */
  onChange(): void;
  /** The `Date` of a good answer (epoch milliseconds), and when its read began (monotonic milliseconds). */
  onServerDate(serverDate: number | null, startedAt: number): void;
  /** Reading goes on after a sleep. */
  onWake(): void;
};

type OwnRecordingsDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'random' | 'power'>;
  readonly session: Pick<Session, 'client' | 'refused'>;
  readonly preferences: LivePreferences;
  readonly auditRecorder: AuditRecorder;
  readonly host: OwnRecordingsHost;
};

export class OwnRecordings {
  readonly guard = new StaleReadGuard();
  readonly pause: PauseController;
  readonly manual: ManualControl;
  readonly #dependencies: OwnRecordingsDependencies;
  readonly #pace: IdlePace;
  readonly #poller: OwnRecordingsPoller;
  #lastShown: RecordingState = 'signedOut';
  #isAsleep = false;

  constructor(dependencies: OwnRecordingsDependencies) {
    this.#dependencies = dependencies;
    const { clock, power } = dependencies.ports;
    this.#pace = new IdlePace(clock, dependencies.preferences.pace, () => power.isLocked?.() ?? false);
    this.pause = this.#createPause();
    this.#poller = this.#createPoller();
    this.manual = this.#createManual();
  }

  /** Reads at once. Whoever asks is awake, whatever the system said about a sleep. */
  readNow(): void {
    this.#pace.worked();
    if (this.#isAsleep) this.wake();
    else this.#poller.readNow();
  }

  /** The sequence number of this moment: a read that begins later has a higher one. */
  get sequence(): number {
    return this.pause.sequence;
  }

  signedIn(): void {
    this.#isAsleep = false;
    this.#pace.worked();
    this.pause.signedIn();
    this.#poller.start();
  }

  signedOut(byUser: boolean): void {
    this.#poller.stop();
    this.pause.signedOut(byUser);
    this.#dependencies.auditRecorder.signedOut();
    this.manual.signedOut();
  }

  suspend(): void {
    this.#poller.stop();
    this.pause.invalidateAfterSleep();
    this.#isAsleep = true;
  }

  /** Reads again after a sleep. Does nothing when there was none. */
  wake(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    this.pause.invalidateAfterSleep();
    if (this.#dependencies.session.client !== null) this.#poller.start();
    this.#dependencies.host.onWake();
  }

  dispose(): void {
    this.#poller.stop();
    this.manual.signedOut();
    this.pause.dispose();
  }

  #createPause(): PauseController {
    const { ports, session, preferences, auditRecorder, host } = this.#dependencies;
    return new PauseController({
      clock: ports.clock,
      log: ports.log,
      session,
      limits: preferences.limits,
      host: {
        readNow: () => {
          this.readNow();
        },
        mayReadFirst: true,
        onPress: (command) => host.onPress(command),
        onFacts: (facts, pending) => {
          auditRecorder.record(facts, pending);
        },
        onChange: () => {
          this.#pauseChanged();
        },
      },
    });
  }

  #pauseChanged(): void {
    const { shownState } = this.pause;
    if (shownState !== this.#lastShown) this.#poller.reschedule();
    this.#lastShown = shownState;
    this.#dependencies.host.onPauseChange();
  }

  #createPoller(): OwnRecordingsPoller {
    const { ports, session } = this.#dependencies;
    return new OwnRecordingsPoller({
      ports,
      session,
      pause: this.pause,
      isUrgent: () => this.manual.isWaiting,
      pace: this.#pace,
      onRead: (read, answer) => this.#readSucceeded(read, answer),
    });
  }

  #readSucceeded(read: ReadStart, { value, serverDate }: Answered<readonly LiveRecording[]>): void {
    const { auditRecorder, host } = this.#dependencies;
    host.onServerDate(serverDate, read.startedAt);
    const recordings = this.guard.trusted('own', read.startedSequence, value);
    this.pause.readSucceeded(read, recordings);
    auditRecorder.onRead(recordings);
    this.manual.readSucceeded(read.startedSequence, recordings);
  }

  #createManual(): ManualControl {
    const { ports, session, preferences, auditRecorder, host } = this.#dependencies;
    return new ManualControl(
      {
        ports,
        session,
        onFacts: (facts) => {
          auditRecorder.recordOthers(facts);
        },
        onChange: () => {
          this.#poller.reschedule();
          host.onChange();
        },
      },
      this,
      preferences.startTarget,
    );
  }
}
