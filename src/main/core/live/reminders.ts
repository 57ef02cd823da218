// Calls for the agent's attention: once at each change that matters, and again while a pause goes on.
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import { attempt } from '../platform/attempt.ts';
import type { Ports } from '../platform/ports.ts';

/** How long before the automatic resume it is announced, in milliseconds. */
const announceMs = 10_000;

/** What a confirmed pause and a resume are called. */
export type AttentionChanges = { readonly paused: AttentionKind; readonly resumed: AttentionKind };
const byPerson: AttentionChanges = { paused: 'paused', resumed: 'resumed' };

export class Reminders {
  readonly #ports: Pick<Ports, 'clock' | 'desktop' | 'log'>;
  readonly #preferences: () => Preferences;
  readonly #listeners = new Set<(kind: AttentionKind) => void>();
  #state: RecordingState = 'signedOut';
  #wasAtRisk = false;
  #wasNewCall = false;
  #wasPaused = false;
  #announced = false;
  #cancelReminder: (() => void) | null = null;
  #cancelAnnouncement: (() => void) | null = null;

  constructor(ports: Pick<Ports, 'clock' | 'desktop' | 'log'>, preferences: () => Preferences) {
    this.#ports = ports;
    this.#preferences = preferences;
  }

  /** Called with each reminder. Returns the function that unsubscribes. */
  subscribe(listener: (kind: AttentionKind) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what is shown now, and what to call it when that is a pause or a resume. Call after each change. */
  update(live: LiveView, changes: AttentionChanges = byPerson): void {
    const before = this.#state;
    this.#state = live.state;
    if (live.state !== before) this.#stateChanged(live.state, changes);
    if (live.pauseAtRisk && !this.#wasAtRisk) this.#notify('connectionLost');
    if (live.isNewCall && !this.#wasNewCall) this.#notify('newCall');
    this.#wasNewCall = live.isNewCall;
    this.#wasAtRisk = live.pauseAtRisk;
    this.#planAnnouncement(live);
  }

  /** Calls for attention for a reason of another part of the core. */
  attend(kind: AttentionKind): void {
    this.#notify(kind);
  }

  dispose(): void {
    this.#stopReminding();
    this.#cancelAnnouncement?.();
    this.#cancelAnnouncement = null;
  }

  #notify(kind: AttentionKind): void {
    const { desktop, log } = this.#ports;
    for (const listener of this.#listeners) {
      attempt(log, 'reminder-crashed', () => {
        listener(kind);
      });
    }
    attempt(log, 'reminder-crashed', () => desktop.attention?.(kind));
  }

  #stateChanged(state: RecordingState, { paused, resumed }: AttentionChanges): void {
    if (state === 'paused') {
      this.#notify(paused);
      this.#wasPaused = true;
      this.#announced = false;
      this.#remindAfter(this.#preferences()['pause.remindAfter']);
      return;
    }
    this.#stopReminding();
    if (state === 'unconfirmed') this.#notify('notConfirmed');
    else if (state === 'recording' && this.#wasPaused) this.#notify(resumed);
    else if (state === 'idle' && this.#wasPaused) this.#notify('callEndedPaused');
    if (state === 'recording' || state === 'idle' || state === 'signedOut') this.#wasPaused = false;
  }

  #remindAfter(seconds: number): void {
    this.#cancelReminder = this.#ports.clock.timer(seconds * 1_000, () => {
      this.#cancelReminder = null;
      const { 'pause.remind': remind, 'pause.remindEvery': every } = this.#preferences();
      if (remind) this.#notify('stillPaused');
      this.#remindAfter(every);
    });
  }

  #stopReminding(): void {
    this.#cancelReminder?.();
    this.#cancelReminder = null;
  }

  /** An end that moved later, by "Add 30 seconds", is announced again. */
  #planAnnouncement({ countdown }: LiveView): void {
    this.#cancelAnnouncement?.();
    this.#cancelAnnouncement = null;
    if (countdown === null) return;
    const wait = countdown.leftMs - announceMs;
    if (wait > 0) {
      this.#announced = false;
      this.#cancelAnnouncement = this.#ports.clock.timer(wait, () => {
        this.#cancelAnnouncement = null;
        this.#announced = true;
        this.#notify('resumesSoon');
      });
    } else if (!this.#announced) {
      this.#announced = true;
      this.#notify('resumesSoon');
    }
  }
}
