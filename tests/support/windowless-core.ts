// What a core needs that runs without windows over real HTTP, by the clock of the system.
import type { Core } from '../../src/main/core/core-types.ts';
import type { Ports } from '../../src/main/core/platform/ports.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { MemoryKeychain } from './fake-ports.ts';
import { quietLog } from './quiet-log.ts';

type WindowlessPorts = Pick<Ports, 'clock' | 'keychain' | 'log' | 'power' | 'desktop' | 'random'>;

export const windowlessPorts = (): WindowlessPorts => ({
  clock: systemClock(),
  keychain: new MemoryKeychain(),
  log: quietLog(),
  power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
  desktop: {
    kind: 'preview',
    platform: 'linux',
    locale: null,
    canShowInFolder: false,
    showInFolder: () => undefined,
    openMain: () => undefined,
    openWidget: () => undefined,
  },
  random: Math.random,
});

/** Signs in as the simulator's agent. Throws when that is refused. */
export async function signInAda(core: Core, server: string): Promise<void> {
  const signedIn = await core.handlers['session.signIn']({
    server,
    username: 'ada.agent',
    password: 'demo',
    allowPlainHttp: true,
    thisSessionOnly: true,
  });
  if (!signedIn.ok) throw new Error(`cannot sign in: ${signedIn.error.code}`);
}
