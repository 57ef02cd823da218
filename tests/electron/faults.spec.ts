// What the windows do when a part of the app stops: the main process hangs, or a page crashes.
import { expect, stateOf, test } from './fixtures.ts';

test('while the main process hangs the widget does not go on saying "Paused"', async ({ sidetone, simulator }) => {
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');
  // The page cannot be asked while the main process hangs: it notes by itself what it shows.
  await stateOf(widget).evaluate((element) => {
    const shown: string[] = [];
    new MutationObserver(() => shown.push(element.textContent.trim())).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Reflect.set(window, 'shownStates', shown);
  });
  await sidetone.electron.evaluate(() => {
    const until = Date.now() + 10_000;
    while (Date.now() < until);
  });
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(await widget.evaluate(() => Reflect.get(window, 'shownStates') as string[])).toContain('Offline');
});

test('the widget comes back when its page crashes and shows the state, and quitting ends the app during a call', async ({
  launch,
  simulator,
}) => {
  // With a process for each window, so that only the widget's crashes.
  const sidetone = await launch({ apart: true });
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  const again = sidetone.electron.waitForEvent('window', {
    predicate: (page) => page !== widget && page.url().endsWith('widget.html'),
    timeout: 60_000,
  });
  await sidetone.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((each) => each.webContents.getURL().endsWith('widget.html'))
      ?.webContents.forcefullyCrashRenderer();
  });
  await expect(stateOf(await again)).toHaveText('Recording');
  await expect.poll(() => sidetone.log()).toContain('window crashed');

  expect(await sidetone.quit()).toBe(0);
  expect(simulator.live()).toHaveLength(1);
});
