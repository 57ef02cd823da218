// One action of a menu.
import type { IconName } from '../icons/icons.ts';

export type MenuItem = {
  readonly label: string;
  readonly icon?: IconName;
  /** The key that does the same, as it is written. */
  readonly key?: string;
  /** What it is good for, in two or three words. */
  readonly hint?: string;
  /** It cannot be done now. */
  readonly waiting?: boolean;
  readonly press: () => void;
};
