// A1 of the vendor's contract: a recording is started manually, with every documented refusal in the documented order.
import type { Answer, Asked, Failures } from './answer.ts';
import type { Call, Calls } from '../calls/calls.ts';
import { livePath } from './endpoints.ts';
import { guidText } from '../formats.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { Conditions, SimulatorUser } from '../types.ts';
import type { Line } from '../calls/users.ts';

export type LiveParts = {
  readonly calls: Calls;
  readonly quirks: Quirks;
  readonly conditions: Conditions;
  readonly failures: Failures;
  readonly lines: readonly Line[];
};

export const isOwn = (user: SimulatorUser, line: Line): boolean => line.user === user;

type StartBody = { readonly deviceName: string | null; readonly directoryNumber: string | null; readonly mode: number };

function startBody(text: string): StartBody | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const field = (name: string): unknown => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined);
  const word = (name: string): string | null => {
    const found = field(name);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const mode = field('mode') ?? 0;
  return {
    deviceName: word('deviceName'),
    directoryNumber: word('directoryNumber'),
    mode: typeof mode === 'number' ? mode : -1,
  };
}

/** What refuses a start before the call is looked at: who asks, the device, the system. Null: nothing does. */
function refusedOnLine({ quirks, conditions, failures }: LiveParts, user: SimulatorUser, line: Line): Answer | null {
  const needed = isOwn(user, line) ? Number(quirks['start-level']) : 10;
  if (user.level < needed) return failures.live(403, 0, 'The user is not authorized.');
  if (conditions.unmonitoredDevices.includes(line.deviceName)) {
    return failures.live(400, 1, 'The line cannot be monitored.', { deviceName: line.deviceName });
  }
  if (line.user?.automatic === true) return failures.live(400, 4, 'The device is not configured for manual start.');
  if (!conditions.licenceValid) return failures.live(501, 0, 'The licence is not valid.');
  if (conditions.recordingPilot === 'missing') return failures.live(501, 1, 'No recording pilot is configured.');
  if (conditions.recordingPilot === 'misrouted')
    return failures.live(501, 2, 'The pilot does not route to the service.');
  return null;
}

/** What refuses to record this call: its user, the filters, that it is being recorded, the licences. Null: nothing does. */
function refusedForCall({ calls, conditions, failures }: LiveParts, line: Line, call: Call): Answer | null {
  if (line.user === null) return failures.live(409, 0, 'No user has this line.', { extension: line.directoryNumber });
  if (!line.user.mayBeRecorded) {
    return failures.live(403, 1, 'The user of the call is not authorized.', { username: line.user.username });
  }
  if (conditions.filteredDirections.includes(call.direction)) return failures.live(403, 2, 'Direction filtered out.');
  if (conditions.filteredTraffic.includes(call.traffic)) return failures.live(403, 3, 'Traffic type filtered out.');
  if (conditions.blacklistedNumbers.includes(call.remoteNumber)) return failures.live(403, 4, 'Blacklisted.');
  if (call.recording?.starting === true) return failures.live(429, 0, 'The recording is starting.');
  if (call.recording !== null) return failures.live(429, 1, 'The call is being recorded.');
  if (calls.live().length >= conditions.licensedChannels) return failures.bare(503);
  return null;
}

/** A1, from the line on: who may, is the system able, is there a call, may it be recorded, is it being recorded. */
function startOn(parts: LiveParts, user: SimulatorUser, line: Line): Answer {
  const { calls, quirks, failures } = parts;
  const lineRefusal = refusedOnLine(parts, user, line);
  if (lineRefusal !== null) return lineRefusal;
  const onLine = calls.connected((call) => call.line === line);
  const call = onLine.find((candidate) => candidate.recording === null) ?? onLine[0];
  if (call === undefined) return failures.live(409, 1, 'There is no connected call.', { extension: null });
  const refusal = refusedForCall(parts, line, call);
  if (refusal !== null) return refusal;
  const id = guidText(calls.start(call), quirks['guid-case']);
  return {
    status: 201,
    json: { id },
    headers: quirks['start-location'] === 'yes' ? { Location: `${livePath}/${id}` } : {},
  };
}

function startOwn(parts: LiveParts, user: SimulatorUser): Answer {
  const { failures, lines } = parts;
  const line = lines.find((candidate) => candidate.user === user);
  return line === undefined ? failures.live(400, 3, 'The user has no extension number.') : startOn(parts, user, line);
}

/** A1. */
export function start(parts: LiveParts, { user, body }: Asked): Answer {
  const { quirks, failures, lines } = parts;
  const text = body.toString('utf8').trim();
  if (text === '') {
    return quirks['start-no-body'] === 'own-line'
      ? startOwn(parts, user)
      : failures.live(400, 0, 'No device and no number.');
  }
  const wanted = startBody(text);
  if (wanted === null) return failures.live(400, 0, 'The body cannot be read.');
  const { deviceName, directoryNumber, mode } = wanted;
  if (mode !== 0 && mode !== 1) return failures.live(400, 2, 'Unknown mode.');
  if (deviceName === null && directoryNumber === null) {
    return quirks['start-empty-body'] === 'own-line'
      ? startOwn(parts, user)
      : failures.live(400, 0, 'No device and no number.');
  }
  // Both given: the line must belong to the device.
  const line = lines.find(
    (candidate) =>
      (deviceName === null || candidate.deviceName === deviceName) &&
      (directoryNumber === null || candidate.directoryNumber === directoryNumber),
  );
  const extra = deviceName === null ? {} : { deviceName };
  return line === undefined ? failures.live(400, 1, 'The line does not exist.', extra) : startOn(parts, user, line);
}
