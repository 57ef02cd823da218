// Part A of the vendor's contract: start, stop, pause, resume and list live recordings, with every documented refusal.
import type { Answer, Asked, Failures, Handler } from './answer.ts';
import type { Call, Calls, LiveRecording } from '../calls/calls.ts';
import { isGuid, livePath, type EndpointName } from './endpoints.ts';
import { dateTime, guidText, isoDuration } from '../formats.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { Conditions, SimulatorUser } from '../types.ts';
import type { Line } from '../calls/users.ts';

type Parts = {
  readonly calls: Calls;
  readonly quirks: Quirks;
  readonly conditions: Conditions;
  readonly failures: Failures;
  readonly lines: readonly Line[];
};

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

/** One handler for each endpoint of Part A. */
export function liveHandlers(parts: Parts): Partial<Record<EndpointName, Handler>> {
  const { calls, quirks, conditions, failures, lines } = parts;

  const isOwn = (user: SimulatorUser, line: Line): boolean => line.user === user;
  const done: Answer = { status: 204 };

  function remoteParty(call: Call): object {
    const { remoteFirstName: firstName, remoteLastName: lastName, remoteNumber: phoneNumber } = call;
    const party = { firstName, lastName, phoneNumber };
    const form = quirks['remote-party-blank'];
    if (form === 'empty') return { remoteParty: party };
    const known = Object.entries(party).filter(([, value]) => value !== '');
    if (form === 'no-party' && firstName === '' && lastName === '') return {};
    const blanks = Object.entries(party).map(([key, value]): [string, string | null] => [
      key,
      value === '' ? null : value,
    ]);
    return { remoteParty: Object.fromEntries(form === 'null' ? blanks : known) };
  }

  function paused(recording: LiveRecording): object {
    const isPaused = recording.pausedSince !== null;
    const form = quirks['is-paused-form'];
    if (form === 'missing') return {};
    if (form === 'null') return { isPaused: null };
    return { isPaused: form === 'string' ? String(isPaused) : form === 'number' ? Number(isPaused) : isPaused };
  }

  /** Model C1. */
  function model(recording: LiveRecording): object {
    const elapsed = calls.elapsedMs(recording);
    const duration = quirks['pause-duration'] === 'stops' ? elapsed - calls.pausedMs(recording) : elapsed;
    return {
      id: guidText(recording.id, quirks['guid-case']),
      duration: isoDuration(duration, quirks['duration-form']),
      startedAt: dateTime(recording.startedAt, quirks['started-at-zone'], quirks['date-fraction-digits']),
      localParty: { username: recording.call.line.user?.username ?? '' },
      ...remoteParty(recording.call),
      ...paused(recording),
    };
  }

  function list(recordings: readonly LiveRecording[]): Answer {
    const models = recordings.map(model);
    const single = quirks['live-single'] === 'object' && models.length === 1;
    return { status: 200, json: single ? models[0] : models };
  }

  /** A1, from the line on: who may, is the system able, is there a call, may it be recorded, is it being recorded. */
  function startOn(user: SimulatorUser, line: Line): Answer {
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
    const onLine = calls.connected((call) => call.line === line);
    const call = onLine.find((candidate) => candidate.recording === null) ?? onLine[0];
    if (call === undefined) return failures.live(409, 1, 'There is no connected call.', { extension: null });
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
    const id = guidText(calls.start(call), quirks['guid-case']);
    return {
      status: 201,
      json: { id },
      headers: quirks['start-location'] === 'yes' ? { Location: `${livePath}/${id}` } : {},
    };
  }

  function startOwn(user: SimulatorUser): Answer {
    const line = lines.find((candidate) => candidate.user === user);
    return line === undefined ? failures.live(400, 3, 'The user has no extension number.') : startOn(user, line);
  }

  function start({ user, body }: Asked): Answer {
    const text = body.toString('utf8').trim();
    if (text === '') {
      return quirks['start-no-body'] === 'own-line'
        ? startOwn(user)
        : failures.live(400, 0, 'No device and no number.');
    }
    const wanted = startBody(text);
    if (wanted === null) return failures.live(400, 0, 'The body cannot be read.');
    const { deviceName, directoryNumber, mode } = wanted;
    if (mode !== 0 && mode !== 1) return failures.live(400, 2, 'Unknown mode.');
    if (deviceName === null && directoryNumber === null) {
      return quirks['start-empty-body'] === 'own-line'
        ? startOwn(user)
        : failures.live(400, 0, 'No device and no number.');
    }
    // Both given: the line must belong to the device.
    const line = lines.find(
      (candidate) =>
        (deviceName === null || candidate.deviceName === deviceName) &&
        (directoryNumber === null || candidate.directoryNumber === directoryNumber),
    );
    const extra = deviceName === null ? {} : { deviceName };
    return line === undefined ? failures.live(400, 1, 'The line does not exist.', extra) : startOn(user, line);
  }

  function stopById({ route, user }: Asked): Answer {
    if (!isGuid(route.id)) return failures.live(400, 0, 'The id is not a GUID.');
    if (user.level < Number(quirks['stop-level'])) return failures.bare(403);
    const recording = calls.find(route.id);
    if (recording === null) return failures.bare(409);
    const { line } = recording.call;
    if (!isOwn(user, line) && user.level < 10) return failures.bare(403);
    if (conditions.unmonitoredDevices.includes(line.deviceName)) {
      return failures.live(400, 1, 'The line cannot be monitored.', { deviceName: line.deviceName });
    }
    if (line.user?.automatic === true) return failures.live(400, 2, 'The device records automatically.');
    calls.stop(recording);
    return done;
  }

  function stopOn(line: Line): Answer {
    if (conditions.unmonitoredDevices.includes(line.deviceName)) {
      return failures.perhaps(400, 1, 'The line cannot be monitored.', { deviceName: line.deviceName });
    }
    const found = calls.live().filter((recording) => recording.call.line === line);
    if (found.length === 0) return failures.perhaps(409, 1, 'There is no recording on the line.');
    for (const recording of found) calls.stop(recording);
    return done;
  }

  function stopByLine({ query, user }: Asked): Answer {
    const deviceName = query.get('deviceName') ?? '';
    const directoryNumber = query.get('directoryNumber') ?? '';
    if (deviceName === '' && directoryNumber === '') return failures.perhaps(400, 0, 'No device and no number.');
    const line = lines.find(
      (candidate) =>
        (deviceName === '' || candidate.deviceName === deviceName) &&
        (directoryNumber === '' || candidate.directoryNumber === directoryNumber),
    );
    if (line === undefined) return failures.perhaps(400, 1, 'The line does not exist.');
    const needed = isOwn(user, line) ? Number(quirks['stop-level']) : 10;
    return user.level < needed ? failures.bare(403) : stopOn(line);
  }

  function stopMine({ user }: Asked): Answer {
    const line = lines.find((candidate) => candidate.user === user);
    return line === undefined ? failures.perhaps(400, 3, 'The user has no extension number.') : stopOn(line);
  }

  function byId(to: boolean): Handler {
    return ({ route, user }) => {
      if (!isGuid(route.id)) return failures.perhaps(400, 0, 'The id is not a GUID.');
      if (user.level < Number(quirks['pause-level'])) return failures.bare(403);
      const recording = calls.find(route.id);
      if (recording === null) return failures.perhaps(409, 0, 'There is no such live recording.');
      if (!isOwn(user, recording.call.line) && user.level < 10) return failures.bare(403);
      if ((recording.pausedSince !== null) === to) return failures.perhaps(429, 0, 'It is in that state already.');
      calls.setPaused(recording, to);
      return done;
    };
  }

  function byNumber(to: boolean): Handler {
    return ({ query, user }) => {
      const number = query.get('directoryNumber') ?? '';
      if (number === '') return failures.perhaps(400, 0, 'No number.');
      const needed = user.directoryNumber === number ? Number(quirks['pause-level']) : 10;
      if (user.level < needed) return failures.bare(403);
      const found = calls.live().filter((recording) => recording.call.line.directoryNumber === number);
      if (found.length === 0) return failures.perhaps(409, 0, 'There is no recording on the line.');
      const others = found.filter((recording) => (recording.pausedSince !== null) !== to);
      if (others.length === 0 || (others.length < found.length && quirks['number-mixed'] === '429')) {
        return failures.perhaps(429, 0, 'It is in that state already.');
      }
      for (const recording of quirks['number-touches'] === 'all' ? others : others.slice(0, 1))
        calls.setPaused(recording, to);
      return done;
    };
  }

  function listLive({ query, user }: Asked): Answer {
    const asksOwn = query.get('username') === user.username && quirks['list-live-own'] === 'allowed';
    if (user.level < 10 && !asksOwn) return failures.bare(403);
    const fits = (name: string, value: string): boolean => [null, '', value].includes(query.get(name));
    return list(
      calls.live().filter(({ call: { line } }) => {
        const { deviceName, directoryNumber, user: owner } = line;
        return (
          fits('deviceName', deviceName) &&
          fits('directoryNumber', directoryNumber) &&
          fits('username', owner?.username ?? '') &&
          fits('numericUserId', owner?.numericUserId ?? '')
        );
      }),
    );
  }

  function listMine({ user }: Asked): Answer {
    const route = quirks['mine-route'];
    if (route === 'guid400') return failures.live(400, 0, 'The id is not a GUID.');
    if (route === '405') return failures.bare(405, { Allow: 'DELETE' });
    if (route !== 'present') return failures.bare(Number(route));
    return list(calls.live().filter((recording) => isOwn(user, recording.call.line)));
  }

  return {
    start,
    stopById,
    stopByLine,
    stopMine,
    pauseById: byId(true),
    resumeById: byId(false),
    pauseByNumber: byNumber(true),
    resumeByNumber: byNumber(false),
    listLive,
    listMine,
  };
}
