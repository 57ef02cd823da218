// The widget never takes the keyboard: whoever types a card number into another program loses no letter.
import { click, screenPicture, type } from './desktop.ts';
import { expect, stateOf, test } from './fixtures.ts';

const letters = 'fourtwosixonefourtwosixonefourtwosixone';

test('every letter reaches the other program while the widget appears, pauses and alarms', async ({
  launch,
  simulator,
  otherProgram,
}) => {
  const sidetone = await launch();
  const main = await sidetone.signIn(simulator.url);
  await main.evaluate(() => window.sidetone?.call('preferences.set', { name: 'widget.hideWhenIdle', value: true }));
  await otherProgram.takeKeyboard();
  let expected = '';
  const whileTyping = async (happens: () => Promise<void>): Promise<void> => {
    const typing = type(letters);
    await happens();
    await typing;
    expected += letters;
    await expect.poll(() => otherProgram.typed()).toBe(expected);
    expect(await otherProgram.hasKeyboard()).toBe(true);
  };

  await whileTyping(async () => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
    await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
  });
  const widget = await sidetone.window('widget.html');
  await expect
    .poll(() =>
      sidetone.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((each) => each.getTitle() !== 'Sidetone' && each.isVisible()),
      ),
    )
    .toBe(true);
  await whileTyping(async () => {
    await widget.evaluate(() => window.sidetone?.call('live.pause', {}));
    await expect(stateOf(widget)).toHaveText('Paused');
  });
  await widget.evaluate(() => window.sidetone?.call('live.resume', {}));
  await expect(stateOf(widget)).toHaveText('Recording');
  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'lie' });
  await whileTyping(async () => {
    await widget.evaluate(() => window.sidetone?.call('live.pause', {}));
    await expect(stateOf(widget)).toHaveText('Not confirmed');
  });
  await screenPicture('alarm-over-another-program');
});

test('a click on the button of the widget pauses, and the other program keeps the keyboard', async ({
  launch,
  simulator,
  otherProgram,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  // Under Wine a click on any window of a program wakes its last focusable one: with that in the tray only the widget is left.
  await sidetone.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((each) => each.webContents.getURL().endsWith('main.html'))
      ?.close();
  });
  await otherProgram.takeKeyboard();
  const button = await widget.getByRole('button', { name: 'Pause recording' }).boundingBox();
  const window = await sidetone.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((each) => each.webContents.getURL().endsWith('widget.html'))
      ?.getContentBounds(),
  );
  if (button === null || window === undefined) throw new Error('the widget is not there');
  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await click({
    x: Math.round(window.x + button.x + button.width / 2),
    y: Math.round(window.y + button.y + button.height / 2),
  });
  await paused;
  await expect(stateOf(widget)).toHaveText('Paused');
  await type('card');
  await expect.poll(() => otherProgram.typed()).toBe('card');
  expect(await otherProgram.hasKeyboard()).toBe(true);
});
