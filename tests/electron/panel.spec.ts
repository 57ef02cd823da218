// A Linux desktop whose panel starts after Sidetone, ends, and starts again: each gets an icon, and what is said in between is true.
import { expect, test } from './fixtures.ts';
import { StatusWatcher } from './status-watcher.ts';
import type { Sidetone } from './sidetone.ts';

/** Where a desktop of the tests' own has its session bus; empty on somebody's desktop, whose panel and icons are no business of a test. */
const runtime = process.env['DESKTOP_RUNTIME'] ?? '';

const isSaid = async (sidetone: Sidetone): Promise<boolean> =>
  (await sidetone.snapshot()).notices.some(({ code }) => code === 'tray-missing');

test('a panel that starts late gets the icon, and “no tray” is said for as long as there is none', async ({
  launch,
}, info) => {
  info.skip(runtime === '', 'there is no desktop of the tests’ own');
  const sidetone = await launch();
  info.skip(sidetone.isEmulated, 'it is not a Linux Electron');
  await sidetone.window('main.html');
  await expect.poll(() => isSaid(sidetone)).toBe(true);
  for (let times = 0; times < 2; times += 1) {
    const panel = await StatusWatcher.start(`unix:path=${runtime}/bus`);
    await expect.poll(() => panel.icons.length).toBeGreaterThan(0);
    await expect.poll(() => isSaid(sidetone)).toBe(false);
    panel.end();
    await expect.poll(() => isSaid(sidetone)).toBe(true);
  }
});
