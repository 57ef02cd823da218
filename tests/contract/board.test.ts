// Everybody's live recordings against the simulator: every documented refusal of list, pause, resume, stop and start, also by phone, in its own words.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { noBoardFilter, type BoardEnd, type BoardFilter, type BoardView } from '../../src/shared/ipc/board.ts';
import type { ProblemCode } from '../../src/shared/domain/problem.ts';
import { problemText } from '../../src/shared/messages/problems.ts';
import { unknownText } from '../../src/shared/messages/en/problems/problems.ts';
import { ucxProblemRows, type EndpointName } from '../../src/shared/domain/ucx-problems.ts';
import { startSimulator, type CallHandle, type Simulator } from '../../src/simulator/simulator.ts';
import { fakePorts } from '../support/fake-ports.ts';
import { MemoryFiles } from '../support/memory-files.ts';

let simulator: Simulator;
let core: Core;
let call: CallHandle;

beforeAll(async () => {
  simulator = await startSimulator();
  const ports = fakePorts<Clock>(systemClock());
  core = createCore({ ...ports, files: new MemoryFiles(), random: Math.random });
  await core.start();
  await core.handlers['preferences.set']({ name: 'pause.notConfirmedMs', value: 500 });
  const signedIn = await core.handlers['session.signIn']({
    server: simulator.url,
    username: 'sam.supervisor',
    password: 'demo',
    allowPlainHttp: false,
    thisSessionOnly: true,
  });
  expect(signedIn.ok).toBe(true);
});

afterAll(async () => {
  await core.dispose();
  await simulator.close();
});

async function view(): Promise<BoardView> {
  const answer = await core.handlers['board.read']({});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** Waits for the event, not for a time: each change of the list is looked at. */
function until(fits: (board: BoardView) => boolean): Promise<BoardView> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      view().then((board) => {
        if (!fits(board)) return;
        stop();
        resolve(board);
      }, reject);
    };
    const stop = core.onBoard(look);
    look();
  });
}

async function watch(filter: Partial<BoardFilter> = {}): Promise<void> {
  await core.handlers['board.watch']({ filter: { ...noBoardFilter, ...filter } });
  await core.handlers['board.refresh']({});
}

async function end(answer: ReturnType<Core['handlers']['board.pause']>): Promise<BoardEnd> {
  const result = await answer;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const known = (id: string) => until(({ rows }) => rows.some((row) => row.id === id));
/** Sends a refusal once; what the row or the answer says of it is the code of the table. */
function refuse(endpoint: EndpointName, status: number, reason: number | null) {
  const fault = { kind: 'status' as const, status, ...(reason === null ? {} : { reason }) };
  return simulator.setFault({ endpoint }, fault);
}

/** Rows of the table that are refusals of one request, without 401 (the session ends) and what is as good as done. */
const refusals = (endpoint: string, leftOut: readonly number[]) =>
  ucxProblemRows.filter((row) => row.endpoint === endpoint && ![401, ...leftOut].includes(row.status));

function words(code: ProblemCode | undefined): void {
  const { what, next } = problemText({ code: code ?? 'problem-unknown' });
  expect(what).not.toBe(unknownText.what);
  expect(next).not.toBe('');
}

beforeEach(async () => {
  simulator.clearFaults();
  for (const { callId } of simulator.live()) simulator.endCall(callId);
  call = simulator.beginCall({ username: 'ben.agent', remoteNumber: '+390551104729' });
  await watch();
  await known(call.id);
});

describe('pausing another’s recording', () => {
  test.each(refusals('pauseById', [409, 429]))('that is refused by $status says $code', async ({ status, code }) => {
    refuse('pauseById', status, null);
    const { confirmed, problem } = await end(core.handlers['board.pause']({ recordingId: call.id }));
    expect(confirmed).toBe(false);
    const { rows } = await view();
    expect(rows[0]).toMatchObject({ state: 'unconfirmed', problem: { code: expect.any(String) as string } });
    // A server without an answer may have paused it: the reads say that it did not.
    expect([code, 'recorder-did-not-obey']).toContain(problem?.code);
    words(problem?.code);
    await core.handlers['board.cancelPause']({ recordingId: call.id });
  });

  test('that is paused already is confirmed by the read, not by the refusal', async () => {
    simulator.setPaused(call.id, true);
    expect(await end(core.handlers['board.pause']({ recordingId: call.id }))).toEqual({
      confirmed: true,
      problem: null,
    });
  });

  test('whose call has just ended says so', async () => {
    simulator.endCall(call.id);
    const { confirmed, problem } = await end(core.handlers['board.pause']({ recordingId: call.id }));
    expect(confirmed).toBe(false);
    expect(problem?.code).toBe('pause/ended');
  });
});

describe('resuming another’s recording', () => {
  test.each(refusals('resumeById', [409, 429]))('that is refused by $status says $code', async ({ status, code }) => {
    simulator.setPaused(call.id, true);
    await watch();
    await until(({ rows }) => rows.some(({ state }) => state === 'paused'));
    refuse('resumeById', status, null);
    const { confirmed, problem } = await end(core.handlers['board.resume']({ recordingId: call.id }));
    expect(confirmed).toBe(false);
    expect(problem?.code).toBe(code);
    words(problem?.code);
    expect((await view()).rows[0]).toMatchObject({ state: 'paused', problem: { code } });
  });
});

describe('stopping another’s recording', () => {
  test.each(refusals('stopById', [409, 500, 504]))(
    'that is refused by $status with reason $reason says $code',
    async ({ status, reason, code }) => {
      refuse('stopById', status, reason);
      const { confirmed, problem } = await end(core.handlers['board.stop']({ recordingId: call.id }));
      expect({ confirmed, code: problem?.code }).toEqual({ confirmed: false, code });
      words(problem?.code);
      expect((await view()).rows[0]).toMatchObject({ state: 'recording', problem: { code } });
    },
  );

  test('is confirmed when the recording is gone', async () => {
    expect(await end(core.handlers['board.stop']({ recordingId: call.id }))).toEqual({
      confirmed: true,
      problem: null,
    });
    expect(simulator.live()).toEqual([]);
  });
});

describe('starting for another', () => {
  const start = () => end(core.handlers['board.start']({ deviceName: '', directoryNumber: '102', mode: 0 }));

  test.each(refusals('start', [429, 500, 503, 504]))(
    'that is refused by $status with reason $reason says $code',
    async ({ status, reason, code }) => {
      refuse('start', status, reason);
      const { confirmed, problem } = await start();
      expect({ confirmed, code: problem?.code }).toEqual({ confirmed: false, code });
      words(problem?.code);
    },
  );

  test('begins it, and the read shows it', async () => {
    const silent = simulator.beginCall({ username: 'zoë', remoteNumber: '+390551104729', recorded: false });
    const line = { deviceName: silent.deviceName, directoryNumber: silent.directoryNumber, mode: 1 } as const;
    expect(await end(core.handlers['board.start'](line))).toEqual({ confirmed: true, problem: null });
    expect(simulator.live().map(({ callId }) => callId)).toContain(silent.callId);
  });

  test('of what is recorded already is as good as done', async () => {
    expect(await start()).toEqual({ confirmed: true, problem: null });
  });
});

describe('a phone', () => {
  const pause = (directoryNumber = '102') => end(core.handlers['board.pausePhone']({ directoryNumber }));
  const resume = (directoryNumber = '102') => end(core.handlers['board.resumePhone']({ directoryNumber }));
  const stop = (directoryNumber = '102', deviceName = '') =>
    end(core.handlers['board.stopPhone']({ deviceName, directoryNumber }));
  const done = { confirmed: true, problem: null };
  const asked = (endpoint: EndpointName) => simulator.requests.filter((one) => one.endpoint === endpoint).length;

  test.each(refusals('pauseByNumber', [429, 500, 503, 504]))(
    'that may not be paused, $status, says $code, and its row is loud',
    async ({ status, code }) => {
      refuse('pauseById', status, null);
      refuse('pauseByNumber', status, null);
      const { confirmed, problem } = await pause();
      expect({ confirmed, code: problem?.code }).toEqual({ confirmed: false, code });
      words(problem?.code);
      await until(({ rows }) => rows.some(({ state }) => state === 'unconfirmed'));
      await core.handlers['board.cancelPause']({ recordingId: call.id });
      expect(core.snapshot().session.phase).toBe('signedIn');
    },
  );

  test.each(refusals('resumeByNumber', [429, 500, 503, 504]))(
    'that may not be resumed, $status, says $code and stays paused',
    async ({ status, code }) => {
      simulator.setPaused(call.id, true);
      refuse('resumeByNumber', status, null);
      const { confirmed, problem } = await resume();
      expect({ confirmed, code: problem?.code }).toEqual({ confirmed: false, code });
      words(problem?.code);
      await until(({ rows }) => rows[0]?.state === 'paused');
      expect(core.snapshot().session.phase).toBe('signedIn');
    },
  );

  test.each(refusals('stopByLine', [500, 504]))(
    'that may not be stopped, $status with reason $reason, says $code',
    async ({ status, reason, code }) => {
      refuse('stopByLine', status, reason);
      const { confirmed, problem } = await stop();
      expect({ confirmed, code: problem?.code }).toEqual({ confirmed: false, code });
      words(problem?.code);
      expect(simulator.live()).toHaveLength(1);
    },
  );

  test.each(['resumeByNumber', 'stopByLine'] as const)(
    'whose %s gets no usable answer is read for a while, and then told',
    async (endpoint) => {
      simulator.setPaused(call.id, true);
      refuse(endpoint, 500, null);
      const { confirmed, problem } = await (endpoint === 'stopByLine' ? stop() : resume());
      expect(confirmed).toBe(false);
      expect(problem?.code).toMatch(/\/server-fault$/u);
    },
  );

  test('with every recording on it is paused and resumed by one request each, once reads show it', async () => {
    const second = simulator.beginCall({ username: 'ben.agent', remoteNumber: '+4420' });
    const before = { pause: asked('pauseByNumber'), each: asked('pauseById') };
    expect(await pause()).toEqual(done);
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true, true]);
    expect({ pause: asked('pauseByNumber'), each: asked('pauseById') }).toEqual({ ...before, pause: before.pause + 1 });
    await until(({ rows }) => rows.length === 2 && rows.every(({ state }) => state === 'paused'));
    expect(await resume()).toEqual(done);
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false, false]);
    simulator.endCall(second.callId);
  });

  test('that is in that state already is confirmed by the read, not by the refusal', async () => {
    expect(await resume()).toEqual(done);
    simulator.setPaused(call.id, true);
    expect(await pause()).toEqual(done);
  });

  test('of which the server says that it did, and did not, is not confirmed', async () => {
    simulator.setFault({ endpoint: ['pauseByNumber', 'pauseById'] }, { kind: 'lie' });
    const { confirmed, problem } = await pause();
    expect(confirmed).toBe(false);
    words(problem?.code);
    expect((await view()).rows[0]).toMatchObject({ state: 'unconfirmed' });
    await core.handlers['board.cancelPause']({ recordingId: call.id });
  });

  test('is stopped by its number, by its device, or by both', async () => {
    expect(await stop()).toEqual(done);
    for (const number of ['', '102']) {
      const { deviceName } = simulator.beginCall({ username: 'ben.agent', remoteNumber: '+4420' });
      expect(await stop(number, deviceName)).toEqual(done);
      expect(simulator.live()).toEqual([]);
    }
  });

  test('on which nothing is recorded is said in words, and nothing but a pause is sent', async () => {
    const before = [asked('resumeByNumber'), asked('stopByLine')];
    expect((await pause('103')).problem?.code).toBe('pause/nothing-recorded');
    expect((await resume('103')).problem?.code).toBe('resume/nothing-recorded');
    expect((await stop('103')).problem?.code).toBe('stop/nothing-recorded');
    expect([asked('resumeByNumber'), asked('stopByLine')]).toEqual(before);
  });

  test('of one’s own is paused and resumed by one’s own machine', async () => {
    const own = simulator.beginCall({ username: 'sam.supervisor', remoteNumber: '+4420' });
    const before = [asked('pauseByNumber'), asked('resumeByNumber')];
    expect(await pause(own.directoryNumber)).toEqual(done);
    expect(core.snapshot().live.state).toBe('paused');
    expect(await resume(own.directoryNumber)).toEqual(done);
    expect(core.snapshot().live.state).toBe('recording');
    expect([asked('pauseByNumber'), asked('resumeByNumber')]).toEqual(before);
  });
});

describe('the list', () => {
  test.each(refusals('listLive', [403]))('that fails by $status says $code and is asked for again', async (row) => {
    simulator.setFault({ endpoint: 'listLive', times: 1 }, { kind: 'status', status: row.status });
    const failed = until(({ problem }) => problem?.code === row.code);
    await core.handlers['board.refresh']({});
    words((await failed).problem?.code);
    await until(({ problem }) => problem === null);
  });

  test('is found by each filter of the server', async () => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '+4420' });
    const filters: Partial<BoardFilter>[] = [
      { username: 'ben.agent' },
      { directoryNumber: '102' },
      { deviceName: 'SEP000000000102' },
      { numericUserId: '102' },
    ];
    for (const filter of filters) {
      await watch(filter);
      const { rows } = await until(({ ageMs }) => ageMs !== null);
      expect(rows.map(({ username }) => username)).toEqual(['ben.agent']);
    }
  });

  test('that the account may not see is said in words and not asked for again', async () => {
    simulator.setFault({ endpoint: 'listLive' }, { kind: 'status', status: 403 });
    await watch({ username: 'nobody' });
    const { problem, allowed } = await until((board) => board.allowed === 'no');
    expect({ code: problem?.code, allowed }).toEqual({ code: 'live/not-allowed', allowed: 'no' });
    words(problem?.code);
    expect(core.snapshot().session.phase).toBe('signedIn');
  });
});
