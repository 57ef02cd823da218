// A window that is made when it is first shown, given up when it was hidden for long, and brought back when its page crashes.
import type { BrowserWindow } from 'electron';
import type { Clock, Log } from '../../core/platform/ports.ts';
import { CrashGuard, HiddenTimer } from './lifecycle.ts';

/** Moves come in many small steps: the place is written down when they have ended for so long (milliseconds). */
const settleMs = 400;
/** Moves so soon after showing are the window manager's own: some put a window elsewhere at first, or tell a wrong place. */
const placingMs = 120;

export type ManagedWindowOptions = {
  readonly name: 'main' | 'widget';
  readonly clock: Clock;
  readonly log: Log;
  readonly make: () => BrowserWindow;
  /** Shows a window that is ready. */
  readonly show: (window: BrowserWindow, focus: boolean) => void;
  /** A person moved or resized it. */
  readonly onMoved: (window: BrowserWindow) => void;
  /** It was shown, and the window manager has had its say. */
  readonly onShown?: (window: BrowserWindow) => void;
  /** It was hidden, or shown again; not when it is made. */
  readonly onVisibility?: (window: BrowserWindow, shown: boolean) => void;
  /** It was shown, hidden, made or given up. */
  readonly onChange: () => void;
  /** A person closed it. False: it closes. */
  readonly onClose: () => boolean;
  /** Its page crashed again and again, and stays away. */
  readonly onRepeatedCrash: () => void;
};

export class ManagedWindow {
  readonly #options: ManagedWindowOptions;
  readonly #hiddenTimer: HiddenTimer;
  readonly #crashes: CrashGuard;
  #window: BrowserWindow | null = null;
  #ready = false;
  #wanted = false;
  #focus = false;
  #cancelMoved: (() => void) | null = null;
  #cancelShown: (() => void) | null = null;

  constructor(options: ManagedWindowOptions) {
    this.#options = options;
    this.#crashes = new CrashGuard(options.clock);
    this.#hiddenTimer = new HiddenTimer(options.clock, () => {
      // What sounds is never cut off in the middle.
      if (this.#window?.webContents.isCurrentlyAudible() === true) this.#hiddenTimer.hidden();
      else this.#window?.destroy();
    });
  }

  /** The window, if there is one, visible or not. */
  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Shown, or to be shown as soon as its page is there. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** Shows the window, made anew where there is none. `ready` runs as soon as its page can hear. */
  show(focus: boolean, ready?: (window: BrowserWindow) => void): void {
    this.#hiddenTimer.shown();
    this.#wanted = true;
    this.#focus ||= focus;
    if (this.#window !== null) this.#options.onVisibility?.(this.#window, true);
    this.#window ??= this.#make();
    const window = this.#window;
    if (ready !== undefined) {
      if (this.#ready) ready(window);
      else window.once('ready-to-show', () => ready(window));
    }
    if (this.#ready) this.#showNow();
    this.#options.onChange();
  }

  hide(): void {
    this.#wanted = false;
    this.#focus = false;
    if (this.#window !== null) {
      this.#options.onVisibility?.(this.#window, false);
      this.#window.hide();
      this.#hiddenTimer.hidden();
    }
    this.#options.onChange();
  }

  #showNow(): void {
    if (this.#window === null || !this.#wanted) return;
    const window = this.#window;
    const isNew = !window.isVisible();
    this.#options.show(window, this.#focus);
    this.#focus = false;
    if (!isNew) return;
    this.#cancelShown?.();
    this.#cancelShown = this.#options.clock.timer(placingMs, () => {
      this.#cancelShown = null;
      if (!window.isDestroyed() && window.isVisible()) this.#options.onShown?.(window);
    });
  }

  #make(): BrowserWindow {
    const { make, onChange, onMoved, onClose, clock } = this.#options;
    const window = make();
    this.#ready = false;
    window.once('ready-to-show', () => {
      this.#ready = true;
      this.#showNow();
    });
    const moved = (): void => {
      this.#cancelMoved?.();
      this.#cancelMoved = null;
      if (this.#cancelShown !== null) return;
      this.#cancelMoved = clock.timer(settleMs, () => {
        this.#cancelMoved = null;
        if (!window.isDestroyed() && window.isVisible()) onMoved(window);
      });
    };
    window.on('move', moved);
    window.on('resize', moved);
    window.on('close', (event) => {
      if (onClose()) event.preventDefault();
    });
    window.on('closed', () => {
      this.#cancelMoved?.();
      this.#cancelMoved = null;
      this.#cancelShown?.();
      this.#cancelShown = null;
      this.#hiddenTimer.shown();
      this.#window = null;
      this.#ready = false;
      this.#wanted = false;
      onChange();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#crashed(window, reason);
    });
    return window;
  }

  #crashed(window: BrowserWindow, reason: string): void {
    const { name, log, onRepeatedCrash } = this.#options;
    log.warn('window crashed', { name, reason });
    const wanted = this.#wanted;
    // Not within the event itself: Electron still holds the contents.
    setImmediate(() => {
      if (!window.isDestroyed()) window.destroy();
      if (!wanted) return;
      if (this.#crashes.mayRestart()) this.show(false);
      else onRepeatedCrash();
    });
  }
}
