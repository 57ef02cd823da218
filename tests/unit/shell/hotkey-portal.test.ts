// Global hotkeys under Wayland come from the desktop portal alone.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { isLimitedByWayland, portalFeatures } from '../../../src/main/electron/desktop/portal-features.ts';

test('the portal is asked for under Wayland, beside whatever else was asked for', () => {
  expect(portalFeatures('linux', { XDG_SESSION_TYPE: 'wayland' }, '')).toBe('GlobalShortcutsPortal');
  expect(portalFeatures('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'Vulkan')).toBe('Vulkan,GlobalShortcutsPortal');
});

test('nothing is changed elsewhere, or where it was asked for already', () => {
  expect(portalFeatures('linux', { XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' }, '')).toBeNull();
  expect(portalFeatures('win32', { WAYLAND_DISPLAY: 'wayland-0' }, '')).toBeNull();
  expect(portalFeatures('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'GlobalShortcutsPortal')).toBeNull();
});

test.each([
  // What Electron chose decides.
  ['linux', { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, 'wayland', true],
  ['linux', { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, 'x11', false],
  ['linux', { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, '', false],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, '', true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, '', true],
  ['linux', { XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' }, '', false],
  ['win32', { WAYLAND_DISPLAY: 'wayland-0' }, 'wayland', false],
] as const)('on %s with %o and the windows of "%s" it is said that Wayland limits the widget: %s', (...limits) => {
  const [platform, environment, ozone, limited] = limits;
  expect(isLimitedByWayland(platform, environment, ozone)).toBe(limited);
});

test('the installed entry has the name that the program tells portals and GNOME, and fits its windows', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const app = v.parse(
    v.object({ desktopName: v.string(), productName: v.string() }),
    JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
  );
  expect(app.desktopName).toMatch(/^[a-z]+(?:\.[A-Za-z]\w*){2,}\.desktop$/u);
  const builder = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  expect(builder).toMatch(/^ {2}syncDesktopName: true$/mu);
  // WM_CLASS of Electron's windows on X11 is the product's name.
  expect(builder).toMatch(new RegExp(`^ {6}StartupWMClass: ${app.productName}$`, 'mu'));
});
