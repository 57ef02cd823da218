// Bringing recordings in from the window: chosen or dropped, filled in, sent, found in History; and told at its box what is wrong.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { mp3, wave } from '../support/audio-files.ts';
import { expect, foundByAxe, picture, test } from './fixtures.ts';

async function accessible(page: Page): Promise<void> {
  expect(await foundByAxe(page)).toEqual([]);
}

async function chooseFiles(page: Page, folder: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  const from = path.join(folder, 'given');
  await mkdir(from, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(from, name), bytes);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files…' }).click(),
  ]);
  await chooser.setFiles(Object.keys(files).map((name) => path.join(from, name)));
}

const spooled = (profile: string): Promise<string[]> =>
  readdir(path.join(profile, 'upload-spool')).catch((): string[] => []);

test('a chosen recording is filled in, sent and found in History', async ({ mainWindow, simulator, profile }) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Add recordings' }).click();
  await expect(page.getByText('Drop audio files anywhere in this window, or choose them.')).toBeVisible();
  await accessible(page);
  const bytes = wave({ durationMs: 90_000 });
  await chooseFiles(page, profile, { '20261120_1755_out_+390555000111_202600001280.wav': bytes });
  await expect(page.getByText(/^WAV, 16-bit PCM · 8 kHz mono · /u)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Recordings to add' })).toContainText('1:30');
  await expect(page.getByLabel('Start date')).toHaveValue('2026-11-20');
  await expect(page.getByLabel('Start time')).toHaveValue(/^17:55/u);
  await expect(page.getByRole('combobox', { name: 'Direction' })).toHaveValue('outgoing');
  await expect(page.getByRole('textbox', { name: 'Local user' })).toHaveValue('ada.agent');
  await expect(page.getByRole('textbox', { name: 'Remote number' })).toHaveValue('+390555000111');
  await page.getByRole('textbox', { name: 'Local number' }).fill('101');
  await page.getByRole('textbox', { name: 'Note' }).fill('Asked for the invoice');
  await page.getByRole('checkbox', { name: 'Preserve' }).check();
  await page.getByRole('combobox', { name: 'PBX' }).selectOption('Webex');
  await page.getByRole('textbox', { name: 'Call ID' }).fill('c-1');
  await accessible(page);
  await picture(page, 'upload-filled-in');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Show in History' }).click();
  await expect(mainWindow.grid).toBeVisible();
  await expect(page.getByText('1 found', { exact: true })).toBeVisible();
  await expect(mainWindow.grid.getByText(/^\+39[ \d]+0111$/u)).toBeVisible();
  expect(simulator.uploads).toMatchObject([
    {
      bytes: bytes.length,
      metadata: {
        notes: 'Asked for the invoice',
        preserved: true,
        pbxInfo: { type: 'webex', callId: 'c-1' },
        localParty: { username: 'ada.agent', phoneNumber: '101' },
      },
    },
  ]);
  await expect.poll(() => spooled(profile)).toEqual([]);
});

test('files are dropped anywhere; what will not do is refused in words and nothing of it is sent', async ({
  mainWindow,
  simulator,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid).toBeVisible();
  const given = [
    { name: 'good.mp3', text: mp3(100).toString('base64') },
    { name: 'float.wav', text: wave({ coding: 3, bits: 32 }).toString('base64') },
  ];
  const dataTransfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { lastModified: Date.UTC(2026, 10, 20, 12) }));
    }
    return transfer;
  }, given);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  await expect(page.getByText('Drop files to add them')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await expect(page.getByText('Drop files to add them')).toBeHidden();
  const list = page.getByRole('list', { name: 'Recordings to add' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: /float\.wav/u }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'floating point' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toHaveCount(0);
  await accessible(page);
  expect(simulator.requests.filter(({ endpoint }) => endpoint === 'upload')).toEqual([]);
});

test('what is missing is said at its box, and nothing typed is lost when the server refuses', async ({
  mainWindow,
  simulator,
  profile,
}) => {
  const { page } = mainWindow;
  await mainWindow.signedIn(simulator.url);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Add recordings' }).click();
  await chooseFiles(page, profile, { 'memo.wav': wave() });
  const number = page.getByRole('textbox', { name: 'Local number' });
  await page.getByRole('checkbox', { name: 'The start is right' }).check();
  await number.fill('');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(number).toBeFocused();
  await expect(number).toHaveAccessibleDescription(/The local number is missing/u);
  await number.fill('101');
  await page.getByRole('textbox', { name: 'Note' }).fill('typed with care');
  const old = simulator.setFault({ endpoint: 'upload' }, { kind: 'status', status: 409 });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const day = page.getByLabel('Start date');
  await expect(day).toHaveAccessibleDescription(/older than the server's retention period/u);
  await accessible(page);
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('typed with care');
  old.remove();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('button', { name: 'Show in History' })).toBeVisible();
  expect(simulator.uploads).toMatchObject([{ metadata: { notes: 'typed with care' } }]);
});
