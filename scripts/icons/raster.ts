// Turns shapes into pixels: each pixel is looked at in many places, and what covers it is averaged.
import type { Picture } from './png.ts';

/** True for the points that belong to the shape. Coordinates are on a grid of 16 units, from the top left. */
export type Shape = (x: number, y: number) => boolean;

/** Shapes painted one over the other. A null colour takes away what is below. */
export type Layer = { readonly shape: Shape; readonly colour: string | null };

const gridSize = 16;

/** By squares, as it is asked for millions of points and `Math.hypot` takes ten times as long; that one decides of points on the very edge. */
function isWithin(dx: number, dy: number, radius: number): boolean {
  const beyond = dx * dx + dy * dy - radius * radius;
  return Math.abs(beyond) < 1e-9 ? Math.hypot(dx, dy) <= radius : beyond < 0;
}

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    isWithin(x - cx, y - cy, radius);

export const ring = (cx: number, cy: number, outer: number, inner: number): Shape => {
  const [whole, hole] = [disc(cx, cy, outer), disc(cx, cy, inner)];
  return (x, y) => whole(x, y) && !hole(x, y);
};

/** A rectangle with round corners. */
export const box =
  (left: number, top: number, width: number, height: number, round: number): Shape =>
  (x, y) => {
    const dx = Math.max(left + round - x, x - (left + width - round), 0);
    const dy = Math.max(top + round - y, y - (top + height - round), 0);
    return isWithin(dx, dy, round) && x >= left && x <= left + width && y >= top && y <= top + height;
  };

/** A line with round ends. */
export const line =
  (x1: number, y1: number, x2: number, y2: number, width: number): Shape =>
  (x, y) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return isWithin(x - x1 - along * dx, y - y1 - along * dy, width / 2);
  };

/** A triangle that stands on its base, with its corners rounded by `round`. */
export const triangle = (apexX: number, top: number, bottom: number, halfBase: number, round: number): Shape => {
  const corners = [
    [apexX, top],
    [apexX + halfBase, bottom],
    [apexX - halfBase, bottom],
  ] as const;
  const sides = corners.map((from, index) => [from, corners[(index + 1) % 3] ?? from] as const);
  const edges = sides.map(([[x1, y1], [x2, y2]]) => line(x1, y1, x2, y2, round * 2));
  return (x, y) => {
    const inside = sides.every(([[x1, y1], [x2, y2]]) => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0);
    return inside || edges.some((edge) => edge(x, y));
  };
};

export const both =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.every((shape) => shape(x, y));

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

/** The part of the plane between two angles, clockwise from the top, in turns (0 to 1). */
export const sector =
  (cx: number, cy: number, from: number, to: number): Shape =>
  (x, y) => {
    const turn = (Math.atan2(x - cx, cy - y) / (2 * Math.PI) + 1) % 1;
    return from <= to ? turn >= from && turn <= to : turn >= from || turn <= to;
  };

/** Equal dashes around a centre; the first begins at the top. */
export const dashes =
  (cx: number, cy: number, count: number, drawn: number): Shape =>
  (x, y) => {
    const turn = (Math.atan2(x - cx, cy - y) / (2 * Math.PI) + 1) % 1;
    return (turn * count + drawn / 2) % 1 <= drawn;
  };

function parseColour(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Paints layers at a size in pixels. */
export function paint(layers: readonly Layer[], size: number): Picture {
  // As fine as it is of use: a 16-pixel icon needs every edge at its true place.
  const steps = size <= 64 ? 8 : 4;
  const topFirst = layers
    .map(({ shape, colour }) => ({ shape, rgb: colour === null ? null : parseColour(colour) }))
    .toReversed();
  const rgba = new Uint8Array(size * size * 4);
  const unit = gridSize / size / steps;
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const [left, top] = [(pixel % size) * steps, Math.floor(pixel / size) * steps];
    let [red, green, blue, covered] = [0, 0, 0, 0];
    for (let step = 0; step < steps * steps; step += 1) {
      const x = (left + (step % steps) + 0.5) * unit;
      const y = (top + Math.floor(step / steps) + 0.5) * unit;
      for (const { shape, rgb } of topFirst) {
        if (!shape(x, y)) continue;
        if (rgb === null) break;
        covered += 1;
        red += rgb[0];
        green += rgb[1];
        blue += rgb[2];
        break;
      }
    }
    if (covered === 0) continue;
    const channels = [red, green, blue].map((sum) => Math.round(sum / covered));
    rgba.set([...channels, Math.round((covered / (steps * steps)) * 255)], pixel * 4);
  }
  return { size, rgba };
}
