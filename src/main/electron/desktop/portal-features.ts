// What is different under Wayland: global keys come from a portal, and windows can neither stay above nor choose their place.

type Environment = Readonly<Record<string, string | undefined>>;

const isWaylandSession = (platform: NodeJS.Platform, environment: Environment): boolean =>
  platform === 'linux' &&
  (environment['XDG_SESSION_TYPE'] === 'wayland' || (environment['WAYLAND_DISPLAY'] ?? '') !== '');

/**
 * Whether the windows are Wayland's own, so that the system lets none stay above others or go back to its place.
 * @param ozone the value of Chromium's switch `ozone-platform`, which Electron fills in itself; empty where it has not
 */
export function isLimitedByWayland(platform: NodeJS.Platform, environment: Environment, ozone: string): boolean {
  if (ozone !== '') return platform === 'linux' && ozone === 'wayland';
  return isWaylandSession(platform, environment) && (environment['DISPLAY'] ?? '') === '';
}

/** The features to ask Chromium for; null to leave them as they are. */
export function portalFeatures(platform: NodeJS.Platform, environment: Environment, present: string): string | null {
  const isWayland = isWaylandSession(platform, environment);
  const feature = 'GlobalShortcutsPortal';
  const features = present.split(',').filter((each) => each !== '');
  return isWayland && !features.includes(feature) ? [...features, feature].join(',') : null;
}
