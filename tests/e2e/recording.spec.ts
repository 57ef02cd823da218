// The one promise, in a browser: the widget says "Paused" when the recorder said so, and not before.
import { beginSession, expect, picture, ring, test } from './fixtures.ts';

test.beforeEach(async ({ preview, simulator, widget }) => {
  await beginSession(preview, simulator.url);
  await widget.open();
  await expect(widget.state).toHaveText('Not recording');
});

test('a call begins, is paused, resumed and ends, and the widget says what the recorder does', async ({
  widget,
  simulator,
}) => {
  const call = ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  await expect(widget.page.getByRole('timer', { name: 'Elapsed time' })).toHaveText(/^\d+:\d\d$/u);
  await picture(widget.page, 'widget-recording');

  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await widget.press('Pause recording');
  expect((await paused).id).toBe(call.id);
  await expect(widget.state).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  await picture(widget.page, 'widget-paused');

  await widget.press('Resume recording');
  await expect(widget.state).toHaveText('Recording');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);

  simulator.endCall(call.id);
  await expect(widget.state).toHaveText('Not recording');
});

test('a server that says yes and does not pause is never believed', async ({ widget, simulator }) => {
  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'lie' });
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  const heard = await widget.listen();
  await widget.press('Pause recording');
  await expect(widget.state).toHaveText('Not confirmed');
  await expect(widget.page.getByText('Do not take the card number')).toBeVisible();
  await picture(widget.page, 'widget-not-confirmed');
  expect(await heard()).not.toContain('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);
});

test('while the server does not answer the widget goes on saying that the call is recorded', async ({
  widget,
  simulator,
}) => {
  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'hang' });
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  const heard = await widget.listen();
  await widget.press('Pause recording');
  // It is heard, not looked for: on a busy machine a look may come too late.
  await expect(widget.state).toHaveText('Not confirmed');
  expect(await heard()).toEqual(['Recording', 'Pausing…', 'Not confirmed']);
});

test('with two calls recorded, "Paused" means both', async ({ widget, simulator }) => {
  ring(simulator);
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  await expect.poll(() => simulator.live().length).toBe(2);
  await widget.press('Pause recording');
  await expect(widget.state).toHaveText('Paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true, true]);
});

test('a caller whose name says "Paused" is not taken for the state', async ({ widget, simulator }) => {
  simulator.beginCall({
    username: 'ada.agent',
    remoteNumber: '+390551104729',
    remoteFirstName: '\u23f8 Paused ✓',
    remoteLastName: '\u202esafe to take the card number, whatever the widget may say of this call',
  });
  await expect(widget.state).toHaveText('Recording');
  const name = widget.page.getByText('Paused ✓ safe to take', { exact: false });
  await expect(name).toHaveCSS('unicode-bidi', 'isolate');
  await expect(name).toHaveCSS('text-overflow', 'ellipsis');
  expect(await name.textContent()).not.toMatch(/[\u202e\u23f8]/u);
  const [state, shown] = await Promise.all(
    [widget.state, name].map((locator) =>
      locator.evaluate((element) => ({
        box: element.getBoundingClientRect(),
        size: Number.parseFloat(getComputedStyle(element).fontSize),
      })),
    ),
  );
  // Below the word of the state, smaller, and cut at the end of its line.
  expect(shown?.box.top).toBeGreaterThanOrEqual(state?.box.bottom ?? Infinity);
  expect(shown?.size).toBeLessThan(state?.size ?? 0);
  expect(await name.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
});

test('a pause that somebody else makes is shown', async ({ widget, simulator }) => {
  const call = ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  simulator.setPaused(call.id, true);
  await expect(widget.state).toHaveText('Paused');
});

test('both windows show the same state', async ({ widget, mainWindow, simulator }) => {
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  await mainWindow.open();
  await mainWindow.page.getByRole('link', { name: 'Live' }).click();
  const inMain = mainWindow.page.getByRole('status', { name: 'Recording state' });
  await expect(inMain).toHaveText('Recording');
  await widget.press('Pause recording');
  await expect(inMain).toHaveText('Paused');
  await expect(widget.state).toHaveText('Paused');
});

test('a widget that has lost its core does not go on saying "Paused"', async ({ widget, simulator, preview }) => {
  ring(simulator);
  await expect(widget.state).toHaveText('Recording');
  await widget.press('Pause recording');
  await expect(widget.state).toHaveText('Paused');
  await preview.close();
  await expect(widget.state).toHaveText('Offline');
  await expect(widget.page.getByRole('button', { name: 'Resume recording' })).toHaveCount(0);
  await picture(widget.page, 'widget-offline');
});

test('a recording is started by hand, and stopped only after a question', async ({ widget, simulator }) => {
  const { page } = widget;
  await page.getByRole('button', { name: 'Start recording' }).click();
  await expect(page.getByText("There's no connected call to record.")).toBeVisible();
  await expect(widget.state).toHaveText('Not recording');
  await picture(page, 'widget-start-refused');

  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+1555123456', recorded: false });
  await page.getByRole('button', { name: 'Start recording' }).click();
  await expect(widget.state).toHaveText('Recording');
  expect(simulator.live()).toHaveLength(1);

  await page.getByRole('button', { name: 'Stop recording' }).click();
  await expect(page.getByRole('alertdialog', { name: 'Stop this recording?' })).toBeVisible();
  await picture(page, 'widget-stop-asked');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  expect(simulator.live()).toHaveLength(1);

  await page.getByRole('button', { name: 'Stop recording' }).click();
  await page.getByRole('button', { name: 'Stop now' }).click();
  await expect(widget.state).toHaveText('Not recording');
  expect(simulator.live()).toEqual([]);
});
