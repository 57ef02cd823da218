// The two windows: made once, shown and hidden; where they stand and what closing one means.
import { BrowserWindow, screen } from 'electron';
import type { EventPayload } from '../../shared/contract.ts';
import { pageUrl } from './app-protocol.ts';
import { windowPreferences } from './security.ts';

type MainPage = EventPayload<'navigate'>['page'];

/** Size of the widget and its distance from the edge of the work area, in device-independent pixels. */
const widgetSize = { width: 400, height: 76 };
const widgetMargin = 16;

export type WindowsOptions = {
  readonly preload: string;
  /** A native menu was asked for on the widget, by mouse or keyboard. */
  readonly onWidgetMenu: (widget: BrowserWindow) => void;
  /** Asks the main window, once it has loaded, to show a page. */
  readonly navigate: (main: BrowserWindow, page: MainPage) => void;
};

/** Owns the windows. While there is no tray one of them is always visible: closing the main window leaves the widget. */
export class Windows {
  readonly #options: WindowsOptions;
  #main: BrowserWindow | null = null;
  #widget: BrowserWindow | null = null;
  #quitting = false;

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  /** Windows that exist, visible or not. */
  all(): readonly BrowserWindow[] {
    return [this.#main, this.#widget].filter((window) => window !== null);
  }

  /** From now on closing a window closes it. */
  letClose(): void {
    this.#quitting = true;
  }

  /**
   * Shows the main window.
   * @param page the page to show, or null to leave the one it shows
   * @param focus false to show it without taking the keyboard from the form the agent is filling in
   */
  showMain(page: MainPage | null, focus = true): void {
    const open = this.#main;
    if (open === null) {
      this.#main = this.#createMain(page, focus);
      return;
    }
    if (open.isMinimized()) open.restore();
    if (focus) {
      open.show();
      open.focus();
    } else if (!open.isVisible()) {
      open.showInactive();
    }
    if (page !== null) this.#options.navigate(open, page);
  }

  /** Shows the widget, never taking the keyboard focus. */
  showWidget(): void {
    this.#widget ??= this.#createWidget();
    const widget = this.#widget;
    if (widget.webContents.isLoading()) return;
    if (!widget.isVisible()) widget.showInactive();
  }

  #createMain(page: MainPage | null, focus: boolean): BrowserWindow {
    const window = new BrowserWindow({
      title: 'Sidetone',
      width: 1100,
      height: 740,
      minWidth: 720,
      minHeight: 480,
      autoHideMenuBar: true,
      show: false,
      webPreferences: windowPreferences(this.#options.preload),
    });
    window.once('ready-to-show', () => {
      if (focus) window.show();
      else window.showInactive();
      if (page !== null && page !== 'history') this.#options.navigate(window, page);
    });
    window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      this.showWidget();
      window.hide();
    });
    window.on('closed', () => {
      this.#main = null;
    });
    void window.loadURL(pageUrl('main'));
    return window;
  }

  #createWidget(): BrowserWindow {
    const transparent = process.platform !== 'linux';
    const window = new BrowserWindow({
      title: 'Sidetone recording state',
      ...widgetSize,
      ...this.#widgetPlace(),
      show: false,
      frame: false,
      transparent,
      // A Linux desktop without a compositor would paint a transparent window black.
      ...(transparent ? { backgroundColor: '#00000000' } : {}),
      hasShadow: true,
      resizable: false,
      maximizable: false,
      minimizable: false,
      fullscreenable: false,
      alwaysOnTop: true,
      skipTaskbar: true,
      focusable: false,
      webPreferences: windowPreferences(this.#options.preload),
    });
    window.setAlwaysOnTop(true, 'floating');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    window.once('ready-to-show', () => {
      window.showInactive();
    });
    window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      // Nothing but the other window would be left to reach the app by.
      this.showMain(null);
      window.hide();
    });
    window.on('closed', () => {
      this.#widget = null;
    });
    const menu = (event: { preventDefault(): void }): void => {
      event.preventDefault();
      this.#options.onWidgetMenu(window);
    };
    // The draggable part of a frameless window asks for the system's menu on Windows, the rest for the page's.
    window.on('system-context-menu', menu);
    window.webContents.on('context-menu', menu);
    void window.loadURL(pageUrl('widget'));
    return window;
  }

  #widgetPlace(): { x: number; y: number } {
    const { x, y, width, height } = screen.getPrimaryDisplay().workArea;
    return { x: x + width - widgetSize.width - widgetMargin, y: y + height - widgetSize.height - widgetMargin };
  }
}
