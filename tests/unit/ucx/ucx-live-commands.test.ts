// Each command of a live recording as it stands on the wire, what is never sent, and answers that are too large or say nothing useful.
import { describe, expect, test } from 'vitest';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { clientFor, event, id, serve } from './ucx-support.ts';

type Ask = (client: UcxClient) => Promise<unknown>;
const bodyOf = async (request: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

/** A server that notes what it was asked and answers a start with an id. */
async function noted() {
  const asked: { readonly line: string; readonly type: string | undefined; readonly body: string }[] = [];
  const seen = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, type: request.headers['content-type'], body });
      if (request.method === 'POST') response.writeHead(201).end(JSON.stringify({ id }));
      else response.writeHead(204).end();
    });
  });
  return { ...seen, asked };
}

describe('a command on the wire', () => {
  test.each<[string, Ask, string]>([
    ['stopById', (client) => client.stopById(id), `DELETE /fw/Apps/Recorder/WebAPI/LiveRecordings/${id}`],
    ['stopMine', (client) => client.stopMine(), 'DELETE /fw/Apps/Recorder/WebAPI/LiveRecordings/Mine'],
    ['pauseById', (client) => client.pauseById(id), `PUT /fw/Apps/Recorder/WebAPI/LiveRecordings/${id}/Pause`],
    ['resumeById', (client) => client.resumeById(id), `PUT /fw/Apps/Recorder/WebAPI/LiveRecordings/${id}/Resume`],
    [
      'pauseByNumber',
      (client) => client.pauseByNumber('10 1'),
      'PUT /fw/Apps/Recorder/WebAPI/LiveRecordings/Pause?directoryNumber=10%201',
    ],
    [
      'resumeByNumber',
      (client) => client.resumeByNumber('101'),
      'PUT /fw/Apps/Recorder/WebAPI/LiveRecordings/Resume?directoryNumber=101',
    ],
    [
      'stopByLine',
      (client) => client.stopByLine({ deviceName: 'SEP1', directoryNumber: '101' }),
      'DELETE /fw/Apps/Recorder/WebAPI/LiveRecordings/?deviceName=SEP1&directoryNumber=101',
    ],
  ])('%s', async (endpoint, ask, line) => {
    const { url, asked } = await noted();
    const told: unknown[] = [];
    const client = clientFor(url, {
      onRequest: (facts) => told.push([facts.endpoint, facts.status, facts.ms >= 0 && facts.ms < 60_000]),
    });
    expect(await ask(client)).toEqual({ ok: true, value: null });
    expect(asked).toEqual([{ line, type: undefined, body: '' }]);
    expect(told).toEqual([[endpoint, 204, true]]);
  });

  test.each([
    [{ deviceName: 'SEP1' }, '{"deviceName":"SEP1"}'],
    [{ directoryNumber: '101', mode: 1 as const }, '{"directoryNumber":"101","mode":1}'],
    [
      { deviceName: 'SEP1', directoryNumber: '101', mode: 0 as const },
      '{"deviceName":"SEP1","directoryNumber":"101","mode":0}',
    ],
  ])('a start of %j', async (target, body) => {
    const { url, asked } = await noted();
    expect(await clientFor(url).start(target)).toEqual({ ok: true, value: { id } });
    expect(asked).toMatchObject([{ body, type: 'application/json' }]);
    expect(asked[0]?.line).toMatch(/^POST .*\/$/u);
  });

  test.each<[string, Ask]>([
    ['stopById', (client) => client.stopById('../Mine')],
    ['pauseById', (client) => client.pauseById('')],
    ['resumeById', (client) => client.resumeById('Mine')],
    ['stopByLine', (client) => client.stopByLine({})],
  ])('%s of nothing that could be meant is not sent, and says so', async (endpoint, ask) => {
    const { url, asked } = await noted();
    const failure = { endpoint, status: null, problem: { values: { host: new URL(url).host } } };
    expect(await ask(clientFor(url))).toMatchObject({ ok: false, error: failure });
    expect(asked).toEqual([]);
  });

  test('a start whose answer has no id is not known to have begun', async () => {
    const { url } = await serve((_request, response) => response.writeHead(201).end('{}'));
    expect(await clientFor(url).start({ directoryNumber: '101' })).toMatchObject({
      ok: false,
      error: { endpoint: 'start', outcome: 'unknown', status: 201, problem: { code: 'server-answer-unreadable' } },
    });
  });
});

describe('an answer', () => {
  const limits = { jsonBytes: 100 };
  const list = (bytes: number): string => `[${' '.repeat(bytes - 2)}]`;
  const tooLarge = {
    ok: false,
    error: { status: 200, outcome: 'unknown', problem: { code: 'server-answer-too-large' } },
  };

  test.each([true, false])('up to its limit is read, and one byte more is not (length told: %s)', async (isTold) => {
    let bytes = 100;
    const { url } = await serve((_request, response) => {
      response.writeHead(200, isTold ? { 'Content-Length': String(bytes) } : {});
      response.write(list(bytes).slice(0, 40));
      response.end(list(bytes).slice(40));
    });
    const client = clientFor(url, { limits });
    expect(await client.listMine()).toMatchObject({ ok: true });
    bytes = 101;
    expect(await client.listMine()).toMatchObject(tooLarge);
  });

  test('that is no JSON is told as such, with its status', async () => {
    const { url } = await serve((_request, response) => response.end('<html>'));
    expect(await clientFor(url).listMine()).toMatchObject({
      ok: false,
      error: { status: 200, problem: { code: 'server-answer-unreadable', values: { host: new URL(url).host } } },
    });
  });

  test('to a command may be as long as it likes: it is not read', async () => {
    const seen = await serve((_request, response) => {
      response.writeHead(200);
      response.write(Buffer.alloc(200_000, ' '));
    });
    expect(await clientFor(seen.url).pauseById(id)).toEqual({ ok: true, value: null });
    const [socket] = seen.sockets;
    // The connection is given up rather than kept for a body that may never end.
    if (socket !== undefined && !socket.destroyed) await event(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });

  test.each([
    ['Basic realm="x"', 'unauthorized'],
    ['Negotiate, Basic realm="x"', 'unauthorized'],
    ['Basic', 'unauthorized'],
    ['Negotiate', 'refused'],
    ['Basically', 'refused'],
  ])('401 that offers %j is %s', async (offered, outcome) => {
    const { url } = await serve((_request, response) => response.writeHead(401, { 'WWW-Authenticate': offered }).end());
    const answer = await clientFor(url).listMine();
    expect([answer.ok, !answer.ok && answer.error.outcome === 'unauthorized']).toEqual([
      false,
      outcome === 'unauthorized',
    ]);
  });
});

test('a closed client ends its idle connections', async () => {
  const seen = await serve();
  const client = clientFor(seen.url);
  await client.listMine();
  const [socket] = seen.sockets;
  const gone = socket === undefined ? null : event(socket, 'close');
  client.close();
  await gone;
  expect(socket?.destroyed).toBe(true);
});
