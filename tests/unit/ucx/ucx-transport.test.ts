// What lies below the endpoints: the two forms of a base address, the server's clock, names of failures, redirects, and which requests
// share connections.
import { describe, expect, test } from 'vitest';
import { createBasePath } from '../../../src/main/core/ucx/transport/base-path.ts';
import { LatestDate } from '../../../src/main/core/ucx/transport/latest-date.ts';
import { isReset, wireFailureOf, WireError } from '../../../src/main/core/ucx/transport/wire-failure.ts';
import type { UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import { err, ok, type Result } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { clientFor, event, id, serve } from './ucx-support.ts';

describe('a base address with or without a slash at its end', () => {
  const failed = (status: number | null): Result<string, UcxFailure> =>
    err({
      endpoint: 'listLive',
      outcome: 'unknown',
      status,
      reason: null,
      problem: { code: 'server-status-unexpected' },
    });
  const answers: Readonly<Record<string, Result<string, UcxFailure>>> = {
    data: ok('data'),
    ...Object.fromEntries([400, 401, 403, 404, 405, 409, 429, 500].map((status) => [String(status), failed(status)])),
    none: failed(null),
  };

  /** Asks as often as there are pairs: what the form with a slash answers, and the one without. */
  async function ask(...pairs: readonly (readonly [slash: string, bare: string])[]) {
    const path = createBasePath('/api');
    const asked: string[] = [];
    const told: string[] = [];
    for (const [slash, bare] of pairs) {
      const answer = await path.try((root) => {
        asked.push(root);
        const name = root.endsWith('/') ? slash : bare;
        return Promise.resolve(answers[name] ?? ok(name));
      });
      told.push(answer.ok ? answer.value : String(answer.error.status));
    }
    return { asked, told, known: path.known(), current: path.current(), root: path.root };
  }

  test.each([
    ['the form with a slash is asked for first, and kept', [['data', '404']], ['/api/'], ['data'], true, '/api/'],
    ['404 asks for the other form', [['404', 'data']], ['/api/', '/api'], ['data'], true, '/api'],
    ['405 asks for the other form', [['405', 'data']], ['/api/', '/api'], ['data'], true, '/api'],
    [
      'what works is kept',
      [
        ['404', 'data'],
        ['data', '404'],
      ],
      ['/api/', '/api', '/api'],
      ['data', '404'],
      true,
      '/api',
    ],
    ['an address that nobody knows settles nothing', [['404', '405']], ['/api/', '/api'], ['404'], false, '/api/'],
    ['nor does an answer that never came', [['404', 'none']], ['/api/', '/api'], ['404'], false, '/api/'],
    [
      'the first form is right once it has worked',
      [
        ['data', 'data'],
        ['404', 'data'],
      ],
      ['/api/', '/api/'],
      ['data', '404'],
      true,
      '/api/',
    ],
    ['a refusal of the other form shows that it is known', [['404', '403']], ['/api/', '/api'], ['403'], true, '/api'],
    ...[400, 403, 409, 429].map(
      (status) =>
        [
          `${String(status)} comes from behind the address`,
          [[String(status), 'data']],
          ['/api/'],
          [String(status)],
          true,
          '/api/',
        ] as const,
    ),
    ...[401, 500].map(
      (status) =>
        [
          `${String(status)} may come from in front of it`,
          [[String(status), 'data']],
          ['/api/'],
          [String(status)],
          false,
          '/api/',
        ] as const,
    ),
    ['no answer settles nothing', [['none', 'data']], ['/api/'], ['null'], false, '/api/'],
  ] as const)('%s', async (_what, pairs, asked, told, known, current) => {
    expect(await ask(...pairs)).toEqual({ asked, told, known, current, root: '/api' });
  });
});

describe('the server’s clock', () => {
  test('is not known before the first answer, and then runs with ours, whatever the wall clock does', async () => {
    const clock = new FakeClock();
    const server = new LatestDate(clock);
    expect(server.now()).toBeNull();
    server.update(null);
    expect(server.now()).toBeNull();
    server.update(5_000);
    await clock.advance(1_500);
    clock.jump(3_600_000);
    expect(server.now()).toBe(6_500);
    // An answer without a date takes nothing back.
    server.update(null);
    expect(server.now()).toBe(6_500);
    server.update(9_000);
    expect(server.now()).toBe(9_000);
  });
});

describe('the name of a failure', () => {
  const names = {
    'server-certificate-untrusted': [
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY'],
      ...['CERT_SIGNATURE_FAILURE', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'CERT_REVOKED', 'CERT_CHAIN_TOO_LONG'],
      ...['INVALID_CA', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED'],
    ],
    'server-certificate-name': ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    'server-certificate-expired': ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    'server-name-unknown': ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'],
    'server-unreachable': [
      ...['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES'],
    ],
    'server-timeout': ['ETIMEDOUT'],
    'server-answer-unreadable': ['HPE_INVALID_CONSTANT', 'Z_DATA_ERROR'],
    'server-tls-failed': ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'EPROTO'],
    'server-connection-lost': ['ECONNRESET', 'EPIPE', 'SOMETHING_NEW', '', 'xHPE_', 'xZ_', 'xERR_SSL_', 'xERR_TLS_'],
  } as const;

  test.each(Object.entries(names).flatMap(([name, codes]) => codes.map((code) => [code, name] as const)))(
    '%j is %s',
    (code, name) => {
      const failure = { problem: { code: name, values: { host: 'ucx.example.com' } }, cancelled: false };
      expect(wireFailureOf(Object.assign(new Error('x'), { code }), 'ucx.example.com')).toEqual(failure);
    },
  );

  test('is looked for through what wraps it, and anything else is a lost connection', () => {
    const deep = new Error('a', { cause: new Error('b', { cause: { code: 'ENOTFOUND' } }) });
    expect(wireFailureOf(deep, 'h').problem.code).toBe('server-name-unknown');
    for (const thrown of [null, undefined, 'text', 7, {}, { code: 5 }, { cause: null }])
      expect(wireFailureOf(thrown, 'h').problem.code).toBe('server-connection-lost');
  });

  test('that was given already is kept', () => {
    const failure = { problem: { code: 'request-cancelled' }, cancelled: true } as const;
    const error = new WireError(failure);
    expect(wireFailureOf(error, 'h')).toBe(failure);
    expect([error.name, error.message]).toEqual(['WireError', 'request-cancelled']);
  });

  test.each([
    ['ECONNRESET', true],
    ['EPIPE', true],
    ['ECONNABORTED', true],
    ['ECONNREFUSED', false],
    ['ETIMEDOUT', false],
  ])('%s: closed under the request, %s', (code, expected) => {
    expect(isReset({ code })).toBe(expected);
  });
});

describe('a redirect', () => {
  /** A server that sends each request for `/from…` to where its query says. */
  const redirecting = (status: number, location: string | null) =>
    serve((request, response) => {
      if (request.url?.includes('/moved') === true) {
        response.end('[]');
        return;
      }
      response.writeHead(status, location === null ? {} : { Location: location }).end();
    });
  const refused = (target: RegExp | string) => ({
    ok: false,
    error: { problem: { code: 'server-redirected', values: { target: expect.stringMatching(target) as string } } },
  });

  test.each([301, 302, 303, 307, 308])('%i of a question is followed on the same server', async (status) => {
    const seen = await redirecting(status, '/moved');
    expect((await clientFor(seen.url).listMine()).ok).toBe(true);
    expect(seen.requests.map(({ url }) => url)).toEqual([expect.stringContaining('/Mine'), '/moved']);
    expect(seen.requests[1]?.headers.authorization).toBe(seen.requests[0]?.headers.authorization);
  });

  test.each([300, 304, 305, 306])('%i is none', async (status) => {
    const seen = await redirecting(status, '/moved');
    expect(await clientFor(seen.url).listMine()).toMatchObject({ ok: false, error: { status } });
    expect(seen.requests).toHaveLength(1);
  });

  test('of a command is never followed: it could be carried out twice', async () => {
    const seen = await redirecting(307, '/moved');
    expect(await clientFor(seen.url).pauseById(id)).toMatchObject(refused(new URL(seen.url).host));
    expect(seen.requests).toHaveLength(1);
  });

  test('to another server is refused, named without what could be a secret in it, and gets no password', async () => {
    const other = await serve();
    const seen = await redirecting(302, `${other.url.replace('//', '//user:s3cret@')}/moved`);
    const answer = await clientFor(seen.url).listMine();
    expect(answer).toMatchObject(refused(`^${other.url}$`));
    expect(JSON.stringify(answer)).not.toContain('s3cret');
    expect(other.requests).toEqual([]);
  });

  test.each([null, 'http://['])(
    'without a place to go (%j) is refused with the name of the server',
    async (location) => {
      const seen = await redirecting(302, location);
      expect(await clientFor(seen.url).listMine()).toMatchObject(refused(`^${new URL(seen.url).host}$`));
    },
  );

  test('three in a row are followed, a fourth is not', async () => {
    let before = 3;
    const seen = await serve((request, response) => {
      const step = Number(new URL(request.url ?? '', 'http://h').searchParams.get('step') ?? 0);
      if (step >= before) response.end('[]');
      else response.writeHead(302, { Location: `/x?step=${String(step + 1)}` }).end();
    });
    expect((await clientFor(seen.url).listMine()).ok).toBe(true);
    expect(seen.requests).toHaveLength(4);
    before = 4;
    expect(await clientFor(seen.url).listMine()).toMatchObject(refused(new URL(seen.url).host));
    expect(seen.requests).toHaveLength(8);
  });
});

describe('connections', () => {
  const socketsOf = async (ask: (client: ReturnType<typeof clientFor>) => Promise<unknown>): Promise<number> => {
    const seen = await serve((request, response) => {
      if (request.url?.includes('Media') === true) response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).end('x');
      else response.end('[]');
    });
    await ask(clientFor(seen.url));
    return new Set(seen.requests.map(({ socket }) => socket)).size;
  };

  test('are kept for the next request of their kind, and lists of everybody have some of their own', async () => {
    expect(
      await socketsOf(async (client) => {
        await client.listMine();
        await client.listMine();
        await client.pauseById(id);
      }),
    ).toBe(1);
    expect(
      await socketsOf(async (client) => {
        await client.listMine();
        await client.listLive({});
        await client.listLive({});
      }),
    ).toBe(2);
  });

  test('carry the headers that every request has, and a closed client makes none', async () => {
    const seen = await serve();
    const client = clientFor(seen.url);
    await client.listMine();
    const [{ headers } = { headers: {} }] = seen.requests;
    expect(headers).toMatchObject({ accept: 'application/json', 'user-agent': 'Sidetone' });
    client.close();
    client.warm();
    await client.listMine();
    expect(seen.requests).toHaveLength(1);
  });

  test('kept in advance that the server closes at once are not opened again and again', async () => {
    let opened = 0;
    const seen = await serve();
    seen.server.on('connection', (socket) => {
      opened += 1;
      socket.end();
    });
    const client = clientFor(seen.url);
    const first = event(seen.server, 'connection');
    client.warm();
    await first;
    const [socket] = seen.sockets;
    if (socket !== undefined && !socket.destroyed) await event(socket, 'close');
    for (let turn = 0; turn < 5; turn += 1) {
      client.warm();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(opened).toBeLessThanOrEqual(2);
  });
});
