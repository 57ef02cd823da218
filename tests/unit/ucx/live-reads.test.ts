// Reads of live recordings against servers, caches and proxies that say too little, too late, or two things at once.
import fc from 'fast-check';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { entriesWithRepeatedKeys, hasRepeatedKeys } from '../../../src/main/core/ucx/repeated-keys.ts';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { clientFor, id, serve } from './ucx-support.ts';

const live = (isPaused: unknown, last = '1') => ({ id: id.slice(0, -1) + last, isPaused });
const states = async (answer: ReturnType<UcxClient['listMine']>): Promise<LiveRecording['isPaused'][] | string> => {
  const read = await answer;
  return read.ok ? read.value.value.map(({ isPaused }) => isPaused) : read.error.problem.code;
};

describe('a read of live recordings', () => {
  test('asks every cache on the way to let it through', async () => {
    const seen = await serve();
    const client = clientFor(seen.url);
    await client.listMine();
    await client.listLive({ username: 'bo' });
    expect(seen.requests[1]?.url).toMatch(/\?username=bo$/u);
    for (const { headers } of seen.requests)
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', pragma: 'no-cache' });
  });

  test.each([
    ['0', true],
    ['1', 'unknown'],
    ['3', 'unknown'],
    ['86400', 'unknown'],
    ['soon', true],
  ])('an answer of age %s is believed to be paused: %s', async (age, isPaused) => {
    const seen = await serve((_request, response) =>
      response.setHeader('Age', age).end(JSON.stringify([live(true), live(false, '2')])),
    );
    expect(await states(clientFor(seen.url).listMine())).toEqual([isPaused, false]);
  });

  test.each([
    ['made before our resume was answered', -1, 'unknown'],
    ['made after it', 1, true],
    ['made an hour less a second before it', -3_599, 'unknown'],
    ['of a clock that was set by an hour', -3_600, true],
    ['of a clock that was set by hours', -7_200, true],
  ])('an answer %s', async (_what, seconds, isPaused) => {
    const resumedAt = Date.UTC(2026, 10, 27, 9, 0, 0);
    const dateOf = (at: number): string => new Date(at).toUTCString();
    const seen = await serve((request, response) => {
      const at = request.method === 'PUT' ? resumedAt : resumedAt + seconds * 1_000;
      response.setHeader('Date', dateOf(at));
      if (request.method === 'PUT') response.writeHead(204).end();
      else response.end(JSON.stringify([live(true)]));
    });
    const client = clientFor(seen.url);
    expect(await states(client.listMine())).toEqual([true]);
    await client.resumeById(id);
    expect(await states(client.listMine())).toEqual([isPaused]);
    await client.resumeByNumber('101');
    expect(await states(client.listLive({}))).toEqual([isPaused]);
  });

  test.each<[string, (client: UcxClient) => Promise<unknown>, LiveRecording['isPaused']]>([
    ['a resume of one recording', (client) => client.resumeById(id), 'unknown'],
    ['a resume by number', (client) => client.resumeByNumber('101'), 'unknown'],
    ['a pause of one recording', (client) => client.pauseById(id), true],
    ['a pause by number', (client) => client.pauseByNumber('101'), true],
    ['a stop', (client) => client.stopById(id), true],
  ])('an answer made a second before %s leaves a pause as it should be', async (_what, command, isPaused) => {
    const at = Date.UTC(2026, 10, 27, 9, 0, 0);
    const seen = await serve((request, response) => {
      const isRead = request.method === 'GET';
      // The first answer tells the time of the server; that of the later read is older.
      response.setHeader('Date', new Date(isRead && seen.requests.length > 1 ? at - 1_000 : at).toUTCString());
      if (isRead) response.end(JSON.stringify([live(true)]));
      else response.writeHead(204).end();
    });
    const client = clientFor(seen.url);
    expect(await states(client.listMine())).toEqual([true]);
    await command(client);
    expect(await states(client.listMine())).toEqual([isPaused]);
  });

  test('a resume that is answered without a date takes nothing back that the one before it proved', async () => {
    const resumedAt = Date.UTC(2026, 10, 27, 9, 0, 0);
    let resumes = 0;
    const seen = await serve((request, response) => {
      response.sendDate = false;
      if (request.method === 'GET') {
        response.setHeader('Date', new Date(resumedAt - 1_000).toUTCString()).end(JSON.stringify([live(true)]));
        return;
      }
      resumes += 1;
      if (resumes === 1) response.setHeader('Date', new Date(resumedAt).toUTCString());
      response.writeHead(204).end();
    });
    const client = clientFor(seen.url);
    await client.resumeById(id);
    await client.resumeById(id);
    expect(await states(client.listMine())).toEqual(['unknown']);
  });

  test.each([
    ['is lost', (response: ServerResponse) => response.destroy()],
    ['has no date', (response: ServerResponse) => response.writeHead(204).end()],
    ['is a fault', (response: ServerResponse) => response.writeHead(500).end()],
  ])('a resume whose answer %s counts from the moment it was sent', async (_what, answerResume) => {
    const begun = Date.UTC(2026, 10, 27, 9, 0, 0);
    // Seconds by the server's clock, at which the answers to reads were made.
    let made = 0;
    const seen = await serve((request, response) => {
      response.sendDate = false;
      if (request.method === 'PUT') answerResume(response);
      else response.setHeader('Date', new Date(begun + made * 1_000).toUTCString()).end(JSON.stringify([live(true)]));
    });
    let now = 5_000;
    const client = clientFor(seen.url, { monotonic: () => now });
    expect(await states(client.listMine())).toEqual([true]);
    now += 3_900;
    // Kept on the way: it tells nothing of the time.
    expect(await states(client.listMine())).toEqual([true]);
    await client.resumeById(id);
    now += 60_000;
    for (made of [0, 2]) expect(await states(client.listMine())).toEqual(['unknown']);
    for (made of [3, 4, 63]) expect(await states(client.listMine())).toEqual([true]);
  });

  test('what is no data proves no right either', async () => {
    const seen = await serve((_request, response) => response.writeHead(206).end('[]'));
    const meant: (string | null)[] = [];
    await clientFor(seen.url, { onAnswer: (_endpoint, code) => meant.push(code) }).listLive({});
    expect(meant).toEqual(['server-answer-unreadable']);
  });

  test('a chain of redirects is one read: they share its time', async () => {
    const seen = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { Location: request.url ?? '' }).end(), 120);
    });
    expect(await states(clientFor(seen.url, { limits: { liveReadMs: 200 } }).listMine())).toBe('server-timeout');
  });

  test.each([201, 202, 203, 205, 206, 226])('the status %i is no data, whatever comes with it', async (status) => {
    const seen = await serve((_request, response) => response.writeHead(status).end('[]'));
    const client = clientFor(seen.url);
    expect(await states(client.listMine())).toBe('server-answer-unreadable');
    expect(await states(client.listLive({}))).toBe('server-answer-unreadable');
    for (const answer of [await client.listCompleted({ page: 0, pageSize: 25 }), await client.detail(id)])
      expect(answer).toMatchObject({ ok: false, error: { outcome: 'unknown', status } });
  });

  test.each([
    ['a member named twice', '{"id":"ID","isPaused":false,"isPaused":true}', ['unknown']],
    ['the same with its name written otherwise', '{"id":"ID","isPaused":false,"is\\u0050aused":true}', ['unknown']],
    ['one that is named twice further in', '{"id":"ID","isPaused":true,"remoteParty":{"a":1,"a":2}}', ['unknown']],
    [
      'of two entries of one recording one that names a member twice',
      '{"id":"ID","isPaused":true},{"id":"ID","isPaused":true,"a":1,"a":2}',
      ['unknown'],
    ],
    ['two entries of one recording that agree', '{"id":"ID","isPaused":true},{"id":"ID","isPaused":true}', [true]],
    ['the same name in two objects', '{"id":"ID","isPaused":true,"localParty":{"a":1},"remoteParty":{"a":2}}', [true]],
    ['signs in a text', '{"id":"ID","isPaused":true,"x":"}],{\\"isPaused\\":"}', [true]],
  ])('%s leaves its state as it should be', async (_what, entry, isPaused) => {
    const text = `[${entry.replaceAll('ID', id)}, ${JSON.stringify(live(true, '2'))}]`;
    const seen = await serve((_request, response) => response.end(text));
    expect(await states(clientFor(seen.url).listMine())).toEqual([...isPaused, true]);
  });

  test('ends in time however steadily its answer drips, and the next one has a place beside it', async () => {
    const seen = await serve((_request, response) => {
      response.write('[');
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    const client = clientFor(seen.url, { limits: { liveReadMs: 150 } });
    const [mine, all] = [client.listMine(), client.listLive({})];
    expect([await states(mine), await states(all)]).toEqual(['server-timeout', 'server-timeout']);
  });
});

test.each([
  ['{"a":"1:2:3","b":"\\":"}', false],
  ['{"a:a":1}', false],
  ['{"a":1,"a":2}', true],
  ['[null,1,"x:",{"a":null}]', false],
])('whether a name of %s is repeated is told by its members alone: %s', (text, isRepeated) => {
  expect(hasRepeatedKeys(text, JSON.parse(text))).toBe(isRepeated);
});

test('repeated names are found in any valid JSON, and nothing else is', () => {
  expect([...entriesWithRepeatedKeys('[]')]).toEqual([]);
  expect([...entriesWithRepeatedKeys('{"a":1,"a":2}')]).toEqual([0]);
  expect([...entriesWithRepeatedKeys('[[1,2],{"a":[1,{"b":0,"b":1}]},{"a":1},{"\\u0061":1,"a":1}]')]).toEqual([1, 3]);
  expect([...entriesWithRepeatedKeys('["a:a","{\\"a\\":1,\\"a\\":2}"]')]).toEqual([]);
});

test.each([
  [401, undefined, 'unauthorized', 'credentials-refused'],
  [401, 'Basic realm="UCX"', 'unauthorized', 'credentials-refused'],
  [401, 'Negotiate, Basic realm="UCX"', 'unauthorized', 'credentials-refused'],
  [401, 'Negotiate', 'unknown', 'server-sign-in-method'],
  [401, 'NTLM, Digest realm="basics"', 'unknown', 'server-sign-in-method'],
  [407, 'Basic realm="proxy"', 'unknown', 'proxy-sign-in'],
])('the refusal %i that offers %s is %s', async (status, offered, outcome, code) => {
  const seen = await serve((_request, response) => {
    if (offered !== undefined) response.setHeader('WWW-Authenticate', offered);
    response.writeHead(status).end();
  });
  const client = clientFor(seen.url);
  for (const answer of [await client.listMine(), await client.pauseById(id), await client.detail(id)])
    expect(answer).toMatchObject({ ok: false, error: { outcome, problem: { code } } });
});

test.each([
  ['Sat, 13 Sep 275760 00:00:00 GMT', null],
  ['Thu, 01 Jan 1970 00:00:00 GMT', null],
  ['Fri, 31 Dec 9999 23:59:59 GMT', null],
  ['yesterday', null],
  ['Fri, 27 Nov 2026 09:00:00 GMT', Date.UTC(2026, 10, 27, 9)],
])('the server’s date %s is taken as %s', async (date, serverDate) => {
  const seen = await serve((_request, response) => response.setHeader('Date', date).end('[]'));
  expect(await clientFor(seen.url).listMine()).toMatchObject({ ok: true, value: { serverDate } });
});

test('a text is searched for names that come twice only where there are some, whatever is in its strings', () => {
  const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
  fc.assert(
    fc.property(value, (json) => {
      expect(hasRepeatedKeys(JSON.stringify(json), JSON.parse(JSON.stringify(json)))).toBe(false);
    }),
  );
  fc.assert(
    fc.property(value, fc.string(), value, value, (inside, name, first, second) => {
      const twice = `{${JSON.stringify(name)}:${JSON.stringify(first)},${JSON.stringify(name)}:${JSON.stringify(second)}}`;
      const text = `[${JSON.stringify(inside)},${twice}]`;
      expect(hasRepeatedKeys(text, JSON.parse(text))).toBe(true);
      expect([...entriesWithRepeatedKeys(text)]).toEqual([1]);
    }),
  );
});

test('an answer that nests two hundred thousand deep is read, in a member that nobody knows', async () => {
  const depth = 200_000;
  const id = '6b98303a-b295-473a-adae-19b78aca468d';
  const text = `[{"id":"${id}","isPaused":true,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}]`;
  const seen = await serve((_request, response) => response.end(text));
  expect(await clientFor(seen.url).listMine()).toMatchObject({
    ok: true,
    value: { value: [{ id, isPaused: true }] },
  });
});
