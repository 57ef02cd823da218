// Tells the compiler what the preload, or the preview's script, puts on the window. Only lib/bridge.ts may touch it.
import type { Bridge } from '../shared/ipc/ipc-table.ts';

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface Window {
    readonly sidetone?: Bridge;
  }
}
