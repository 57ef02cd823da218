// Sleep, wake and unlocking as the operating system tells them.
import { powerMonitor } from 'electron';
import type { PowerEvents } from '../core/platform/ports.ts';

/** Call once the app is ready: the monitor does not exist before. */
export function systemPower(): PowerEvents {
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
  };
}
