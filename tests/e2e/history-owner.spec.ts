// Whose a recording is: a column of its own for those who see the recordings of others, and none for those who see only theirs.
import { newestRecordings } from '../support/recordings-of.ts';
import { expect, picture, test } from './fixtures.ts';

test('a supervisor sees the owner of each recording in a column of its own', async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url, 'sam.supervisor');
  const { page, grid } = mainWindow;
  await expect(grid.getByRole('button').first()).toBeVisible();
  await expect(grid).toHaveAttribute('aria-colcount', '8');
  // In a narrow list the owner is the first to go: the detail has it.
  await page.setViewportSize({ width: 1_600, height: 740 });
  const head = grid.getByRole('columnheader', { name: 'Owner', exact: true });
  await expect(head).toHaveAttribute('aria-colindex', '4');
  const [newest] = (await newestRecordings(simulator, 1, 'sam.supervisor')).recordings;
  const owner = newest?.ownerUsername ?? '';
  expect(owner).toMatch(/^\w+\.\w+$/u);
  await expect(mainWindow.firstRow.locator('[aria-colindex="4"]')).toHaveText(owner);
  await expect(mainWindow.firstRow.locator('[aria-colindex="3"]')).not.toContainText(owner);
  await picture(page, 'history-owner');

  for (const width of [1_600, 1_280, 1_000, 760, 600, 480, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const cut = await grid.evaluate(
      (list) =>
        [...list.querySelectorAll('[role=row]')].slice(0, 6).flatMap((row) => {
          const edge = row.getBoundingClientRect().right;
          return [...row.querySelectorAll('button')].filter((button) => button.getBoundingClientRect().right > edge);
        }).length,
    );
    expect({ width, cut }).toEqual({ width, cut: 0 });
    await picture(page, `history-owner-${String(width)}`);
  }
});

test('who sees only their own has no such column', async ({ mainWindow, simulator }) => {
  await mainWindow.signedIn(simulator.url);
  await expect(mainWindow.grid.getByRole('button').first()).toBeVisible();
  await expect(mainWindow.grid).toHaveAttribute('aria-colcount', '7');
  await expect(mainWindow.grid.getByRole('columnheader', { name: 'Owner', exact: true })).toHaveCount(0);
});
