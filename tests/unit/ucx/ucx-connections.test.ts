// Connections of the client: kept in advance, gone stale, given up, never made.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { wireFailureOf } from '../../../src/main/core/ucx/transport/wire-failure.ts';
import { clientFor, event, id, listen, serve } from './ucx-support.ts';

describe('servers that are not there', () => {
  test('a port where nobody listens is unreachable', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await clientFor(url).listMine()).toMatchObject({
      ok: false,
      error: { outcome: 'unknown', status: null, problem: { code: 'server-unreachable' } },
    });
  });

  test('a name that nobody has is unknown', async () => {
    const answer = await clientFor('https://no-such-host.invalid').listMine();
    expect(answer).toMatchObject({
      ok: false,
      error: { problem: { code: 'server-name-unknown', values: { host: 'no-such-host.invalid' } } },
    });
  });

  test.each([
    ['ECONNREFUSED', 'server-unreachable'],
    ['ENETUNREACH', 'server-unreachable'],
    ['EAI_AGAIN', 'server-name-unknown'],
    ['ETIMEDOUT', 'server-timeout'],
    ['ECONNRESET', 'server-connection-lost'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'server-certificate-untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'server-certificate-untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'server-certificate-name'],
    ['CERT_HAS_EXPIRED', 'server-certificate-expired'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'server-tls-failed'],
    ['HPE_INVALID_CONSTANT', 'server-answer-unreadable'],
    ['Z_DATA_ERROR', 'server-answer-unreadable'],
    ['SOMETHING_NEW', 'server-connection-lost'],
  ])('%s is %s', (code, problem) => {
    expect(wireFailureOf(Object.assign(new Error('x'), { code }), 'h').problem.code).toBe(problem);
    expect(wireFailureOf(new Error('x', { cause: { code } }), 'h').problem.code).toBe(problem);
  });

  test('something that does not speak HTTP gives an answer that cannot be read', async () => {
    const server = net.createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(await clientFor(await listen(server)).listMine()).toMatchObject({
      ok: false,
      error: { problem: { code: 'server-answer-unreadable' } },
    });
  });
});

describe('idle connections that the server closes', () => {
  /** Answers the first request of each connection and cuts it at the second. */
  async function stale(): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = net.createServer((socket) => {
      let count = 0;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        asked.push(String(data).split(' ')[0] ?? '');
        count += 1;
        if (count === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]');
        else socket.destroy();
      });
    });
    return { url: await listen(server), asked };
  }

  test('cost a question one repetition on a fresh connection', async () => {
    const { url, asked } = await stale();
    const client = clientFor(url);
    for (let time = 0; time < 3; time += 1) expect((await client.listMine()).ok).toBe(true);
    expect(asked).toEqual(['GET', 'GET', 'GET', 'GET', 'GET']);
  });

  test('make a command fail as unknown, and it is not sent again', async () => {
    const { url, asked } = await stale();
    const client = clientFor(url);
    await client.listMine();
    expect(await client.pauseById(id)).toMatchObject({
      ok: false,
      error: { outcome: 'unknown', problem: { code: 'server-connection-lost' } },
    });
    expect(asked).toEqual(['GET', 'PUT']);
    expect((await client.pauseById(id)).ok).toBe(true);
  });

  test('a fresh connection that is cut is not tried again, not even for a question', async () => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', () => socket.destroy());
    });
    expect((await clientFor(await listen(server)).listMine()).ok).toBe(false);
    expect(connections).toBe(1);
  });
});

describe('the connection kept in advance', () => {
  test('is opened without a request, and carries the next command', async () => {
    const seen = await serve();
    const client = clientFor(seen.url);
    const connected = event(seen.server, 'connection');
    client.warm();
    client.warm();
    await connected;
    expect(seen.requests).toEqual([]);
    await client.pauseById(id);
    expect(seen.requests[0]?.socket).toBe(seen.sockets[0]);
  });

  test('leaves a warm connection for a pause while a question is under way', async () => {
    const held: (() => void)[] = [];
    const seen = await serve((request, response) => {
      if (request.method === 'GET') held.push(() => response.end('[]'));
      else response.writeHead(204).end();
    });
    const client = clientFor(seen.url);
    const first = event(seen.server, 'connection');
    client.warm();
    await first;
    const second = event(seen.server, 'connection');
    const asked = event(seen.server, 'request');
    const list = client.listMine();
    await asked;
    await second;
    await client.pauseById(id);
    expect(seen.requests.map((request) => seen.sockets.indexOf(request.socket))).toEqual([0, 1]);
    held[0]?.();
    expect((await list).ok).toBe(true);
  });

  test('is forgotten when the server closes it, and the next command gets a connection all the same', async () => {
    const seen = await serve();
    const client = clientFor(seen.url);
    const connected = event(seen.server, 'connection');
    client.warm();
    await connected;
    const socket = seen.sockets[0];
    const gone = socket === undefined ? null : event(socket, 'close');
    socket?.end();
    await gone;
    expect((await client.pauseById(id)).ok).toBe(true);
  });

  test('never fails, also where nobody listens', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const client = clientFor(url);
    for (let time = 0; time < 3; time += 1) client.warm();
    expect((await client.listMine()).ok).toBe(false);
  });

  test('does not keep the program running, neither idle nor after close', async () => {
    const seen = await serve();
    const program = `
      const { createUcxClient } = await import(${JSON.stringify(new URL('../../../src/main/core/ucx/client.ts', import.meta.url).href)});
      const client = createUcxClient({ server: ${JSON.stringify(seen.url)}, username: 'a', password: 'b', allowPlainHttp: false });
      client.warm();
      await client.listMine();
      await client.pauseById(${JSON.stringify(id)});
      if (process.argv[1] === 'close') client.close();
    `;
    for (const how of ['close', 'idle']) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, how], { stdio: 'ignore' });
      expect(await event(child, 'exit')).toBe(0);
    }
    expect(seen.requests).toHaveLength(4);
  });
});

describe('giving up', () => {
  test('an aborted request is cancelled, before, during and after it was sent', async () => {
    const seen = await serve(() => undefined);
    const client = clientFor(seen.url);
    const early = await client.listMine(AbortSignal.abort());
    expect(early).toMatchObject({ ok: false, error: { outcome: 'cancelled', problem: { code: 'request-cancelled' } } });
    expect(seen.requests).toEqual([]);
    const controller = new AbortController();
    const arrived = event(seen.server, 'request');
    const late = client.pauseById(id, controller.signal);
    await arrived;
    controller.abort();
    expect(await late).toMatchObject({ ok: false, error: { outcome: 'cancelled' } });
  });

  test('close ends what is under way as cancelled, and everything after it', async () => {
    const seen = await serve(() => undefined);
    const client = clientFor(seen.url);
    const arrived = event(seen.server, 'request');
    const pending = client.listMine();
    await arrived;
    client.close();
    expect(await pending).toMatchObject({ ok: false, error: { outcome: 'cancelled' } });
    for (const answer of [client.listMine(), client.pauseById(id), client.media(id)]) {
      expect(await answer).toMatchObject({ ok: false, error: { outcome: 'cancelled' } });
    }
  });

  test('an abort in the middle of audio ends its stream with the name of the reason', async () => {
    const seen = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': '100000' });
      response.write(Buffer.alloc(50_000));
    });
    const controller = new AbortController();
    const media = await clientFor(seen.url).media(id, controller.signal);
    if (!media.ok) throw new Error('no media');
    const failed = event(media.value.stream, 'error');
    media.value.stream.once('data', () => {
      controller.abort();
    });
    expect(wireFailureOf(await failed, 'h')).toMatchObject({ cancelled: true });
  });

  test('audio that stops coming is a time-out, and audio that nobody reads is not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const seen = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'audio/mpeg' });
      response.write(Buffer.alloc(300_000));
    });
    const client = clientFor(seen.url, { limits: { idleBodyMs: 60 } });
    const media = await client.media(id);
    if (!media.ok) throw new Error('no media');
    const { stream } = media.value;
    const begun = event(stream, 'readable');
    await begun;
    vi.advanceTimersByTime(60_000);
    expect(stream.destroyed).toBe(false);
    const failed = event(stream, 'error');
    stream.resume();
    // Each look is a timer of its own, and the last bytes may still be on their way.
    while (!stream.destroyed) {
      vi.advanceTimersByTime(60);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(wireFailureOf(await failed, 'h').problem).toMatchObject({
      code: 'server-timeout',
      values: { step: 'body' },
    });
  });

  test('JSON that stops coming is a time-out, not a wait for ever', async () => {
    const seen = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('[');
    });
    expect(await clientFor(seen.url, { limits: { idleBodyMs: 40 } }).listMine()).toMatchObject({
      ok: false,
      error: { outcome: 'unknown', status: 200, problem: { code: 'server-timeout' } },
    });
  });

  test('the body of an error that stops coming does not hold back the error', async () => {
    const seen = await serve((_request, response) => {
      response.writeHead(429, { 'Content-Length': '100' });
      response.write('{');
    });
    expect(await clientFor(seen.url, { limits: { idleBodyMs: 40 } }).pauseById(id)).toMatchObject({
      ok: false,
      error: { outcome: 'already', status: 429, reason: null },
    });
  });

  test('a server that accepts and never shakes hands is a time-out of connecting', async () => {
    const server = net.createServer(() => undefined);
    const url = (await listen(server)).replace('http:', 'https:');
    expect(await clientFor(url, { limits: { connectMs: 40 } }).listMine()).toMatchObject({
      ok: false,
      error: { problem: { code: 'server-timeout', values: { step: 'connect' } } },
    });
  });
});
