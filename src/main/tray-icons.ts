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

/** Sizes in pixels that are drawn, for panels that are light or dark, for those of Linux, and for macOS, which has two. */
export const panelSizes = [16, 20, 24, 32, 48, 64] as const;
export const anySizes = [24, 32, 48, 64] as const;
export const templateSizes = [16, 32] as const;

export type TrayIcon = {
  readonly name: TrayIconName;
  /** With the dot that says that the pause key was never seen to work. */
  readonly marked: boolean;
};

/** Path of a picture below the folder of icons, with forward slashes. */
export function iconFile(icon: TrayIcon, panel: 'light' | 'dark' | 'any' | 'template', size: number): string {
  return `${panel}/${icon.name}${icon.marked ? '-marked' : ''}-${String(size)}.png`;
}

export type IconPart = { readonly file: string; readonly size: number; readonly scaleFactor: number };

/**
 * The pictures that make one icon on a system, smallest first. A place in the panel is 16 units on Windows and macOS, 24 on most
 * Linux desktops; macOS and Linux take the picture that fits their scale. Windows takes one picture, so it is given the one that fits.
 * @param scale of the screen with the panel; 1.5 is 150 %
 */
export function iconParts(icon: TrayIcon, platform: NodeJS.Platform, darkPanel: boolean, scale: number): IconPart[] {
  const part = (panel: Parameters<typeof iconFile>[1], size: number, scaleFactor: number): IconPart => ({
    file: iconFile(icon, panel, size),
    size,
    scaleFactor,
  });
  if (platform === 'darwin') return templateSizes.map((size) => part('template', size, size / 16));
  // No Linux desktop tells the colour of its panel: GNOME's is dark beside light windows.
  if (platform === 'linux') return anySizes.map((size) => part('any', size, size / 24));
  return [part(darkPanel ? 'dark' : 'light', panelSizes.find((size) => size >= 16 * scale) ?? 64, 1)];
}
