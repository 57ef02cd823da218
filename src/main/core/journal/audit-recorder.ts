// Writes every pause, start and stop to the journal and keeps the pause in force on disk, so that a restart can take it up.
import type { JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { Journal } from './journal.ts';
import type { Clock } from '../platform/ports.ts';
import { CallFollower } from './call-follower.ts';
import type { PendingPause, PendingPauseStorage } from './pending-pause.ts';

type PauseOwner = {
  /** Takes up a pause that was in force before a restart. */
  restore(pending: PendingPause): void;
};

/** A pause requested so shortly before the end (ms) is taken up for whatever is recorded now: the recording may have started meanwhile. */
const recentMs = 60_000;

export class AuditRecorder {
  readonly #journal: Journal;
  readonly #file: PendingPauseStorage;
  readonly #clock: Clock;
  readonly #calls: CallFollower;
  #pause: PauseOwner | null = null;
  /** The pause in force when the last run ended, until the first read decides about it. */
  #restored: PendingPause | null = null;
  #opened = false;

  constructor(journal: Journal, file: PendingPauseStorage, clock: Clock) {
    this.#journal = journal;
    this.#file = file;
    this.#clock = clock;
    this.#calls = new CallFollower(clock);
  }

  /** Opens the journal and reads the pause in force. Answers what to tell the user. */
  async begin(pause: PauseOwner): Promise<Problem[]> {
    this.#pause = pause;
    const problems: Problem[] = [];
    const torn = await this.#journal.open();
    if (torn !== null) problems.push(torn);
    const { pending, damaged } = await this.#file.load();
    if (damaged !== null) problems.push(problem('settings-damaged', { file: damaged }));
    this.#restored = pending;
    this.#opened = true;
    this.#journal.add({ kind: 'started' });
    return problems;
  }

  /** Writes down what happened in one step of the machine. */
  record(facts: readonly JournalFact[], pending: PendingPause | null): void {
    if (!this.#opened) return;
    for (const fact of facts) this.#journal.add(fact);
    this.#calls.onFacts(facts);
    // Until the first read, the pause from before the restart must stay on disk: the app may be killed again.
    if (this.#restored === null) this.#file.set(pending);
  }

  /** Writes what does not change my own pause in force: pauses of another person's recording, manual starts and stops. */
  recordOthers(facts: readonly JournalFact[]): void {
    if (!this.#opened) return;
    for (const fact of facts) this.#journal.add(fact);
  }

  /** A good read of my recordings. What is over is written down. */
  onRead(recordings: readonly LiveRecording[]): void {
    for (const fact of this.#calls.onRead(recordings)) if (this.#opened) this.#journal.add(fact);
    this.#decideRestored(recordings);
  }

  /** Signed out: what is active then is another user's affair. */
  signedOut(): void {
    this.#calls.forget();
  }

  /** The first good read after a start decides about a pause that was in force when the app ended. */
  #decideRestored(recordings: readonly LiveRecording[]): void {
    const restored = this.#restored;
    const pause = this.#pause;
    if (restored === null || pause === null) return;
    this.#restored = null;
    const ageMs = this.#clock.now() - restored.pressedAt;
    const hasMine = recordings.some(({ id }) => restored.recordingIds.includes(id));
    const isRecent = ageMs >= 0 && ageMs < recentMs;
    this.#journal.add({ kind: 'found-after-restart', pauseId: restored.pauseId, found: foundIn(recordings) });
    if (hasMine || isRecent) {
      pause.restore(restored);
      return;
    }
    this.#journal.add({
      kind: 'ended',
      pauseId: restored.pauseId,
      how: 'interrupted',
      pausedForMs: null,
      attempts: [],
    });
    this.#file.set(null);
  }

  /** Resolves when everything is on the disk, or was refused by it for the last time. */
  async close(): Promise<void> {
    await Promise.all([this.#journal.close(), this.#file.close()]);
  }
}

function foundIn(recordings: readonly LiveRecording[]): 'paused' | 'recording' | 'nothing' | 'unknown' {
  if (recordings.length === 0) return 'nothing';
  if (recordings.some(({ isPaused }) => isPaused === 'unknown')) return 'unknown';
  return recordings.every(({ isPaused }) => isPaused === true) ? 'paused' : 'recording';
}
