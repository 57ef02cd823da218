// Calls that come and go by themselves, for the demo: a seeded rhythm of talk and rest on the line of each agent.
import type { Calls } from './calls.ts';
import { contact, contactCount } from './contacts.ts';
import { randomFrom } from './random.ts';
import type { SimulatorClock, SimulatorUser } from '../types.ts';

/** Spans in milliseconds. */
const firstCallMs = 2000;
const othersFirstMs = { from: 5000, to: 20_000 };
const talkMs = { from: 45_000, to: 120_000 };
const restMs = { from: 6000, to: 15_000 };

export class AutoCalls {
  readonly #cancels = new Map<SimulatorUser, () => void>();
  #closed = false;

  /** Begins at once: the first user is called after 2 s, the other agents (who see only their own) a little later. */
  constructor(calls: Calls, users: readonly SimulatorUser[], clock: SimulatorClock, seed: number, speed: number) {
    const agents = users.filter(
      (user) => user.directoryNumber !== null && user.sees === 'own' && user.mayBeRecorded && !user.automatic,
    );
    agents.forEach((user, at) => {
      const random = randomFrom(seed + at * 7919);
      const within = ({ from, to }: { from: number; to: number }): number => from + random() * (to - from);
      const later = (ms: number, next: () => void): void => {
        if (!this.#closed) this.#cancels.set(user, clock.timer(ms / speed, next));
      };
      const ring = (): void => {
        const busy = calls.connected((call) => call.line.user === user).length > 0;
        if (busy) {
          later(within(restMs), ring);
          return;
        }
        const { number, firstName, lastName } = contact(seed, Math.floor(random() * contactCount));
        const { callId } = calls.begin({
          username: user.username,
          remoteNumber: number,
          remoteFirstName: firstName,
          remoteLastName: lastName,
          direction: random() < 0.7 ? 1 : 2,
        });
        later(within(talkMs), () => {
          // A test or a person may have ended it before.
          if (calls.connected((call) => call.callId === callId).length > 0) calls.end(callId);
          later(within(restMs), ring);
        });
      };
      later(at === 0 ? firstCallMs : within(othersFirstMs), ring);
    });
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
