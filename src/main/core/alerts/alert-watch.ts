// Finds what is an alert in new entries of the journal and in what is shown. Decides nothing else: no pause depends on it.
import type { AlertDetail, AlertKind } from '../../../shared/domain/alert.ts';
import type { JournalFact } from '../../../shared/domain/journal.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import type { Clock } from '../platform/ports.ts';
import { AlertStretch } from './alert-stretch.ts';

export type AlertFound = {
  readonly kind: AlertKind;
  readonly pauseId: string | null;
  readonly seconds: number | null;
  readonly detail: AlertDetail | null;
};

export type Shown = Pick<Snapshot, 'live' | 'automatic' | 'hotkeys' | 'journalProblem' | 'notices'>;

type WatchDependencies = {
  readonly clock: Pick<Clock, 'monotonic' | 'timer'>;
  readonly preferences: () => Pick<Preferences, 'alerts.notConfirmedAfter' | 'alerts.pausedAfter'>;
  readonly found: (alert: AlertFound) => void;
};

/** Hotkeys that no pause depends on are no alert. */
const watchedHotkeys = ['pause', 'resume', 'toggle'] as const;

export class AlertWatch {
  readonly #dependencies: WatchDependencies;
  readonly #unconfirmed: AlertStretch;
  readonly #paused: AlertStretch;
  /** My own pause in force. */
  #pauseId: string | null = null;
  /** Recordings that were last seen as recorded although they should be paused, by their pause. */
  readonly #unpaused = new Map<string, Set<string>>();
  /** What is known to be wrong, so that each is told once while it lasts. */
  readonly #wrong = new Set<string>();

  constructor(dependencies: WatchDependencies) {
    this.#dependencies = dependencies;
    const { clock, found } = dependencies;
    this.#unconfirmed = new AlertStretch(clock, (seconds) => {
      found({ ...none, kind: 'not-confirmed', pauseId: this.#pauseId, seconds });
    });
    this.#paused = new AlertStretch(clock, (seconds) => {
      found({ ...none, kind: 'paused-long', pauseId: this.#pauseId, seconds });
    });
  }

  /** A new entry of the journal. */
  onFact(fact: JournalFact): void {
    const { found } = this.#dependencies;
    switch (fact.kind) {
      case 'asked':
        if (fact.forAnother !== true) this.#pauseId = fact.pauseId;
        return;
      case 'found-after-restart':
        this.#pauseId = fact.pauseId;
        return;
      case 'ended':
        this.#onEnded(fact);
        return;
      case 'confirmed':
        this.#unpaused.get(fact.pauseId)?.delete(fact.recordingId);
        return;
      case 'not-confirmed':
        this.#unpaused.set(fact.pauseId, new Set([...(this.#unpaused.get(fact.pauseId) ?? []), ...fact.recordingIds]));
        if (fact.problem === 'resumed-elsewhere') found({ ...none, kind: 'resumed-elsewhere', pauseId: fact.pauseId });
        return;
      case 'resume-failed':
        found({ ...none, kind: 'resume-failed', pauseId: fact.pauseId });
        return;
      case 'audio-checked':
        if (fact.verdict === 'sound') found({ ...none, kind: 'sound-found' });
        return;
      case 'torn':
      case 'older-copy':
        this.journalDamaged(fact.kind);
        return;
      default:
    }
  }

  /** Told once in a run: it stays damaged. */
  journalDamaged(detail: AlertDetail): void {
    this.#tellOnce({ ...none, kind: 'journal-damaged', detail });
  }

  /** What is shown has changed. */
  onShown({ live, automatic, hotkeys, journalProblem, notices }: Shown): void {
    this.#watchPause(live);
    if (journalProblem !== null) this.journalDamaged('not-written');
    if (notices.some(({ code }) => code === 'journal-unreadable')) this.journalDamaged('unreadable');
    for (const detail of ['window', 'browser'] as const) {
      const isLost = automatic.notWorking.some(({ kind }) => kind === detail);
      this.#tellWhile(isLost, { ...none, kind: 'automatic-not-working', detail });
    }
    for (const detail of watchedHotkeys) {
      const isLost = hotkeys.some(({ name, problem }) => name === detail && problem?.code === 'hotkey-taken');
      this.#tellWhile(isLost, { ...none, kind: 'hotkey-lost', detail });
    }
  }

  #onEnded({ pauseId, how, pausedForMs }: Extract<JournalFact, { kind: 'ended' }>): void {
    if (pauseId === this.#pauseId) this.#pauseId = null;
    const isPaused = pausedForMs !== null && (this.#unpaused.get(pauseId)?.size ?? 0) === 0;
    this.#unpaused.delete(pauseId);
    if (how === 'call-ended' && isPaused) this.#dependencies.found({ ...none, kind: 'ended-paused', pauseId });
  }

  dispose(): void {
    this.#unconfirmed.ends();
    this.#paused.ends();
  }

  #watchPause({ state, pauseAtRisk, pausedForMs, pausedElsewhere }: Shown['live']): void {
    const { clock, preferences } = this.#dependencies;
    const limits = preferences();
    const isAtRisk = state === 'offline' && pauseAtRisk && this.#pauseId !== null;
    if (state === 'pausing' || state === 'unconfirmed' || isAtRisk)
      this.#unconfirmed.lasts(limits['alerts.notConfirmedAfter']);
    else this.#unconfirmed.ends();
    // A call on hold is paused for as long as it is on hold.
    if (state === 'paused' && !pausedElsewhere)
      this.#paused.lasts(limits['alerts.pausedAfter'], clock.monotonic() - (pausedForMs ?? 0));
    // A lost connection does not end a pause: it is told once.
    else if (!isAtRisk) this.#paused.ends();
  }

  #tellWhile(isWrong: boolean, alert: AlertFound): void {
    if (isWrong) this.#tellOnce(alert);
    else this.#wrong.delete(nameOf(alert));
  }

  #tellOnce(alert: AlertFound): void {
    const name = nameOf(alert);
    if (this.#wrong.has(name)) return;
    this.#wrong.add(name);
    this.#dependencies.found(alert);
  }
}

const none = { pauseId: null, seconds: null, detail: null } as const;
const nameOf = ({ kind, detail }: AlertFound): string => `${kind} ${detail ?? ''}`;
