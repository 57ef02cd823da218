// Global hotkeys under Wayland come from the desktop portal alone.
import { expect, test } from 'vitest';
import { portalFeatures } from '../../../src/main/electron/portal-features.ts';

test('the portal is asked for under Wayland, beside whatever else was asked for', () => {
  expect(portalFeatures('linux', { XDG_SESSION_TYPE: 'wayland' }, '')).toBe('GlobalShortcutsPortal');
  expect(portalFeatures('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'Vulkan')).toBe('Vulkan,GlobalShortcutsPortal');
});

test('nothing is changed elsewhere, or where it was asked for already', () => {
  expect(portalFeatures('linux', { XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' }, '')).toBeNull();
  expect(portalFeatures('win32', { WAYLAND_DISPLAY: 'wayland-0' }, '')).toBeNull();
  expect(portalFeatures('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'GlobalShortcutsPortal')).toBeNull();
});
