// Draws what the core says: pushes it to the windows, draws the tray, lets the windows come and go, sets the login item.
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import type { Core } from '../core/core-types.ts';
import type { Log } from '../core/platform/ports.ts';
import type { IpcBinding } from './ipc.ts';
import { applyLoginItem } from './login-item.ts';
import { widgetWish } from './windows/widget-visibility.ts';
import type { Windows } from './windows/windows.ts';

export type FollowOptions = {
  readonly core: Core;
  readonly windows: Windows;
  readonly ipc: IpcBinding;
  readonly log: Log;
  readonly hasTray: () => boolean;
  readonly drawTray: () => void;
};

export type Following = {
  /** The core has read its settings: from now on they are the user's. */
  started(): void;
};

export function bindCoreToShell({ core, windows, ipc, log, hasTray, drawTray }: FollowOptions): Following {
  let before: Snapshot | null = null;
  let started = false;
  let loginItem: boolean | null = null;
  const see = (snapshot: Snapshot): void => {
    ipc.push('snapshot', snapshot);
    windows.setWidgetSize(snapshot.preferences['widget.size']);
    const wish = widgetWish(before, snapshot);
    if (wish === 'show') windows.showWidget();
    // Without a tray nothing could bring it back but a call.
    else if (wish === 'hide' && hasTray()) windows.hideWidget();
    if (before?.session.phase === 'signedIn' && snapshot.session.phase === 'signedOut') windows.showMain(null, false);
    const wanted = snapshot.preferences['app.startAtLogin'];
    if (started && wanted !== loginItem) {
      loginItem = wanted;
      applyLoginItem(wanted, log);
    }
    before = snapshot;
    drawTray();
  };
  core.onSnapshot(see);
  core.onBoard((change) => {
    ipc.push('boardChanged', change);
  });
  core.onAttention((kind) => {
    ipc.push('attention', { kind });
  });
  return {
    started: () => {
      started = true;
      see(core.snapshot());
    },
  };
}
