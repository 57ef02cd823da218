// New recordings come in on top while somebody listens or reads: nothing that is heard, chosen or read moves.
import type { Locator } from 'playwright/test';
import { newestRecordings } from '../support/recordings-of.ts';
import { expect, picture, ring, test, type MainWindow } from './fixtures.ts';

const rowAt = ({ grid }: MainWindow, index: number): Locator => grid.locator(`[aria-rowindex="${String(index + 2)}"]`);
const fresh = ({ page }: MainWindow, name: string): Locator => page.getByRole('button', { name });
const place = async (row: Locator): Promise<number> => Math.round((await row.boundingBox())?.y ?? NaN);

test.beforeEach(async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid.getByRole('button').first()).toBeVisible();
});

test('a call that ends takes nothing from what is heard: it plays on, stays chosen and in its place, and S saves it', async ({
  mainWindow,
  simulator,
  preview,
}) => {
  const { page, grid } = mainWindow;
  const before = (await newestRecordings(simulator, 1)).recordings[0]?.referenceNumber ?? '';
  await rowAt(mainWindow, 0).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  const audio = page.locator('audio');
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeGreaterThan(0.2);
  const heard = grid
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Download recording ${before}` }) });
  const was = await place(heard);

  const call = ring(simulator);
  await expect.poll(() => preview.core.snapshot().live.state).toBe('recording');
  simulator.endCall(call.id);
  await expect(page.getByText('41 recordings')).toBeVisible();
  await expect(fresh(mainWindow, '1 new recording')).toBeVisible();

  await expect(grid).toHaveAttribute('aria-rowcount', '42');
  await expect.poll(() => place(heard)).toBe(was);
  await expect(page.getByRole('complementary', { name: 'Selected recording' })).toBeFocused();
  await expect(heard).toHaveAttribute('aria-current', 'true');
  await expect(heard).toHaveAttribute('aria-rowindex', '3');
  expect(await audio.evaluate((element: HTMLAudioElement) => element.paused)).toBe(false);
  await expect(page.getByRole('button', { name: `Pause playback of ${before}` })).toBeVisible();

  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: `Show ${before} in folder` }).first()).toBeVisible();
  expect(simulator.requests.filter(({ endpoint }) => endpoint === 'media')).toHaveLength(1);
});

test('far down in the list new recordings are told quietly, and the way to them is one press', async ({
  mainWindow,
  simulator,
}) => {
  const { page, grid } = mainWindow;
  await rowAt(mainWindow, 0).click();
  await page.keyboard.press('End');
  const last = rowAt(mainWindow, 39);
  await expect(last).toBeFocused();
  const reference = (await newestRecordings(simulator, 40)).recordings[39]?.referenceNumber ?? '';
  const read = grid
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Download recording ${reference}` }) });
  const was = await place(read);
  for (let call = 0; call < 3; call += 1) simulator.addCompleted({ durationMs: 61_000 });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(fresh(mainWindow, '3 new recordings')).toBeVisible();
  await expect.poll(() => place(read)).toBe(was);
  await expect(read).toBeFocused();
  await picture(page, 'history-new-on-top');

  await fresh(mainWindow, '3 new recordings').click();
  await expect(rowAt(mainWindow, 0)).toBeFocused();
  await expect(fresh(mainWindow, '3 new recordings')).toHaveCount(0);
  const newest = (await newestRecordings(simulator, 1)).recordings[0]?.referenceNumber ?? '';
  await expect(rowAt(mainWindow, 0).getByRole('button', { name: `Download recording ${newest}` })).toBeVisible();
  // Going there chooses nothing: what was read is still in the detail.
  await expect(page.getByRole('complementary', { name: 'Selected recording' })).toContainText(reference);
});

test('with nothing in use a new recording is simply there, on top', async ({ mainWindow, simulator }) => {
  const { page } = mainWindow;
  simulator.addCompleted({ durationMs: 61_000 });
  const newest = (await newestRecordings(simulator, 1)).recordings[0]?.referenceNumber ?? '';
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(rowAt(mainWindow, 0).getByRole('button', { name: `Download recording ${newest}` })).toBeInViewport();
  await expect(page.getByText('41 recordings')).toBeVisible();
  await expect(fresh(mainWindow, '1 new recording')).toHaveCount(0);
});
