// Builds what follows live recordings, mine and everybody's, and the journal of what is done to them.
import { ruleOf } from '../../shared/domain/journal.ts';
import type { Preferences } from '../../shared/domain/preferences.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { Notices } from './api/notices.ts';
import { AutomaticPause } from './automatic/automatic-pause.ts';
import type { ObservedCall } from './automatic/rule-types.ts';
import { LiveBoard } from './board/live-board.ts';
import { AuditRecorder } from './journal/audit-recorder.ts';
import { Checkpoints, type JournalSigning } from './journal/checkpoints.ts';
import { journalKey, SignedHead } from './journal/journal-key.ts';
import { Journal, journalFolderOf } from './journal/journal.ts';
import { PauseMarks } from './journal/pause-marks.ts';
import { fullSpeed } from './live/idle-pace.ts';
import { OwnRecordings } from './live/own-recordings.ts';
import type { PauseController } from './live/pause/pause-controller.ts';
import type { MachineLimits } from './live/pause/pause-limits.ts';
import { PendingPauseStore } from './live/pending-pause-store.ts';
import type { Reminders } from './live/reminders.ts';
import type { Ports } from './platform/ports.ts';
import { idlePaceOf, limitsOf, startTarget } from './preference-mapping.ts';
import type { Session } from './session/session.ts';
import { ServerClock } from './ucx/transport/server-clock.ts';

type LiveCoreDependencies = {
  readonly ports: Ports;
  readonly session: Pick<Session, 'client' | 'view' | 'refused'>;
  readonly preferences: () => Preferences;
  /** Whether to pause while a card field is in use: asked once. */
  readonly cardQuestion: { isAnswered(): boolean; answer(): void };
  readonly reminders: Reminders;
  /** Shows problems above the pages. */
  readonly notices: Pick<Notices, 'tell' | 'withdraw'>;
  /** A recording of mine with a pause of ours is over. */
  readonly onRecordingOver: (recordingId: string) => void;
  /** Learns of each new entry of the journal, of each signed checkpoint, and of a broken chain. */
  readonly alerts: Pick<Alerts, 'onEntry' | 'onCheckpoint' | 'journalBroken'>;
  readonly onChange: () => void;
};

export class LiveCore {
  readonly journal: Journal;
  readonly marks: PauseMarks;
  readonly automatic: AutomaticPause;
  readonly own: OwnRecordings;
  readonly board: LiveBoard;
  readonly #dependencies: LiveCoreDependencies;
  readonly #serverClock: ServerClock;
  readonly #auditRecorder: AuditRecorder;
  readonly #checkpoints: Checkpoints;
  /** Kept because they are needed at every event, and reading them from the preferences takes time. */
  #limits: ReturnType<typeof limitsOf>;

  constructor(dependencies: LiveCoreDependencies) {
    const { ports, preferences } = dependencies;
    this.#dependencies = dependencies;
    this.#limits = limitsOf(preferences());
    this.#serverClock = new ServerClock(ports.clock);
    this.journal = this.#createJournal();
    this.#checkpoints = this.#createCheckpoints();
    this.marks = new PauseMarks(
      async () => {
        await this.journal.flushed();
        return (await this.journal.everything()).entries;
      },
      () => this.lateMs,
    );
    const pendingPause = new PendingPauseStore(ports.profileFolder, ports.files, ports.clock, ports.log);
    this.#auditRecorder = new AuditRecorder(this.journal, pendingPause, ports.clock);
    this.automatic = this.#createAutomaticPause();
    this.own = this.#createOwnRecordings();
    this.board = this.#createBoard();
  }

  get pause(): PauseController {
    return this.own.pause;
  }

  /** A pause that took longer than this (milliseconds) to be confirmed was late. */
  get lateMs(): number {
    return this.#limits.notConfirmedMs;
  }

  /** Opens the journal and loads the pause that was in force when the last run ended. Returns what to show the user. */
  async begin(): Promise<Problem[]> {
    const problems = await this.#auditRecorder.begin(this.pause);
    this.#checkpoints.begin();
    return problems;
  }

  /** Who signs the journal. */
  get signing(): JournalSigning {
    return this.#checkpoints.signing;
  }

  preferencesChanged(): void {
    this.#limits = limitsOf(this.#dependencies.preferences());
    this.automatic.preferencesChanged();
    this.pause.tick();
  }

  signedIn(): void {
    this.own.signedIn();
    this.board.wake();
    const { passwordKept, keychainProblem } = this.#dependencies.session.view();
    // Whoever keeps no password in the keychain gets no other entry in it either.
    const mayStore = passwordKept === 'keychain' && this.#dependencies.ports.isTrial !== true;
    void this.#checkpoints.takeKey(mayStore, keychainProblem);
  }

  /** Somebody can be asked again. */
  readNow(): void {
    this.own.readNow();
    this.board.readNeeded();
  }

  signedOut(byUser: boolean): void {
    this.own.signedOut(byUser);
    this.board.signedOut();
  }

  suspend(): void {
    this.own.suspend();
    this.board.suspend();
  }

  wake(): void {
    this.own.wake();
  }

  /** Resolves when nothing is under way and everything recorded is on the disk. */
  async dispose(): Promise<void> {
    this.automatic.dispose();
    this.own.dispose();
    this.board.dispose();
    await Promise.all([this.#checkpoints.close(), this.#auditRecorder.close()]);
  }

  /** `sentAt`: monotonic milliseconds when the read began that brought this date. */
  #observe(date: number | null, sentAt: number): void {
    if (date !== null)
      this.#serverClock.observe({ date, sentAt, receivedAt: this.#dependencies.ports.clock.monotonic() });
  }

  #createJournal(): Journal {
    const { ports, alerts, onChange } = this.#dependencies;
    return new Journal({
      ports,
      folder: journalFolderOf(ports),
      serverNow: () => this.#serverClock.stamp(),
      onFound: ({ serverAt }) => {
        if (serverAt !== null) this.#serverClock.continueAfter(Date.parse(serverAt));
      },
      onEntry: (entry) => {
        this.marks.add(entry);
        if (entry.fact.kind === 'recording-over') this.#dependencies.onRecordingOver(entry.fact.recordingId);
        this.#checkpoints.onEntry(entry);
        alerts.onEntry(entry);
      },
      onBroken: () => {
        alerts.journalBroken();
      },
      onChange,
    });
  }

  #createCheckpoints(): Checkpoints {
    const { ports, notices, alerts } = this.#dependencies;
    const folder = journalFolderOf(ports);
    return new Checkpoints({
      ports,
      journal: this.journal,
      serverNow: () => this.#serverClock.stamp(),
      key: (mayStore) => journalKey(folder, ports, mayStore),
      signedHead: new SignedHead(folder, ports.keychain),
      onSigned: (fact) => {
        alerts.onCheckpoint(fact);
      },
      onProblem: (found) => {
        notices.tell(found);
      },
    });
  }

  #createAutomaticPause(): AutomaticPause {
    const { ports, preferences, cardQuestion, reminders, notices, onChange } = this.#dependencies;
    return new AutomaticPause({
      question: cardQuestion,
      clock: ports.clock,
      log: ports.log,
      random: ports.random,
      frontWindow: ports.frontWindow,
      preferences,
      host: {
        act: (command, trigger) => void this.pause.act(command, trigger),
        onFacts: (facts) => {
          this.#auditRecorder.recordOthers(facts);
        },
        attend: (kind) => {
          reminders.attend(kind);
        },
        tell: (found) => {
          notices.tell(found);
        },
        withdraw: (code) => {
          notices.withdraw(code);
        },
        onLimits: () => {
          this.pause.tick();
          if (this.automatic.limits.pausesNewRecordings) this.own.readNow();
        },
        onChange,
      },
    });
  }

  /** The limits of my own pauses, which rules of the automatic pause may change for as long as they are on. */
  get #ownLimits(): MachineLimits {
    const { holdsResume, pausesNewRecordings } = this.automatic.limits;
    if (!holdsResume && !pausesNewRecordings) return this.#limits;
    return { ...this.#limits, holdsResume, pauseNewRecordings: this.#limits.pauseNewRecordings || pausesNewRecordings };
  }

  #observedCall(): ObservedCall {
    const { isSignedIn, pauseInForce } = this.pause;
    const { state, recordings } = this.pause.view();
    const pause =
      pauseInForce === null ? null : { pauseId: pauseInForce.pauseId, ruleId: ruleOf(pauseInForce.trigger) };
    return { isSignedIn, shown: state, recordings, pause };
  }

  #createOwnRecordings(): OwnRecordings {
    const { ports, session, preferences, reminders, onChange } = this.#dependencies;
    return new OwnRecordings({
      ports,
      session,
      preferences: {
        limits: () => this.#ownLimits,
        // With a rule that is on, the next call must be seen at once.
        pace: () => (this.automatic.limits.pausesNewRecordings ? fullSpeed : idlePaceOf(preferences())),
        startTarget: () => startTarget(preferences()),
      },
      auditRecorder: this.#auditRecorder,
      host: {
        onPress: (command) => this.automatic.isPressAllowed(command),
        onPauseChange: () => {
          this.automatic.callChanged(this.#observedCall());
          reminders.update(this.pause.view(), this.automatic.changes);
          this.board.ownChanged();
          onChange();
        },
        onChange,
        onServerDate: (date, sentAt) => {
          this.#observe(date, sentAt);
        },
        onWake: () => {
          this.board.wake();
        },
      },
    });
  }

  #createBoard(): LiveBoard {
    const { ports, session } = this.#dependencies;
    return new LiveBoard({
      ports,
      session,
      limits: () => this.#limits,
      own: this.own,
      host: {
        onFacts: (facts) => {
          this.#auditRecorder.recordOthers(facts);
        },
        onServerDate: (date, sentAt) => {
          this.#observe(date, sentAt);
        },
      },
    });
  }
}
