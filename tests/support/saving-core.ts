// A core that saves recordings over real HTTP to the real disk, signed in: for tests of saving, and for the process that such a test kills.
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import type { Files } from '../../src/main/core/platform/ports.ts';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';
import { signInAda, windowlessPorts } from './windowless-core.ts';

export const everything = { remoteParty: '', from: null, to: null, direction: null };

/** Where such a core keeps what it saves, below its folder. */
export const downloadsOf = (folder: string): string => join(folder, 'downloads');
export const profileOf = (folder: string): string => join(folder, 'profile');

/** Throws when the sign-in is refused. */
export async function savingCore(folder: string, server: string, files: Files = nodeFiles()): Promise<Core> {
  const core = createCore({
    ...windowlessPorts(),
    files,
    profileFolder: profileOf(folder),
    downloadFolder: downloadsOf(folder),
    version: '0.0.0-test',
  });
  await core.start();
  await signInAda(core, server);
  return core;
}

/** Waits for the first snapshot that fits. */
export function until(core: Core, fits: (snapshot: Snapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (snapshot: Snapshot): void => {
      if (!fits(snapshot)) return;
      stop();
      resolve();
    };
    const stop = core.onSnapshot(look);
    look(core.snapshot());
  });
}

/** Nothing that was asked for is under way or waits. */
export const nothingLeft = ({ saving }: Snapshot): boolean =>
  saving.saved + saving.failed + saving.cancelled === saving.total;

/** Something was asked for, and all of it has ended, well or not. */
export const ended = (snapshot: Snapshot): boolean => snapshot.saving.total > 0 && nothingLeft(snapshot);
