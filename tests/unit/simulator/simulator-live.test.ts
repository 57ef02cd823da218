// The simulator's live API: what the recorder does when asked, and every documented refusal.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator.ts';
import { ask, at, completed, live, manualClock, type ManualClock } from './simulator-support.ts';

let clock: ManualClock;
let simulator: Simulator;
const nobody = '6b98303a-b295-473a-adae-19b78aca468d';
const sam = { user: 'sam.supervisor' };

beforeEach(async () => {
  clock = manualClock();
  simulator = await startSimulator({ clock, quirks: { 'undocumented-reasons': 'yes' } });
});
afterEach(() => simulator.close());

/** Status and reason of an answer, as `409/1`, or the status alone. */
async function asked(method: string, path: string, how: Parameters<typeof ask>[3] = {}): Promise<string> {
  const { status, json } = await ask(simulator, method, live + path, how);
  const reason = at(json, 'reason');
  return reason === undefined ? String(status) : `${status}/${JSON.stringify(reason)}`;
}

const body = (value: object): { body: string } => ({ body: JSON.stringify(value) });

describe('a call on the line', () => {
  it('is recorded from its first moment, and the list tells the recorder’s truth about it', async () => {
    const call = simulator.beginCall({ remoteNumber: '+1555123456', remoteFirstName: 'John', remoteLastName: 'Doe' });
    clock.advance(73_400);
    const { json } = await ask(simulator, 'GET', `${live}/Mine`);
    expect(json).toEqual([
      {
        id: call.id,
        duration: 'PT1M13S',
        startedAt: '2026-01-15T12:00:00.0000000',
        localParty: { username: 'ada.agent' },
        remoteParty: { firstName: 'John', lastName: 'Doe', phoneNumber: '+1555123456' },
        isPaused: false,
      },
    ]);
  });

  it('paused and resumed becomes a finished recording of its whole length, silent where it was paused', async () => {
    const changes: string[] = [];
    simulator.onChange(({ kind }) => changes.push(kind));
    const { id } = simulator.beginCall({ remoteNumber: '+1555123456' });
    clock.advance(5000);
    expect(await asked('PUT', `/${id.toUpperCase()}/Pause`)).toBe('204');
    expect(simulator.live()[0]).toMatchObject({ id, isPaused: true });
    clock.advance(3000);
    expect(await asked('PUT', `/${id}/Resume`)).toBe('204');
    clock.advance(2000);
    expect(simulator.live()[0]).toMatchObject({ isPaused: false, elapsedMs: 10_000, pausedMs: 3000 });
    simulator.endCall(id);
    expect(simulator.live()).toEqual([]);
    expect((await ask(simulator, 'GET', `${completed}/${id}`)).status).toBe(404);
    clock.advance(300);
    const { json } = await ask(simulator, 'GET', `${completed}?page=0&pageSize=5`);
    expect(json).toMatchObject({ totalCount: 1, recordings: [{ id, duration: 'PT10S', ownerUsername: 'ada.agent' }] });
    expect(changes).toEqual([
      'call-began',
      'recording-began',
      'paused',
      'resumed',
      'recording-ended',
      'call-ended',
      'completed',
    ]);
  });

  it('can be paused by somebody else, and two at a time are paused together by number', async () => {
    const first = simulator.beginCall({ remoteNumber: '1' });
    const second = simulator.beginCall({ remoteNumber: '2' });
    simulator.setPaused(first.id, true);
    expect(simulator.live().map((recording) => recording.isPaused)).toEqual([true, false]);
    expect(await asked('PUT', '/Pause?directoryNumber=101')).toBe('204');
    expect(simulator.live().map((recording) => recording.isPaused)).toEqual([true, true]);
    expect(await asked('PUT', '/Pause?directoryNumber=101')).toBe('429/0');
    expect(await asked('PUT', '/Resume?directoryNumber=101')).toBe('204');
    expect(await asked('PUT', '/Resume?directoryNumber=101')).toBe('429/0');
    simulator.endCall(second.callId);
    expect(simulator.live().map((recording) => recording.id)).toEqual([first.id]);
  });

  it('is started, listed, stopped and started again under another id', async () => {
    const { id } = simulator.beginCall({ remoteNumber: '1', recorded: false });
    expect(simulator.live()).toEqual([]);
    const started = await ask(simulator, 'POST', `${live}/`);
    expect(started).toMatchObject({ status: 201, json: { id } });
    expect(await asked('DELETE', '/Mine')).toBe('204');
    expect(await asked('DELETE', '/Mine')).toBe('409/1');
    const again = await ask(simulator, 'POST', live);
    expect(again.status).toBe(201);
    expect(at(again.json, 'id')).not.toBe(id);
  });
});

describe('the list of live recordings', () => {
  it('is for Complete Management and is narrowed by all filters together', async () => {
    const ada = simulator.beginCall({ remoteNumber: '1' });
    const ben = simulator.beginCall({ username: 'ben.agent', remoteNumber: '2' });
    const ids = async (query: string): Promise<unknown[]> => {
      const { json } = await ask(simulator, 'GET', `${live}${query}`, sam);
      return Array.isArray(json) ? json.map((one: unknown) => at(one, 'id')) : [json];
    };
    expect(await asked('GET', '')).toBe('403');
    expect(await ids('')).toEqual([ada.id, ben.id]);
    expect(await ids('?username=ben.agent')).toEqual([ben.id]);
    expect(await ids('/?directoryNumber=101&deviceName=SEP000000000101')).toEqual([ada.id]);
    expect(await ids('?numericUserId=102')).toEqual([ben.id]);
    expect(await ids('?username=ben.agent&directoryNumber=101')).toEqual([]);
  });
});

describe('a refusal to start', () => {
  const cases: readonly [string, string, () => void, object | null, Parameters<typeof ask>[3]?][] = [
    ['without device and number', '400/0', () => undefined, { mode: 0 }],
    ['on a device nobody has', '400/1', () => undefined, { deviceName: 'SEP123456789ABC' }, sam],
    [
      'on a line that belongs to another device',
      '400/1',
      () => undefined,
      { deviceName: 'SEP000000000101', directoryNumber: '102' },
    ],
    [
      'on a device that cannot be monitored',
      '400/1',
      () => simulator.conditions.unmonitoredDevices.push('SEP000000000101'),
      null,
    ],
    ['in a mode there is not', '400/2', () => undefined, { directoryNumber: '101', mode: 7 }],
    ['by a user without an extension', '400/3', () => undefined, null, { user: 'no.line' }],
    ['on a device that records by itself', '400/4', () => undefined, null, { user: 'auto.line' }],
    ['on the line of another, below Complete Management', '403/0', () => undefined, { directoryNumber: '102' }],
    [
      'of a user who may not be recorded',
      '403/1',
      () => simulator.beginCall({ username: 'not.recorded', remoteNumber: '1' }),
      null,
      { user: 'not.recorded' },
    ],
    ['of a direction that is filtered out', '403/2', () => simulator.conditions.filteredDirections.push(1), null],
    ['of traffic that is filtered out', '403/3', () => simulator.conditions.filteredTraffic.push('external'), null],
    ['of a number on the black list', '403/4', () => simulator.conditions.blacklistedNumbers.push('+1555'), null],
    [
      'on a line without a user',
      '409/0',
      () => simulator.beginCall({ directoryNumber: '199', remoteNumber: '1', recorded: false }),
      { directoryNumber: '199' },
      sam,
    ],
    ['without a call', '409/1', () => simulator.endCall(simulator.live()[0]?.id ?? ''), null],
    ['of a call that is being recorded', '429/1', () => undefined, null],
    ['without a licence', '501/0', () => void (simulator.conditions.licenceValid = false), null],
    ['without a recording pilot', '501/1', () => void (simulator.conditions.recordingPilot = 'missing'), null],
    ['with a pilot that leads nowhere', '501/2', () => void (simulator.conditions.recordingPilot = 'misrouted'), null],
    ['when the service is down', '504', () => void (simulator.conditions.serviceDown = true), null],
  ];
  it.each(cases)('%s is answered %s', async (_name, expected, prepare, wanted, how = {}) => {
    simulator.beginCall({ remoteNumber: '+1555' });
    prepare();
    expect(await asked('POST', '', { ...how, ...(wanted === null ? {} : body(wanted)) })).toBe(expected);
  });

  it('names the device, the user or the line it is about', async () => {
    simulator.beginCall({ directoryNumber: '199', remoteNumber: '1', recorded: false });
    simulator.beginCall({ username: 'not.recorded', remoteNumber: '1' });
    const device = await ask(simulator, 'POST', live, { ...sam, ...body({ deviceName: 'SEP123456789ABC' }) });
    expect(device.json).toEqual({ reason: 1, deviceName: 'SEP123456789ABC' });
    const line = await ask(simulator, 'POST', live, { ...sam, ...body({ directoryNumber: '199' }) });
    expect(line.json).toEqual({ reason: 0, extension: '199' });
    const user = await ask(simulator, 'POST', live, { user: 'not.recorded' });
    expect(user.json).toEqual({ reason: 1, username: 'not.recorded' });
  });

  it('comes when every licensed channel is in use, and while an earlier start is under way', async () => {
    simulator.conditions.licensedChannels = 1;
    simulator.setQuirk('start-delay-ms', 1000);
    simulator.beginCall({ remoteNumber: '1', recorded: false });
    expect(await asked('POST', '')).toBe('201');
    expect(await asked('POST', '')).toBe('429/0');
    clock.advance(1000);
    expect(await asked('POST', '')).toBe('429/1');
    simulator.beginCall({ username: 'ben.agent', remoteNumber: '1', recorded: false });
    expect(await asked('POST', '', { user: 'ben.agent' })).toBe('503');
  });
});

describe('a refusal to stop or pause', () => {
  it('tells a bad id, a foreign recording, an ended one and a low level apart', async () => {
    const mine = simulator.beginCall({ remoteNumber: '1' });
    const bens = simulator.beginCall({ username: 'ben.agent', remoteNumber: '2' });
    const self = simulator.beginCall({ username: 'auto.line', remoteNumber: '3' });
    expect(await asked('DELETE', '/not-a-guid', sam)).toBe('400/0');
    expect(await asked('DELETE', `/${mine.id}`)).toBe('403');
    expect(await asked('DELETE', `/${nobody}`, sam)).toBe('409');
    expect(await asked('DELETE', `/${self.id}`, sam)).toBe('400/2');
    simulator.conditions.unmonitoredDevices.push('SEP000000000102');
    expect(await asked('DELETE', `/${bens.id}`, sam)).toBe('400/1');
    expect(await asked('DELETE', `/${mine.id}`, sam)).toBe('204');
    expect(await asked('PUT', '/not-a-guid/Pause')).toBe('400/0');
    expect(await asked('PUT', `/${bens.id}/Pause`)).toBe('403');
    expect(await asked('PUT', `/${mine.id}/Pause`)).toBe('409/0');
    expect(await asked('PUT', `/${bens.id}/Resume`, sam)).toBe('429/0');
    expect(await asked('PUT', `/${bens.id}/Pause`, sam)).toBe('204');
    expect(await asked('PUT', `/${bens.id}/Pause`, sam)).toBe('429/0');
    expect(await asked('PUT', '/Pause')).toBe('400/0');
    expect(await asked('PUT', '/Pause?directoryNumber=102')).toBe('403');
    expect(await asked('PUT', '/Pause?directoryNumber=101')).toBe('409/0');
    expect(await asked('DELETE', '/', sam)).toBe('400/0');
    expect(await asked('DELETE', '?directoryNumber=999', sam)).toBe('400/1');
    expect(await asked('DELETE', '?directoryNumber=101', sam)).toBe('409/1');
    expect(await asked('DELETE', '?directoryNumber=104', sam)).toBe('204');
    expect(await asked('PUT', '/Mine/Pause')).toBe('400/0');
  });

  it('meets a user of the lowest level on the own line too', async () => {
    const { id } = simulator.beginCall({ username: 'rec.only', remoteNumber: '1' });
    expect(await asked('PUT', `/${id}/Pause`, { user: 'rec.only' })).toBe('403');
    expect(await asked('DELETE', '/Mine', { user: 'rec.only' })).toBe('204');
  });
});

describe('credentials', () => {
  it('are asked for by 401, and may hold letters of any language', async () => {
    const none = await ask(simulator, 'GET', `${live}/Mine`, { user: null });
    expect(none.status).toBe(401);
    expect(none.headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(await asked('GET', '/Mine', { password: 'wrong' })).toBe('401');
    expect(await asked('GET', '/Mine', { user: 'nobody' })).toBe('401');
    expect(await asked('GET', '/Mine', { user: 'zoë', password: 'pässwörd€' })).toBe('200');
  });

  it('stop working when the password changes', async () => {
    const [ada] = simulator.users;
    if (ada !== undefined) ada.password = 'new';
    expect(await asked('GET', '/Mine')).toBe('401');
    expect(await asked('GET', '/Mine', { password: 'new' })).toBe('200');
  });
});

describe('an address that is not in the contract', () => {
  it('is 404, and a method that is not is 405 with the right ones', async () => {
    expect((await ask(simulator, 'GET', '/')).status).toBe(404);
    expect(await asked('GET', `/${nobody}/Pause/more`)).toBe('404');
    const wrong = await ask(simulator, 'PATCH', `${live}/`);
    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET, POST, DELETE']);
  });
});

describe('a crowd', () => {
  it('is on recorded calls of different lengths, each agent on a line of their own', async () => {
    simulator.crowd(30);
    const truth = simulator.live();
    expect(truth).toHaveLength(30);
    expect(new Set(truth.map(({ username }) => username)).size).toBe(30);
    expect(new Set(truth.map(({ elapsedMs }) => elapsedMs)).size).toBe(30);
    expect(truth.filter(({ isPaused }) => isPaused)).toHaveLength(3);
    const { json } = await ask(simulator, 'GET', `${live}?directoryNumber=20007`, sam);
    expect(json).toMatchObject([{ localParty: { username: 'agent.0007' } }]);
    simulator.crowd(5);
    expect(simulator.live().some(({ username }) => username === 'agent.0035')).toBe(true);
  });
});
