// When a newer version may be looked for, fetched and installed: plain functions of what is shown and what is set.
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { canCheck, type Installation } from '../../../shared/domain/update.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';

export type Shown = Pick<Snapshot, 'live' | 'manual' | 'downloads' | 'uploads'>;

/** Nobody is on a recorded call, nothing is paused, and no pause waits. Offline is no such time: a call may be going on unseen. */
export function isQuiet({ live, manual }: Pick<Shown, 'live' | 'manual'>): boolean {
  const isAlone = live.state === 'idle' || live.state === 'signedOut';
  return isAlone && live.armedMs === null && !live.pauseAtRisk && manual.phase === 'none';
}

/** Nothing depends on Sidetone going on: it may end now. */
export function canRestart(shown: Shown): boolean {
  const isSaving = shown.downloads.some(({ phase }) => phase === 'queued' || phase === 'running');
  const isSending = shown.uploads.some(({ phase }) => phase === 'waiting' || phase === 'sending');
  return isQuiet(shown) && !isSaving && !isSending;
}

/** What settings and installation allow. */
export type Allowed = {
  /** Where newer versions are looked for; null where they are not. */
  readonly feed: string | null;
  /** They may be fetched and installed. */
  readonly installs: boolean;
};

/** Only an installation that can check (`canCheck`) has a feed, and only one that updates itself installs; an unknown one (null) does neither. */
export function allowedBy(preferences: Preferences, installation: Installation | null): Allowed {
  const { 'updates.mode': mode, 'updates.feed': address } = preferences;
  const isOff = mode === 'off' || installation === null || !canCheck(installation);
  return { feed: isOff ? null : address, installs: !isOff && mode === 'allowed' && installation === 'self-updating' };
}
