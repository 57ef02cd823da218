// The two windows: what shows them, what closing one means, where they stand and how large they are.
import { screen, type BrowserWindow } from 'electron';
import type { EventPayload } from '../../../shared/ipc/ipc-table.ts';
import type { Clock, DragStep, Log } from '../../core/platform/ports.ts';
import { ManagedWindow } from './managed-window.ts';
import { RaiseTimer } from './lifecycle.ts';
import { keepAbove, makeMain, makeWidget, type MakeOptions } from './make-windows.ts';
import {
  cornerBounds,
  type Corner,
  defaultMainBounds,
  defaultWidgetBounds,
  monitorOf,
  monitorsKey,
  fitOnScreen,
  keptCorner,
  resizedBounds,
  widgetSize,
  type Monitor,
  type Rectangle,
} from './bounds.ts';
import { PointerDrag } from './pointer-drag.ts';
import type { BoundsFile } from './bounds-file.ts';

type MainPage = EventPayload<'navigate'>['page'];

/** Steps and bounds of the zoom, in Chromium's levels: each whole one is a factor of 1.2. */
const zoomStep = 0.5;
const zoomBounds = { least: -1, most: 4 };
/** Monitors that come and go together are told one by one; wait so long (milliseconds) for the last. */
const settleMs = 250;

export type WindowsOptions = MakeOptions & {
  readonly clock: Clock;
  readonly log: Log;
  readonly boundsFile: BoundsFile;
  /** Whether something but the windows can bring a window back. */
  readonly hasTray: () => boolean;
  /** A native menu was asked for on the widget, by mouse or keyboard. */
  readonly onWidgetMenu: (widget: BrowserWindow) => void;
  /** Asks the main window, once it has loaded, to show a page. */
  readonly navigate: (main: BrowserWindow, page: MainPage) => void;
  /** Tells the main window that it was hidden, or is shown again. */
  readonly onMainVisibility: (main: BrowserWindow, shown: boolean) => void;
  /** A window was shown or hidden. */
  readonly onChange: () => void;
  /** A window crashed again and again. */
  readonly onRepeatedCrash: () => void;
};

/** Owns the windows. While there is no tray one of them is always visible: closing one leaves the other. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #main: ManagedWindow;
  readonly #widget: ManagedWindow;
  readonly #raiseTimer: RaiseTimer;
  #size: 'normal' | 'small' = 'normal';
  /** Where the widget stands. Not asked of the system each time: in the middle of a change it may tell something else. */
  #widgetBounds: Rectangle | null = null;
  /** The monitors that the windows stand on. */
  #monitors: readonly Monitor[] = screen.getAllDisplays();
  readonly #drag = new PointerDrag();
  #quitting = false;
  #cancelDisplays: (() => void) | null = null;
  readonly #displaysChanged = (): void => {
    this.#cancelDisplays?.();
    this.#cancelDisplays = this.#options.clock.timer(settleMs, () => {
      this.#cancelDisplays = null;
      this.#restoreOnScreen();
    });
  };

  constructor(options: WindowsOptions) {
    this.#options = options;
    const { clock, log, onChange, onRepeatedCrash } = options;
    const common = { clock, log, onChange, onRepeatedCrash };
    this.#main = new ManagedWindow({
      ...common,
      name: 'main',
      make: () => makeMain(this.#initialBounds('main'), options),
      show: (window, focus) => {
        if (window.isMinimized()) window.restore();
        if (focus) {
          window.show();
          window.focus();
        } else if (!window.isVisible()) window.showInactive();
      },
      onMoved: (window) => {
        if (!window.isMaximized() && !window.isFullScreen() && !window.isMinimized()) this.#saveBounds('main', window);
      },
      onVisibility: options.onMainVisibility,
      onClose: () => this.#onClose('main'),
    });
    this.#widget = new ManagedWindow({
      ...common,
      name: 'widget',
      make: () => this.#makeWidget(),
      show: (window) => {
        if (!window.isVisible()) window.showInactive();
        keepAbove(window);
      },
      onMoved: (window) => {
        this.#widgetBounds = window.getBounds();
        this.#saveBounds('widget', window);
      },
      onShown: (window) => this.#restorePosition(window),
      onClose: () => this.#onClose('widget'),
    });
    this.#raiseTimer = new RaiseTimer(clock, () => {
      const { window } = this.#widget;
      if (window?.isVisible() === true) keepAbove(window);
    });
    screen.on('display-added', this.#displaysChanged);
    screen.on('display-removed', this.#displaysChanged);
    screen.on('display-metrics-changed', this.#displaysChanged);
  }

  /** Windows that exist, visible or not. */
  all(): readonly BrowserWindow[] {
    return [this.#main.window, this.#widget.window].filter((window) => window !== null);
  }

  /** From now on closing a window closes it. */
  allowClose(): void {
    this.#quitting = true;
  }

  /**
   * Shows the main window.
   * @param page the page to show, or null to leave the one it shows
   * @param focus false to show it without taking the keyboard from the form the agent is filling in
   */
  showMain(page: MainPage | null, focus = true): void {
    this.#main.show(focus, (window) => {
      if (page !== null) this.#options.navigate(window, page);
    });
  }

  get widgetVisible(): boolean {
    return this.#widget.wanted;
  }

  /** Shows the widget, never taking the keyboard focus. */
  showWidget(): void {
    this.#widget.show(false);
  }

  /** Hides the widget; where there is no tray the main window then stands in for it. */
  hideWidget(): void {
    if (!this.#options.hasTray() && !this.#main.wanted) this.showMain(null, false);
    this.#widget.hide();
  }

  toggleWidget(): void {
    if (this.#widget.wanted) this.hideWidget();
    else this.showWidget();
  }

  /** Moves the widget with the pointer. */
  dragWidget(step: DragStep): void {
    const window = this.#widget.window;
    if (window === null) return;
    const place = this.#drag.take(step, screen.getCursorScreenPoint(), this.#widgetBounds ?? window.getBounds());
    if (place !== null) this.#setWidgetBounds(window, place);
  }

  /** Moves the widget into a corner of the monitor that it stands on, for whoever does not drag (WCAG 2.5.7). */
  moveWidget(corner: Corner): void {
    this.showWidget();
    const window = this.#widget.window;
    const monitors = screen.getAllDisplays();
    const now = this.#widgetBounds ?? window?.getBounds();
    const monitor = now === undefined ? undefined : monitorOf(now, monitors);
    if (window === null || now === undefined || monitor === undefined) return;
    const place = cornerBounds(now, corner, monitor);
    this.#setWidgetBounds(window, place);
    void this.#options.boundsFile.set(monitorsKey(monitors), 'widget', place);
  }

  setWidgetSize(size: 'normal' | 'small'): void {
    if (size === this.#size) return;
    this.#size = size;
    this.#fitWidget();
  }

  /** Larger (1), smaller (-1) or as it was made (0), in both windows: they are pages of one origin, which share their zoom. */
  zoom(direction: -1 | 0 | 1): void {
    const window = this.#main.window ?? this.#widget.window;
    if (window === null) return;
    const wanted = direction === 0 ? 0 : window.webContents.getZoomLevel() + direction * zoomStep;
    window.webContents.setZoomLevel(Math.min(zoomBounds.most, Math.max(zoomBounds.least, wanted)));
    this.#fitWidget();
  }

  /** Makes the taskbar's button of the main window flash, where there is one. */
  flash(): void {
    const main = this.#main.window;
    if (main !== null && main.isVisible() && !main.isFocused()) main.flashFrame(true);
  }

  dispose(): void {
    this.#cancelDisplays?.();
    this.#raiseTimer.stop();
    screen.off('display-added', this.#displaysChanged);
    screen.off('display-removed', this.#displaysChanged);
    screen.off('display-metrics-changed', this.#displaysChanged);
  }

  /** @returns whether the window stays, hidden */
  #onClose(name: 'main' | 'widget'): boolean {
    if (this.#quitting) return false;
    if (name === 'widget') {
      this.hideWidget();
      return true;
    }
    // Nothing but the other window would be left to reach the app by.
    if (!this.#options.hasTray()) this.showWidget();
    this.#main.hide();
    return true;
  }

  #makeWidget(): BrowserWindow {
    const place = this.#initialBounds('widget');
    const window = makeWidget(place, this.#options);
    this.#widgetBounds = place;
    const menu = (event: { preventDefault(): void }): void => {
      event.preventDefault();
      this.#options.onWidgetMenu(window);
    };
    // The draggable part of a frameless window asks for the system's menu on Windows, the rest for the page's.
    window.on('system-context-menu', menu);
    window.webContents.on('context-menu', menu);
    window.webContents.on('did-finish-load', () => this.#fitWidget());
    return window;
  }

  /** Gives the widget the size that its preference and the zoom ask for. */
  #fitWidget(): void {
    const window = this.#widget.window;
    if (window === null) return;
    const place = this.#widgetBounds ?? window.getBounds();
    const size = widgetSize(this.#size, window.webContents.getZoomFactor());
    if (size.width === place.width && size.height === place.height) return;
    const monitor = monitorOf(place, screen.getAllDisplays());
    if (monitor !== undefined) this.#setWidgetBounds(window, resizedBounds(place, size, monitor));
  }

  /** Back where it belongs, if the window manager put it elsewhere. */
  #restorePosition(window: BrowserWindow): void {
    const place = this.#widgetBounds;
    const now = window.getBounds();
    if (place !== null && (place.x !== now.x || place.y !== now.y)) window.setBounds(place);
  }

  #setWidgetBounds(window: BrowserWindow, place: Rectangle): void {
    this.#widgetBounds = place;
    window.setBounds(place);
  }

  #initialBounds(name: 'main' | 'widget'): Rectangle {
    const monitors = screen.getAllDisplays();
    const primary = screen.getPrimaryDisplay();
    const known = this.#options.boundsFile.get(monitorsKey(monitors), name);
    if (name === 'main') return known === null ? defaultMainBounds(primary) : fitOnScreen(known, monitors);
    const size = widgetSize(this.#size, 1);
    if (known === null) return defaultWidgetBounds(size, primary);
    return fitOnScreen(resizedBounds(known, size, monitorOf(known, monitors) ?? primary), monitors);
  }

  #saveBounds(name: 'main' | 'widget', window: BrowserWindow): void {
    void this.#options.boundsFile.set(monitorsKey(screen.getAllDisplays()), name, window.getBounds());
  }

  /** The monitors are others now: each window goes where it stood with these, else where it is still whole. */
  #restoreOnScreen(): void {
    const monitors = screen.getAllDisplays();
    for (const [name, window] of [
      ['main', this.#main.window],
      ['widget', this.#widget.window],
    ] as const) {
      if (window === null || window.isMaximized() || window.isFullScreen()) continue;
      const now = window.getBounds();
      const place = fitOnScreen(this.#placeFor(name, now, monitors), monitors);
      if (JSON.stringify(place) === JSON.stringify(now)) continue;
      if (name === 'widget') this.#setWidgetBounds(window, place);
      else window.setBounds(place);
    }
    this.#monitors = monitors;
    this.#fitWidget();
  }

  /** Where a window belongs with these monitors: where it stood with them before, else the widget in the corner that it was in. */
  #placeFor(name: 'main' | 'widget', now: Rectangle, monitors: readonly Monitor[]): Rectangle {
    const known = this.#options.boundsFile.get(monitorsKey(monitors), name);
    if (name === 'main') return known ?? now;
    // The system may have moved it already: what counts is where it was put.
    const place = this.#widgetBounds ?? now;
    return known === null ? keptCorner(place, this.#monitors, monitors) : { ...place, x: known.x, y: known.y };
  }
}
