// The way to the server through the proxy of a company, with real proxies in this process. The server's name exists nowhere, so that nothing
// can get there without the proxy.
import { createServer as createSecureServer } from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { parseProxyAnswer, type Hop } from '../../../src/main/core/ucx/transport/proxy.ts';
import type { FindRoute } from '../../../src/main/core/ucx/transport/route-finder.ts';
import type { UcxClient, UcxClientOptions } from '../../../src/main/core/ucx/client-types.ts';
import { goodTestCertificate, wrongHostTestCertificate } from '../../../src/simulator/certificate.ts';
import { startProxy, type ProxyServer, type ProxyServerOptions } from '../../support/proxy-server.ts';
import { clientFor, event, id } from './ucx-support.ts';

type Behind = {
  readonly url: string;
  readonly port: number;
  readonly requests: IncomingMessage[];
  readonly sockets: Socket[];
  readonly server: net.Server;
};

/** A server that only a proxy leads to. */
async function behind(scheme: 'http' | 'https'): Promise<Behind> {
  const requests: IncomingMessage[] = [];
  const sockets: Socket[] = [];
  const { certificate: cert, key } = wrongHostTestCertificate;
  const server = scheme === 'http' ? createServer() : createSecureServer({ cert, key });
  server.on('request', (request: IncomingMessage, response: { end(text: string): void }) => {
    requests.push(request);
    request.resume();
    response.end('[]');
  });
  server.on(scheme === 'http' ? 'connection' : 'secureConnection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // The name in the certificate.
  return { url: `${scheme}://other.example`, port: (server.address() as AddressInfo).port, requests, sockets, server };
}

async function proxyTo(server: Behind, options: Partial<ProxyServerOptions> = {}): Promise<ProxyServer> {
  const proxy = await startProxy({ to: server.port, ...options });
  onTestFinished(() => proxy.close());
  return proxy;
}

const by =
  (...ways: [Hop, ...Hop[]]): FindRoute =>
  () =>
    Promise.resolve(ok(ways));

function clientBy(server: Behind, findRoute: FindRoute, options: Partial<UcxClientOptions> = {}): UcxClient {
  return clientFor(server.url, {
    allowPlainHttp: true,
    certificateAuthorities: [wrongHostTestCertificate.certificate, goodTestCertificate.certificate],
    findRoute,
    ...options,
  });
}

const codeOf = async (client: UcxClient): Promise<string> => {
  const answer = await client.listMine();
  return answer.ok ? 'ok' : answer.error.problem.code;
};

/** An address where nobody listens. */
async function dead(): Promise<Hop> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { host: '127.0.0.1', port, isSecure: false, credentials: null };
}

const schemes = ['http', 'https'] as const;
const asked = { http: 'GET http://other.example/', https: 'CONNECT other.example:443' };

describe.each(schemes)('%s through a proxy', (scheme) => {
  test('works, for reads and for commands', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server);
    const client = clientBy(server, by(proxy.proxy));
    expect((await client.listMine()).ok).toBe(true);
    expect((await client.pauseById(id)).ok).toBe(true);
    expect(proxy.asked[0]).toContain(asked[scheme]);
    // The server sees what it would see without a proxy.
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    for (const { url, headers } of server.requests) {
      expect(url?.startsWith('/')).toBe(true);
      expect(headers.host).toBe('other.example');
      expect(headers['proxy-authorization']).toBeUndefined();
      expect(headers.authorization).toMatch(/^Basic /u);
    }
  });

  test('works for a server with a port of its own and an IPv6 address', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server);
    await clientFor(`${scheme}://[2001:db8::1]:8443`, { allowPlainHttp: true, findRoute: by(proxy.proxy) }).listMine();
    expect(proxy.asked[0]).toContain('[2001:db8::1]:8443');
  });

  test('with a sign-in by Basic gives the proxy its own password, and never the one of the server', async () => {
    const credentials = { username: 'pröxy.user', password: 'geheim:1' };
    const server = await behind(scheme);
    const proxy = await proxyTo(server, {
      offers: ['Negotiate', 'Basic realm="p"'],
      accepts: credentials,
      credentials,
    });
    const client = clientBy(server, by(proxy.proxy));
    expect((await client.listMine()).ok).toBe(true);
    expect((await client.pauseById(id)).ok).toBe(true);
    if (scheme === 'https') for (const head of proxy.heads) expect(head.authorization).toBeUndefined();
  });

  test.each([
    ['none', null],
    ['a wrong one', { username: 'a', password: 'b' }],
  ])('where the proxy wants a password and gets %s, says so', async (_which, credentials) => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server, { offers: ['Basic realm="p"'], accepts: { username: 'x', password: 'y' } });
    const client = clientBy(server, by({ ...proxy.proxy, credentials }));
    expect(await client.pauseById(id)).toMatchObject({
      ok: false,
      error: {
        outcome: 'unknown',
        problem: {
          code: 'proxy-sign-in',
          values: { proxy: `127.0.0.1:${String(proxy.proxy.port)}`, host: 'other.example' },
        },
      },
    });
    expect(server.requests).toEqual([]);
  });

  test.each([[['NTLM']], [['Negotiate', 'NTLM']], [[]]])(
    'where the proxy offers %j only, says that it has no such sign-in',
    async (offers) => {
      const server = await behind(scheme);
      const credentials = { username: 'x', password: 'y' };
      const proxy = await proxyTo(server, { offers, credentials });
      expect(await codeOf(clientBy(server, by(proxy.proxy)))).toBe('proxy-sign-in-method');
    },
  );

  test('a proxy that is not there is named', async () => {
    const server = await behind(scheme);
    const nowhere = await dead();
    const client = clientBy(server, by(nowhere));
    client.warm();
    const failed = await client.listMine();
    expect(failed).toMatchObject({ ok: false, error: { outcome: 'unknown', problem: { code: 'proxy-unreachable' } } });
    expect(failed.ok ? null : failed.error.problem.values).toEqual({
      host: 'other.example',
      proxy: `127.0.0.1:${String(nowhere?.port)}`,
    });
  });

  test('a proxy that is not there is left for the next way at once, also by a pause', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server);
    const client = clientBy(server, by(await dead(), await dead(), proxy.proxy));
    expect((await client.pauseById(id)).ok).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT']);
    expect((await client.listMine()).ok).toBe(true);
  });

  test('a proxy that never answers is a time-out', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server, { silent: true });
    const client = clientBy(server, by(proxy.proxy), { limits: { connectMs: 100, answerMs: 100, liveReadMs: 300 } });
    expect(await codeOf(client)).toBe('server-timeout');
  });

  test('the connection kept in advance goes through the proxy too, and carries the next command', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server);
    const client = clientBy(server, by(proxy.proxy));
    const atServer = event(server.server, scheme === 'http' ? 'request' : 'secureConnection');
    client.warm();
    if (scheme === 'https') {
      await atServer;
      expect(proxy.asked).toEqual(['CONNECT other.example:443']);
      expect(server.requests).toEqual([]);
    }
    expect((await client.pauseById(id)).ok).toBe(true);
    if (scheme === 'https') expect(server.requests[0]?.socket).toBe(server.sockets[0]);
  });

  test('the proxy itself may be reached by TLS', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server, { certificate: goodTestCertificate });
    expect(await codeOf(clientBy(server, by(proxy.proxy)))).toBe('ok');
    expect(
      await codeOf(
        clientBy(server, by(proxy.proxy), { certificateAuthorities: [wrongHostTestCertificate.certificate] }),
      ),
    ).toBe('server-certificate-untrusted');
  });

  test('an upload arrives whole', async () => {
    const server = await behind(scheme);
    const proxy = await proxyTo(server);
    const client = clientBy(server, by(proxy.proxy));
    await client.listMine();
    const bodies: number[] = [];
    server.server.prependListener('request', (request: IncomingMessage) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => (length += chunk.length));
      request.on('end', () => bodies.push(length));
    });
    await client.start({ directoryNumber: '101' });
    expect(bodies).toEqual([JSON.stringify({ directoryNumber: '101' }).length]);
  });
});

test.each([403, 500, 502, 504])(
  'a tunnel that the proxy refuses with %i is named, and nothing was sent',
  async (refuses) => {
    const server = await behind('https');
    const proxy = await proxyTo(server, { refuses });
    expect(await codeOf(clientBy(server, by(proxy.proxy)))).toBe('proxy-refused');
    expect(server.requests).toEqual([]);
  },
);

test('a server whose certificate is refused behind a proxy is named with it', async () => {
  const server = await behind('https');
  const proxy = await proxyTo(server);
  const failed = await clientBy(server, by(proxy.proxy), { certificateAuthorities: [] }).listMine();
  expect(failed).toMatchObject({
    ok: false,
    error: {
      problem: {
        code: 'server-certificate-untrusted',
        values: {
          host: 'other.example',
          subject: 'other.example',
          issuer: 'other.example',
          from: '2020-01-01',
          until: '2099-12-31',
        },
      },
    },
  });
});

describe('finding the way', () => {
  test('a slow first answer is waited for, and never again: a later one does not delay a pause', async () => {
    const server = await behind('https');
    const proxy = await proxyTo(server);
    const answers: ((ways: [Hop]) => void)[] = [];
    let now = 0;
    const client = clientBy(server, () => new Promise((resolve) => answers.push((ways) => resolve(ok(ways)))), {
      monotonic: () => now,
    });
    const first = client.listMine();
    expect(answers).toHaveLength(1);
    answers[0]?.([proxy.proxy]);
    expect((await first).ok).toBe(true);
    // From here on the script is never answered again.
    for (let minute = 0; minute < 3; minute += 1) {
      now += 60_000;
      expect((await client.pauseById(id)).ok).toBe(true);
    }
    expect(answers).toHaveLength(2);
  });

  test('a script that never answers is a named problem, and a cancelled request does not wait for it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await behind('https');
    const client = clientBy(server, () => new Promise(() => undefined));
    const controller = new AbortController();
    const cancelled = client.pauseById(id, controller.signal);
    controller.abort();
    expect(await cancelled).toMatchObject({ ok: false, error: { outcome: 'cancelled' } });
    const waiting = codeOf(client);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await waiting).toBe('proxy-unknown');
  });

  test('what it finds out to be unusable is told, and it looks again at the next request', async () => {
    const server = await behind('https');
    const proxy = await proxyTo(server);
    let isUsable = false;
    const client = clientBy(server, () =>
      Promise.resolve(
        isUsable ? ok([proxy.proxy] as [Hop]) : err(problem('proxy-unusable', { host: 'other.example' })),
      ),
    );
    expect(await codeOf(client)).toBe('proxy-unusable');
    isUsable = true;
    expect(await codeOf(client)).toBe('ok');
  });

  test('a computer that moved to another network uses the way of that network', async () => {
    const server = await behind('https');
    const [old, fresh] = [await proxyTo(server), await proxyTo(server)];
    let now = 0;
    let current = old;
    const client = clientBy(server, () => Promise.resolve(ok([current.proxy])), { monotonic: () => now });
    client.warm();
    expect(await codeOf(client)).toBe('ok');
    current = fresh;
    now += 31_000;
    // Looks again beside the request, and uses the new way for the next one.
    expect(await codeOf(client)).toBe('ok');
    expect(await codeOf(client)).toBe('ok');
    expect(fresh.asked[0]).toBe('CONNECT other.example:443');
  });

  test('this computer itself is never reached through a proxy', async () => {
    const server = await behind('http');
    const proxy = await proxyTo(server);
    const asks: string[] = [];
    const client = clientFor(`http://127.0.0.1:${String(server.port)}`, {
      findRoute: (url) => {
        asks.push(url);
        return Promise.resolve(ok([proxy.proxy]));
      },
    });
    expect((await client.listMine()).ok).toBe(true);
    expect([asks, proxy.asked]).toEqual([[], []]);
  });
});

describe('the answer of a proxy script', () => {
  const at = (host: string, port: number, isSecure = false): Hop => ({ host, port, isSecure, credentials: null });
  test.each([
    ['DIRECT', [null]],
    ['PROXY proxy.example.com:8080', [at('proxy.example.com', 8080)]],
    ['PROXY a:1; HTTPS b:2 ;DIRECT', [at('a', 1), at('b', 2, true), null]],
    ['proxy [2001:db8::5]:3128;', [at('2001:db8::5', 3128)]],
    ['SOCKS5 a:1080; DIRECT', [null]],
    ['SOCKS a:1080', []],
    ['', []],
    ['PROXY', []],
    ['PROXY a:99999', []],
    ['PROXY a:1/../..', []],
    ['nonsense', []],
  ])('%j', (answer, ways) => {
    expect(parseProxyAnswer(answer, null)).toEqual(ways);
  });
});
