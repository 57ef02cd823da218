// Sleep, wake and unlocking as the operating system tells them.
import { powerMonitor } from 'electron';
import type { PowerEvents } from '../../core/platform/ports.ts';

/** The question whether the screen is locked needs it, and its answer doesn't. */
const idleAfterSeconds = 60;

/** Call once the app is ready: the monitor does not exist before. */
export function systemPower(): PowerEvents {
  let locked = false;
  powerMonitor.on('lock-screen', () => {
    locked = true;
  });
  powerMonitor.on('unlock-screen', () => {
    locked = false;
  });
  return {
    onSuspend: (listener) => {
      powerMonitor.on('suspend', listener);
      return () => powerMonitor.off('suspend', listener);
    },
    onResume: (listener) => {
      powerMonitor.on('resume', listener);
      return () => powerMonitor.off('resume', listener);
    },
    onUnlock: (listener) => {
      powerMonitor.on('unlock-screen', listener);
      return () => powerMonitor.off('unlock-screen', listener);
    },
    // Both have to say so: an unlocking of a remote session is not always reported.
    isLocked: () => locked && powerMonitor.getSystemIdleState(idleAfterSeconds) === 'locked',
  };
}
