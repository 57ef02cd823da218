// The requests of the client on the wire, against small servers that do one thing each.
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { endpointNames } from '../../../src/main/core/ucx/client-types.ts';
import { completedQueryString } from '../../../src/main/core/ucx/completed-query.ts';
import { clientFor, id, serve } from './ucx-support.ts';

describe('requests', () => {
  test('credentials are sent in UTF-8, and a command without a body says that it has none', async () => {
    const seen = await serve((_request, response) => response.writeHead(204).end());
    const client = clientFor(seen.url, { username: 'zoë', password: 'pässwörd€:x' });
    await client.pauseById(id.toUpperCase());
    await client.resumeByNumber('+49 30#1');
    const [pause, resume] = seen.requests;
    expect(pause?.headers.authorization).toBe(`Basic ${Buffer.from('zoë:pässwörd€:x', 'utf8').toString('base64')}`);
    expect(pause).toMatchObject({ method: 'PUT', headers: { 'content-length': '0' } });
    expect(pause?.headers['transfer-encoding']).toBeUndefined();
    expect(resume?.url).toBe('/fw/Apps/Recorder/WebAPI/LiveRecordings/Resume?directoryNumber=%2B49%2030%231');
  });

  test('my own line is started with no body at all, and another with JSON', async () => {
    const bodies: string[] = [];
    const seen = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(201).end(JSON.stringify({ id: id.toUpperCase() }));
      });
    });
    const client = clientFor(seen.url);
    expect(await client.start({})).toEqual({ ok: true, value: { id } });
    expect(await client.start({ mode: 1 })).toEqual({ ok: true, value: { id } });
    await client.start({ deviceName: 'SEP123456789ABC', directoryNumber: '101', mode: 1 });
    expect(bodies).toEqual(['', '', '{"deviceName":"SEP123456789ABC","directoryNumber":"101","mode":1}']);
    expect(
      seen.requests.map((request) => [request.headers['content-length'], request.headers['content-type']]),
    ).toEqual([
      ['0', undefined],
      ['0', undefined],
      [String(bodies[2]?.length), 'application/json'],
    ]);
  });

  test("the vendor's example of a list is asked for as documented", () => {
    const startTime = { operator: 'after', value: new Date('2023-01-01T00:00:00Z') } as const;
    expect(completedQueryString({ page: 0, pageSize: 25, startTime }, 'remoteParty')).toBe(
      '?page=0&pageSize=25&startTime=after:2023-01-01T00:00:00Z',
    );
  });

  test('every filter of a list is written, and none can break out of its place', () => {
    const query = completedQueryString(
      {
        page: 3,
        pageSize: 50,
        endTime: { operator: 'between', from: new Date('2023-01-01T00:00:00Z'), to: new Date('2023-01-02T00:00:00Z') },
        remoteParty: { operator: 'contains', value: '+1&x=2;#' },
        localPartyNumber: '101',
        ownerUsername: 'contains:x',
        direction: 'outgoing',
      },
      'remotePartyNumber',
    );
    expect([...new URLSearchParams(query)]).toEqual([
      ['page', '3'],
      ['pageSize', '50'],
      ['endTime', 'between:2023-01-01T00:00:00Z;2023-01-02T00:00:00Z'],
      ['remotePartyNumber', 'contains:+1&x=2\\;#'],
      ['localPartyNumber', 'equals:101'],
      ['ownerUsername', 'equals:contains:x'],
      ['direction', '2'],
    ]);
  });

  test('a path prefix of the server is kept', async () => {
    const seen = await serve();
    await clientFor(`${seen.url}/voice/`).listMine();
    expect(seen.requests[0]?.url).toBe('/voice/fw/Apps/Recorder/WebAPI/LiveRecordings/Mine');
  });

  test('facts for the log carry no credential, no address of a request and no number', async () => {
    const seen = await serve();
    const facts: unknown[] = [];
    const client = clientFor(seen.url, { onRequest: (fact) => facts.push(fact) });
    await client.pauseByNumber('5551234');
    expect(facts).toEqual([{ endpoint: 'pauseByNumber', status: 200, ms: expect.any(Number) as number }]);
    expect(JSON.stringify([client, Object.entries(client)])).not.toContain('s3cret');
  });

  test('the date of the server is handed on', async () => {
    const seen = await serve((_request, response) =>
      response.setHeader('Date', 'Tue, 02 Jan 2024 03:04:05 GMT').end('[]'),
    );
    const answer = await clientFor(seen.url).listMine();
    expect(answer).toEqual({ ok: true, value: { value: [], serverDate: Date.UTC(2024, 0, 2, 3, 4, 5) } });
  });

  test('a list with a byte order mark is read', async () => {
    const seen = await serve((_request, response) => response.end('\uFEFF[]'));
    expect((await clientFor(seen.url).listMine()).ok).toBe(true);
  });
});

describe('addresses that cannot be used', () => {
  test.each([
    ['http://ucx.example.com', 'server-plain-http'],
    ['not an address', 'server-address-invalid'],
  ])('with %s every call fails with %s and nothing is sent', async (server, code) => {
    const client = clientFor(server);
    const stream = Readable.from([Buffer.alloc(1)]);
    const localParty = { username: 'ada', phoneNumber: '1' };
    const failures = await Promise.all([
      client.listMine(),
      client.pauseById(id),
      client.upload(
        { startDateTime: new Date(), durationMs: 1, direction: 'unknown', localParty },
        { stream, length: 1, contentType: 'audio/wav', fileName: 'x' },
      ),
    ]);
    for (const failure of failures)
      expect(failure).toMatchObject({ ok: false, error: { outcome: 'refused', problem: { code } } });
    expect(stream.destroyed).toBe(true);
    client.warm();
    client.close();
  });
});

describe('my recordings by user name', () => {
  const live = (username: string, last: string) => ({
    id: id.slice(0, -1) + last,
    isPaused: false,
    localParty: { username },
  });

  test('leave out the recordings of colleagues where the server ignores the filter', async () => {
    const seen = await serve((request, response) => {
      if (request.url?.endsWith('/Mine') === true) response.writeHead(404).end();
      else response.end(JSON.stringify([live('ADA', '1'), live('ben', '2'), live('', '3'), live('OFFICE\\ada', '4')]));
    });
    const answer = await clientFor(seen.url).listMine();
    expect(answer.ok && answer.value.value.map((recording) => recording.id.at(-1))).toEqual(['1', '3', '4']);
  });

  test('a server that forgets a route for a moment is not taken for one that lacks it', async () => {
    const seen = await serve((_request, response) => response.writeHead(404).end());
    const routes: string[] = [];
    const client = clientFor(seen.url, { onMineRoute: (route) => routes.push(route) });
    expect(await client.listMine()).toMatchObject({
      ok: false,
      error: { status: 404, problem: { code: 'live/mine-unknown' } },
    });
    expect(routes).toEqual([]);
  });
});

test('every endpoint has one method, and nothing else is in a client but warm and close', () => {
  const client = clientFor('ucx.example.com');
  expect(Object.keys(client).sort()).toEqual([...endpointNames, 'warm', 'close'].sort());
});
