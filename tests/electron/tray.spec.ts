// The tray by real clicks, where the desktop shows it; and that the app stays in it when its windows close.
import { chooseInTray, clickUntil, missingForDesktop, trayIcon, type MenuPlace, type Point } from './desktop.ts';
import { expect, stateOf, test, windowsShown } from './fixtures.ts';
import { answerDialogs, askedInDialogs } from './shared-app.ts';
import { startAgain, type Sidetone } from './sidetone.ts';

/** Pause or Resume, below the state. */
const pauseEntry: MenuPlace = { entriesAbove: 1, separatorsAbove: 0 };

/** "Stop recording…", below the pages. While the pause key was never pressed the menu says so, in an entry of its own. */
async function stopEntry(sidetone: Sidetone): Promise<MenuPlace> {
  const pause = (await sidetone.snapshot()).hotkeys.find(({ name }) => name === 'pause');
  return { entriesAbove: pause?.proven === true ? 9 : 10, separatorsAbove: 3 };
}

/** The icon, or an end of the test that says why there is none. */
async function icon(): Promise<Point> {
  const missing = missingForDesktop();
  test.info().skip(missing !== null, missing ?? '');
  const found: { point: Point | null } = { point: null };
  await expect
    .poll(async () => {
      found.point = await trayIcon();
      return found.point;
    })
    .not.toBeNull();
  if (found.point === null) throw new Error('no icon in the tray');
  return found.point;
}

/** What happened to the widget from now on. */
async function watchWidget({ electron }: Sidetone): Promise<() => Promise<{ raised: boolean; hidden: boolean }>> {
  await electron.evaluate(({ app, BrowserWindow }) => {
    const widget = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().endsWith('widget.html'));
    if (widget === undefined) throw new Error('no widget');
    const seen = { raised: false, hidden: false };
    const raise = widget.moveTop.bind(widget);
    widget.moveTop = () => {
      raise();
      seen.raised = true;
    };
    widget.on('hide', () => {
      seen.hidden = true;
    });
    Reflect.set(app, 'seenOfWidget', seen);
  });
  return () =>
    electron.evaluate(({ app }) => {
      const seen: unknown = Reflect.get(app, 'seenOfWidget');
      const was = (what: string): boolean =>
        typeof seen === 'object' && seen !== null && Reflect.get(seen, what) === true;
      return { raised: was('raised'), hidden: was('hidden') };
    });
}

test(
  'a click shows and hides the widget, a click during a call leaves it, and the menu pauses and resumes',
  { tag: '@windows' },
  async ({ sidetone, simulator }) => {
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Not recording');
    const place = await icon();

    const isShown = async (): Promise<boolean> => (await windowsShown(sidetone)).widget;
    await clickUntil(place, async () => !(await isShown()));
    // Elsewhere on the icon, so that the two are no double click.
    await clickUntil({ x: place.x - 6, y: place.y + 4 }, isShown);

    simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
    await expect(stateOf(widget)).toHaveText('Recording');
    // During a call a click only raises the widget.
    const seenOfWidget = await watchWidget(sidetone);
    await clickUntil(place, async () => (await seenOfWidget()).raised);
    // The first entry below the state is the one that the state needs.
    const says = async (state: string): Promise<boolean> => (await stateOf(widget).textContent())?.trim() === state;
    await chooseInTray(place, pauseEntry, 'tray-menu-recording', () => says('Paused'));
    await expect(stateOf(widget)).toHaveText('Paused');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
    await chooseInTray(place, pauseEntry, 'tray-menu-paused', () => says('Recording'));
    await expect(stateOf(widget)).toHaveText('Recording');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);
    expect((await seenOfWidget()).hidden).toBe(false);
  },
);

test(
  'with every window closed the app stays in the tray, and a command shows the widget',
  { tag: '@windows' },
  async ({ sidetone }) => {
    await sidetone.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await expect.poll(() => windowsShown(sidetone)).toEqual({ main: false, widget: false });
    expect(await startAgain(sidetone.profile, 'show')).toMatchObject({ code: 0 });
    await expect.poll(() => windowsShown(sidetone)).toMatchObject({ widget: true });
  },
);

test(
  'stopping from the tray asks in a dialog first, whose safe answer stops nothing',
  { tag: '@windows' },
  async ({ sidetone, simulator }) => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    const asked = { message: 'Stop this recording?', defaultId: 0, cancelId: 0 };
    await answerDialogs(sidetone.electron, { button: 0 });
    const place = await icon();
    const wasAsked = async (): Promise<boolean> => (await askedInDialogs(sidetone.electron)).length > 0;
    await chooseInTray(place, await stopEntry(sidetone), 'tray-menu-stop', wasAsked);
    await expect.poll(() => askedInDialogs(sidetone.electron)).toMatchObject([asked]);
    expect(simulator.live()).toHaveLength(1);

    await answerDialogs(sidetone.electron, { button: 1 });
    await chooseInTray(place, await stopEntry(sidetone), 'tray-menu-stop-again', wasAsked);
    await expect(stateOf(widget)).toHaveText('Not recording');
    expect(simulator.live()).toEqual([]);
  },
);
