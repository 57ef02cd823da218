// The view of a window that gets no more snapshots: the last state with its age, never as present.
import { problem } from '../domain/problem.ts';
import type { Snapshot } from './snapshot.ts';

/** The state that the recorder was last known to be in; a change under way had not happened yet. */
function lastKnownState(live: Snapshot['live']): 'idle' | 'recording' | 'paused' | null {
  switch (live.state) {
    case 'idle':
    case 'recording':
    case 'paused':
      return live.state;
    case 'pausing':
      // A pause may be requested before the first read: nothing was known then, and nothing is now.
      return live.recordings.some(({ paused }) => paused !== null) ? 'recording' : null;
    case 'resuming':
      // "Was paused" only where a read had shown it for every recording.
      if (live.recordings.length === 0 || live.recordings.some(({ paused }) => paused === null)) return null;
      return live.recordings.every(({ paused }) => paused === true) ? 'paused' : 'recording';
    case 'offline':
    case 'unconfirmed':
    case 'signedOut':
      return null;
  }
}

/**
 * The snapshot of a window that has lost the core: `offline`, with nothing to press. A pause that was not confirmed stays the louder thing to say.
 * @param ageMs milliseconds since `snapshot` was taken
 */
export function silentSnapshot(snapshot: Snapshot, ageMs: number): Snapshot {
  const live = { ...snapshot.live, freshForMs: null };
  if (live.state === 'signedOut') return snapshot;
  if (live.state === 'unconfirmed') {
    const recordings = live.recordings.map((recording) => ({ ...recording, paused: null, counting: false }));
    return { ...snapshot, live: { ...live, recordings, buttonEnabled: false, canCancel: false } };
  }
  const state = lastKnownState(live);
  const before = live.lastKnown === null ? null : { ...live.lastKnown, ageMs: live.lastKnown.ageMs + ageMs };
  return {
    ...snapshot,
    live: {
      ...live,
      state: 'offline',
      recordings: [],
      lastKnown: state === null ? before : { state, ageMs },
      pauseAtRisk: live.pauseAtRisk || live.state === 'paused' || live.state === 'pausing',
      serverSlowMs: null,
      isNewCall: false,
      pausedForMs: null,
      armedMs: null,
      countdown: null,
      pausedElsewhere: false,
      button: null,
      buttonEnabled: false,
      canCancel: false,
      problem: problem('app-silent'),
    },
  };
}
