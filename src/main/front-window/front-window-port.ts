// What watches the front window on this system.
import path from 'node:path';
import type { FrontWindowPort } from '../core/platform/ports.ts';
import { helperPort } from './helper-port.ts';
import { macosPort } from './macos-port.ts';
import { x11Port } from './x11-port.ts';

type Watch = Omit<FrontWindowPort, 'own'>;

/** A desktop that shows no program the windows of others, such as Wayland, or one of which nothing is known. */
const nothing: Watch = { sees: 'nothing', watch: () => () => undefined };

type Here = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the helper of Windows is. */
  readonly folder: string;
  /** The file of the program that has Sidetone's windows. */
  readonly program: string;
};

export function frontWindowPort(here: Here): FrontWindowPort {
  return { ...watchOf(here), own: path.basename(here.program) };
}

function watchOf({ platform, environment, folder }: Here): Watch {
  if (platform === 'win32') return helperPort(path.win32.join(folder, 'sidetone-watch.exe'));
  if (platform === 'darwin') return macosPort;
  const { DISPLAY: display = '', WAYLAND_DISPLAY: wayland = '', XDG_SESSION_TYPE: session = '' } = environment;
  // There X11 shows the windows of old programs alone: a payment page in any other would be taken for left.
  const isWayland = wayland !== '' || session === 'wayland';
  return platform === 'linux' && display !== '' && !isWayland ? x11Port(display) : nothing;
}
