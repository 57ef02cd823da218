// A whole call centre at once: further agents, each with a line of their own, on recorded calls with seeded contacts and lengths.
import type { Calls } from './calls.ts';
import { contact } from './contacts.ts';
import { hash32 } from './random.ts';
import type { CallHandle, SimulatorUser } from '../types.ts';
import type { Line } from './users.ts';

/** The longest call of the crowd so far, in milliseconds. */
const longestMs = 3_600_000;

type Parts = {
  readonly calls: Calls;
  readonly users: SimulatorUser[];
  readonly lines: Line[];
  readonly seed: number;
};

/** Agent `at` (1-based): `agent.0001` on line 20001, Base Access. */
function agent(at: number): SimulatorUser {
  const number = String(20_000 + at);
  return {
    username: `agent.${String(at).padStart(4, '0')}`,
    password: 'demo',
    firstName: 'Agent',
    lastName: String(at),
    directoryNumber: number,
    deviceName: `SEP0000000${number}`,
    level: 2,
    group: 'Call centre',
    department: 'Customer care',
    sees: 'own',
    numericUserId: number,
    mayBeRecorded: true,
    automatic: false,
  };
}

/** Begins `count` recorded calls, each on the line of a new agent; one in ten is paused. Called again it adds more. */
export function crowd({ calls, users, lines, seed }: Parts, count: number): CallHandle[] {
  const before = users.filter(({ username }) => username.startsWith('agent.')).length;
  return Array.from({ length: count }, (_, index) => {
    const at = before + index + 1;
    const user = agent(at);
    users.push(user);
    lines.push({ directoryNumber: user.directoryNumber ?? '', deviceName: user.deviceName ?? '', user });
    const { number, firstName, lastName } = contact(seed, at);
    const call = calls.begin({
      username: user.username,
      remoteNumber: number,
      remoteFirstName: firstName,
      remoteLastName: lastName,
      direction: at % 3 === 0 ? 2 : 1,
      connectedForMs: hash32(seed, at, 70) % longestMs,
    });
    const recording = at % 10 === 0 ? calls.find(call.id) : null;
    if (recording !== null) calls.setPaused(recording, true);
    return call;
  });
}
