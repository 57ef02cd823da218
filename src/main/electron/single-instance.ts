// One Sidetone a profile: a second start hands over to the first and ends.
import { app } from 'electron';

/** True when this process is the one that stays; it is told of each later start by the app's event `second-instance`. */
export function becomeSingleInstance(): boolean {
  return app.requestSingleInstanceLock();
}
