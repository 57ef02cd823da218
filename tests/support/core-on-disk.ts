// A core on real files, a real clock and a keychain in memory, and what it says: as a person would read it, without repeating itself.
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { MemoryKeychain } from './fake-ports.ts';

export type Said = { readonly state: string; readonly notices: readonly string[] };
type Core = ReturnType<typeof createCore>;

const quiet = (): void => undefined;

export function coreOnDisk(profileFolder: string): Core {
  return createCore({
    clock: systemClock(),
    keychain: new MemoryKeychain(),
    log: { info: quiet, warn: quiet, error: quiet },
    power: { onSuspend: () => quiet, onResume: () => quiet },
    files: nodeFiles(),
    desktop: {
      kind: 'preview',
      platform: 'linux',
      locale: null,
      canShowInFolder: false,
      showInFolder: quiet,
      openMain: quiet,
      openWidget: quiet,
    },
    random: Math.random,
    profileFolder,
    downloadFolder: join(profileFolder, 'downloads'),
    version: '0.0.0-test',
  });
}

/** Tells each state and each notice that differs from the last ones. */
export function saidBy(core: Core, tell: (said: Said) => void): void {
  let last = '';
  core.onSnapshot(({ live, notices }) => {
    const said = { state: live.state, notices: notices.map((notice) => notice.code) };
    const line = JSON.stringify(said);
    if (line !== last) tell(said);
    last = line;
  });
}
