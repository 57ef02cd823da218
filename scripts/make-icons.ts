// Draws the icons of app and tray into resources/ and build/. Run it by hand after a change of a shape, and commit what it wrote:
//   node scripts/make-icons.ts [--sheet FILE]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { anySizes, iconFile, panelSizes, templateSizes, trayIconNames } from '../src/main/tray-icons.ts';
import { encodeIcns, encodeIco, encodePng, type Picture } from './icons/png.ts';
import { paint } from './icons/raster.ts';
import { appLayers, trayLayers, type Panel } from './icons/tray-shapes.ts';
import { readFlags, root, say } from './project.ts';

const help = `Usage: node scripts/make-icons.ts [--sheet FILE]

Creates the app and tray icons.

  --sheet FILE   Write one picture of all tray icons instead, for review
  --help         Show this help
`;

const panels: readonly { readonly panel: Panel; readonly sizes: readonly number[] }[] = [
  { panel: 'light', sizes: panelSizes },
  { panel: 'dark', sizes: panelSizes },
  { panel: 'any', sizes: anySizes },
  { panel: 'template', sizes: templateSizes },
];

function write(file: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

function writeTray(folder: string): number {
  rmSync(folder, { recursive: true, force: true });
  let count = 0;
  for (const { panel, sizes } of panels) {
    for (const name of trayIconNames) {
      for (const marked of [false, true]) {
        for (const size of sizes) {
          const picture = paint(trayLayers(name, panel, marked), size);
          write(path.join(folder, iconFile({ name, marked }, panel, size)), encodePng(picture));
          count += 1;
        }
      }
    }
  }
  return count;
}

function writeApp(): void {
  const part = (size: number): { size: number; png: Buffer } => ({ size, png: encodePng(paint(appLayers(), size)) });
  const build = path.join(root, 'build');
  const sizes = new Map([16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024].map((size) => [size, part(size)]));
  const only = (wanted: readonly number[]) => [...sizes.values()].filter(({ size }) => wanted.includes(size));
  write(path.join(build, 'icon.ico'), encodeIco(only([16, 20, 24, 32, 40, 48, 64, 128, 256])));
  write(path.join(build, 'icon.icns'), encodeIcns(only([32, 64, 128, 256, 512, 1024])));
  for (const { png } of only([1024])) write(path.join(build, 'icon.png'), png);
  for (const { size, png } of only([16, 24, 32, 48, 64, 128, 256, 512])) {
    write(path.join(build, 'icons', `${String(size)}x${String(size)}.png`), png);
  }
  for (const { png } of only([256])) write(path.join(root, 'resources', 'app.png'), png);
}

/** All tray icons on their panels, each size a row. */
function sheet(): Picture {
  const cell = 72;
  const columns = trayIconNames.length * 2;
  const side = Math.max(columns, panelSizes.length * 2 + anySizes.length + templateSizes.length) * cell;
  const rgba = new Uint8Array(side * side * 4).fill(255);
  const put = (picture: Picture, left: number, top: number, back: readonly [number, number, number]): void => {
    for (let y = 0; y < cell; y += 1) {
      for (let x = 0; x < cell; x += 1) {
        const margin = Math.floor((cell - picture.size) / 2);
        const inside = x >= margin && y >= margin && x < margin + picture.size && y < margin + picture.size;
        const from = ((y - margin) * picture.size + (x - margin)) * 4;
        const alpha = inside ? (picture.rgba[from + 3] ?? 0) / 255 : 0;
        const to = ((top + y) * side + left + x) * 4;
        for (const channel of [0, 1, 2]) {
          const over = (picture.rgba[from + channel] ?? 0) * alpha + (back[channel] ?? 0) * (1 - alpha);
          rgba[to + channel] = Math.round(inside ? over : (back[channel] ?? 0));
        }
      }
    }
  };
  const backs = { light: [238, 241, 245], dark: [32, 32, 32], any: [49, 54, 59], template: [255, 255, 255] } as const;
  let row = 0;
  for (const { panel, sizes } of panels) {
    for (const size of sizes) {
      for (const [index, name] of trayIconNames.entries()) {
        for (const marked of [false, true]) {
          const column = index * 2 + (marked ? 1 : 0);
          put(paint(trayLayers(name, panel, marked), size), column * cell, row * cell, backs[panel]);
        }
      }
      row += 1;
    }
  }
  return { size: side, rgba };
}

const read = readFlags(process.argv.slice(2), help, { sheet: { type: 'string' } });
if ('exit' in read) process.exitCode = read.exit;
else if (read.values.sheet !== undefined) write(read.values.sheet, encodePng(sheet()));
else {
  const count = writeTray(path.join(root, 'resources', 'tray'));
  writeApp();
  say(`Created ${String(count)} tray icons and the app icon.`);
}
