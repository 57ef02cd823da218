// What the shell makes of panels that come and go: an icon in each that is there, and a notice for as long as there is none.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TrayPlace } from '../../../src/main/electron/tray/tray-place.ts';
import type { TrayHost } from '../../../src/main/electron/tray/tray-host.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
let current: TrayHost;
let tell: () => void;
let hasTray: boolean;
/** What happened, in its order. */
let done: string[];
let place: TrayPlace;

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
    make: () => {
      const name = String(done.filter((one) => one.startsWith('made')).length + 1);
      done.push(`made ${name}`);
      return hasTray ? { draw: () => done.push(`drawn ${name}`), dispose: () => done.push(`gone ${name}`) } : null;
    },
    notices: () => fake.core,
    onNone: () => done.push('none'),
  });
});
afterEach(() => fake.dispose());

const becomes = (host: TrayHost): void => {
  current = host;
  tell();
};
const isSaid = (): boolean => fake.core.snapshot().notices.some(({ code }) => code === 'tray-missing');

test('a panel that starts later gets an icon of its own, and what was said is taken back', () => {
  place.make();
  place.tell();
  expect([isSaid(), place.isShown, done]).toEqual([true, false, ['made 1']]);
  becomes('present');
  expect([isSaid(), place.isShown, done]).toEqual([false, true, ['made 1', 'gone 1', 'made 2']]);
  place.draw();
  expect(done.at(-1)).toBe('drawn 2');
});

test('a panel that comes while the app is starting gets an icon too, and nothing was ever said', () => {
  place.make();
  becomes('present');
  expect([isSaid(), place.isShown, done]).toEqual([false, true, ['made 1', 'gone 1', 'made 2']]);
  place.tell();
  expect(isSaid()).toBe(false);
});

test('a panel that ends is said, and a window is shown in its place; the next one gets another icon', () => {
  current = 'present';
  place.make();
  place.tell();
  expect([isSaid(), place.isShown]).toEqual([false, true]);
  becomes('absent');
  expect([isSaid(), place.isShown, done]).toEqual([true, false, ['made 1', 'none']]);
  becomes('present');
  expect([isSaid(), done.slice(2)]).toEqual([false, ['gone 1', 'made 2']]);
});

test('a panel of the old kind gets an icon, and a window is shown beside it, because nothing may rely on it', () => {
  place.make();
  place.tell();
  becomes('unknown');
  expect([isSaid(), place.isShown, done.slice(1)]).toEqual([false, false, ['gone 1', 'made 2', 'none']]);
});

test('where the system makes no icon, that is said whatever panels there are', () => {
  hasTray = false;
  place.make();
  place.tell();
  becomes('present');
  expect([isSaid(), place.isShown, done.at(-1)]).toEqual([true, false, 'none']);
});
