// Sleep, lock and chance as their contracts have them, whatever the system's do: a pause must not wait for them.
import { attempt } from './attempt.ts';
import type { Log, Ports, PowerEvents } from './ports.ts';

/**
 * The same events, which never throw; what throws is logged once for each of them. An event that cannot be had never comes, and a screen
 * that cannot be asked about counts as unlocked, so that reads go on at full speed. A listener that throws stops no other.
 */
export function unfailingPower(power: PowerEvents, log: Pick<Log, 'error'>): PowerEvents {
  const logged = new Set<string>();
  const tried = <T>(name: string, call: () => T): T | undefined =>
    attempt(
      {
        error: (...error) => {
          if (!logged.has(name)) log.error(...error);
          logged.add(name);
        },
      },
      'power-crashed',
      call,
    );
  const followed =
    (name: 'onSuspend' | 'onResume' | 'onUnlock') =>
    (listener: () => void): (() => void) => {
      const heard = (): void => {
        tried(`${name} listener`, listener);
      };
      const unsubscribe = tried(name, () => power[name]?.(heard));
      return () => {
        tried(`${name} end`, () => unsubscribe?.());
      };
    };
  return {
    onSuspend: followed('onSuspend'),
    onResume: followed('onResume'),
    onUnlock: followed('onUnlock'),
    isLocked: () => tried('isLocked', () => power.isLocked?.()) ?? false,
  };
}

/** The same chance, in [0, 1) whatever the system's answers: its middle where it throws or is none. A wait that is no number never ends. */
export function unfailingRandom(random: Ports['random']): Ports['random'] {
  return () => {
    try {
      const value = random();
      return value >= 0 && value < 1 ? value : 0.5;
    } catch {
      return 0.5;
    }
  };
}
