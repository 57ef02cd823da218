// A save queue with nothing in it, as windows see it.
import type { SavingView } from '../../src/shared/ipc/saving.ts';

export const idleQueue: SavingView = {
  total: 0,
  running: 0,
  saved: 0,
  failed: 0,
  cancelled: 0,
  held: false,
  heldBecause: null,
  triesAgain: false,
  bytesPerSecond: null,
  leftMs: null,
};
