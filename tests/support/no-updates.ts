// What is shown of newer versions where Sidetone isn't updated by itself.
import type { UpdatesView } from '../../src/shared/ipc/updates.ts';

export const noUpdates: UpdatesView = {
  phase: 'off',
  installation: null,
  version: null,
  installs: false,
  canInstall: false,
  problem: null,
};
