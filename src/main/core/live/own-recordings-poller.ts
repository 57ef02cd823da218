// Polls my live recordings: slowly while nothing is asked, quickly while a command waits for a read.
import type { LiveRecording, RecordingState } from '../../../shared/domain/recording.ts';
import { assertNever, type Result } from '../../../shared/domain/result.ts';
import { PollLoop, type PollSchedule } from '../platform/poll-loop.ts';
import type { Ports } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';
import type { Answered, UcxFailure } from '../ucx/client-types.ts';
import { fullSpeedMs, slowRetryMs, type IdlePace } from './idle-pace.ts';
import type { PauseController } from './pause/pause-controller.ts';
import type { ReadStart } from './pause/pause-types.ts';

type OwnRead = Answered<readonly LiveRecording[]>;

/** Milliseconds from the start of one read to the start of the next, at full speed. */
function cadenceMs(state: RecordingState): number {
  switch (state) {
    case 'pausing':
    case 'resuming':
    case 'unconfirmed':
      return 500;
    case 'paused':
      return 1_000;
    case 'idle':
    case 'recording':
    case 'offline':
    case 'signedOut':
      return fullSpeedMs;
    default:
      return assertNever(state);
  }
}

/** Longest wait after failures, in milliseconds: longer while no pause is in force. One failure alone does not make the state stale. */
const longestRetryMs = { pausing: 1_000, otherwise: 10_000 };

type OwnRecordingsPollerDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'random'>;
  readonly session: Pick<Session, 'client' | 'refused'>;
  readonly pause: Pick<PauseController, 'shownState' | 'hasActivePause' | 'readStarted' | 'readFailed'>;
  /** A command waits for the next read, whatever the state is. */
  readonly isUrgent: () => boolean;
  readonly pace: Pick<IdlePace, 'worked' | 'cadenceMs'>;
  readonly onRead: (read: ReadStart, answer: OwnRead) => void;
};

export class OwnRecordingsPoller {
  readonly #dependencies: OwnRecordingsPollerDependencies;
  readonly #loop: PollLoop<ReadStart, OwnRead, UcxFailure>;
  /** The last good answer had no recording. */
  #isQuiet = false;
  #tookMs = 0;

  constructor(dependencies: OwnRecordingsPollerDependencies) {
    this.#dependencies = dependencies;
    this.#loop = new PollLoop(dependencies.ports, {
      read: (signal) => {
        const { client } = dependencies.session;
        if (client === null) return null;
        const context = dependencies.pause.readStarted();
        return { context, answer: client.listMine(signal) };
      },
      onAnswer: (read, answer) => this.#answered(read, answer),
      schedule: () => this.#schedule(),
    });
  }

  /** Begins, or begins again after sleep, with a read at once. */
  start(): void {
    this.#isQuiet = false;
    this.#loop.start();
  }

  /** Ends reading; answers under way are dropped. */
  stop(): void {
    this.#loop.stop();
  }

  readNow(): void {
    this.#loop.readNow();
  }

  /** The state changed: the next read may be due earlier. */
  reschedule(): void {
    this.#loop.reschedule();
  }

  #answered(read: ReadStart, answer: Result<OwnRead, UcxFailure>): void {
    const { ports, session, pause, pace, onRead } = this.#dependencies;
    if (answer.ok) {
      this.#isQuiet = answer.value.value.length === 0;
      this.#tookMs = ports.clock.monotonic() - read.startedAt;
      if (!this.#isQuiet) pace.worked();
      onRead(read, answer.value);
      return;
    }
    const { endpoint, status, reason, problem, outcome } = answer.error;
    ports.log.warn('read-failed', { endpoint, status, reason, code: problem.code });
    pause.readFailed(read, problem);
    if (outcome === 'unauthorized') session.refused();
  }

  #schedule(): PollSchedule {
    const { pause, isUrgent, pace } = this.#dependencies;
    const retryMs = cadenceMs(pause.shownState);
    const schedule = {
      retryMs,
      longestRetryMs: pause.hasActivePause ? longestRetryMs.pausing : longestRetryMs.otherwise,
      longestRestMs: 0,
    };
    if (isUrgent()) return { ...schedule, cadenceMs: cadenceMs('pausing') };
    if (!this.#isQuiet || pause.hasActivePause) return { ...schedule, cadenceMs: retryMs };
    const slowMs = pace.cadenceMs(this.#tookMs);
    return { ...schedule, cadenceMs: slowMs, retryMs: slowMs > fullSpeedMs ? slowRetryMs : retryMs };
  }
}
