// Follows the core: sends snapshots to the windows, draws the tray, shows and hides windows, sets the login item.
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import type { Core } from '../core/core-types.ts';
import type { IpcBinding } from './ipc.ts';
import { visibilityChange } from './windows/widget-visibility.ts';
import type { Windows } from './windows/windows.ts';

export type BindOptions = {
  readonly core: Core;
  readonly windows: Windows;
  readonly ipc: IpcBinding;
  /** The system's own entry that starts the app, and its own switch. */
  readonly loginItem: { readonly apply: (wanted: boolean) => void; readonly isSwitchedOff: () => Promise<boolean> };
  readonly tray: { readonly isShown: () => boolean; readonly draw: () => void };
};

export type ShellBinding = {
  /** Call when the core has read its settings: before that they are defaults, which must not change the login item. */
  started(): Promise<void>;
};

const name = 'app.startAtLogin';

export function bindCoreToShell(options: BindOptions): ShellBinding {
  const { core, windows, ipc, tray, loginItem: system } = options;
  let before: Snapshot | null = null;
  let started = false;
  let loginItem: boolean | null = null;
  const onSnapshot = (snapshot: Snapshot): void => {
    ipc.push('snapshot', snapshot);
    windows.setWidgetSize(snapshot.preferences['widget.size']);
    const change = visibilityChange(before, snapshot);
    if (change === 'show') windows.showWidget();
    // Without a tray only a call could show it again.
    else if (change === 'hide' && tray.isShown()) windows.hideWidget();
    if (before?.session.phase === 'signedIn' && snapshot.session.phase === 'signedOut') windows.showMain(null, false);
    const wanted = snapshot.preferences[name];
    if (started && wanted !== loginItem) {
      loginItem = wanted;
      system.apply(wanted);
    }
    before = snapshot;
    tray.draw();
  };
  core.onSnapshot(onSnapshot);
  core.onBoard((change) => {
    ipc.push('boardChanged', change);
  });
  core.onAttention((kind) => {
    ipc.push('attention', { kind });
  });
  return {
    started: async () => {
      const { preferences, lockedPreferences } = core.snapshot();
      const isChosen = preferences[name] && !lockedPreferences.includes(name);
      // Switched off elsewhere is off here too: Settings must not say that it starts.
      if (isChosen && (await system.isSwitchedOff())) await core.handlers['preferences.set']({ name, value: false });
      started = true;
      onSnapshot(core.snapshot());
    },
  };
}
