// Every function of the vendor's API, from the window down to the wire: what a person presses reaches the endpoint, which answers.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { endpointNames, type EndpointName } from '../../src/shared/domain/ucx-problems.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { wave } from '../support/audio-files.ts';
import { firstRow } from '../support/first-row.ts';
import { expect, test } from './fixtures.ts';

type Hands = { readonly page: Page; readonly simulator: Simulator; readonly folder: string };

const go = (page: Page, name: 'History' | 'Live'): Promise<void> => page.getByRole('link', { name }).click();
const button = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

function ring(simulator: Simulator, username: string, recorded = true): void {
  simulator.beginCall({ username, remoteNumber: '+390551104729', recorded });
}

async function onPhone(page: Page, number: string, name: string): Promise<void> {
  await button(page, 'Control a phone…');
  const drawer = page.getByRole('complementary', { name: 'Control a phone' });
  await drawer.getByRole('textbox', { name: 'Directory number' }).fill(number);
  await drawer.getByRole('button', { name, exact: true }).click();
}

/** What a person does for each function. */
const does: Readonly<Record<EndpointName, (hands: Hands) => Promise<void>>> = {
  listMine: async () => undefined,
  listLive: async ({ page }) => go(page, 'Live'),
  pauseById: async ({ page, simulator }) => {
    ring(simulator, 'ben.agent');
    await go(page, 'Live');
    await button(page, 'Pause ben.agent');
  },
  resumeById: async ({ page, simulator }) => {
    await does.pauseById({ page, simulator, folder: '' });
    await button(page, 'Resume ben.agent');
  },
  stopById: async ({ page, simulator }) => {
    ring(simulator, 'ben.agent');
    await go(page, 'Live');
    await page.getByRole('row').filter({ hasText: 'ben.agent' }).getByRole('gridcell').nth(1).click();
    await button(page, 'Stop recording…');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop recording' }).click();
  },
  start: async ({ page, simulator }) => {
    ring(simulator, 'zoë', false);
    await go(page, 'Live');
    await onPhone(page, '103', 'Start recording');
  },
  pauseByNumber: async ({ page, simulator }) => {
    ring(simulator, 'ben.agent');
    await go(page, 'Live');
    await onPhone(page, '102', 'Pause');
  },
  resumeByNumber: async ({ page, simulator }) => {
    await does.pauseByNumber({ page, simulator, folder: '' });
    await expect(page.getByRole('complementary', { name: 'Control a phone' }).getByRole('status')).toContainText(
      'confirmed',
    );
    await page.getByRole('complementary', { name: 'Control a phone' }).getByRole('button', { name: 'Resume' }).click();
  },
  stopByLine: async ({ page, simulator }) => {
    ring(simulator, 'ben.agent');
    await go(page, 'Live');
    await onPhone(page, '102', 'Stop recording…');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop recording', exact: true }).click();
  },
  stopMine: async ({ page, simulator }) => {
    ring(simulator, 'sam.supervisor');
    await go(page, 'Live');
    await button(page, 'Stop recording');
    await button(page, 'Stop now');
  },
  listCompleted: async ({ page }) => go(page, 'History'),
  detail: async ({ page }) => {
    await firstRow(page).getByRole('gridcell').nth(1).click();
  },
  media: async ({ page }) => button(page, /^Download recording /u),
  upload: async ({ page, folder }) => {
    const file = path.join(folder, '20261120_1755_out_+390555000111_1.wav');
    await mkdir(folder, { recursive: true });
    await writeFile(file, wave({ durationMs: 2_000 }));
    await button(page, 'More');
    await page.getByRole('menuitem', { name: 'Add recordings' }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, 'Choose files…')]);
    await chooser.setFiles(file);
    await page.getByRole('textbox', { name: 'Local number' }).fill('101');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  },
};

for (const endpoint of endpointNames) {
  test(`${endpoint} is reached from the window`, async ({ mainWindow, simulator, profile }) => {
    const { page } = mainWindow;
    const answered = new Promise<void>((resolve) => {
      const stop = simulator.onAnswered(({ endpoint: asked, status }) => {
        if (asked !== endpoint || status === null || status < 200 || status > 299) return;
        stop();
        resolve();
      });
    });
    await mainWindow.signedIn(simulator.url, 'sam.supervisor');
    await expect(page.getByRole('link', { name: 'History' })).toBeVisible();
    await does[endpoint]({ page, simulator, folder: path.join(profile, 'given') });
    await answered;
  });
}
