// A search and its place outlive the window that showed them, and end with the session.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

test.use({ recordings: 3_000 });

test('a window that is made anew goes on with the search and the place of the one before; nothing of it is on the disk, and sign-out forgets it', async ({
  mainWindow,
  simulator,
  preview,
  profile,
}) => {
  await mainWindow.signedIn(simulator.url);
  const { page, grid } = mainWindow;
  const party = page.getByRole('textbox', { name: 'Remote party' });
  await party.fill('+39');
  await expect(page.getByText(/^[\d,]+ found$/u)).toBeVisible();
  await mainWindow.firstRow.focus();
  for (let step = 1; step <= 8; step += 1) await page.keyboard.press('PageDown');
  const kept = async (): Promise<unknown> => {
    const answer = await preview.core.handlers['history.keptSearch']({});
    return answer.ok ? answer.value.search : null;
  };
  await expect.poll(kept).toMatchObject({ filter: { remoteParty: '+39' } });
  // Another window: what a page keeps for itself is gone with it.
  const top = async (): Promise<number> =>
    Number(
      await grid.evaluate((list) => {
        const edge = list.parentElement?.getBoundingClientRect().top ?? 0;
        const rows = [...list.querySelectorAll('[role=row]')].slice(1);
        return rows.find((row) => row.getBoundingClientRect().bottom > edge + 38.5)?.getAttribute('aria-rowindex');
      }),
    );
  const before = await top();
  expect(before).toBeGreaterThan(50);
  await expect.poll(kept).toMatchObject({ row: before - 2 });
  const another = await page.context().browser()?.newContext();
  const second = await another?.newPage();
  await page.close();
  if (another === undefined || second === undefined) throw new Error('no second window could be made');
  await second.goto(`${preview.url}main.html`);
  await expect(second.getByRole('textbox', { name: 'Remote party' })).toHaveValue('+39');
  await expect(second.getByText(/^[\d,]+ found$/u)).toBeVisible();
  await expect(
    second
      .locator(`[aria-rowindex="${String(before)}"]`)
      .getByRole('button')
      .first(),
  ).toBeInViewport();

  for (const name of await readdir(profile, { recursive: true })) {
    const text = await readFile(path.join(profile, name), 'utf8').catch(() => '');
    expect(text).not.toContain('remoteParty');
  }
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(second.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect.poll(kept).toBeNull();
  expect(await second.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  await another.close();
});
