// The life of one window: made when it is shown, given up when it was hidden for long, brought back when its page crashes.
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { ManagedWindow, type ManagedWindowOptions } from '../../../src/main/electron/windows/managed-window.ts';
import { hiddenLimitMs } from '../../../src/main/electron/windows/lifecycle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

type RealWindow = ReturnType<ManagedWindowOptions['make']>;

/** As much of a window as is used: it can be seen or not, and be gone. */
class FakeWindow extends EventEmitter {
  audible = false;
  readonly webContents = Object.assign(new EventEmitter(), { isCurrentlyAudible: () => this.audible });
  visible = false;
  gone = false;

  isVisible(): boolean {
    return this.visible;
  }

  isDestroyed(): boolean {
    return this.gone;
  }

  hide(): void {
    this.visible = false;
  }

  destroy(): void {
    this.gone = true;
    this.visible = false;
    this.emit('closed');
  }
}

let clock: FakeClock;
let made: FakeWindow[];
let held: ManagedWindow;
let raised: number;
const onMoved = vi.fn();
const onShown = vi.fn();
const onRepeatedCrash = vi.fn();
const onVisibility = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  clock = new FakeClock();
  made = [];
  raised = 0;
  held = new ManagedWindow({
    name: 'widget',
    clock,
    log: quietLog(),
    make: () => {
      const window = new FakeWindow();
      made.push(window);
      return window as unknown as RealWindow;
    },
    show: (window) => {
      (window as unknown as FakeWindow).visible = true;
      raised += 1;
    },
    onMoved,
    onShown,
    onVisibility: (_window, shown) => {
      onVisibility(shown);
    },
    onChange: () => undefined,
    onClose: () => true,
    onRepeatedCrash,
  });
});

const last = (): FakeWindow => {
  const window = made.at(-1);
  if (window === undefined) throw new Error('no window was made');
  return window;
};
const ready = (): boolean => last().emit('ready-to-show');

test('nothing is made before it is shown, and it is shown when its page is there', () => {
  expect(made).toHaveLength(0);
  held.show(false);
  expect([held.wanted, last().visible]).toEqual([true, false]);
  ready();
  expect(last().visible).toBe(true);
});

test('shown again while it is on the screen, it is raised again: another window may lie above it', () => {
  held.show(false);
  ready();
  expect(raised).toBe(1);
  held.show(false);
  expect([raised, made.length]).toEqual([2, 1]);
});

test('hidden before its page was there, it stays hidden', () => {
  held.show(false);
  held.hide();
  ready();
  expect(last().visible).toBe(false);
});

test('its page is told when it is hidden and when it is shown again', () => {
  held.show(false);
  ready();
  expect(onVisibility).not.toHaveBeenCalled();
  held.hide();
  held.show(false);
  expect(onVisibility.mock.calls).toEqual([[false], [true]]);
});

test('while something sounds in it, it is not given up', async () => {
  held.show(false);
  ready();
  last().audible = true;
  held.hide();
  await clock.advance(hiddenLimitMs);
  expect(last().gone).toBe(false);
  last().audible = false;
  await clock.advance(hiddenLimitMs);
  expect(last().gone).toBe(true);
});

test('hidden for ten minutes it is given up, and made anew when it is asked for', async () => {
  held.show(false);
  ready();
  held.hide();
  await clock.advance(hiddenLimitMs - 1);
  expect(last().gone).toBe(false);
  await clock.advance(1);
  expect([last().gone, held.window]).toEqual([true, null]);
  held.show(false);
  expect(made).toHaveLength(2);
});

test('shown it is never given up', async () => {
  held.show(false);
  ready();
  await clock.advance(hiddenLimitMs * 3);
  expect(last().gone).toBe(false);
});

test('a crash of its page brings another one, a crash while hidden does not', async () => {
  held.show(false);
  ready();
  last().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await clock.settle();
  expect([made.length, made[0]?.gone, held.wanted]).toEqual([2, true, true]);
  ready();
  held.hide();
  last().webContents.emit('render-process-gone', {}, { reason: 'oom' });
  await clock.settle();
  expect([made.length, held.window]).toEqual([2, null]);
});

test('a page that goes on crashing is given up and told', async () => {
  held.show(false);
  for (let crash = 0; crash < 4; crash += 1) {
    last().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await clock.settle();
  }
  expect([made.length, held.window, onRepeatedCrash.mock.calls.length]).toEqual([4, null, 1]);
});

test('a page that ends as it should is no crash', async () => {
  held.show(false);
  last().webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  await clock.settle();
  expect(made).toHaveLength(1);
});

test('a move is told once, when it has ended; the window manager`s own, right after showing, is not', async () => {
  held.show(false);
  ready();
  last().emit('move');
  await clock.advance(2_000);
  expect([onMoved.mock.calls.length, onShown.mock.calls.length]).toEqual([0, 1]);
  for (let step = 0; step < 10; step += 1) {
    last().emit('move');
    await clock.advance(50);
  }
  expect(onMoved).not.toHaveBeenCalled();
  await clock.advance(1_000);
  expect(onMoved).toHaveBeenCalledTimes(1);
});
