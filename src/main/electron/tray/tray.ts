// Hands the drawing of the tray to the operating system: the icon, the words, the menu, each only when it has changed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nativeImage, nativeTheme, screen, Tray, type NativeImage } from 'electron';
import type { Log } from '../../core/platform/ports.ts';
import { iconParts, type TrayIcon } from '../../tray-icons.ts';
import { nativeMenu, type NativeMenu } from './native-menu.ts';
import type { TrayAction, TrayView } from './tray-view.ts';

export type SystemTrayOptions = {
  /** Folder with the pictures. */
  readonly folder: string;
  readonly log: Log;
  /** The tray as it is at this moment, with the ages of this moment. */
  readonly view: () => TrayView;
  /** The icon was clicked. */
  readonly onClick: () => void;
  readonly onAction: (action: TrayAction) => void;
};

/** How often words that tell a time are drawn again, in milliseconds. */
const timeStepMs = 1000;

export class SystemTray {
  readonly #options: SystemTrayOptions;
  readonly #tray: Tray;
  readonly #redraw = (): void => {
    this.#icon = '';
    this.draw();
  };
  #icon = '';
  #tooltip = '';
  #menu = '';
  /** Held while it may be open. */
  #open: NativeMenu | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  private constructor(options: SystemTrayOptions, tray: Tray) {
    this.#options = options;
    this.#tray = tray;
    tray.on('click', options.onClick);
    // On macOS a menu that is set would take the left click too.
    if (process.platform === 'darwin') tray.on('right-click', () => this.#popUp());
    nativeTheme.on('updated', this.#redraw);
    screen.on('display-metrics-changed', this.#redraw);
    this.draw();
  }

  /** Null where the system has no tray. */
  static create(options: SystemTrayOptions): SystemTray | null {
    try {
      const { icon } = options.view();
      const tray = new SystemTray(options, new Tray(imageOf(options.folder, icon)));
      options.log.info('tray');
      return tray;
    } catch (error) {
      options.log.error('there is no tray', error);
      return null;
    }
  }

  draw(): void {
    if (this.#tray.isDestroyed()) return;
    const picture = this.#options.view();
    const icon = JSON.stringify(picture.icon);
    if (icon !== this.#icon) {
      this.#icon = icon;
      this.#tray.setImage(imageOf(this.#options.folder, picture.icon));
    }
    if (picture.tooltip !== this.#tooltip) {
      this.#tooltip = picture.tooltip;
      this.#tray.setToolTip(picture.tooltip);
    }
    const menu = JSON.stringify(picture.menu);
    if (menu !== this.#menu) {
      this.#menu = menu;
      if (process.platform !== 'darwin') {
        this.#open = nativeMenu(picture.menu, this.#options.onAction);
        this.#tray.setContextMenu(this.#open);
      }
    }
    this.#setTimer(picture.showsTime);
  }

  dispose(): void {
    this.#setTimer(false);
    nativeTheme.off('updated', this.#redraw);
    screen.off('display-metrics-changed', this.#redraw);
    this.#tray.destroy();
  }

  #popUp(): void {
    this.#open = nativeMenu(this.#options.view().menu, this.#options.onAction);
    this.#tray.popUpContextMenu(this.#open);
  }

  /** Times go on while nothing else changes. */
  #setTimer(ages: boolean): void {
    if (ages === (this.#timer !== null)) return;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = ages ? setInterval(() => this.draw(), timeStepMs) : null;
  }
}

/** Whether the panel that carries the icon is dark; on Windows that is another choice than that of the windows. */
function panelIsDark(): boolean {
  // Electron of older versions does not know the difference.
  const own: unknown = Reflect.get(nativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI');
  return typeof own === 'boolean' ? own : nativeTheme.shouldUseDarkColors;
}

const images = new Map<string, NativeImage>();

function imageOf(folder: string, icon: TrayIcon): NativeImage {
  const parts = iconParts(icon, process.platform, panelIsDark(), screen.getPrimaryDisplay().scaleFactor);
  const key = parts.map(({ file }) => file).join();
  const known = images.get(key);
  if (known !== undefined) return known;
  const image = nativeImage.createEmpty();
  for (const { file, size, scaleFactor } of parts) {
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer: readFileSync(path.join(folder, file)) });
  }
  if (process.platform === 'darwin') image.setTemplateImage(true);
  images.set(key, image);
  return image;
}
