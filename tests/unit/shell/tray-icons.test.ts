// The pictures of the tray: one for every state and size, and told apart by shape alone.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeIco, encodePng } from '../../../scripts/icons/png.ts';
import { paint } from '../../../scripts/icons/raster.ts';
import { appLayers, inks, trayLayers, type Panel } from '../../../scripts/icons/tray-shapes.ts';
import {
  anySizes,
  iconFile,
  iconParts,
  panelSizes,
  templateSizes,
  trayIconNames,
} from '../../../src/main/tray-icons.ts';
import { recordingStates } from '../../../src/shared/domain/recording.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const panels = ['light', 'dark', 'any', 'template'] as const satisfies readonly Panel[];

/** Coverage of each pixel, 0 to 255: the shape without its colour. */
const coverage = (...shape: Parameters<typeof trayLayers>): number[] =>
  [...paint(trayLayers(...shape), 16).rgba].filter((_value, index) => index % 4 === 3);

/** Width, height and pixels of a PNG as we write it. */
function decode(png: Buffer): { width: number; height: number; rgba: Uint8Array } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const dataAt = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(dataAt + 4, dataAt + 4 + png.readUInt32BE(dataAt - 4)));
  const rgba = new Uint8Array(width * height * 4);
  const stride = width * 4;
  for (let y = 0; y < height; y += 1) {
    expect(rows[y * (stride + 1)]).toBe(2);
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : (rgba[(y - 1) * stride + x] ?? 0);
      rgba[y * stride + x] = (rows[y * (stride + 1) + 1 + x] ?? 0) + above;
    }
  }
  return { width, height, rgba };
}

test('every state has an icon', () => {
  expect(trayIconNames).toEqual(expect.arrayContaining([...recordingStates]));
});

test('no two states have the same shape, even in the smallest size and without colour', () => {
  for (const one of trayIconNames) {
    for (const other of trayIconNames.filter((name) => name > one)) {
      const shape = coverage(other, 'template', false);
      const differing = coverage(one, 'template', false).filter(
        (value, index) => Math.abs(value - (shape[index] ?? 0)) > 96,
      );
      // An eighth of the pixels, and not by a shade.
      expect(differing.length, `${one} and ${other}`).toBeGreaterThanOrEqual(32);
    }
  }
});

test('the mark of an untested pause key is seen on every icon', () => {
  for (const name of trayIconNames)
    expect(coverage(name, 'template', true), name).not.toEqual(coverage(name, 'template', false));
});

describe.each(panels)('for the %s panel', (panel) => {
  test.each(trayIconNames)('the files of %s are there and are what the shapes say', (name) => {
    for (const size of panel === 'template' ? templateSizes : panel === 'any' ? anySizes : panelSizes) {
      for (const marked of [false, true]) {
        const file = path.join(root, 'resources', 'tray', iconFile({ name, marked }, panel, size));
        expect(existsSync(file), file).toBe(true);
        const { width, height, rgba } = decode(readFileSync(file));
        expect([width, height]).toEqual([size, size]);
        const expected = paint(trayLayers(name, panel, marked), size).rgba;
        expect(Buffer.compare(rgba, expected), `${file} is outdated: node scripts/make-icons.ts`).toBe(0);
      }
    }
  });
});

test('each system gets the sizes of its panel', () => {
  const icon = { name: 'paused', marked: false } as const;
  expect(iconParts(icon, 'linux', false, 1).map(({ file, scaleFactor }) => [file, scaleFactor])).toEqual([
    ['any/paused-24.png', 1],
    ['any/paused-32.png', 32 / 24],
    ['any/paused-48.png', 2],
    ['any/paused-64.png', 64 / 24],
  ]);
  expect(iconParts(icon, 'darwin', true, 2).map(({ file }) => file)).toEqual([
    'template/paused-16.png',
    'template/paused-32.png',
  ]);
});

test.each([
  [1, 16],
  [1.25, 20],
  [1.5, 24],
  [1.75, 32],
  [2, 32],
  [2.5, 48],
  [3, 48],
  [4, 64],
  [5, 64],
])('at a scale of %d Windows gets the picture of %d pixels and no other', (scale, size) => {
  expect(iconParts({ name: 'paused', marked: true }, 'win32', true, scale)).toEqual([
    { file: `dark/paused-marked-${String(size)}.png`, size, scaleFactor: 1 },
  ]);
});

test('a picture survives being written as PNG', () => {
  const picture = paint(appLayers(), 24);
  expect(decode(encodePng(picture)).rgba).toEqual(picture.rgba);
});

test('an icon of Windows names each picture with its size and place', () => {
  const parts = [16, 256].map((size) => ({ size, png: encodePng(paint(appLayers(), size)) }));
  const ico = encodeIco(parts);
  expect(ico.readUInt16LE(4)).toBe(2);
  for (const [index, { size, png }] of parts.entries()) {
    const at = 6 + 16 * index;
    expect(ico.readUInt8(at)).toBe(size % 256);
    const offset = ico.readUInt32LE(at + 12);
    expect(ico.subarray(offset, offset + ico.readUInt32LE(at + 8)).equals(png)).toBe(true);
  }
});

describe('the colours of an icon', () => {
  /** Relative luminance and contrast as WCAG 2.2 reckons them. */
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
    return (high + 0.05) / (low + 0.05);
  };
  // GNOME and a panel with no theme, Windows 10 and 11, Ubuntu, Adwaita dark, Breeze dark; Windows light, Breeze, Adwaita.
  const dark = ['#000000', '#101010', '#202020', '#1c1c1c', '#1d1d1d', '#2e3436', '#31363b'];
  const light = ['#ffffff', '#f3f3f3', '#eff0f1', '#f6f5f4'];

  test.each([
    ['dark', dark],
    ['light', light],
    ['any', [...dark, ...light]],
  ] as const)('for a panel that is %s stand out by 3 : 1', (panel, grounds) => {
    for (const [name, ink] of Object.entries(inks[panel]))
      for (const ground of grounds) expect(contrast(ink, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});
