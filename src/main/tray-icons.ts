// The names of the tray's icons and of their files: which picture is used where.

export const trayIconNames = [
  'idle',
  'armed',
  'recording',
  'pausing',
  'paused',
  'resuming',
  'unconfirmed',
  'offline',
  'signedOut',
] as const;
export type TrayIconName = (typeof trayIconNames)[number];

/** Sizes in pixels that are drawn, for panels that are light or dark, and for macOS, which has two. */
export const panelSizes = [16, 20, 24, 32, 48, 64] as const;
export const templateSizes = [16, 32] as const;

export type TrayIcon = {
  readonly name: TrayIconName;
  /** With the dot that says that the pause key was never seen to work. */
  readonly marked: boolean;
};

/** Path of a picture below the folder of icons, with forward slashes. */
export function iconFile(icon: TrayIcon, panel: 'light' | 'dark' | 'template', size: number): string {
  return `${panel}/${icon.name}${icon.marked ? '-marked' : ''}-${String(size)}.png`;
}

export type IconPart = { readonly file: string; readonly size: number; readonly scaleFactor: number };

/**
 * The pictures that make one icon on a system, smallest first. A place in the panel is 16 units on Windows and macOS, 24 on most
 * Linux desktops; macOS and Linux take the picture that fits their scale. Windows takes one picture, so it is given the one that fits.
 * @param scale of the screen with the panel; 1.5 is 150 %
 */
export function iconParts(icon: TrayIcon, platform: NodeJS.Platform, darkPanel: boolean, scale: number): IconPart[] {
  const isMac = platform === 'darwin';
  const unit = platform === 'linux' ? 24 : 16;
  const panel = isMac ? 'template' : darkPanel ? 'dark' : 'light';
  const part = (size: number, scaleFactor: number): IconPart => ({
    file: iconFile(icon, panel, size),
    size,
    scaleFactor,
  });
  if (platform === 'win32') return [part(panelSizes.find((size) => size >= unit * scale) ?? 64, 1)];
  return (isMac ? templateSizes : panelSizes).filter((size) => size >= unit).map((size) => part(size, size / unit));
}
