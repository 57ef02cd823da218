// Part A of the vendor's contract: start, stop, pause, resume and list live recordings, with every documented refusal.
import type { Answer, Asked, Handler } from './answer.ts';
import type { LiveRecording } from '../calls/calls.ts';
import type { Line } from '../calls/users.ts';
import { isGuid, type EndpointName } from './endpoints.ts';
import { liveModel } from './live-model.ts';
import { isOwn, start, type LiveParts } from './live-start.ts';

const done: Answer = { status: 204 };

function list({ calls, quirks }: LiveParts, recordings: readonly LiveRecording[]): Answer {
  const models = recordings.map((recording) => liveModel(calls, quirks, recording));
  const single = quirks['live-single'] === 'object' && models.length === 1;
  return { status: 200, json: single ? models[0] : models };
}

function stopById(parts: LiveParts, { route, user }: Asked): Answer {
  const { calls, quirks, conditions, failures } = parts;
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

function stopOn(parts: LiveParts, line: Line): Answer {
  const { calls, conditions, failures } = parts;
  if (conditions.unmonitoredDevices.includes(line.deviceName)) {
    return failures.perhaps(400, 1, 'The line cannot be monitored.', { deviceName: line.deviceName });
  }
  const found = calls.live().filter((recording) => recording.call.line === line);
  if (found.length === 0) return failures.perhaps(409, 1, 'There is no recording on the line.');
  for (const recording of found) calls.stop(recording);
  return done;
}

function stopByLine(parts: LiveParts, { query, user }: Asked): Answer {
  const { quirks, failures, lines } = parts;
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
  return user.level < needed ? failures.bare(403) : stopOn(parts, line);
}

function stopMine(parts: LiveParts, { user }: Asked): Answer {
  const { failures, lines } = parts;
  const line = lines.find((candidate) => candidate.user === user);
  return line === undefined ? failures.perhaps(400, 3, 'The user has no extension number.') : stopOn(parts, line);
}

function byId(parts: LiveParts, to: boolean): Handler {
  const { calls, quirks, failures } = parts;
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

function byNumber(parts: LiveParts, to: boolean): Handler {
  const { calls, quirks, failures } = parts;
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

function listLive(parts: LiveParts, { query, user }: Asked): Answer {
  const { calls, quirks, failures } = parts;
  const asksOwn = query.get('username') === user.username && quirks['list-live-own'] === 'allowed';
  if (user.level < 10 && !asksOwn) return failures.bare(403);
  const fits = (name: string, value: string): boolean => [null, '', value].includes(query.get(name));
  return list(
    parts,
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

function listMine(parts: LiveParts, { user }: Asked): Answer {
  const { calls, quirks, failures } = parts;
  const route = quirks['mine-route'];
  if (route === 'guid400') return failures.live(400, 0, 'The id is not a GUID.');
  if (route === '405') return failures.bare(405, { Allow: 'DELETE' });
  if (route !== 'present') return failures.bare(Number(route));
  return list(
    parts,
    calls.live().filter((recording) => isOwn(user, recording.call.line)),
  );
}

/** One handler for each endpoint of Part A. */
export function liveHandlers(parts: LiveParts): Partial<Record<EndpointName, Handler>> {
  return {
    start: (asked) => start(parts, asked),
    stopById: (asked) => stopById(parts, asked),
    stopByLine: (asked) => stopByLine(parts, asked),
    stopMine: (asked) => stopMine(parts, asked),
    pauseById: byId(parts, true),
    resumeById: byId(parts, false),
    pauseByNumber: byNumber(parts, true),
    resumeByNumber: byNumber(parts, false),
    listLive: (asked) => listLive(parts, asked),
    listMine: (asked) => listMine(parts, asked),
  };
}
