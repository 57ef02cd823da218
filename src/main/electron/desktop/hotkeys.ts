// Keys that work whatever program has the focus, by Electron's globalShortcut.
import { platformOf } from '../../../shared/domain/platform.ts';
import { app, globalShortcut } from 'electron';
import type { HotkeyPort, Log } from '../../core/platform/ports.ts';
import { portalFeatures } from './portal-features.ts';

/** Call once the app is ready. Only what was registered here is released. */
export function systemHotkeys(log: Log): HotkeyPort {
  const registeredKeys = new Set<string>();
  return {
    platform: platformOf(process.platform),
    register: (combination, onPress) => {
      try {
        const registered = globalShortcut.register(combination, onPress);
        if (registered) registeredKeys.add(combination);
        return registered;
      } catch (error) {
        // Electron throws at a combination that it cannot read.
        log.error('hotkey-not-readable', error);
        return false;
      }
    },
    releaseAll: () => {
      for (const combination of registeredKeys) globalShortcut.unregister(combination);
      registeredKeys.clear();
    },
  };
}

/**
 * Under Wayland a program gets global keys from the desktop portal alone, which Chromium uses when it is told to. Whether they
 * then come is for the proof to show. Call before the app is ready.
 */
export function askForPortalHotkeys(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const features = portalFeatures(platform, environment, app.commandLine.getSwitchValue('enable-features'));
  if (features !== null) app.commandLine.appendSwitch('enable-features', features);
}
