// Every function of the vendor's API, from the window down to the wire: what a person presses reaches the endpoint, which answers.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright/test';
import type { EndpointName } from '../../src/shared/domain/ucx-problems.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { wave } from '../support/audio-files.ts';
import { firstRow } from '../support/first-row.ts';
import { expect, test } from './fixtures.ts';

type Hands = { readonly page: Page; readonly simulator: Simulator; readonly folder: string };

const go = (page: Page, name: 'Live'): Promise<void> => page.getByRole('link', { name }).click();
const button = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const phone = (page: Page): Locator => page.getByRole('complementary', { name: 'Control a phone' });
const onPhone = (page: Page, name: string): Promise<void> =>
  phone(page).getByRole('button', { name, exact: true }).click();

function ring(simulator: Simulator, username: string, recorded = true): void {
  simulator.beginCall({ username, remoteNumber: '+390551104729', recorded });
}

/** What is asked for by opening the window. */
const byOpening = ['listMine', 'listCompleted'] as const satisfies EndpointName[];

/** What a person does for each other function, one after the other in one window. */
const does: Readonly<Record<Exclude<EndpointName, (typeof byOpening)[number]>, (hands: Hands) => Promise<void>>> = {
  detail: async ({ page }) => {
    await firstRow(page).getByRole('gridcell').nth(1).click();
  },
  media: async ({ page }) => button(page, /^Download recording /u),
  upload: async ({ page, folder }) => {
    const file = path.join(folder, '20261120_1755_out_+390555000111_1.wav');
    await mkdir(folder, { recursive: true });
    await writeFile(file, wave({ durationMs: 2_000 }));
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Add recordings' }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, 'Choose files…')]);
    await chooser.setFiles(file);
    await page.getByRole('textbox', { name: 'Local number' }).fill('101');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  },
  listLive: async ({ page }) => go(page, 'Live'),
  stopMine: async ({ page, simulator }) => {
    ring(simulator, 'sam.supervisor');
    await button(page, 'Stop recording');
    await button(page, 'Stop now');
  },
  pauseById: async ({ page, simulator }) => {
    ring(simulator, 'ben.agent');
    await button(page, 'Pause ben.agent');
  },
  resumeById: async ({ page }) => button(page, 'Resume ben.agent'),
  pauseByNumber: async ({ page }) => {
    await button(page, 'Control a phone…');
    await phone(page).getByRole('textbox', { name: 'Directory number' }).fill('102');
    await onPhone(page, 'Pause');
  },
  resumeByNumber: async ({ page }) => {
    await expect(phone(page).getByRole('status')).toContainText('confirmed');
    await onPhone(page, 'Resume');
  },
  stopByLine: async ({ page }) => {
    await expect(phone(page).getByRole('status')).toContainText('Resume confirmed');
    await onPhone(page, 'Stop recording…');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop recording', exact: true }).click();
  },
  start: async ({ page, simulator }) => {
    ring(simulator, 'zoë', false);
    await phone(page).getByRole('textbox', { name: 'Directory number' }).fill('103');
    await onPhone(page, 'Start recording');
  },
  stopById: async ({ page, simulator }) => {
    await phone(page).getByRole('button', { name: 'Close' }).click();
    ring(simulator, 'ada.agent');
    await page.getByRole('row').filter({ hasText: 'ada.agent' }).getByRole('gridcell').nth(1).click();
    await button(page, 'Stop recording…');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop recording' }).click();
  },
};

/** Resolves when the server has answered this function with success. */
function answered(simulator: Simulator, endpoint: EndpointName): Promise<void> {
  return new Promise((resolve) => {
    const stop = simulator.onAnswered(({ endpoint: asked, status }) => {
      if (asked !== endpoint || status === null || status < 200 || status > 299) return;
      stop();
      resolve();
    });
  });
}

test('every function is reached from the window', async ({ mainWindow, simulator, profile }) => {
  const { page } = mainWindow;
  const opened = byOpening.map((endpoint) => answered(simulator, endpoint));
  await mainWindow.signedIn(simulator.url, 'sam.supervisor');
  await Promise.all(opened);
  for (const [endpoint, act] of Object.entries(does))
    await test.step(endpoint, async () => {
      const now = answered(simulator, endpoint as keyof typeof does);
      await act({ page, simulator, folder: path.join(profile, 'given') });
      await now;
    });
});
