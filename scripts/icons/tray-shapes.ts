// What each state looks like in the tray: shapes of their own first, colours second. The same signs as the widget's.
import type { TrayIconName } from '../../src/main/tray-icons.ts';
import {
  both,
  box,
  dashes,
  disc,
  either,
  line,
  ring,
  sector,
  triangle,
  without,
  type Layer,
  type Shape,
} from './raster.ts';

/** For a light panel, a dark one, one whose colour nobody tells (Linux), and macOS, which colours the shape itself. */
export type Panel = 'light' | 'dark' | 'any' | 'template';

type Ink = 'alarm' | 'recording' | 'accent' | 'quiet' | 'mark';
export const inks: Record<Panel, Record<Ink, string>> = {
  light: { alarm: '#b3122b', recording: '#c8102e', accent: '#0b5c63', quiet: '#566170', mark: '#9a5b00' },
  dark: { alarm: '#ff5c73', recording: '#ff5c73', accent: '#6fdbe3', quiet: '#c3cad3', mark: '#ffb454' },
  // As far from black as from white: 3 : 1 and more against both.
  any: { alarm: '#f0405a', recording: '#f0405a', accent: '#1a8f99', quiet: '#7f8a97', mark: '#b87a20' },
  template: { alarm: '#000000', recording: '#000000', accent: '#000000', quiet: '#000000', mark: '#000000' },
};

const innerBars = either(box(5.25, 5, 2, 6, 0.4), box(8.75, 5, 2, 6, 0.4));
const slash = (width: number): Shape => line(2.25, 13.75, 13.75, 2.25, width);

const shapes: Record<TrayIconName, { readonly ink: Ink; readonly shape: Shape }> = {
  recording: { ink: 'recording', shape: disc(8, 8, 7) },
  pausing: {
    ink: 'recording',
    shape: either(disc(8, 8, 3.75), both(ring(8, 8, 7.5, 5.75), sector(8, 8, 0.05, 0.8))),
  },
  paused: { ink: 'accent', shape: either(box(2, 1, 5, 14, 1), box(9, 1, 5, 14, 1)) },
  resuming: { ink: 'accent', shape: either(innerBars, both(ring(8, 8, 8, 6.5), sector(8, 8, 0.05, 0.8))) },
  unconfirmed: {
    ink: 'alarm',
    shape: without(triangle(8, 1.75, 14, 6.6, 1), either(line(8, 6.25, 8, 9.25, 2), disc(8, 12.25, 1.15))),
  },
  idle: { ink: 'quiet', shape: ring(8, 8, 6.5, 4.75) },
  armed: { ink: 'accent', shape: either(innerBars, both(ring(8, 8, 8, 6.5), dashes(8, 8, 8, 0.5))) },
  offline: {
    ink: 'quiet',
    shape: either(slash(2), without(both(ring(8, 8, 6.5, 4.75), dashes(8, 8, 8, 0.66)), slash(5))),
  },
  signedOut: {
    ink: 'quiet',
    shape: either(disc(8, 4.75, 3.5), both(disc(8, 15.5, 6.25), box(1, 9.25, 14, 5.75, 0.75))),
  },
};

/** The layers of a state's icon; `marked` adds the dot that says that the pause key was never seen to work. */
export function trayLayers(name: TrayIconName, panel: Panel, marked: boolean): Layer[] {
  const { ink, shape } = shapes[name];
  const layers: Layer[] = [{ shape, colour: inks[panel][ink] }];
  if (!marked) return layers;
  return [
    ...layers,
    { shape: disc(13, 13, 3.9), colour: null },
    { shape: disc(13, 13, 2.75), colour: inks[panel].mark },
  ];
}

/** The app's own icon: a recorded voice, and the tone that comes back to it. It is none of the states. */
export function appLayers(): Layer[] {
  const side = either(ring(5.6, 8, 5.35, 4.1), ring(5.6, 8, 8.05, 6.8));
  const fan: Shape = both(side, sector(5.6, 8, 0.125, 0.375));
  const ends = [5.35 - 0.625, 8.05 - 0.625].flatMap((radius) =>
    [-1, 1].map((sign) => disc(5.6 + radius * Math.SQRT1_2, 8 + sign * radius * Math.SQRT1_2, 0.625)),
  );
  return [
    { shape: box(0.75, 0.75, 14.5, 14.5, 3.4), colour: '#0b5c63' },
    { shape: either(fan, ...ends), colour: '#6fdbe3' },
    { shape: disc(5.6, 8, 2.5), colour: '#ffffff' },
  ];
}
