// electron-updater itself against a feed on this computer: what it takes, and everything that it must refuse.
import { chmod, mkdtemp, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultPreferences } from '../../src/shared/domain/preferences.ts';
import { ok } from '../../src/shared/domain/result.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import type { ConnectToFeed } from '../../src/main/core/platform/ports.ts';
import type { Hop } from '../../src/main/core/ucx/transport/proxy.ts';
import { feedConnection } from '../../src/main/core/updates/feed-connection.ts';
import { libraryUpdater, type Fetching } from '../../src/main/updates/library-updater.ts';
import { goodTestCertificate, wrongHostTestCertificate } from '../../src/simulator/certificate.ts';
import { announcement, FeedServer, sha512Of } from '../support/feed-server.ts';
import { startProxy } from '../support/proxy-server.ts';
import { quietLog } from '../support/quiet-log.ts';

const newer = Buffer.from('#!/bin/sh\necho "$@" > "$0.ran.part" && mv "$0.ran.part" "$0.ran"\n'.padEnd(200_000, '#'));
const name = 'Sidetone-0.2.0-win-x64.exe';
const never = new AbortController().signal;

let folder: string;
let feed: FeedServer;
let isSigned: boolean;
let looked: string[];
let log: ReturnType<typeof quietLog>;
let updater: Fetching;
let connect: ConnectToFeed;

const makeUpdater = (version = '0.1.0'): Fetching =>
  libraryUpdater({
    version,
    folder: path.join(folder, 'updates'),
    isSamePublisher: (file) => {
      looked.push(file);
      return Promise.resolve(isSigned);
    },
  });

const connection = (authorities: string | null, hops: [Hop, ...Hop[]] = [null]): ConnectToFeed =>
  feedConnection({
    ports: { files: nodeFiles(), log },
    preferences: () => ({ ...defaultPreferences, 'network.authorityFile': authorities }),
    findRoute: () => Promise.resolve(ok(hops)),
  });

const authorityFile = (): string => path.join(folder, 'authority.pem');

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-updates-'));
  await writeFile(authorityFile(), goodTestCertificate.certificate);
  feed = await FeedServer.start();
  isSigned = true;
  looked = [];
  log = quietLog();
  updater = makeUpdater();
  connect = connection(authorityFile());
});

afterEach(async () => {
  await feed.close();
  await rm(folder, { recursive: true, force: true });
});

const check = (from = feed.url): ReturnType<Fetching['check']> => updater.check(from, connect, never);
const download = (): ReturnType<Fetching['download']> => updater.download(connect, never);
const announced = (version = '0.2.0', file = name, sha512: string | null = sha512Of(newer)): void => {
  feed.says(announcement(version, file, sha512));
};
const unusable = { ok: false, error: { code: 'update/feed-unusable', values: { host: expect.any(String) as string } } };
const unreachable = { ok: false, error: { code: 'update/feed-unreachable' } };

/** Everything that lies in the folder of what was fetched. */
async function fetched(): Promise<string[]> {
  try {
    return await readdir(path.join(folder, 'updates', 'fetched', 'pending'));
  } catch {
    return [];
  }
}

describe('what is taken', () => {
  test('a newer version is found, fetched whole, checked, and its installer started', async () => {
    announced();
    feed.holds(newer);
    expect(await check()).toEqual(ok('0.2.0'));
    expect(await download()).toEqual(ok(null));
    const [file = ''] = looked;
    expect(await readFile(file)).toEqual(newer);
    await chmod(file, 0o755);
    const changes = watch(path.dirname(file));
    updater.install(true);
    for await (const { filename } of changes) if (filename === `${name}.ran`) break;
    expect((await readFile(`${file}.ran`, 'utf8')).trim()).toBe('--updated /S --force-run');
  });

  test.skipIf(process.platform === 'win32')('no question tells one computer from another', async () => {
    announced();
    feed.holds(newer);
    await check();
    await download();
    expect(feed.heads).toHaveLength(2);
    for (const head of feed.heads) {
      expect(Object.keys(head).sort()).toEqual(
        ['accept', 'cache-control', 'connection', 'host', 'user-agent'].filter((one) => one in head),
      );
      expect(head['user-agent']).toBe('Sidetone');
    }
  });

  test('what an earlier run has fetched is not fetched again, and is checked again', async () => {
    announced();
    feed.holds(newer);
    await check();
    await download();
    updater = makeUpdater();
    await check();
    expect(await download()).toEqual(ok(null));
    expect(feed.asked.filter((one) => one.endsWith('.exe'))).toHaveLength(1);
    expect(looked).toHaveLength(2);
    isSigned = false;
    updater = makeUpdater();
    await check();
    expect(await download()).toMatchObject({ error: { code: 'update/not-signed' } });
    expect(await fetched()).not.toContain(name);
  });

  test.each([
    ['the same', '0.1.0'],
    ['an older one', '0.0.9'],
    ['an older one of a channel', '0.1.0-beta.3'],
  ])('%s is nothing new, and nothing is fetched for it', async (_name, version) => {
    announced(version);
    expect(await check()).toEqual(ok(null));
    expect(await download()).toMatchObject({ ok: false });
    expect(feed.asked.some((one) => one.endsWith('.exe'))).toBe(false);
  });

  test('by the proxy of the company, and by the next way where the first leads nowhere', async () => {
    announced();
    feed.holds(newer);
    const proxy = await startProxy({ to: feed.port });
    const gone = { ...proxy.proxy, port: 1 };
    try {
      connect = connection(authorityFile(), [gone, proxy.proxy]);
      expect(await check()).toEqual(ok('0.2.0'));
      expect(await download()).toEqual(ok(null));
      expect(proxy.asked).toEqual(Array.from({ length: 2 }, () => `CONNECT 127.0.0.1:${String(feed.port)}`));
    } finally {
      await proxy.close();
    }
  });
});

describe('what is refused of the file', () => {
  const found = async (): Promise<void> => {
    expect(await check()).toEqual(ok('0.2.0'));
  };

  test('a wrong checksum', async () => {
    announced('0.2.0', name, sha512Of('another file'));
    feed.holds(newer);
    await found();
    expect(await download()).toMatchObject({ error: { code: 'update/damaged' } });
    expect(looked).toEqual([]);
    expect(await fetched()).toEqual([]);
  });

  test.each([
    ['half of it, and the connection ends', newer.length],
    ['half of it, as if that were all', newer.length / 2],
  ])('%s', async (_name, length) => {
    announced();
    feed.file = (_request, response) => {
      response.writeHead(200, { 'content-length': length });
      response.write(newer.subarray(0, newer.length / 2), () => {
        if (length === newer.length) response.destroy();
        else response.end();
      });
    };
    await found();
    expect(await download()).toMatchObject({ ok: false });
    expect(looked).toEqual([]);
    expect(await fetched()).toEqual([]);
  });

  test('no checksum at all', async () => {
    announced('0.2.0', name, null);
    feed.holds(newer);
    await check();
    expect(await download()).toMatchObject(unusable);
    expect(await fetched()).toEqual([]);
  });

  test('a signature of somebody else: the file is gone, and no installer can be started', async () => {
    announced();
    feed.holds(newer);
    isSigned = false;
    await found();
    expect(await download()).toMatchObject({ error: { code: 'update/not-signed' } });
    expect(await fetched()).not.toContain(name);
    updater.install(true);
    expect(await fetched()).not.toContain(`${name}.ran`);
  });

  test('a file that is not there', async () => {
    announced();
    await found();
    expect(await download()).toMatchObject(unusable);
  });

  test.each(['http', 'https'])('a redirect to %s, which is never followed', async (scheme) => {
    announced();
    feed.file = (_request, response) =>
      response.writeHead(302, { location: `${scheme}://127.0.0.1:${String(feed.port)}/sidetone/other.exe` }).end();
    await found();
    expect(await download()).toMatchObject(unusable);
    expect(feed.asked.at(-1)).toBe(`/sidetone/${name}`);
  });

  test('an address of the file that is not encrypted', async () => {
    announced('0.2.0', `http://127.0.0.1:${String(feed.port)}/${name}`);
    await found();
    expect(await download()).toMatchObject(unusable);
    expect(feed.asked).toHaveLength(1);
  });

  test('a name that leads out of the folder stays in it', async () => {
    announced('0.2.0', '..%2F..%2F..%2Fevil.exe');
    feed.holds(newer);
    await found();
    await download();
    const [file = ''] = looked;
    expect(path.dirname(file)).toBe(path.join(folder, 'updates', 'fetched', 'pending'));
  });
});

describe('what is refused of the feed', () => {
  test.each([
    ['a page in place of it', '<!doctype html><html><body>Sign in: to go on</body></html>'],
    ['something that is no YAML', '%%%\n\t: :'],
    ['nothing', ''],
    ['a list', '- 1\n- 2\n'],
    ['no version', 'files: []\n'],
    ['a version that is none', announcement('latest', name, 'x')],
  ])('%s', async (_name, text) => {
    feed.says(text, 'text/html');
    expect(await check()).toMatchObject(unusable);
  });

  test('an answer without an end is cut off', async () => {
    let sent = 0;
    feed.latest = (_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        sent += 100_000;
        response.write('#'.repeat(100_000), () => !response.destroyed && more());
      };
      more();
    };
    expect(await check()).toMatchObject(unusable);
    // What was on its way when it was cut off counts as well.
    expect(sent).toBeLessThan(50_000_000);
  });

  test.each([
    [404, unusable],
    [403, unusable],
    [503, unreachable],
  ])('a status of %i', async (status, expected) => {
    feed.latest = (_request, response) => response.writeHead(status).end('no');
    expect(await check()).toMatchObject(expected);
  });

  test.each(['http', 'https'])('a redirect to %s', async (scheme) => {
    feed.latest = (_request, response) =>
      response.writeHead(301, { location: `${scheme}://127.0.0.1:${String(feed.port)}/sidetone/latest2.yml` }).end();
    expect(await check()).toMatchObject(unusable);
    expect(feed.asked).toHaveLength(1);
  });

  test('a change to another protocol', async () => {
    feed.latest = (request) => {
      request.socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n');
    };
    expect(await check()).toMatchObject(unusable);
  });

  test('a server that is gone', async () => {
    await feed.close();
    expect(await check()).toMatchObject(unreachable);
    expect(log.entries.map(({ detail }) => detail)).toEqual([{ code: 'server-unreachable' }]);
  });

  test('a connection that ends in the middle', async () => {
    feed.latest = (_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('version: 0.2.0\n', () => response.destroy());
    };
    expect(await check()).toMatchObject(unreachable);
  });

  test.each([
    ['no authority that is known', () => connection(null), goodTestCertificate, 'server-certificate-untrusted'],
    ['the name of another', () => connection(authorityFile()), wrongHostTestCertificate, 'server-certificate-name'],
  ] as const)('a certificate with %s', async (_name, connecting, certificate, code) => {
    await feed.close();
    feed = await FeedServer.start(certificate);
    await writeFile(authorityFile(), certificate.certificate);
    announced();
    connect = connecting();
    expect(await check()).toMatchObject(unreachable);
    expect(log.entries.map(({ detail }) => detail)).toEqual([{ code }]);
    expect(feed.asked).toEqual([]);
  });
});

test.each(['check', 'download'] as const)('a %s that is ended ends at once', async (step) => {
  const abort = new AbortController();
  announced();
  if (step === 'download') await check();
  let arrived = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (arrived = resolve));
  feed.latest = arrived;
  feed.file = arrived;
  const result =
    step === 'check' ? updater.check(feed.url, connect, abort.signal) : updater.download(connect, abort.signal);
  await waiting;
  abort.abort();
  expect(await result).toMatchObject({ error: { code: 'request-cancelled' } });
  expect(await fetched()).toEqual([]);
});
