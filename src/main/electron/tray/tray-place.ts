// The icon in the tray and whether there is a place for it: made anew whenever a panel comes, because an icon that was made before would
// never be in it, and said for as long as there is none.
import { problem } from '../../../shared/domain/problem.ts';
import type { Core } from '../../core/core-types.ts';
import type { SystemTrayOptions } from './tray.ts';
import type { TrayHostWatch } from './tray-host.ts';
import type { TrayView } from './tray-view.ts';

/** What is used of the system's icon. */
type Icon = { draw(): void; dispose(): void };

/** What the icon shows, and what it asks for. */
type IconUse = Pick<SystemTrayOptions, 'view' | 'onClick' | 'onAction'>;

/** Who has the icon once the app has started. */
export type TrayOwner = IconUse & {
  readonly notices: Pick<Core, 'notice' | 'withdraw'>;
  /** Nothing but a window can bring a window back now. */
  readonly onNone: () => void;
};

export type TrayPlaceOptions = {
  readonly host: Pick<TrayHostWatch, 'current' | 'onChange'>;
  /** Null where the system has no tray. */
  readonly make: (icon: IconUse) => Icon | null;
  /** What is shown until somebody has the icon. */
  readonly starting: TrayView;
};

export class TrayPlace {
  readonly #options: TrayPlaceOptions;
  readonly #use: IconUse = {
    view: () => this.#owner?.view() ?? this.#options.starting,
    onClick: () => this.#owner?.onClick(),
    onAction: (action) => this.#owner?.onAction(action),
  };
  #owner: TrayOwner | null = null;
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
    const { host, make } = this.#options;
    this.#icon = make(this.#use);
    host.onChange(() => {
      if (host.current !== 'absent') {
        this.#icon?.dispose();
        this.#icon = make(this.#use);
      }
      if (this.#isTold) this.#tell();
      if (!this.isShown) this.#owner?.onNone();
    });
  }

  /** From now on the icon shows what `owner` says, and asks it. */
  give(owner: TrayOwner): void {
    this.#owner = owner;
    this.draw();
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
    const isMissing = this.#options.host.current === 'absent' || this.#icon === null;
    if (isMissing) this.#owner?.notices.notice(problem('tray-missing'));
    else this.#owner?.notices.withdraw('tray-missing');
  }
}
