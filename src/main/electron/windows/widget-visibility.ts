// When the widget appears and disappears automatically. What a person shows or hides stays so until the next call, or until something is wrong.
import { isAlarm } from '../../../shared/ipc/alarm.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';

/** What to do with the widget; null leaves it as it is. */
export type VisibilityChange = 'show' | 'hide' | null;

type VisibleState = Pick<Snapshot, 'live' | 'session' | 'preferences'>;

/** A call is on, or a pause waits for one. */
function isBusy({ live }: VisibleState): boolean {
  return live.armedMs !== null || !['idle', 'offline', 'signedOut'].includes(live.state);
}

/** Nobody may hide the widget by a slip: there is a call, or a warning. */
export const mustStay = (seen: VisibleState): boolean => isBusy(seen) || isAlarm(seen.live);
const isQuiet = (seen: VisibleState): boolean => !isBusy(seen) && seen.live.state !== 'offline';
/** A read was lost, as opposed to none having come yet. */
const isBlind = ({ live }: VisibleState): boolean =>
  live.state === 'offline' && (live.lastKnown !== null || live.problem !== null);
const hides = (seen: VisibleState): boolean => seen.preferences['widget.hideWhenIdle'];
const isSignedIn = (seen: VisibleState): boolean => seen.session.phase === 'signedIn';

/** @param before the snapshot before, or null at the start */
export function visibilityChange(before: VisibleState | null, now: VisibleState): VisibilityChange {
  const wasBusy = before !== null && isBusy(before);
  if (isBusy(now) && !wasBusy) return 'show';
  if (isAlarm(now.live) && (before === null || !isAlarm(before.live))) return 'show';
  if (isBusy(now)) return null;
  if (isBlind(now) && before !== null && !isBlind(before) && isSignedIn(before)) return 'show';
  if (hides(now)) {
    const wasHidden = before !== null && isQuiet(before) && hides(before);
    return isQuiet(now) && before !== null && !wasHidden ? 'hide' : null;
  }
  const isNew = before === null || !isSignedIn(before) || hides(before);
  return isSignedIn(now) && isNew ? 'show' : null;
}
