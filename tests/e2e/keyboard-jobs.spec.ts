// The jobs of a day with the keyboard alone: no pointer, no focus set by a script. What a screen reader is given on the way (roles, names,
// states, in order) is printed into test-results/trees, and its important lines are compared.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { beginSession, expect, ring, test } from './fixtures.ts';

const folder = path.resolve(import.meta.dirname, '../../test-results/trees');

/** Prints the tree that assistive technology is given. */
async function printTree(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.yml`), `${await page.locator('body').ariaSnapshot()}\n`);
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses Tab until this has the focus, as a person does. Fails where Tab never comes to it. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 60; stops += 1) {
    if (await isFocused(target)) return;
    await target.page().keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('the main job: a call is paused and resumed in the widget', async ({ preview, widget, simulator }) => {
  await beginSession(preview, simulator.url);
  ring(simulator);
  await widget.open();
  const { page } = widget;
  await expect(widget.state).toHaveText('Recording');
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - status "Recording state": Recording
    - paragraph:
      - timer "Elapsed time"
    - button "Pause recording": Pause
  `);
  await printTree(page, 'widget-recording');

  const pause = page.getByRole('button', { name: 'Pause recording' });
  await tabTo(pause);
  await page.keyboard.press('Enter');
  await expect(widget.state).toHaveText('Paused');
  // The button of the other verb stands in its place and keeps the focus: the next press resumes.
  const resume = page.getByRole('button', { name: 'Resume recording' });
  await expect(resume).toBeFocused();
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - status "Recording state": Paused
    - button "Resume recording": Resume
  `);
  await printTree(page, 'widget-paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);

  await page.keyboard.press('Space');
  await expect(widget.state).toHaveText('Recording');
  await expect(pause).toBeFocused();
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);
});

test.describe('with 200 recordings', () => {
  test.use({ recordings: 200 });

  test('all 200 are saved', async ({ mainWindow, simulator, profile }) => {
    const { page } = mainWindow;
    await mainWindow.signedIn(simulator.url);
    await tabTo(page.getByRole('button', { name: 'More', exact: true }));
    await printTree(page, 'history');
    await page.keyboard.press('Enter');
    const saveAll = page.getByRole('menuitem', { name: 'Save all 200…' });
    await expect(saveAll).toBeVisible();
    for (let items = 0; items < 10 && !(await isFocused(saveAll)); items += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Save 200 recordings' });
    await expect(dialog).toMatchAriaSnapshot(`
      - dialog "Save 200 recordings":
        - group "What will be saved"
        - textbox "File names"
        - button "Save 200"
    `);
    await expect(dialog.getByRole('button', { name: 'Save 200' })).not.toHaveAttribute('aria-disabled', 'true');
    await printTree(page, 'save-many');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    const saved = async (): Promise<number> => {
      const names = await readdir(path.join(profile, 'downloads')).catch((): string[] => []);
      return names.filter((name) => name.endsWith('.mp3')).length;
    };
    await expect.poll(saved, { timeout: 40_000 }).toBe(200);
    await tabTo(page.getByRole('button', { name: 'On this computer' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('list', { name: 'Saved recordings' })).toBeVisible();
    await printTree(page, 'history-saved');
  });
});

test('somebody’s recording is paused and resumed in Live, and the focus is never lost', async ({
  mainWindow,
  simulator,
}) => {
  const { page } = mainWindow;
  simulator.beginCall({ username: 'ben.agent', remoteNumber: '+390551104729', remoteFirstName: 'Giulia' });
  await mainWindow.signedIn(simulator.url, 'sam.supervisor');
  await tabTo(page.getByRole('link', { name: 'Live' }));
  await page.keyboard.press('Enter');
  const row = page
    .getByRole('grid', { name: 'All active recordings' })
    .getByRole('row')
    .filter({ hasText: 'ben.agent' });
  await tabTo(row);
  await page.keyboard.press('ArrowRight');
  const pause = page.getByRole('button', { name: 'Pause ben.agent' });
  const resume = page.getByRole('button', { name: 'Resume ben.agent' });
  await expect(pause).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Paused');
  await expect(resume).toBeFocused();
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  await expect(page.getByRole('grid', { name: 'All active recordings' })).toMatchAriaSnapshot(`
    - row:
      - gridcell "Paused"
      - gridcell "ben.agent"
      - gridcell
      - gridcell
      - gridcell
      - gridcell "Resume ben.agent":
        - button "Resume ben.agent"
  `);
  await printTree(page, 'live-paused');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Recording');
  await expect(pause).toBeFocused();

  // Its details, and one step back each time.
  await page.keyboard.press('ArrowLeft');
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Selected recording' });
  await expect(detail).toBeVisible();
  await printTree(page, 'live-detail');
  await page.keyboard.press('Escape');
  await expect(detail).toHaveCount(0);
  await expect(row).toBeFocused();
});
