// What watches the front window on this system.
import path from 'node:path';
import type { FrontWindowPort } from '../core/platform/ports.ts';
import { helperPort } from './helper-port.ts';
import { macosPort } from './macos-port.ts';
import { x11Port } from './x11-port.ts';

/** A desktop that shows no program the windows of others, such as Wayland, or one of which nothing is known. */
const nothing: FrontWindowPort = { sees: 'nothing', watch: () => () => undefined };

/** @param folder where the helper of Windows is */
export function frontWindowPort(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): FrontWindowPort {
  if (platform === 'win32') return helperPort(path.win32.join(folder, 'sidetone-watch.exe'));
  if (platform === 'darwin') return macosPort;
  const { DISPLAY: display = '', WAYLAND_DISPLAY: wayland = '', XDG_SESSION_TYPE: session = '' } = environment;
  // There X11 shows the windows of old programs alone: a payment page in any other would be taken for left.
  const isWayland = wayland !== '' || session === 'wayland';
  return platform === 'linux' && display !== '' && !isWayland ? x11Port(display) : nothing;
}
