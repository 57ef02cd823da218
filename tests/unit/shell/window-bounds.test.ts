// Where windows stand when monitors come, go and change, and what is remembered of it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/main/core/platform/files/node-files.ts';
import {
  cornerBounds,
  defaultMainBounds,
  defaultWidgetBounds,
  monitorsKey,
  fitOnScreen,
  keptCorner,
  resizedBounds,
  widgetSize,
  type Monitor,
  type Rectangle,
} from '../../../src/main/electron/windows/bounds.ts';
import { PointerDrag } from '../../../src/main/electron/windows/pointer-drag.ts';
import { BoundsFile } from '../../../src/main/electron/windows/bounds-file.ts';
import { quietLog } from '../../support/quiet-log.ts';

const monitor = (x: number, y: number, width: number, height: number, taskbar = 40): Monitor => ({
  bounds: { x, y, width, height },
  workArea: { x, y, width, height: height - taskbar },
});
const left = monitor(0, 0, 1920, 1080);
const right = monitor(1920, 0, 2560, 1440);

describe('the widget', () => {
  test('stands at the bottom right of the work area where nobody moved it', () => {
    expect(defaultWidgetBounds(widgetSize('normal', 1), left)).toEqual({ x: 1504, y: 948, width: 400, height: 76 });
  });

  test.each([
    ['topLeft', { x: 1936, y: 16 }],
    ['topRight', { x: 4064, y: 16 }],
    ['bottomLeft', { x: 1936, y: 1308 }],
    ['bottomRight', { x: 4064, y: 1308 }],
  ] as const)('goes into a corner of its monitor: %s', (corner, place) => {
    expect(cornerBounds(widgetSize('normal', 1), corner, right)).toEqual({ ...place, width: 400, height: 76 });
  });

  test('stays whole in a corner of a monitor that is smaller than it', () => {
    const tiny = monitor(0, 0, 300, 100);
    for (const corner of ['topLeft', 'bottomRight'] as const)
      expect(cornerBounds(widgetSize('normal', 1), corner, tiny)).toEqual({ x: 0, y: 0, width: 300, height: 60 });
  });

  test('grows with the zoom, and is a square when it is small', () => {
    expect(widgetSize('normal', 1.2)).toEqual({ width: 480, height: 92 });
    expect(widgetSize('small', 1)).toEqual({ width: 112, height: 76 });
    expect(widgetSize('small', 2)).toEqual({ width: 224, height: 152 });
  });

  test('comes back whole onto the nearest monitor when its own goes', () => {
    const place = { x: 4000, y: 1300, width: 400, height: 76 };
    expect(fitOnScreen(place, [left, right])).toEqual(place);
    expect(fitOnScreen(place, [left])).toEqual({ x: 1520, y: 964, width: 400, height: 76 });
  });

  test('is pulled in where a part of it hangs over the edge or under the taskbar', () => {
    expect(fitOnScreen({ x: -50, y: 1060, width: 400, height: 76 }, [left])).toEqual({
      x: 0,
      y: 964,
      width: 400,
      height: 76,
    });
    expect(fitOnScreen({ x: 1700, y: 10, width: 400, height: 76 }, [left, right])).toMatchObject({ x: 1520 });
  });

  test('is left where it is when there is no monitor at all', () => {
    const place = { x: 10, y: 20, width: 400, height: 76 };
    expect(fitOnScreen(place, [])).toEqual(place);
  });

  test('keeps the corner that is nearest to a corner of the screen when it becomes small and large again', () => {
    const corner = defaultWidgetBounds(widgetSize('normal', 1), left);
    const small = resizedBounds(corner, widgetSize('small', 1), left);
    expect(small).toEqual({ x: 1792, y: 948, width: 112, height: 76 });
    expect(resizedBounds(small, widgetSize('normal', 1), left)).toEqual(corner);
    const atTopLeft = { x: 16, y: 16, width: 400, height: 76 };
    expect(resizedBounds(atTopLeft, widgetSize('small', 1), left)).toEqual({ x: 16, y: 16, width: 112, height: 76 });
    expect(resizedBounds(atTopLeft, widgetSize('normal', 2), left)).toEqual({ x: 16, y: 16, width: 800, height: 152 });
  });
});

test('the main window is as large as it was drawn for, and never larger than the work area', () => {
  expect(defaultMainBounds(right)).toEqual({ x: 2520, y: 330, width: 1360, height: 740 });
  expect(defaultMainBounds(monitor(0, 0, 1280, 720))).toEqual({ x: 0, y: 0, width: 1280, height: 680 });
});

test('the same monitors are the same set in any order, others are not', () => {
  expect(monitorsKey([left, right])).toBe(monitorsKey([right, left]));
  expect(monitorsKey([left, right])).not.toBe(monitorsKey([left]));
  expect(monitorsKey([left])).not.toBe(monitorsKey([monitor(0, 0, 1920, 1200)]));
});

describe('the file of places', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-places-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const file = (): string => path.join(folder, 'window-places.json');
  const open = async (): Promise<BoundsFile> => {
    const places = new BoundsFile(folder, nodeFiles(), quietLog());
    await places.load();
    return places;
  };
  const place = { x: 1, y: 2, width: 400, height: 76 };

  test('remembers each window for each set of monitors over a restart', async () => {
    const places = await open();
    expect(places.get('one', 'widget')).toBeNull();
    await places.set('one', 'widget', place);
    await places.set('one', 'main', { ...place, x: -5 });
    await places.set('two', 'widget', { ...place, x: 9 });
    const again = await open();
    expect(again.get('one', 'widget')).toEqual(place);
    expect(again.get('one', 'main')).toMatchObject({ x: -5 });
    expect(again.get('two', 'widget')).toMatchObject({ x: 9 });
    expect(again.get('two', 'main')).toBeNull();
  });

  test.each(['', '{', 'null', '{"sets":[{"monitors":"one","widget":{"x":"left"}}]}', '{"sets":7}'])(
    'damaged as %j it is ignored and written anew',
    async (text) => {
      await writeFile(file(), text);
      const places = await open();
      expect(places.get('one', 'widget')).toBeNull();
      await places.set('one', 'widget', place);
      expect((await open()).get('one', 'widget')).toEqual(place);
    },
  );

  test('forgets the set of monitors that was used longest ago', async () => {
    const places = await open();
    for (let desk = 0; desk < 21; desk += 1) await places.set(`desk ${String(desk)}`, 'widget', place);
    const again = await open();
    expect(again.get('desk 0', 'widget')).toBeNull();
    expect(again.get('desk 20', 'widget')).toEqual(place);
    expect((await readFile(file(), 'utf8')).length).toBeLessThan(10_000);
  });
});

describe('a window that is dragged by the pointer', () => {
  const place = { x: 100, y: 200, width: 400, height: 76 };

  test('follows it, wherever the window itself is said to be meanwhile, and stays when it is let go', () => {
    const drag = new PointerDrag();
    expect(drag.take('move', { x: 1, y: 1 }, place)).toBeNull();
    expect(drag.take('begin', { x: 150, y: 220 }, place)).toEqual(place);
    expect(drag.take('move', { x: 140.4, y: 250 }, { ...place, x: 0 })).toEqual({ ...place, x: 90, y: 230 });
    expect(drag.take('end', { x: 160, y: 260 }, { ...place, x: 7 })).toEqual({ ...place, x: 110, y: 240 });
    expect(drag.take('move', { x: 1, y: 1 }, place)).toBeNull();
  });
});

describe('when the screen of the session changes its size', () => {
  const screenOf = (width: number, height: number, x = 0): Monitor => monitor(x, 0, width, height);
  const sizes = [
    [1366, 768],
    [1920, 1080],
    [2560, 1440],
    [3840, 2160],
  ] as const;
  const size = { width: 400, height: 76 };

  test.each(sizes.flatMap((from) => sizes.map((to) => [from, to] as const)))(
    'from %j to %j a window keeps its corner and its distance from the edges',
    ([fromWidth, fromHeight], [toWidth, toHeight]) => {
      const before = screenOf(fromWidth, fromHeight);
      const after = screenOf(toWidth, toHeight);
      for (const isRight of [false, true]) {
        for (const isLow of [false, true]) {
          const at = ({ workArea }: Monitor): Rectangle => ({
            ...size,
            x: isRight ? workArea.width - size.width - 16 : 16,
            y: isLow ? workArea.height - size.height - 30 : 30,
          });
          expect(keptCorner(at(before), [before], [after])).toEqual(at(after));
        }
      }
    },
  );

  test('of another monitor nothing moves, and a monitor that is gone leaves the window on one that is there', () => {
    const [one, two] = [screenOf(1920, 1080), screenOf(1920, 1080, 1920)];
    const place = { ...size, x: 3424, y: 948 };
    expect(keptCorner(place, [one, two], [screenOf(1366, 768), two])).toEqual(place);
    expect(keptCorner(place, [one, two], [one])).toEqual({ ...place, x: 1504 });
    expect(keptCorner(place, [], [one])).toEqual(place);
    expect(keptCorner(place, [one], [])).toEqual(place);
  });
});
