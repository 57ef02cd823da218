// The icon in the tray and whether there is a place for it: made anew whenever a panel comes, because an icon that was made before would
// never be in it, and said for as long as there is none.
import { problem } from '../../../shared/domain/problem.ts';
import type { Core } from '../../core/core-types.ts';
import type { TrayHostWatch } from './tray-host.ts';

/** What is used of the system's icon. */
type Icon = { draw(): void; dispose(): void };

export type TrayPlaceOptions = {
  readonly host: Pick<TrayHostWatch, 'current' | 'onChange'>;
  /** Null where the system has no tray. */
  readonly make: () => Icon | null;
  readonly notices: () => Pick<Core, 'notice' | 'withdraw'>;
  /** Nothing but a window can bring a window back now. */
  readonly onNone: () => void;
};

export class TrayPlace {
  readonly #options: TrayPlaceOptions;
  #icon: Icon | null = null;
  #isTold = false;

  constructor(options: TrayPlaceOptions) {
    this.#options = options;
  }

  /** Whether something but the windows can bring a window back. */
  get isShown(): boolean {
    return this.#icon !== null && this.#options.host.current === 'present';
  }

  /** Makes the icon, and makes it anew at each change: a panel may come while the app is still starting. */
  make(): void {
    const { host, make, onNone } = this.#options;
    this.#icon = make();
    host.onChange(() => {
      if (host.current !== 'absent') {
        this.#icon?.dispose();
        this.#icon = make();
      }
      if (this.#isTold) this.#tell();
      if (!this.isShown) onNone();
    });
  }

  draw(): void {
    this.#icon?.draw();
  }

  /** Says whether the tray is missing, from now on. */
  tell(): void {
    this.#isTold = true;
    this.#tell();
  }

  #tell(): void {
    const { host, notices } = this.#options;
    if (host.current === 'absent' || this.#icon === null) notices().notice(problem('tray-missing'));
    else notices().withdraw('tray-missing');
  }
}
