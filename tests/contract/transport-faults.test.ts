// What can happen between the client and a real HTTP server: silence, cuts, wrong bodies, redirects, certificates.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endpointNames, type EndpointName, type UcxClient } from '../../src/main/core/ucx/client-types.ts';
import {
  expiredTestCertificate,
  goodTestCertificate,
  wrongHostTestCertificate,
} from '../../src/simulator/certificate.ts';
import { startSimulator, type Fault, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { problemText } from '../../src/shared/messages/problems.ts';
import {
  audioOf,
  bytesOf,
  clientOf,
  failureOf,
  invoke,
  metadata,
  reportCases,
  reset,
  valueOf,
  wave,
} from './contract-support.ts';

let cases = 0;
let simulator: Simulator;
let client: UcxClient;
let completedId = '';

beforeAll(async () => {
  simulator = await startSimulator({ recordings: 20 });
});
beforeEach(async () => {
  // Each case has connections of its own: what one fault did to them must not reach the next.
  client = clientOf(simulator, 'max.manager');
  completedId = valueOf(await client.listCompleted({ page: 0, pageSize: 1 })).recordings[0]?.id ?? '';
});
afterEach(() => {
  cases += 1;
  client.close();
  reset(simulator);
});
afterAll(() => simulator.close());
reportCases('transport faults', () => cases);

const all = endpointNames.map((endpoint) => ({ endpoint }));
const reading: readonly EndpointName[] = ['listLive', 'listMine', 'listCompleted', 'detail', 'media'];
const commands = endpointNames.filter((endpoint) => !reading.includes(endpoint));
const withJson: readonly EndpointName[] = ['start', 'listLive', 'listMine', 'listCompleted', 'detail', 'upload'];

describe('silence and cuts', () => {
  test.each(all)('$endpoint: no answer at all ends as a time-out that may have acted', async ({ endpoint }) => {
    simulator.setFault({ endpoint }, { kind: 'hang' });
    const hasty = clientOf(simulator, 'max.manager', { limits: { answerMs: 20 } });
    expect(failureOf(await invoke[endpoint](hasty, completedId))).toMatchObject({
      endpoint,
      outcome: 'unknown',
      status: null,
      problem: { code: 'server-timeout' },
    });
    hasty.close();
  });

  test('a History that hangs, a board that hangs and downloads that hang do not make a pause wait', async () => {
    for (const endpoint of ['detail', 'listCompleted', 'listLive', 'media'] as const)
      simulator.setFault({ endpoint }, { kind: 'hang' });
    const giveUp = new AbortController();
    const hanging = Array.from({ length: 10 }, () => [
      client.detail(completedId, giveUp.signal),
      client.listCompleted({ page: 0, pageSize: 25 }, giveUp.signal),
      client.listLive({}, giveUp.signal),
      client.media(completedId, giveUp.signal),
    ]).flat();
    const call = simulator.beginCall({ username: 'ben.agent', remoteNumber: '+390551104729' });
    expect((await client.pauseById(call.id)).ok).toBe(true);
    expect((await client.listMine()).ok).toBe(true);
    giveUp.abort();
    for (const answer of await Promise.all<Awaited<(typeof hanging)[number]>>(hanging)) expect(answer.ok).toBe(false);
  });

  test.each(all)('$endpoint: a connection that is always cut is a lost connection', async ({ endpoint }) => {
    simulator.setFault({ endpoint }, { kind: 'cut-before' });
    expect(failureOf(await invoke[endpoint](client, completedId))).toMatchObject({
      outcome: 'unknown',
      status: null,
      problem: { code: 'server-connection-lost' },
    });
  });

  test.each(reading.map((endpoint) => ({ endpoint })))(
    '$endpoint: one cut of a connection that had lain idle is asked again, and nobody notices',
    async ({ endpoint }) => {
      // What is read to its end leaves an idle connection, in the lane of each endpoint.
      await client.listMine();
      await client.detail(completedId);
      await bytesOf(valueOf(await client.media(completedId)).stream);
      await new Promise((resolve) => setImmediate(resolve));
      const fault = simulator.setFault({ endpoint, times: 1 }, { kind: 'cut-before' });
      expect((await invoke[endpoint](client, completedId)).ok).toBe(true);
      expect(fault.hits()).toBe(1);
    },
  );

  test.each(commands.map((endpoint) => ({ endpoint })))(
    '$endpoint: a command is never sent twice by itself, also when only the reply was lost',
    async ({ endpoint }) => {
      for (const kind of ['cut-before', 'cut-after'] as const) {
        simulator.clearFaults();
        simulator.setFault({ endpoint, times: 1 }, { kind });
        const before = simulator.requests.filter((request) => request.endpoint === endpoint).length;
        expect(failureOf(await invoke[endpoint](client, completedId))).toMatchObject({
          outcome: 'unknown',
          status: null,
        });
        const after = simulator.requests.filter((request) => request.endpoint === endpoint).length;
        expect(after - before).toBe(1);
      }
    },
  );

  test('a pause whose reply was lost was done all the same, which only a read shows', async () => {
    const { id } = simulator.beginCall({ username: 'max.manager', remoteNumber: '+1' });
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'cut-after' });
    expect(failureOf(await client.pauseById(id)).outcome).toBe('unknown');
    expect(valueOf(await client.listMine()).value).toMatchObject([{ id, isPaused: true }]);
  });

  test('connections that the server cut while they were idle do not cost the next question', async () => {
    valueOf(await client.listMine());
    simulator.cutConnections();
    valueOf(await client.listMine());
  });

  test('a connection kept in advance that the server cut does not cost the next command', async () => {
    const { id } = simulator.beginCall({ username: 'max.manager', remoteNumber: '+1' });
    client.warm();
    valueOf(await client.listMine());
    simulator.cutConnections();
    valueOf(await client.listMine());
    valueOf(await client.pauseById(id));
  });
});

describe('success that proves nothing', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['a lie', { kind: 'lie' }],
    ['202 and done never', { kind: 'accepted', actsAfterMs: null }],
    ['200 with a body', { kind: 'status', status: 200, body: '{"isPaused":true}', contentType: 'application/json' }],
    ['204', { kind: 'status', status: 204 }],
  ];
  test.each(faults)('%s to a pause counts as an answer, and the recording is read as it is', async (_name, fault) => {
    const { id } = simulator.beginCall({ username: 'max.manager', remoteNumber: '+1' });
    simulator.setFault({ endpoint: ['pauseById', 'resumeById', 'pauseByNumber', 'stopMine'] }, fault);
    expect((await client.pauseById(id)).ok).toBe(true);
    expect((await client.resumeById(id)).ok).toBe(true);
    expect((await client.pauseByNumber('111')).ok).toBe(true);
    expect((await client.stopMine()).ok).toBe(true);
    expect(valueOf(await client.listMine()).value).toMatchObject([{ id, isPaused: false }]);
  });

  test.each([200, 201, 202, 204])('a start answered %i without an id may have started', async (status) => {
    simulator.setFault({ endpoint: 'start' }, { kind: 'status', status, body: status === 204 ? '' : '{"id":"soon"}' });
    expect(failureOf(await client.start({}))).toMatchObject({
      outcome: 'unknown',
      status,
      problem: { code: 'server-answer-unreadable' },
    });
  });

  test.each([202, 204])('a list answered %i without a body is no empty list', async (status) => {
    simulator.setFault({ endpoint: 'listMine' }, { kind: 'status', status });
    expect(failureOf(await client.listMine())).toMatchObject({ status, problem: { code: 'server-answer-unreadable' } });
  });

  test.each(['string-booleans', 'missing-is-paused', 'unknown-is-paused'] as const)(
    'a live list with %s never says paused',
    async (body) => {
      const { id } = simulator.beginCall({ username: 'max.manager', remoteNumber: '+1' });
      simulator.setPaused(id, true);
      simulator.setFault({ endpoint: 'listMine' }, { kind: 'body', body });
      expect(valueOf(await client.listMine()).value).toMatchObject([{ id, isPaused: 'unknown' }]);
    },
  );
});

describe('bodies that are not what they should be', () => {
  const wrongBodies = ['html', 'empty', 'truncated-json', 'not-json'] as const;
  const pairs = withJson.flatMap((endpoint) => wrongBodies.map((body) => ({ endpoint, body })));
  test.each(pairs)('$endpoint: $body is an answer that cannot be read', async ({ endpoint, body }) => {
    simulator.beginCall({ username: 'max.manager', remoteNumber: '+1', recorded: endpoint !== 'start' });
    simulator.setFault({ endpoint }, { kind: 'body', body });
    expect(failureOf(await invoke[endpoint](client, completedId))).toMatchObject({
      outcome: 'unknown',
      problem: { code: 'server-answer-unreadable' },
    });
  });

  test.each(withJson.map((endpoint) => ({ endpoint })))(
    '$endpoint: a body cut in the middle is a lost connection',
    async ({ endpoint }) => {
      simulator.beginCall({ username: 'max.manager', remoteNumber: '+1', recorded: endpoint !== 'start' });
      simulator.setFault({ endpoint }, { kind: 'cut-body', afterBytes: 10 });
      expect(failureOf(await invoke[endpoint](client, completedId))).toMatchObject({
        outcome: 'unknown',
        problem: { code: 'server-connection-lost' },
      });
    },
  );

  test.each(['listMine', 'listLive', 'start', 'detail'] as const)(
    '%s: 10 MB of JSON are refused and survived',
    async (endpoint) => {
      simulator.beginCall({ username: 'max.manager', remoteNumber: '+1', recorded: endpoint !== 'start' });
      simulator.setFault({ endpoint, times: 1 }, { kind: 'body', body: 'huge-json' });
      expect(failureOf(await invoke[endpoint](client, completedId)).problem.code).toBe('server-answer-too-large');
      expect((await client.listMine()).ok).toBe(true);
    },
  );

  test('10 MB of JSON in the list of completed recordings are read', async () => {
    simulator.setFault({ endpoint: 'listCompleted' }, { kind: 'body', body: 'huge-json' });
    expect(valueOf(await client.listCompleted({ page: 0, pageSize: 5 })).recordings).toHaveLength(5);
  });

  test('a list that comes slowly but steadily is waited for', async () => {
    const { id } = simulator.beginCall({ username: 'max.manager', remoteNumber: '+1' });
    simulator.setFault({ endpoint: 'listMine' }, { kind: 'slow-body', bytesPerSecond: 2000 });
    const patient = clientOf(simulator, 'max.manager', { limits: { idleBodyMs: 2000 } });
    expect(valueOf(await patient.listMine()).value).toMatchObject([{ id }]);
  });

  test('an answer that is only late is an answer', async () => {
    simulator.setFault({ endpoint: 'listMine' }, { kind: 'delay', ms: 50 });
    expect(valueOf(await client.listMine()).value).toEqual([]);
  });

  test('audio that is cut ends in an error and not as if it were whole', async () => {
    const longId = simulator.addCompleted({ durationMs: 60_000 }).id;
    for (const length of ['yes', 'no'] as const) {
      simulator.setQuirk('media-length', length);
      simulator.setFault({ endpoint: 'media' }, { kind: 'cut-body', afterBytes: 100_000 });
      const { stream } = valueOf(await client.media(longId));
      await expect(bytesOf(stream)).rejects.toThrow();
      // Before there is enough to tell what it is, nothing is taken.
      simulator.setFault({ endpoint: 'media' }, { kind: 'cut-body', afterBytes: 100 });
      expect(failureOf(await client.media(longId)).problem.code).toBe('server-connection-lost');
    }
    simulator.setQuirk('media-length', 'yes');
  });

  test('a page of HTML with status 200 is no audio', async () => {
    simulator.setFault({ endpoint: 'media' }, { kind: 'status', status: 200, body: '<html></html>' });
    expect(failureOf(await client.media(completedId)).problem.code).toBe('media/text');
  });

  test('credentials that stop being accepted in the middle are told as such on every endpoint', async () => {
    simulator.setFault({}, { kind: 'unauthorized-from-now' });
    for (const endpoint of endpointNames) {
      expect(failureOf(await invoke[endpoint](client, completedId)).outcome).toBe('unauthorized');
    }
  });
});

describe('redirects', () => {
  const other = { seen: [] as IncomingMessage[], server: null as Server | null, url: '' };
  beforeAll(async () => {
    const server = createServer((request, response) => {
      other.seen.push(request);
      response.end('[]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    other.server = server;
    other.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => other.server?.close());

  const statuses = [301, 302, 303, 307, 308] as const;
  const pairs = endpointNames.flatMap((endpoint) => statuses.map((status) => ({ endpoint, status })));
  test.each(pairs)(
    '$endpoint: $status to another host is not followed, and that host hears nothing',
    async ({ endpoint, status }) => {
      simulator.setFault({ endpoint }, { kind: 'redirect', status, location: `${other.url}/fw/Apps/` });
      const failure = failureOf(await invoke[endpoint](client, completedId));
      expect(failure).toMatchObject({
        outcome: 'refused',
        problem: { code: 'server-redirected', values: { target: other.url } },
      });
      expect(other.seen).toEqual([]);
    },
  );

  test.each(reading.map((endpoint) => ({ endpoint })))(
    '$endpoint: a redirect within the server is followed for a question',
    async ({ endpoint }) => {
      const location =
        { listLive: '?x=1', listMine: 'Mine?x=1', listCompleted: '?page=0&pageSize=2', detail: '', media: '' }[
          endpoint as string
        ] ?? '';
      simulator.setFault({ endpoint, times: 1 }, { kind: 'redirect', status: 307, location });
      expect((await invoke[endpoint](client, completedId)).ok).toBe(true);
    },
  );

  test.each(commands.map((endpoint) => ({ endpoint })))(
    '$endpoint: a redirect within the server is not followed for a command',
    async ({ endpoint }) => {
      const fault = simulator.setFault({ endpoint }, { kind: 'redirect', status: 307, location: '' });
      expect(failureOf(await invoke[endpoint](client, completedId)).problem.code).toBe('server-redirected');
      expect(fault.hits()).toBe(1);
    },
  );

  test('a circle of redirects ends', async () => {
    const fault = simulator.setFault({ endpoint: 'listMine' }, { kind: 'redirect', location: 'Mine' });
    expect(failureOf(await client.listMine()).problem.code).toBe('server-redirected');
    expect(fault.hits()).toBe(4);
  });

  test.each([
    '',
    'http://',
    'http://ada:demo@127.0.0.1:1/',
    'javascript:alert(1)',
    '//other.example/x',
    'https://127.0.0.1/',
  ])('a redirect to %j is a named failure and sends nothing on', async (location) => {
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'redirect', location });
    const failure = failureOf(await client.pauseById(completedId));
    expect(failure.problem.code).toBe('server-redirected');
    expect(JSON.stringify(failure)).not.toContain('demo');
  });
});

describe('TLS', () => {
  const started: Simulator[] = [];
  afterAll(async () => {
    for (const one of started) await one.close();
  });
  async function tlsAnswer(
    tls: SimulatorOptions['tls'],
    certificateAuthorities: readonly string[],
    server?: (url: string) => string,
  ) {
    const secure = await startSimulator({ tls: tls ?? false });
    started.push(secure);
    const asking = clientOf(secure, 'ada.agent', {
      certificateAuthorities,
      server: server?.(secure.url) ?? secure.url,
    });
    asking.warm();
    return { answer: await asking.listMine(), secure, asking };
  }

  test('a certificate of an authority that was handed in is trusted, by address and by name', async () => {
    const { answer, asking, secure } = await tlsAnswer('good', [goodTestCertificate.certificate]);
    expect(answer.ok).toBe(true);
    const { id } = secure.beginCall({ username: 'ada.agent', remoteNumber: '+1' });
    valueOf(await asking.pauseById(id));
    expect(valueOf(await asking.listMine()).value).toMatchObject([{ id, isPaused: true }]);
    const byName = await tlsAnswer('good', [goodTestCertificate.certificate], (url) =>
      url.replace('127.0.0.1', 'localhost'),
    );
    expect(byName.answer.ok).toBe(true);
  });

  test.each([
    ['unknown', 'good', [], 'untrusted', 'localhost', '2099-12-31'],
    ['for another name', 'wrong-host', [wrongHostTestCertificate.certificate], 'name', 'other.example', '2099-12-31'],
    ['expired', 'expired', [expiredTestCertificate.certificate], 'expired', 'localhost', '2021-01-01'],
  ] as const)(
    'a certificate that is %s is refused before anything is sent, and is named',
    async (_what, tls, authorities, code, name, until) => {
      const { answer, secure } = await tlsAnswer(tls, authorities);
      const values = { subject: name, issuer: name, from: '2020-01-01', until };
      expect(failureOf(answer)).toMatchObject({
        outcome: 'unknown',
        status: null,
        problem: { code: `server-certificate-${code}`, values },
      });
      expect(problemText(failureOf(answer).problem).meaning).toBe(
        `It's for ${name}, issued by ${name}, valid from 2020-01-01 to ${until}.`,
      );
      expect(secure.requests).toEqual([]);
    },
  );

  test('no variable of the environment turns the check of certificates off', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const { answer, secure } = await tlsAnswer('good', []);
      expect(failureOf(answer)).toMatchObject({ problem: { code: 'server-certificate-untrusted' } });
      expect(secure.requests).toEqual([]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  test('https to a port that speaks http, and http to one that speaks https, are named failures', async () => {
    const plain = createServer((_request, response) => response.end('[]'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const port = String((plain.address() as AddressInfo).port);
    const { answer } = await tlsAnswer(false, [], () => `https://127.0.0.1:${port}`);
    expect(failureOf(answer).problem.code).toBe('server-tls-failed');
    plain.close();
    const secure = await tlsAnswer('good', [], (url) => url.replace('https:', 'http:'));
    expect(failureOf(secure.answer).problem.code).toMatch(/^server-(connection-lost|answer-unreadable)$/);
  });
});

test('an upload arrives byte for byte, with its exact length and a file name that cannot break its header', async () => {
  const sound = wave(300_000);
  const name = 'Анна "call"\r\nX-Evil: 1.wav';
  const { id } = valueOf(
    await client.upload(
      metadata({
        notes: 'Größe; "quoted"',
        preserved: true,
        remoteParty: { phoneNumber: '+49' },
        pbxInfo: { type: 'generic', localCallId: '1' },
      }),
      audioOf(sound, { fileName: name }),
    ),
  );
  expect(simulator.uploads.at(-1)).toMatchObject({
    id,
    bytes: sound.length,
    contentType: 'audio/wav',
    metadata: { duration: 'PT1M30S', direction: 1, notes: 'Größe; "quoted"', preserved: true },
  });
  const entry = simulator.requests.findLast((request) => request.endpoint === 'upload');
  expect(entry?.contentLength).toBe(String(entry?.bodyBytes));
  const detail = valueOf(await client.detail(id));
  expect(detail).toMatchObject({ note: { text: 'Größe; "quoted"' }, preservingUser: { username: 'max.manager' } });
});
