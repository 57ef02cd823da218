// When to call for the agent's attention: once at each change that matters, and again while a pause goes on. It watches, it decides nothing.
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { Clock } from '../platform/ports.ts';

/** Seconds before the automatic resume at which it is announced. */
const announceMs = 10_000;

export class Attention {
  private readonly clock: Clock;
  private readonly preferences: () => Preferences;
  private readonly tell: (kind: AttentionKind) => void;
  private state: RecordingState = 'signedOut';
  private wasPaused = false;
  private announced = false;
  private cancelReminder: (() => void) | null = null;
  private cancelAnnouncement: (() => void) | null = null;

  constructor(clock: Clock, preferences: () => Preferences, tell: (kind: AttentionKind) => void) {
    this.clock = clock;
    this.preferences = preferences;
    this.tell = tell;
  }

  /** Looks at what is shown now. Call after each change. */
  see(live: LiveView): void {
    const before = this.state;
    this.state = live.state;
    if (live.state !== before) this.changed(live.state);
    this.planAnnouncement(live);
  }

  dispose(): void {
    this.stopReminding();
    this.cancelAnnouncement?.();
    this.cancelAnnouncement = null;
  }

  private changed(state: RecordingState): void {
    if (state === 'paused') {
      this.tell('paused');
      this.wasPaused = true;
      this.announced = false;
      this.remindIn(this.preferences()['pause.remindAfter']);
      return;
    }
    this.stopReminding();
    if (state === 'unconfirmed') this.tell('notConfirmed');
    else if (state === 'recording' && this.wasPaused) this.tell('resumed');
    else if (state === 'idle' && this.wasPaused) this.tell('callEndedPaused');
    if (state === 'recording' || state === 'idle' || state === 'signedOut') this.wasPaused = false;
  }

  private remindIn(seconds: number): void {
    this.cancelReminder = this.clock.timer(seconds * 1_000, () => {
      this.cancelReminder = null;
      const { 'pause.remind': remind, 'pause.remindEvery': every } = this.preferences();
      if (remind) this.tell('stillPaused');
      this.remindIn(every);
    });
  }

  private stopReminding(): void {
    this.cancelReminder?.();
    this.cancelReminder = null;
  }

  /** A later end (a press of "Add 30 seconds") is announced anew. */
  private planAnnouncement(live: LiveView): void {
    this.cancelAnnouncement?.();
    this.cancelAnnouncement = null;
    if (live.countdown === null) return;
    const wait = live.countdown.leftMs - announceMs;
    if (wait > 0) {
      this.announced = false;
      this.cancelAnnouncement = this.clock.timer(wait, () => {
        this.cancelAnnouncement = null;
        this.announced = true;
        this.tell('resumesSoon');
      });
    } else if (!this.announced) {
      this.announced = true;
      this.tell('resumesSoon');
    }
  }
}
