// The tray by real clicks, where the desktop shows it; and that the app stays in it when its windows close.
import { chooseInTray, click, missingForDesktop, trayIcon, type Point } from './desktop.ts';
import { expect, stateOf, test, type Sidetone } from './fixtures.ts';

const widgetSeen = (sidetone: Sidetone): Promise<boolean> =>
  sidetone.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (window) => window.webContents.getURL().endsWith('widget.html') && window.isVisible(),
    ),
  );

/** The icon, or an end of the test that says why there is none. */
async function icon(): Promise<Point> {
  const missing = missingForDesktop();
  test.info().skip(missing !== null, missing ?? '');
  await expect.poll(async () => process.platform !== 'linux' || (await trayIcon()) !== null).toBe(true);
  const point = await trayIcon();
  if (point === null) throw new Error('no icon in the tray');
  return point;
}

test('a click shows and hides the widget, and the menu pauses, resumes and opens a page', async ({
  launch,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  const place = await icon();

  await click(place);
  await expect.poll(() => widgetSeen(sidetone)).toBe(false);
  // Elsewhere on the icon, so that the two are no double click.
  await click({ x: place.x - 6, y: place.y + 4 });
  await expect.poll(() => widgetSeen(sidetone)).toBe(true);

  // Below the state stands what it calls for.
  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await chooseInTray(place, 1, 'tray-menu-recording');
  await paused;
  await expect(stateOf(widget)).toHaveText('Paused');
  const resumed = simulator.nextChange(({ kind }) => kind === 'resumed');
  await chooseInTray(place, 1, 'tray-menu-paused');
  await resumed;
  await expect(stateOf(widget)).toHaveText('Recording');
});

test('with every window closed the app stays in the tray, and a later start brings it back', async ({
  launch,
  command,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  await sidetone.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  const visible = (): Promise<number> =>
    sidetone.electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
    );
  await expect.poll(visible).toBe(0);
  expect(await command('show')).toMatchObject({ code: 0 });
  await expect.poll(() => widgetSeen(sidetone)).toBe(true);
});

test('stopping from the tray asks in a dialog first, whose safe answer stops nothing', async ({
  launch,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await expect(stateOf(widget)).toHaveText('Recording');
  /** Answers the next question with that button, and tells what was asked. */
  const answerWith = (button: number): Promise<void> =>
    sidetone.electron.evaluate(({ dialog }, response) => {
      dialog.showMessageBox = (...asked: unknown[]) => {
        Reflect.set(globalThis, 'asked', asked.at(-1));
        return Promise.resolve({ response, checkboxChecked: false });
      };
    }, button);
  const asked = (): Promise<unknown> =>
    sidetone.electron.evaluate(() => {
      const question: unknown = Reflect.get(globalThis, 'asked');
      Reflect.deleteProperty(globalThis, 'asked');
      return question;
    });

  await answerWith(0);
  const place = await icon();
  await chooseInTray(place, 11, 'tray-menu-stop');
  await expect.poll(asked).toMatchObject({ message: 'Stop this recording?', defaultId: 0, cancelId: 0 });
  expect(simulator.live()).toHaveLength(1);

  await answerWith(1);
  const ended = simulator.nextChange(({ kind }) => kind === 'recording-ended');
  await chooseInTray(place, 11, 'tray-menu-stop-again');
  await ended;
  await expect(stateOf(widget)).toHaveText('Not recording');
});
