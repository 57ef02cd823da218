// When every shell is loud. Apart from the schemas, so that a window which only draws does not load them.
import type { LiveView } from './snapshot.ts';

/** The card number must not be taken: a pause is not confirmed, or nobody can say what became of it. */
export const isAlarm = ({ state, pauseAtRisk }: Pick<LiveView, 'state' | 'pauseAtRisk'>): boolean =>
  state === 'unconfirmed' || pauseAtRisk;
