// Starts and stops by hand in the Journal, in a browser: each a row of its own with what came of it, found by its outcome, and exported.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkText } from '../../src/main/command-line/journal-text.ts';
import { expect, picture, test } from './fixtures.ts';

test('a start that was refused, one that was confirmed and a stop stand in the Journal while it is looked at', async ({
  mainWindow,
  widget,
  simulator,
  preview,
  profile,
}) => {
  await mainWindow.signedIn(simulator.url);
  const { page } = mainWindow;
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.getByText('No events yet.')).toBeVisible();
  const rows = page.getByRole('grid', { name: 'Journal' }).getByRole('row');
  await widget.open();
  await widget.page.getByRole('button', { name: 'Start recording' }).click();
  await expect(rows.nth(1)).toContainText('Rejected');

  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+1555123456', recorded: false });
  await widget.page.getByRole('button', { name: 'Start recording' }).click();
  await expect(widget.state).toHaveText('Recording');
  await expect(rows.nth(1)).toContainText('Confirmed');
  await widget.page.getByRole('button', { name: 'Stop recording' }).click();
  await widget.page.getByRole('button', { name: 'Stop now' }).click();
  await expect(widget.state).toHaveText('Not recording');
  await expect(rows.nth(1)).toContainText(/Manual stop · Button.*Confirmed/u);
  await expect(rows.nth(2)).toContainText(/Manual start · Button.*Confirmed/u);
  await expect(rows.nth(3)).toContainText(/Manual start · Button.*Rejected/u);
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText(/Chain intact.*3 events/su);

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Rejected' });
  await expect(rows).toHaveCount(2);
  await rows.nth(1).click();
  await expect(page.getByRole('complementary', { name: 'Selected event' })).toContainText(
    "There's no connected call to record.",
  );
  await picture(page, 'journal-by-hand');

  await preview.core.handlers['preferences.set']({ name: 'download.folder', value: profile });
  await page.getByRole('button', { name: 'Export journal' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  await expect(page.getByText(/Exported \d+ entries to sidetone-journal-/u)).toBeVisible();
  const file = (await readdir(profile)).find((name) => name.endsWith('.csv')) ?? '';
  const text = await readFile(path.join(profile, file), 'utf8');
  expect(checkText(text)?.breakAt).toBeNull();
  expect(text).toContain('hand-ended');
  expect(text).not.toMatch(/1555123456|ada\.agent/u);
});

test('a recording that was stopped for somebody else stands there as done for another', async ({
  mainWindow,
  simulator,
}) => {
  simulator.beginCall({ username: 'ben.agent', remoteNumber: '+390551104729' });
  await mainWindow.signedIn(simulator.url, 'sam.supervisor');
  const { page } = mainWindow;
  await page.getByRole('link', { name: 'Live' }).click();
  const ben = page
    .getByRole('grid', { name: 'All active recordings' })
    .getByRole('row')
    .filter({ hasText: 'ben.agent' });
  await ben.getByRole('gridcell').nth(1).click();
  await page.getByRole('button', { name: 'Stop recording…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop recording' }).click();
  await expect(ben).toContainText('Ended');
  await page.getByRole('link', { name: 'Journal' }).click();
  const row = page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(1);
  await expect(row).toContainText(/Manual stop · Button, another user.*Confirmed/u);
  await expect(row).not.toContainText('ben.agent');
});
