// Which of Chromium's features give global keys under Wayland.

/** The features to ask Chromium for; null to leave them as they are. */
export function portalFeatures(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  present: string,
): string | null {
  const isWayland =
    platform === 'linux' &&
    (environment['XDG_SESSION_TYPE'] === 'wayland' || (environment['WAYLAND_DISPLAY'] ?? '') !== '');
  const feature = 'GlobalShortcutsPortal';
  const features = present.split(',').filter((each) => each !== '');
  return isWayland && !features.includes(feature) ? [...features, feature].join(',') : null;
}
