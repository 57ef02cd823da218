// Faults: each does to the answer what its name says, and to the recorder what its description says.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Fault, type Simulator } from '../../../src/simulator/simulator.ts';
import { ask, at, completed, live, manualClock, type ManualClock } from './simulator-support.ts';

let clock: ManualClock;
let simulator: Simulator;
let id: string;

beforeEach(async () => {
  clock = manualClock();
  simulator = await startSimulator({ clock, recordings: 5 });
  id = simulator.beginCall({ remoteNumber: '+1555' }).id;
});
afterEach(() => simulator.close());

const pause = () => ask(simulator, 'PUT', `${live}/${id}/Pause`);
const mine = () => ask(simulator, 'GET', `${live}/Mine`);
const isPaused = () => simulator.live()[0]?.isPaused;
const set = (fault: Fault) => simulator.setFault({ endpoint: ['pauseById', 'listMine'] }, fault);

describe('a fault on a command', () => {
  it('"lie" says done and does nothing', async () => {
    set({ kind: 'lie' });
    expect((await pause()).status).toBe(204);
    expect(isPaused()).toBe(false);
  });

  it('"accepted" says 202, and acts later', async () => {
    set({ kind: 'accepted', actsAfterMs: 500 });
    expect((await pause()).status).toBe(202);
    expect(isPaused()).toBe(false);
    clock.advance(500);
    await Promise.resolve();
    expect(isPaused()).toBe(true);
  });

  it('"accepted" without a time says 202 and never acts', async () => {
    set({ kind: 'accepted', actsAfterMs: null });
    expect((await pause()).status).toBe(202);
    clock.advance(86_400_000);
    expect(isPaused()).toBe(false);
  });

  it('"cut-before" loses the request and "cut-after" the reply', async () => {
    const lost = set({ kind: 'cut-before' });
    await expect(pause()).rejects.toThrow();
    expect(isPaused()).toBe(false);
    lost.remove();
    set({ kind: 'cut-after' });
    await expect(pause()).rejects.toThrow();
    expect(isPaused()).toBe(true);
    expect(simulator.requests.map((request) => request.status)).toEqual([null, null]);
  });

  it.each([
    [false, undefined],
    [true, true],
  ])('"hang" never answers, and has acted (%s) only when told to', async (expected, acts) => {
    set(acts === undefined ? { kind: 'hang' } : { kind: 'hang', acts });
    const acted = expected ? simulator.nextChange(({ kind }) => kind === 'paused') : Promise.resolve();
    const arrived = simulator.nextRequest((request) => request.endpoint === 'pauseById');
    const asked = pause();
    const givenUp = new Promise<number | null>((resolve) => simulator.onAnswered((request) => resolve(request.status)));
    // The connection still stands when another request has come and gone.
    await arrived;
    await acted;
    await ask(simulator, 'GET', completed);
    expect(isPaused()).toBe(expected);
    simulator.cutConnections();
    await expect(asked).rejects.toThrow();
    await givenUp;
  });

  it('"status" refuses with the status, reason, fields, body and headers given', async () => {
    const first = set({ kind: 'status', status: 409, reason: 3, extra: { extension: null } });
    expect(await pause()).toMatchObject({ status: 409, json: { reason: 3, extension: null } });
    first.remove();
    set({ kind: 'status', status: 504, body: '<h1>Gateway</h1>', headers: { 'Retry-After': '9' } });
    const { status, text, headers } = await pause();
    expect([status, text, headers['content-type'], headers['retry-after']]).toEqual([
      504,
      '<h1>Gateway</h1>',
      'text/html',
      '9',
    ]);
    expect(isPaused()).toBe(false);
  });

  it('"redirect" points elsewhere and does not act', async () => {
    set({ kind: 'redirect', location: 'http://elsewhere.example/', status: 307 });
    const { status, headers } = await pause();
    expect([status, headers.location]).toEqual([307, 'http://elsewhere.example/']);
    expect(isPaused()).toBe(false);
  });

  it('"unauthorized-from-now" begins with the first request it meets and holds for all', async () => {
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'unauthorized-from-now' });
    expect((await mine()).status).toBe(200);
    expect((await pause()).status).toBe(401);
    expect((await mine()).status).toBe(401);
    expect(isPaused()).toBe(false);
    simulator.clearFaults();
    expect((await mine()).status).toBe(200);
  });

  it('"delay" answers when its time has come and not before', async () => {
    set({ kind: 'delay', ms: 700 });
    let answered = false;
    const timer = clock.timer;
    const delayed = new Promise<void>((resolve) => {
      clock.timer = (ms, callback) => {
        resolve();
        return timer(ms, callback);
      };
    });
    const waiting = pause().then(() => (answered = true));
    await delayed;
    clock.advance(699);
    await ask(simulator, 'GET', completed);
    expect([answered, isPaused()]).toEqual([false, false]);
    clock.advance(1);
    await waiting;
    expect(isPaused()).toBe(true);
  });
});

describe('a fault on the body of an answer', () => {
  const bodies: readonly [Extract<Fault, { kind: 'body' }>['body'], (text: string, json: unknown) => boolean][] = [
    ['html', (text) => text.startsWith('<!DOCTYPE html>')],
    ['empty', (text) => text === ''],
    ['truncated-json', (text, json) => text.startsWith('[{"id":') && json === undefined],
    ['not-json', (text, json) => text.startsWith('OK') && json === undefined],
    ['huge-json', (text, json) => text.length > 10_000_000 && at(json, 0, 'isPaused') === false],
    ['string-booleans', (_text, json) => at(json, 0, 'isPaused') === 'false'],
    ['missing-is-paused', (_text, json) => at(json, 0, 'id') === id && at(json, 0, 'isPaused') === undefined],
    ['unknown-is-paused', (_text, json) => at(json, 0, 'isPaused') === 'perhaps'],
  ];
  it.each(bodies)('"%s" keeps the status and spoils the rest', async (body, fits) => {
    set({ kind: 'body', body });
    const { status, text, json } = await mine();
    expect(status).toBe(200);
    expect(fits(text, json)).toBe(true);
  });
});

describe('a fault on audio', () => {
  it('"cut-body" breaks the connection after exactly so many bytes', async () => {
    const { id: recording, sizeBytes } = simulator.addCompleted({ durationMs: 60_000 });
    simulator.setFault({ endpoint: 'media' }, { kind: 'cut-body', afterBytes: 100_000 });
    let received = 0;
    const { request } = await import('node:http');
    const failed = await new Promise<boolean>((resolve) => {
      const headers = { Authorization: `Basic ${Buffer.from('ada.agent:demo').toString('base64')}` };
      const sent = request(`${simulator.url}${completed}/${recording}/Media`, { headers, agent: false }, (response) => {
        expect(Number(response.headers['content-length'])).toBe(sizeBytes);
        response.on('data', (piece: Buffer) => (received += piece.length));
        response.on('error', () => resolve(true));
        response.on('end', () => resolve(false));
      });
      sent.on('error', () => resolve(true));
      sent.end();
    });
    expect([failed, received]).toEqual([true, 100_000]);
  });

  it('"slow-body" sends no more than its speed allows', async () => {
    const { id: recording } = simulator.addCompleted({ durationMs: 36 });
    simulator.setFault({ endpoint: 'media' }, { kind: 'slow-body', bytesPerSecond: 900 });
    const waits: number[] = [];
    const timer = clock.timer;
    clock.timer = (ms, callback) => {
      waits.push(ms);
      return timer(0, () => callback());
    };
    const answer = ask(simulator, 'GET', `${completed}/${recording}/Media`);
    const state = { done: false };
    void answer.then(() => (state.done = true));
    while (!state.done) {
      clock.advance(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // 180 bytes at 90 bytes a tenth of a second.
    expect([(await answer).bytes.length, waits]).toEqual([180, [100, 100]]);
  });

  it('"wrong-hash" announces a SHA-256 that the audio does not have', async () => {
    const { id: recording } = simulator.addCompleted({ durationMs: 1000 });
    const right = createHash('sha256')
      .update((await ask(simulator, 'GET', `${completed}/${recording}/Media`)).bytes)
      .digest('hex');
    const announced = async () => at((await ask(simulator, 'GET', `${completed}/${recording}`)).json, 'hash', 'sha256');
    const fault = simulator.setFault({ endpoint: 'detail' }, { kind: 'wrong-hash' });
    expect(await announced()).toMatch(/^[0-9a-f]{64}$/);
    expect(await announced()).not.toBe(right);
    fault.remove();
    expect(await announced()).toBe(right);
  });
});

describe('what a fault meets', () => {
  const refuse: Fault = { kind: 'status', status: 500 };
  const statuses = async (count: number) => {
    const found: number[] = [];
    for (let k = 0; k < count; k += 1) found.push((await mine()).status);
    return found;
  };

  it('is the nth request, at most so many, and what the path says', async () => {
    simulator.setFault({ endpoint: 'listMine', nth: 2 }, refuse);
    expect(await statuses(3)).toEqual([200, 500, 200]);
    simulator.clearFaults();
    const twice = simulator.setFault({ path: '/mine$', times: 2 }, refuse);
    expect(await statuses(3)).toEqual([500, 500, 200]);
    expect(twice.hits()).toBe(2);
    simulator.setFault({ method: 'PUT', username: 'ben.agent' }, refuse);
    expect((await pause()).status).toBe(204);
  });

  it('is by chance the same requests for the same seed', async () => {
    simulator.setFault({ probability: 0.5 }, refuse);
    const first = await statuses(20);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    const twin = await startSimulator({ clock: manualClock() });
    twin.setFault({ probability: 0.5 }, refuse);
    const second: number[] = [];
    for (let k = 0; k < 20; k += 1) second.push((await ask(twin, 'GET', `${live}/Mine`)).status);
    await twin.close();
    expect(second).toEqual(first);
  });
});

describe('the log of requests', () => {
  it('tells what came and over which connection, and no secret', async () => {
    await ask(simulator, 'PUT', `${live}/Pause?directoryNumber=101`, { body: 'x'.repeat(10) });
    const [entry] = simulator.requests;
    expect(entry).toMatchObject({
      number: 1,
      method: 'PUT',
      path: `${live}/Pause`,
      query: 'directoryNumber=101',
      endpoint: 'pauseByNumber',
      hasAuthorization: true,
      username: 'ada.agent',
      contentLength: '10',
      bodyBytes: 10,
      connection: 1,
      status: 204,
    });
    expect(JSON.stringify(simulator.requests)).not.toContain(Buffer.from('ada.agent:demo').toString('base64'));
  });
});
