// Everybody's live recordings, in a browser: seen, found, paused, stopped and started by those who may, and said in words to those who may not.
import type { Locator } from 'playwright/test';
import type { CallHandle, Simulator } from '../../src/simulator/simulator.ts';
import { expect, foundByAxe, picture, test, type MainWindow } from './fixtures.ts';

const grid = ({ page }: MainWindow): Locator => page.getByRole('grid', { name: 'All active recordings' });
const rowOf = (window: MainWindow, user: string): Locator => grid(window).getByRole('row').filter({ hasText: user });
const call = (simulator: Simulator, username: string, recorded = true): CallHandle =>
  simulator.beginCall({ username, remoteNumber: '+390551104729', remoteFirstName: 'Giulia', recorded });

async function openAs(window: MainWindow, simulator: Simulator, username: string): Promise<void> {
  await window.signedIn(simulator.url, username);
  await window.page.getByRole('link', { name: 'Live' }).click();
  await expect(window.page.getByRole('heading', { name: 'Everyone' })).toBeVisible();
}

test.describe('a supervisor', () => {
  test.beforeEach(async ({ mainWindow, simulator }) => {
    call(simulator, 'ben.agent');
    call(simulator, 'ada.agent');
    await openAs(mainWindow, simulator, 'sam.supervisor');
    await expect(rowOf(mainWindow, 'ben.agent')).toBeVisible();
  });

  test('sees everybody and finds one by user name, asked of the server, and by state', async ({
    mainWindow,
    simulator,
  }) => {
    const { page } = mainWindow;
    await expect(page.getByText('2 recordings, 0 paused')).toBeVisible();
    const asked = simulator.nextRequest(({ query }) => query === 'username=ada.agent');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('textbox', { name: 'Username' }).fill('ada.agent');
    await asked;
    await expect(rowOf(mainWindow, 'ben.agent')).toHaveCount(0);
    await expect(rowOf(mainWindow, 'ada.agent')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(rowOf(mainWindow, 'ben.agent')).toBeVisible();
    await page.getByRole('textbox', { name: 'User or remote party' }).fill('BEN');
    await expect(rowOf(mainWindow, 'ada.agent')).toHaveCount(0);
    await expect(rowOf(mainWindow, 'ben.agent')).toBeVisible();
    await page.getByRole('button', { name: /^Paused/u }).click();
    await expect(page.getByText('No recordings found.')).toBeVisible();
    await picture(page, 'live-all');
    expect(await foundByAxe(page)).toEqual([]);
  });

  test('pauses and resumes somebody’s recording, and it stands in the journal as done for another', async ({
    mainWindow,
    simulator,
  }) => {
    const { page } = mainWindow;
    const ben = rowOf(mainWindow, 'ben.agent');
    await page.getByRole('button', { name: 'Pause ben.agent' }).click();
    await expect(ben).toContainText('Paused');
    expect(simulator.live().map(({ username, isPaused }) => [username, isPaused])).toEqual([
      ['ben.agent', true],
      ['ada.agent', false],
    ]);
    await expect(page.getByText('ben.agent: pause confirmed.')).toBeAttached();
    await page.getByRole('button', { name: 'Resume ben.agent' }).click();
    await expect(ben).toContainText('Recording');
    expect(simulator.live().some(({ isPaused }) => isPaused)).toBe(false);
    await page.getByRole('link', { name: 'Journal' }).click();
    await expect(page.getByRole('grid', { name: 'Journal' })).toContainText('Button, another user');
  });

  test('is told loudly when the pause is not confirmed, and can give it up', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'lie' });
    const ben = rowOf(mainWindow, 'ben.agent');
    await page.getByRole('button', { name: 'Pause ben.agent' }).click();
    await expect(ben).toContainText('Not confirmed');
    await ben.getByRole('gridcell').nth(1).click();
    await expect(page.getByRole('complementary', { name: 'Selected recording' })).toContainText(
      'Do not take the card number',
    );
    await page.getByRole('button', { name: 'Cancel pause' }).click();
    await expect(ben).toContainText('Recording');
  });

  test('stops somebody’s recording after being asked', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    await rowOf(mainWindow, 'ben.agent').getByRole('gridcell').nth(1).click();
    await page.getByRole('button', { name: 'Stop recording…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep recording' }).click();
    expect(simulator.live()).toHaveLength(2);
    await page.getByRole('button', { name: 'Stop recording…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop recording' }).click();
    await expect(rowOf(mainWindow, 'ben.agent')).toContainText('Ended');
    // Nothing leaves the list under the pointer.
    await page.mouse.move(2, 2);
    await expect(rowOf(mainWindow, 'ben.agent')).toHaveCount(0);
    expect(simulator.live().map(({ username }) => username)).toEqual(['ada.agent']);
  });

  test('starts a recording for somebody, and reads why when it is refused', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    await page.getByRole('button', { name: 'Control a phone…' }).click();
    const drawer = page.getByRole('complementary', { name: 'Control a phone' });
    await drawer.getByRole('button', { name: 'Start recording' }).click();
    await expect(drawer).toContainText('Enter a device name or a directory number.');
    await drawer.getByRole('textbox', { name: 'Directory number' }).fill('103');
    await drawer.getByRole('button', { name: 'Start recording' }).click();
    await expect(drawer.getByRole('alert')).toContainText("There's no connected call to record.");
    call(simulator, 'zoë', false);
    await drawer.getByRole('button', { name: 'Start recording' }).click();
    await expect(drawer.getByRole('status')).toHaveText('Recording started on 103.');
    await drawer.getByRole('button', { name: 'Close' }).click();
    await expect(drawer).toHaveCount(0);
    await expect(rowOf(mainWindow, 'zoë')).toContainText('Recording');
  });

  test('pauses and resumes a phone by its number, told only once the recorder was seen to do it', async ({
    mainWindow,
    simulator,
  }) => {
    const { page } = mainWindow;
    await page.getByRole('button', { name: 'Control a phone…' }).click();
    const drawer = page.getByRole('complementary', { name: 'Control a phone' });
    const pause = drawer.getByRole('button', { name: 'Pause' });
    await drawer.getByRole('textbox', { name: 'Device name' }).fill('SEP000000000102');
    await pause.click();
    await expect(drawer).toContainText('Enter a directory number.');
    await drawer.getByRole('textbox', { name: 'Directory number' }).fill('102');
    await pause.click();
    await expect(drawer.getByRole('status')).toHaveText('Pause confirmed on 102. See the list for the current state.');
    expect(simulator.live().map(({ username, isPaused }) => [username, isPaused])).toEqual([
      ['ben.agent', true],
      ['ada.agent', false],
    ]);
    await drawer.getByRole('button', { name: 'Resume' }).click();
    await expect(drawer.getByRole('status')).toHaveText('Resume confirmed on 102. See the list for the current state.');
    expect(simulator.live().some(({ isPaused }) => isPaused)).toBe(false);
    simulator.setFault({ endpoint: ['pauseByNumber', 'pauseById'] }, { kind: 'lie' });
    await pause.click();
    await expect(drawer.getByRole('alert')).toContainText(/\S/u);
    await expect(drawer.getByRole('status')).toHaveText('');
    await drawer.getByRole('button', { name: 'Close' }).click();
    await expect(rowOf(mainWindow, 'ben.agent')).toContainText('Not confirmed');
    await page.getByRole('link', { name: 'Journal' }).click();
    await expect(page.getByRole('grid', { name: 'Journal' })).toContainText('Button, another user');
  });

  test('stops what is recorded on a phone after being asked', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    await page.getByRole('button', { name: 'Control a phone…' }).click();
    const form = page.getByRole('complementary', { name: 'Control a phone' });
    const question = page.getByRole('dialog', { name: 'Stop recording on this phone?' });
    await form.getByRole('textbox', { name: 'Device name' }).fill('SEP000000000102');
    await form.getByRole('button', { name: 'Stop recording…' }).click();
    await question.getByRole('button', { name: 'Keep recording' }).click();
    expect(simulator.live()).toHaveLength(2);
    await form.getByRole('button', { name: 'Stop recording…' }).click();
    await question.getByRole('button', { name: 'Stop recording' }).click();
    await expect(form.getByRole('status')).toHaveText('Recording stopped on SEP000000000102.');
    expect(simulator.live().map(({ username }) => username)).toEqual(['ada.agent']);
  });

  test('walks two thousand recordings by the keyboard', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    simulator.crowd(1_998);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByText(/^2,000 recordings/u)).toBeVisible();
    await expect(grid(mainWindow)).toHaveAttribute('aria-rowcount', '2001');
    await grid(mainWindow).getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    await expect(grid(mainWindow).locator('[aria-rowindex="2001"]')).toBeFocused();
    expect(await grid(mainWindow).getByRole('row').count()).toBeLessThan(60);
    await page.keyboard.press('Home');
    await expect(grid(mainWindow).locator('[aria-rowindex="2"]')).toBeFocused();
    // Keys walk; Enter opens, and Escape goes back to the row.
    const detail = page.getByRole('complementary', { name: 'Selected recording' });
    await expect(detail).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(detail).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
    await expect(grid(mainWindow).locator('[aria-rowindex="2"]')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    // No row moves while the focus is in the list, whatever its state becomes.
    await expect(grid(mainWindow).locator('[aria-rowindex="2"]')).toContainText('Paused');
  });

  test('asks for nothing more once the page is left', async ({ mainWindow, simulator }) => {
    const { page } = mainWindow;
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    let asked = 0;
    const own = simulator.nextRequest(({ endpoint }) => endpoint === 'listMine');
    await own;
    simulator.onRequest(({ endpoint }) => {
      if (endpoint === 'listLive') asked += 1;
    });
    // Two turns of the own list are longer than one of everybody's.
    for (let turn = 0; turn < 2; turn += 1) await simulator.nextRequest(({ endpoint }) => endpoint === 'listMine');
    expect(asked).toBe(0);
  });
});

test('an agent reads that the right is missing, stays signed in, and the server is left in peace', async ({
  mainWindow,
  simulator,
}) => {
  await openAs(mainWindow, simulator, 'ada.agent');
  const { page } = mainWindow;
  await expect(page.getByText("You don't have permission to see other users' recordings.")).toBeVisible();
  await expect(page.getByRole('link', { name: 'History' })).toBeVisible();
  for (let turn = 0; turn < 2; turn += 1) await simulator.nextRequest(({ endpoint }) => endpoint === 'listMine');
  const asked = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'listLive').length;
  expect(asked()).toBe(1);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(asked).toBe(2);
  expect(await foundByAxe(page)).toEqual([]);
});
