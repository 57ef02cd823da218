// The same errors, brought about as they come about in life: by users, lines, calls and conditions of the server.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator, type CallHandle, type Conditions, type Simulator } from '../../src/simulator/simulator.ts';
import {
  audioOf,
  clientOf,
  failureOf,
  metadata,
  nobodysId,
  reportCases,
  valueOf,
  wave,
  type Answer,
} from './contract-support.ts';
import type { UcxClient } from '../../src/main/core/ucx/client-types.ts';

type Stage = {
  readonly simulator: Simulator;
  readonly as: (username: string) => UcxClient;
  readonly call: (username: string, rest?: Partial<Parameters<Simulator['beginCall']>[0]>) => CallHandle;
};
type Case = {
  readonly name: string;
  readonly conditions?: Partial<Conditions>;
  readonly act: (stage: Stage) => Promise<Answer>;
  readonly expected: { readonly status: number | null; readonly reason?: number | null; readonly code: string };
};

const remoteNumber = '+15551234';
const noCall = { recorded: false };

const errors: readonly Case[] = [
  // A1 start
  {
    name: 'start on a line that does not exist',
    act: ({ as }) => as('max.manager').start({ directoryNumber: '999' }),
    expected: { status: 400, reason: 1, code: 'start/line-unknown' },
  },
  {
    name: 'start where line and device do not belong together',
    act: ({ as }) => as('max.manager').start({ directoryNumber: '101', deviceName: 'SEP000000000102' }),
    expected: { status: 400, reason: 1, code: 'start/line-unknown' },
  },
  {
    name: 'start on a device that cannot be monitored',
    conditions: { unmonitoredDevices: ['SEP000000000101'] },
    act: ({ as }) => as('ada.agent').start({}),
    expected: { status: 400, reason: 1, code: 'start/line-unknown' },
  },
  {
    name: 'start by a user without an extension',
    act: ({ as }) => as('no.line').start({}),
    expected: { status: 400, reason: 3, code: 'start/no-extension' },
  },
  {
    name: 'start on a device that records by itself',
    act: ({ as }) => as('auto.line').start({}),
    expected: { status: 400, reason: 4, code: 'start/automatic' },
  },
  {
    name: "start on a colleague's line without permission",
    act: ({ as }) => as('ada.agent').start({ directoryNumber: '102' }),
    expected: { status: 403, reason: 0, code: 'start/not-allowed' },
  },
  {
    name: 'start for a user who may not be recorded',
    act: ({ as, call }) => {
      call('not.recorded', noCall);
      return as('not.recorded').start({});
    },
    expected: { status: 403, reason: 1, code: 'start/user-not-allowed' },
  },
  {
    name: 'start of a call whose direction is filtered',
    conditions: { filteredDirections: [2] },
    act: ({ as, call }) => {
      call('ada.agent', { ...noCall, direction: 2 });
      return as('ada.agent').start({});
    },
    expected: { status: 403, reason: 2, code: 'start/direction-filtered' },
  },
  {
    name: 'start of an internal call where those are filtered',
    conditions: { filteredTraffic: ['internal'] },
    act: ({ as, call }) => {
      call('ada.agent', { ...noCall, traffic: 'internal' });
      return as('ada.agent').start({});
    },
    expected: { status: 403, reason: 3, code: 'start/traffic-filtered' },
  },
  {
    name: 'start of a call with a blacklisted number',
    conditions: { blacklistedNumbers: [remoteNumber] },
    act: ({ as, call }) => {
      call('ada.agent', noCall);
      return as('ada.agent').start({});
    },
    expected: { status: 403, reason: 4, code: 'start/party-blacklisted' },
  },
  {
    name: 'start on a line without a user',
    act: ({ simulator, as }) => {
      simulator.beginCall({ directoryNumber: '199', remoteNumber, recorded: false });
      return as('max.manager').start({ directoryNumber: '199' });
    },
    expected: { status: 409, reason: 0, code: 'start/line-without-user' },
  },
  {
    name: 'start without a call',
    act: ({ as }) => as('ada.agent').start({}),
    expected: { status: 409, reason: 1, code: 'start/no-call' },
  },
  {
    name: 'start while the first start is still starting',
    act: async ({ simulator, as, call }) => {
      call('ada.agent', noCall);
      simulator.setQuirk('start-delay-ms', 600_000);
      valueOf(await as('ada.agent').start({}));
      return as('ada.agent').start({});
    },
    expected: { status: 429, reason: 0, code: 'start/starting' },
  },
  {
    name: 'start of a call that is being recorded',
    act: ({ as, call }) => {
      call('ada.agent');
      return as('ada.agent').start({});
    },
    expected: { status: 429, reason: 1, code: 'start/already' },
  },
  {
    name: 'start without a licence',
    conditions: { licenceValid: false },
    act: ({ as }) => as('ada.agent').start({}),
    expected: { status: 501, reason: 0, code: 'start/no-licence' },
  },
  {
    name: 'start without a recording pilot',
    conditions: { recordingPilot: 'missing' },
    act: ({ as }) => as('ada.agent').start({}),
    expected: { status: 501, reason: 1, code: 'start/no-pilot' },
  },
  {
    name: 'start with a misrouted pilot',
    conditions: { recordingPilot: 'misrouted' },
    act: ({ as }) => as('ada.agent').start({}),
    expected: { status: 501, reason: 2, code: 'start/pilot-misconfigured' },
  },
  {
    name: 'start with all channels in use',
    conditions: { licensedChannels: 0 },
    act: ({ as, call }) => {
      call('ada.agent', noCall);
      return as('ada.agent').start({});
    },
    expected: { status: 503, code: 'start/no-channel' },
  },
  // A2 to A4 stop
  {
    name: 'stop of an id that is no GUID, without asking the server',
    act: ({ as }) => as('max.manager').stopById('Mine'),
    expected: { status: null, code: 'stop/id-invalid' },
  },
  {
    name: 'stop on a device that cannot be monitored',
    conditions: { unmonitoredDevices: ['SEP000000000101'] },
    act: ({ as, call }) => as('max.manager').stopById(call('ada.agent').id),
    expected: { status: 400, reason: 1, code: 'stop/line-not-monitorable' },
  },
  {
    name: 'stop on a device that records by itself',
    act: ({ as, call }) => as('max.manager').stopById(call('auto.line').id),
    expected: { status: 400, reason: 2, code: 'stop/automatic' },
  },
  {
    name: 'stop by an agent',
    act: ({ as, call }) => as('ada.agent').stopById(call('ada.agent').id),
    expected: { status: 403, code: 'stop/not-allowed' },
  },
  {
    name: 'stop of a recording that has ended',
    act: ({ as }) => as('max.manager').stopById(nobodysId),
    expected: { status: 409, code: 'stop/ended' },
  },
  {
    name: 'stop by an unknown line',
    act: ({ as }) => as('max.manager').stopByLine({ directoryNumber: '999' }),
    expected: { status: 400, code: 'stop/line-refused' },
  },
  {
    name: 'stop by no line at all, without asking the server',
    act: ({ as }) => as('max.manager').stopByLine({}),
    expected: { status: null, code: 'stop/no-target' },
  },
  {
    name: "stop on a colleague's line",
    act: ({ as }) => as('ada.agent').stopByLine({ directoryNumber: '102' }),
    expected: { status: 403, code: 'stop/not-allowed' },
  },
  {
    name: 'stop on a line with nothing to stop',
    act: ({ as }) => as('max.manager').stopByLine({ deviceName: 'SEP000000000101' }),
    expected: { status: 409, code: 'stop/nothing-recorded' },
  },
  {
    name: 'stop mine by a user without a line',
    act: ({ as }) => as('no.line').stopMine(),
    expected: { status: 400, code: 'stop/line-refused' },
  },
  {
    name: 'stop mine with nothing to stop',
    act: ({ as }) => as('ada.agent').stopMine(),
    expected: { status: 409, code: 'stop/nothing-recorded' },
  },
  // A5, A6 pause and resume
  {
    name: 'pause of an id that is no GUID, without asking the server',
    act: ({ as }) => as('ada.agent').pauseById('x/../y'),
    expected: { status: null, code: 'pause/id-invalid' },
  },
  {
    name: "pause of a colleague's recording",
    act: ({ as, call }) => as('ada.agent').pauseById(call('ben.agent').id),
    expected: { status: 403, code: 'pause/not-allowed' },
  },
  {
    name: 'pause of a recording that has ended',
    act: ({ as }) => as('ada.agent').pauseById(nobodysId),
    expected: { status: 409, code: 'pause/ended' },
  },
  {
    name: 'pause of what is paused',
    act: ({ simulator, as, call }) => {
      const { id } = call('ada.agent');
      simulator.setPaused(id, true);
      return as('ada.agent').pauseById(id);
    },
    expected: { status: 429, code: 'pause/already' },
  },
  {
    name: 'resume of what is not paused',
    act: ({ as, call }) => as('ada.agent').resumeById(call('ada.agent').id),
    expected: { status: 429, code: 'resume/not-paused' },
  },
  {
    name: 'resume of a recording that has ended',
    act: ({ as }) => as('ada.agent').resumeById(nobodysId),
    expected: { status: 409, code: 'resume/ended' },
  },
  {
    name: "resume of a colleague's recording",
    act: ({ as, call }) => as('ada.agent').resumeById(call('ben.agent').id),
    expected: { status: 403, code: 'resume/not-allowed' },
  },
  {
    name: 'pause by no number',
    act: ({ as }) => as('ada.agent').pauseByNumber(''),
    expected: { status: 400, code: 'pause/number-missing' },
  },
  {
    name: "pause by a colleague's number",
    act: ({ as }) => as('ada.agent').pauseByNumber('102'),
    expected: { status: 403, code: 'pause/not-allowed' },
  },
  {
    name: 'pause by number with nothing recorded',
    act: ({ as }) => as('ada.agent').pauseByNumber('101'),
    expected: { status: 409, code: 'pause/nothing-recorded' },
  },
  {
    name: 'pause by number of what is paused',
    act: ({ simulator, as, call }) => {
      simulator.setPaused(call('ada.agent').id, true);
      return as('ada.agent').pauseByNumber('101');
    },
    expected: { status: 429, code: 'pause/already' },
  },
  {
    name: 'resume by no number',
    act: ({ as }) => as('ada.agent').resumeByNumber(''),
    expected: { status: 400, code: 'resume/number-missing' },
  },
  {
    name: 'resume by number with nothing recorded',
    act: ({ as }) => as('ada.agent').resumeByNumber('101'),
    expected: { status: 409, code: 'resume/nothing-recorded' },
  },
  {
    name: 'resume by number of what is not paused',
    act: ({ as, call }) => as('ada.agent').resumeByNumber(call('ada.agent').directoryNumber),
    expected: { status: 429, code: 'resume/not-paused' },
  },
  // A7
  {
    name: 'list of all live recordings by an agent',
    act: ({ as }) => as('ada.agent').listLive({}),
    expected: { status: 403, code: 'live/not-allowed' },
  },
  // Part B
  {
    name: 'list of completed recordings by a user who may only record',
    act: ({ as }) => as('rec.only').listCompleted({ page: 0, pageSize: 5 }),
    expected: { status: 403, code: 'completed/not-allowed' },
  },
  {
    name: 'a page size that is no page size',
    act: ({ as }) => as('ada.agent').listCompleted({ page: 0, pageSize: 0 }),
    expected: { status: 400, reason: 1, code: 'completed/page-refused' },
  },
  {
    name: 'detail of an id that is no GUID, without asking the server',
    act: ({ as }) => as('ada.agent').detail('..'),
    expected: { status: null, code: 'detail/id-invalid' },
  },
  {
    name: 'detail of a recording that is not there',
    act: ({ as }) => as('ada.agent').detail(nobodysId),
    expected: { status: 404, code: 'detail/gone' },
  },
  {
    name: "detail of a colleague's recording",
    act: ({ simulator, as }) =>
      as('ada.agent').detail(simulator.addCompleted({ username: 'ben.agent', durationMs: 5000 }).id),
    expected: { status: 403, code: 'detail/not-allowed' },
  },
  {
    name: 'media of an id that is no GUID, without asking the server',
    act: ({ as }) => as('ada.agent').media(''),
    expected: { status: null, code: 'media/id-invalid' },
  },
  {
    name: 'media of a recording that is not there',
    act: ({ as }) => as('ada.agent').media(nobodysId),
    expected: { status: 404, code: 'media/gone' },
  },
  {
    name: "media of a colleague's recording",
    act: ({ simulator, as }) =>
      as('ada.agent').media(simulator.addCompleted({ username: 'ben.agent', durationMs: 5000 }).id),
    expected: { status: 403, code: 'media/not-allowed' },
  },
  // B4
  {
    name: 'upload for a user whom the server does not know',
    act: ({ as }) =>
      as('ada.agent').upload(metadata({ localParty: { username: 'nobody', phoneNumber: '1' } }), audioOf(wave())),
    expected: { status: 400, reason: 1, code: 'upload/details-invalid' },
  },
  {
    name: 'upload of something that is no audio',
    act: ({ as }) => as('ada.agent').upload(metadata(), audioOf(Buffer.from('hello'))),
    expected: { status: 400, reason: 2, code: 'upload/audio-invalid' },
  },
  {
    name: 'upload by a user who may only record',
    act: ({ as }) => as('rec.only').upload(metadata(), audioOf(wave())),
    expected: { status: 403, code: 'upload/not-allowed' },
  },
  {
    name: 'upload of a recording older than the retention period',
    conditions: { retentionDays: 1 },
    act: ({ as }) => as('ada.agent').upload(metadata({ startDateTime: new Date('2001-01-01') }), audioOf(wave())),
    expected: { status: 409, code: 'upload/outside-retention' },
  },
  {
    name: 'upload without a licence',
    conditions: { licenceValid: false },
    act: ({ as }) => as('ada.agent').upload(metadata(), audioOf(wave())),
    expected: { status: 501, code: 'upload/no-licence' },
  },
  {
    name: 'upload of more than the server takes, without sending it',
    act: ({ as }) => as('ada.agent').upload(metadata(), audioOf(wave(), { length: 256 * 1024 * 1024 + 1 })),
    expected: { status: null, code: 'upload/too-large' },
  },
  {
    name: 'upload of a file that is shorter than it said',
    act: ({ as }) => as('ada.agent').upload(metadata(), audioOf(wave(), { length: 5000 })),
    expected: { status: null, code: 'upload/source-failed' },
  },
  {
    name: 'upload of a file that is longer than it said',
    act: ({ as }) => as('ada.agent').upload(metadata(), audioOf(wave(), { length: 50 })),
    expected: { status: null, code: 'upload/source-failed' },
  },
];

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());
reportCases('natural errors', () => errors.length + 1);

test.each(errors)('$name: $expected.code', async ({ conditions, act, expected }) => {
  Object.assign(simulator.conditions, conditions);
  const answer = await act({
    simulator,
    as: (username) => clientOf(simulator, username),
    call: (username, rest) => simulator.beginCall({ username, remoteNumber, ...rest }),
  });
  const failure = failureOf(answer);
  expect(failure).toMatchObject({ status: expected.status, problem: { code: expected.code } });
  if (expected.reason !== undefined) expect(failure.reason).toBe(expected.reason);
  if (expected.status === null)
    expect(simulator.requests.filter(({ endpoint }) => endpoint === failure.endpoint && endpoint !== 'upload')).toEqual(
      [],
    );
});

test('a recording service that is down is told on every endpoint, and a wrong password too', async () => {
  const { endpointNames } = await import('../../src/main/core/ucx/client-types.ts');
  const { invoke } = await import('./contract-support.ts');
  const wrong = clientOf(simulator, 'ada.agent', { password: 'wrong' });
  for (const endpoint of endpointNames) {
    expect(failureOf(await invoke[endpoint](wrong, nobodysId))).toMatchObject({
      outcome: 'unauthorized',
      problem: { code: 'credentials-refused' },
    });
  }
  simulator.conditions.serviceDown = true;
  const right = clientOf(simulator);
  for (const endpoint of endpointNames) {
    const { status, problem } = failureOf(await invoke[endpoint](right, nobodysId));
    expect(status).toBe(504);
    expect(problem.code).toMatch(/service-unavailable$/);
  }
});
