// AuditRecorder of every pause, start and stop: what the machine and a hand did goes to the journal, that a pause stands goes to disk, and after a restart both are taken up.
import type { JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { Journal } from './journal.ts';
import type { Clock } from '../platform/ports.ts';
import type { PendingPause, PendingPauseStorage } from './pending-pause.ts';

/** Who takes up a pause that was in force before a restart. */
type PauseOwner = { restore(left: PendingPause): void };

/** A pause asked so shortly before the end (ms) is taken up for whatever is recorded now: the recording may have begun meanwhile. */
const takeUpWithinMs = 60_000;

export class AuditRecorder {
  readonly #journal: Journal;
  readonly #file: PendingPauseStorage;
  readonly #clock: Clock;
  #pause: PauseOwner | null = null;
  /** What stood when the last run ended and was not looked into yet. */
  #left: PendingPause | null = null;
  #opened = false;

  constructor(journal: Journal, file: PendingPauseStorage, clock: Clock) {
    this.#journal = journal;
    this.#file = file;
    this.#clock = clock;
  }

  /** Opens the journal and reads what stood. Answers what to tell the user. */
  async begin(pause: PauseOwner): Promise<Problem[]> {
    this.#pause = pause;
    const told: Problem[] = [];
    const torn = await this.#journal.open();
    if (torn !== null) told.push(torn);
    const { pending, damaged } = await this.#file.load();
    if (damaged !== null) told.push(problem('settings-damaged', { file: damaged }));
    this.#left = pending;
    this.#opened = true;
    this.#journal.add({ kind: 'started' });
    return told;
  }

  /** Writes down what happened in one step of the machine. */
  record(facts: readonly JournalFact[], pending: PendingPause | null): void {
    if (!this.#opened) return;
    for (const fact of facts) this.#journal.add(fact);
    // Until the recorder was read, what stood before the restart must stay on disk: the app may be killed again.
    if (this.#left === null) this.#file.set(pending);
  }

  /** Writes down what happened beside my own pauses: to another person's recording, and by hand. What stands of one's own is not touched. */
  recordBesides(facts: readonly JournalFact[]): void {
    if (!this.#opened) return;
    for (const fact of facts) this.#journal.add(fact);
  }

  /** The first good read after a start decides what becomes of a pause that stood when the app ended. */
  seen(recordings: readonly LiveRecording[]): void {
    const left = this.#left;
    const pause = this.#pause;
    if (left === null || pause === null) return;
    this.#left = null;
    const ageMs = this.#clock.now() - left.pressedAt;
    const mine = recordings.some(({ id }) => left.recordingIds.includes(id));
    const young = ageMs >= 0 && ageMs < takeUpWithinMs;
    this.#journal.add({ kind: 'found-after-restart', pauseId: left.pauseId, found: foundIn(recordings) });
    if (mine || young) {
      pause.restore(left);
      return;
    }
    this.#journal.add({ kind: 'ended', pauseId: left.pauseId, how: 'interrupted', pausedForMs: null, attempts: [] });
    this.#file.set(null);
  }

  /** Resolves when everything is on the disk, or was refused by it. */
  async flushed(): Promise<void> {
    await Promise.all([this.#journal.flushed(), this.#file.flushed()]);
  }
}

function foundIn(recordings: readonly LiveRecording[]): 'paused' | 'recording' | 'nothing' | 'unknown' {
  if (recordings.length === 0) return 'nothing';
  if (recordings.some(({ isPaused }) => isPaused === 'unknown')) return 'unknown';
  return recordings.every(({ isPaused }) => isPaused === true) ? 'paused' : 'recording';
}
