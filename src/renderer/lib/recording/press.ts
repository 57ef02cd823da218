// From the one button to the call it stands for.
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { FaceButton } from './view-model.ts';

/** The next snapshot says what a command led to, never its answer here. */
export function press(bridge: Bridge, action: FaceButton['action']): void {
  switch (action) {
    case 'pause':
      void bridge.call('live.pause', {});
      break;
    case 'resume':
      void bridge.call('live.resume', {});
      break;
    case 'cancel':
      void bridge.call('live.cancel', {});
      break;
    case 'signIn':
      void bridge.call('window.openMain', { page: 'history' });
      break;
  }
}
