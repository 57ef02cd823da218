// What the shell makes of panels that come and go: an icon in each that is there, and a notice for as long as there is none.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingView } from '../../../src/main/electron/tray/starting-view.ts';
import { TrayPlace } from '../../../src/main/electron/tray/tray-place.ts';
import { trayView, type TrayView } from '../../../src/main/electron/tray/tray-view.ts';
import { shellMessagesFor } from '../../../src/shared/messages/shell.ts';
import type { TrayHost } from '../../../src/main/electron/tray/tray-host.ts';
import { coreOnDisk } from '../../support/core-on-disk.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
let current: TrayHost;
let tell: () => void;
let hasTray: boolean;
/** What happened, in its order. */
let done: string[];
let place: TrayPlace;
/** What the icon would draw now, and a click on it. */
let shown: () => TrayView;
let click: () => void;

const starting = startingView(shellMessagesFor(['en']));
const owned: TrayView = { ...starting, tooltip: 'Sidetone: of the core' };

/** Makes the icon, and gives it to the core as the shell does. */
function start(): void {
  place.make();
  place.give({
    view: () => owned,
    onClick: () => done.push('clicked'),
    onAction: () => undefined,
    notices: fake.core,
    onNone: () => done.push('none'),
  });
  done = done.filter((one) => !one.startsWith('drawn'));
}

beforeEach(async () => {
  fake = await fakeCore();
  current = 'absent';
  hasTray = true;
  done = [];
  place = new TrayPlace({
    host: {
      get current() {
        return current;
      },
      onChange: (listener) => {
        tell = () => {
          listener(current);
        };
      },
    },
    starting,
    make: ({ view, onClick }) => {
      click = onClick;
      const name = String(done.filter((one) => one.startsWith('made')).length + 1);
      done.push(`made ${name}`);
      shown = view;
      return hasTray ? { draw: () => done.push(`drawn ${name}`), dispose: () => done.push(`gone ${name}`) } : null;
    },
  });
});
afterEach(() => fake.dispose());

const becomes = (host: TrayHost): void => {
  current = host;
  tell();
};
const isSaid = (): boolean => fake.core.snapshot().notices.some(({ code }) => code === 'tray-missing');

test('a panel that starts later gets an icon of its own, and what was said is taken back', () => {
  start();
  place.tell();
  expect([isSaid(), place.isShown, done]).toEqual([true, false, ['made 1']]);
  becomes('present');
  expect([isSaid(), place.isShown, done]).toEqual([false, true, ['made 1', 'gone 1', 'made 2']]);
  place.draw();
  expect(done.at(-1)).toBe('drawn 2');
});

test('a panel that comes while the app is starting gets an icon too, and nothing was ever said', () => {
  start();
  becomes('present');
  expect([isSaid(), place.isShown, done]).toEqual([false, true, ['made 1', 'gone 1', 'made 2']]);
  place.tell();
  expect(isSaid()).toBe(false);
});

test('a panel that ends is said, and a window is shown in its place; the next one gets another icon', () => {
  current = 'present';
  start();
  place.tell();
  expect([isSaid(), place.isShown]).toEqual([false, true]);
  becomes('absent');
  expect([isSaid(), place.isShown, done]).toEqual([true, false, ['made 1', 'none']]);
  becomes('present');
  expect([isSaid(), done.slice(2)]).toEqual([false, ['gone 1', 'made 2']]);
});

test('a panel of the old kind gets an icon, and a window is shown beside it, because nothing may rely on it', () => {
  start();
  place.tell();
  becomes('unknown');
  expect([isSaid(), place.isShown, done.slice(1)]).toEqual([false, false, ['gone 1', 'made 2', 'none']]);
});

test('where the system makes no icon, that is said whatever panels there are', () => {
  hasTray = false;
  start();
  place.tell();
  becomes('present');
  expect([isSaid(), place.isShown, done.at(-1)]).toEqual([true, false, 'none']);
});

test('until the core has it, the icon says what the core says before it has looked for a sign-in, and a click does nothing', async () => {
  const core = coreOnDisk(path.join(tmpdir(), 'sidetone-never-started'));
  const first = trayView(core.snapshot(), { widgetVisible: false }, shellMessagesFor(['en']));
  await core.dispose();
  place.make();
  becomes('present');
  expect(shown()).toEqual(starting);
  expect({ ...shown(), menu: shown().menu[0] }).toEqual({ ...first, menu: first.menu[0] });
  click();
  expect(done).toEqual(['made 1', 'gone 1', 'made 2']);
  place.give({
    view: () => owned,
    onClick: () => done.push('clicked'),
    onAction: () => undefined,
    notices: fake.core,
    onNone: () => undefined,
  });
  click();
  expect(shown()).toEqual(owned);
  expect(done.slice(3)).toEqual(['drawn 2', 'clicked']);
});

test('a panel that ends before the core has the icon shows no window; the start does when it looks', () => {
  current = 'present';
  place.make();
  becomes('absent');
  expect([place.isShown, done]).toEqual([false, ['made 1']]);
});
