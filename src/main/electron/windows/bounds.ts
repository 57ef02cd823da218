// Where windows stand: the size of the widget, its place for each set of monitors, and the way back on screen when one goes.
// Plain arithmetic on rectangles in device-independent pixels.

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Size = Pick<Rectangle, 'width' | 'height'>;
export type Monitor = { readonly bounds: Rectangle; readonly workArea: Rectangle };

/** Distance of the widget from the edge of the work area where nobody moved it. */
const margin = 16;
const widgetSizes = { normal: { width: 400, height: 76 }, small: { width: 112, height: 76 } } as const;
const mainSize = { width: 1360, height: 740 };

/** Size of the widget's window at a zoom factor (1 is 100 %). */
export function widgetSize(size: keyof typeof widgetSizes, zoom: number): Size {
  const { width, height } = widgetSizes[size];
  return { width: Math.ceil(width * zoom), height: Math.ceil(height * zoom) };
}

/** The name of a set of monitors: the same ones in the same places are the same set, in whatever order they are told. */
export function monitorsKey(monitors: readonly Monitor[]): string {
  return monitors
    .map(({ bounds: { x, y, width, height } }) => [x, y, width, height].join())
    .toSorted()
    .join(' ');
}

export const corners = ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const;
export type Corner = (typeof corners)[number];

/** A place in a corner of a monitor, a little away from its edges. */
export function cornerBounds({ width, height }: Size, corner: Corner, { workArea }: Monitor): Rectangle {
  const isRight = corner === 'topRight' || corner === 'bottomRight';
  const isLow = corner === 'bottomLeft' || corner === 'bottomRight';
  return fitInside(
    {
      width,
      height,
      x: isRight ? workArea.x + workArea.width - width - margin : workArea.x + margin,
      y: isLow ? workArea.y + workArea.height - height - margin : workArea.y + margin,
    },
    workArea,
  );
}

/** The widget's first place: out of the way of a form. */
export const defaultWidgetBounds = (size: Size, monitor: Monitor): Rectangle =>
  cornerBounds(size, 'bottomRight', monitor);

export function defaultMainBounds({ workArea }: Monitor): Rectangle {
  const width = Math.min(mainSize.width, workArea.width);
  const height = Math.min(mainSize.height, workArea.height);
  return {
    width,
    height,
    x: workArea.x + Math.floor((workArea.width - width) / 2),
    y: workArea.y + Math.floor((workArea.height - height) / 2),
  };
}

/** Moved, and made smaller where it must be, until all of it is inside. */
function fitInside(wanted: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(wanted.width, area.width);
  const height = Math.min(wanted.height, area.height);
  return {
    width,
    height,
    x: Math.min(Math.max(wanted.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(wanted.y, area.y), area.y + area.height - height),
  };
}

function overlap(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Square of the distance between two rectangles; 0 when they touch. */
function distance(one: Rectangle, other: Rectangle): number {
  const dx = Math.max(other.x - (one.x + one.width), one.x - (other.x + other.width), 0);
  const dy = Math.max(other.y - (one.y + one.height), one.y - (other.y + other.height), 0);
  return dx * dx + dy * dy;
}

/** The monitor that shows most of the rectangle, else the nearest one. Undefined only where there is no monitor. */
export function monitorOf<M extends Monitor>(place: Rectangle, monitors: readonly M[]): M | undefined {
  return monitors.toSorted(
    (left, right) =>
      overlap(place, right.workArea) - overlap(place, left.workArea) ||
      distance(place, left.workArea) - distance(place, right.workArea),
  )[0];
}

/** The whole of a window on one of the monitors there are now. */
export function fitOnScreen(wanted: Rectangle, monitors: readonly Monitor[]): Rectangle {
  const monitor = monitorOf(wanted, monitors);
  return monitor === undefined ? wanted : fitInside(wanted, monitor.workArea);
}

/** The same window in another size: the edges that are nearer to an edge of the work area stay where they are. */
export function resizedBounds(place: Rectangle, size: Size, { workArea }: Monitor): Rectangle {
  const isRight = place.x - workArea.x > workArea.x + workArea.width - (place.x + place.width);
  const isLow = place.y - workArea.y > workArea.y + workArea.height - (place.y + place.height);
  return fitInside(
    {
      ...size,
      x: isRight ? place.x + place.width - size.width : place.x,
      y: isLow ? place.y + place.height - size.height : place.y,
    },
    workArea,
  );
}

/**
 * Where a window belongs when its monitors became others: in the corner it stood in, as far from its edges as before.
 * @param before the monitors for which `place` was chosen
 */
export function keptCorner(place: Rectangle, before: readonly Monitor[], now: readonly Monitor[]): Rectangle {
  const from = monitorOf(place, before);
  const to =
    now.find(({ bounds }) => bounds.x === from?.bounds.x && bounds.y === from.bounds.y) ?? monitorOf(place, now);
  if (from === undefined || to === undefined) return place;
  const [old, area] = [from.workArea, to.workArea];
  const [left, above] = [place.x - old.x, place.y - old.y];
  const right = old.width - left - place.width;
  const below = old.height - above - place.height;
  return fitInside(
    {
      ...place,
      x: right < left ? area.x + area.width - right - place.width : area.x + left,
      y: below < above ? area.y + area.height - below - place.height : area.y + above,
    },
    area,
  );
}
