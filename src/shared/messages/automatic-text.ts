// What is said of the automatic pause beside the state of the recording, in windows and in the tray.
import { assertNever } from '../domain/result.ts';
import type { AutomaticView } from '../ipc/automatic.ts';
import type { LiveView } from '../ipc/snapshot.ts';
import type { Messages } from './index.ts';

type Words = Messages['recording']['automatic'];

/** One sentence about the rules in this state; null where they have nothing to say. */
export function ruleSentence(automatic: AutomaticView, state: LiveView['state'], text: Words): string | null {
  const { willPause, asks, refused } = automatic;
  switch (state) {
    case 'idle':
      return willPause === null ? null : text.willPause[willPause.kind](willPause.name);
    case 'paused':
      if (refused !== null) return text.refused[refused.kind](refused.name);
      return asks === null ? null : text.left(asks.name);
    case 'recording':
    case 'pausing':
    case 'resuming':
    case 'unconfirmed':
    case 'offline':
    case 'signedOut':
      return null;
    default:
      return assertNever(state);
  }
}

/** That something which should be watched is not, and what; null where all is. */
export function notWorkingText({ notWorking }: AutomaticView, text: Words): string | null {
  if (notWorking.length === 0) return null;
  const places = notWorking.map(({ kind, browser }) => {
    if (kind === 'window') return text.windows;
    return browser === null ? text.noBrowser : text.browsers[browser];
  });
  return text.notWorking(places.join(', '));
}
