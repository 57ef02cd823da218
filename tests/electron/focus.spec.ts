// The widget never takes the keyboard: whoever types a card number into another program loses no letter.
import { clickUntil, screenPicture, type } from './desktop.ts';
import { closeMain, expect, stateOf, test, windowsShown } from './fixtures.ts';

const letters = 'fourtwosixonefourtwosixonefourtwosixone';

test('every letter reaches the other program while the widget appears, pauses and alarms', async ({
  sidetone,
  simulator,
  otherProgram,
}) => {
  await sidetone.call('preferences.set', { name: 'widget.hideWhenIdle', value: true });
  await sidetone.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((each) => each.webContents.getURL().endsWith('widget.html'))
      ?.close();
  });
  await expect.poll(() => windowsShown(sidetone)).toMatchObject({ widget: false });
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

  const widget = await sidetone.window('widget.html');
  await whileTyping(async () => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
    await expect(stateOf(widget)).toHaveText('Recording');
    await expect.poll(() => windowsShown(sidetone)).toMatchObject({ widget: true });
  });
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
  sidetone,
  simulator,
  otherProgram,
}) => {
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  // Under Wine a click on any window of a program activates its last focusable one: the main window is closed first.
  await closeMain(sidetone);
  await expect.poll(() => windowsShown(sidetone)).toEqual({ main: false, widget: true });
  await otherProgram.takeKeyboard();
  const button = await widget.getByRole('button', { name: 'Pause recording' }).boundingBox();
  const window = await sidetone.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((each) => each.webContents.getURL().endsWith('widget.html'))
      ?.getContentBounds(),
  );
  if (button === null || window === undefined) throw new Error('the widget is not there');
  const place = {
    x: Math.round(window.x + button.x + button.width / 2),
    y: Math.round(window.y + button.y + button.height / 2),
  };
  await clickUntil(place, async () => (await stateOf(widget).textContent())?.trim() !== 'Recording');
  await expect(stateOf(widget)).toHaveText('Paused');
  await type('card');
  await expect.poll(() => otherProgram.typed()).toBe('card');
  expect(await otherProgram.hasKeyboard()).toBe(true);
});
