// Builds what follows live recordings and acts upon them, and what is written down of it: one group that hears of everything together.
import { join } from 'node:path';
import type { Preferences } from '../../shared/domain/preferences.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import type { RecordingState } from '../../shared/domain/recording.ts';
import type { LiveView } from '../../shared/ipc/snapshot.ts';
import { ownCommand } from './api/board-handlers.ts';
import { limitsOf, startTarget } from './preference-mapping.ts';
import { AuditRecorder } from './journal/audit-recorder.ts';
import { Journal } from './journal/journal.ts';
import { LiveBoard } from './board/live-board.ts';
import { ManualControl } from './live/manual-control.ts';
import { OwnRecordingsPoller } from './live/own-recordings-poller.ts';
import { PauseController } from './live/pause-controller.ts';
import { PauseMarks } from './journal/pause-marks.ts';
import type { Ports } from './platform/ports.ts';
import { ServerClock } from './ucx/server-clock.ts';
import { StaleReadGuard } from './live/stale-read-guard.ts';
import { PendingPauseStore } from './live/pending-pause-store.ts';
import type { UcxClient } from './ucx/client-types.ts';

export type LiveCoreDependencies = {
  readonly ports: Ports;
  readonly client: () => UcxClient | null;
  readonly preferences: () => Preferences;
  readonly username: () => string | null;
  readonly onUnauthorized: () => void;
  /** What is shown of my own recordings may have changed. */
  readonly onView: (view: LiveView) => void;
  readonly onChange: () => void;
};

export type LiveCore = {
  readonly journal: Journal;
  readonly marks: PauseMarks;
  readonly pause: PauseController;
  readonly board: LiveBoard;
  readonly manual: ManualControl;
  /** A pause that was open longer than this (milliseconds) was late. */
  readonly lateMs: () => number;
  readNow(): void;
  /** Opens the journal and takes up what stood when the last run ended. Answers what to tell the user. */
  begin(): Promise<Problem[]>;
  preferencesChanged(): void;
  signedIn(): void;
  signedOut(byUser: boolean): void;
  suspend(): void;
  wake(): void;
  /** Resolves when nothing is under way and what was written down is on the disk. */
  dispose(): Promise<void>;
};

export function createLiveCore(dependencies: LiveCoreDependencies): LiveCore {
  const { ports, client, preferences, username, onUnauthorized, onView, onChange } = dependencies;
  const { clock, files, log, random } = ports;
  const server = new ServerClock(clock);
  const guard = new StaleReadGuard();
  let limits = limitsOf(preferences());
  let lastState: RecordingState = 'signedOut';
  let asleep = false;
  const lateMs = (): number => limits.notConfirmedMs;
  const onServerDate = (serverDate: number | null): void => server.heard(serverDate);
  const journal = new Journal({
    clock,
    files,
    log,
    folder: join(ports.profileFolder, 'journal'),
    version: ports.version,
    serverNow: () => server.now(),
    onEntry: (entry) => marks.add(entry),
    onChange,
  });
  const marks = new PauseMarks(async () => {
    await journal.flushed();
    return (await journal.everything()).entries;
  }, lateMs);
  const auditRecorder = new AuditRecorder(
    journal,
    new PendingPauseStore(ports.profileFolder, files, clock, log),
    clock,
  );
  const pause: PauseController = new PauseController({
    clock,
    log,
    session: {
      get client() {
        return client();
      },
      refused: onUnauthorized,
    },
    limits: () => limits,
    host: {
      readNow,
      onFacts: (facts, pending) => auditRecorder.record(facts, pending),
      onChange: () => {
        const state = pause.shownState;
        if (state !== lastState) ownRecordings.reschedule();
        lastState = state;
        onView(pause.view());
        board.ownChanged();
        onChange();
      },
    },
  });
  const board: LiveBoard = new LiveBoard({
    clock,
    log,
    random,
    client,
    limits: () => limits,
    username,
    own: {
      view: () => pause.view(),
      pause: () => ownCommand(pause, 'pause'),
      resume: () => ownCommand(pause, 'resume'),
      giveUp: () => pause.cancel(),
      mark: () => pause.readStarted(),
    },
    guard,
    onFacts: (facts) => auditRecorder.recordBesides(facts),
    onServerDate,
    onUnauthorized,
  });
  const ownRecordings: OwnRecordingsPoller = new OwnRecordingsPoller({
    clock,
    log,
    random,
    client,
    state: () => pause.shownState,
    pauseStands: () => pause.hasActivePause,
    waits: () => manual.waits,
    onStart: () => pause.readStarted(),
    onGood: (order, { value, serverDate }) => {
      onServerDate(serverDate);
      const trusted = guard.trusted('own', order, value);
      pause.readSucceeded(order, trusted);
      auditRecorder.seen(trusted);
      manual.seen(order, trusted);
    },
    onBad: (order, reason) => pause.readFailed(order, reason),
    onUnauthorized,
  });
  const manual: ManualControl = new ManualControl({
    clock,
    log,
    client,
    target: () => startTarget(preferences()),
    readNow,
    mark: () => pause.sequence,
    onFacts: (facts) => auditRecorder.recordBesides(facts),
    onUnauthorized,
    onChange: () => {
      ownRecordings.reschedule();
      onChange();
    },
  });

  function wake(): void {
    if (!asleep) return;
    asleep = false;
    pause.invalidateAfterSleep();
    if (client() !== null) ownRecordings.start();
    board.wake();
  }

  function readNow(): void {
    // Whoever asks is awake, whatever the system told of a sleep.
    if (asleep) wake();
    else ownRecordings.readNow();
  }

  return {
    journal,
    marks,
    pause,
    board,
    manual,
    lateMs,
    readNow,
    begin: () => auditRecorder.begin(pause),
    preferencesChanged() {
      limits = limitsOf(preferences());
      pause.tick();
    },
    signedIn() {
      asleep = false;
      pause.signedIn();
      ownRecordings.start();
      board.wake();
    },
    signedOut(byUser) {
      ownRecordings.stop();
      pause.signedOut(byUser);
      manual.signedOut();
      board.signedOut();
    },
    suspend() {
      ownRecordings.stop();
      pause.invalidateAfterSleep();
      board.suspend();
      asleep = true;
    },
    wake,
    async dispose() {
      ownRecordings.stop();
      manual.dispose();
      pause.dispose();
      board.dispose();
      await auditRecorder.flushed();
    },
  };
}
