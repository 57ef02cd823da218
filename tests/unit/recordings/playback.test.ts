// The sound of recordings: fetched once, served in ranges, measured without decoding, and gone at the end of the session.
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AudioCache } from '../../../src/main/core/playback/audio-cache.ts';
import { LoudnessMeter, peakCount } from '../../../src/main/core/playback/audio-peaks.ts';
import { rangeHeaders, rangeOf } from '../../../src/main/core/playback/audio-range.ts';
import { Mp3Reader } from '../../../src/main/core/platform/audio/mp3-reader.ts';
import type { Media, UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

describe('a part of an audio', () => {
  test.each([
    [null, { status: 200, from: 0, to: 1000 }],
    ['bytes=0-', { status: 206, from: 0, to: 1000 }],
    ['bytes=100-199', { status: 206, from: 100, to: 200 }],
    ['bytes=900-5000', { status: 206, from: 900, to: 1000 }],
    ['bytes=-50', { status: 206, from: 950, to: 1000 }],
    ['bytes=-5000', { status: 206, from: 0, to: 1000 }],
    ['bytes=1000-', { status: 416 }],
    ['bytes=200-100', { status: 416 }],
    // What is no single byte range is answered with the whole, as the RFC asks.
    ['bytes=0-1,5-6', { status: 200, from: 0, to: 1000 }],
    ['bytes=-', { status: 200, from: 0, to: 1000 }],
    ['lines=1-2', { status: 200, from: 0, to: 1000 }],
  ])('asked for as %s of 1000 bytes is %o', (header, expected) => {
    expect(rangeOf(header, 1000)).toEqual(expected);
  });

  test('is told with its place in the whole', () => {
    expect(rangeHeaders({ status: 206, from: 100, to: 200 }, 1000, 'audio/mpeg')).toMatchObject({
      'Content-Range': 'bytes 100-199/1000',
      'Content-Length': '100',
    });
    expect(rangeHeaders({ status: 416 }, 1000, 'audio/mpeg')).toEqual({ 'Content-Range': 'bytes */1000' });
  });
});

describe('the loudness of an MP3', () => {
  async function mp3(durationMs: number): Promise<Buffer> {
    const simulator = await startSimulator({ recordings: 0 });
    try {
      const { id } = simulator.addCompleted({ durationMs });
      const [user] = simulator.users;
      const authorization = `Basic ${Buffer.from(`${user?.username ?? ''}:${user?.password ?? ''}`).toString('base64')}`;
      const url = `${simulator.url}/fw/Apps/Recorder/WebAPI/Recordings/${id}/Media`;
      const answer = await fetch(url, { headers: { authorization } });
      return Buffer.from(await answer.arrayBuffer());
    } finally {
      await simulator.close();
    }
  }

  function measure(bytes: Buffer, step: number): ReturnType<LoudnessMeter['result']> {
    const meter = new LoudnessMeter();
    const reader = new Mp3Reader((frame, found, at) => {
      meter.add(frame, found, at);
    });
    for (let at = 0; at < bytes.length; at += step) reader.take(bytes.subarray(at, at + step));
    reader.end();
    return meter.result();
  }

  test('has the length of the call and is the same in whatever pieces the file comes', async () => {
    const bytes = await mp3(61_000);
    const whole = measure(bytes, bytes.length);
    expect(Math.abs((whole?.durationMs ?? 0) - 61_000)).toBeLessThan(100);
    expect(measure(bytes, 7)).toEqual(whole);
    expect(measure(bytes, 4_001)).toEqual(whole);
    expect(Math.max(...(whole?.peaks ?? []))).toBe(1);
    expect(new Set(whole?.peaks).size).toBeGreaterThan(5);
  });

  test('of hours is no longer a list than that of a minute', async () => {
    const bytes = await mp3(60_000);
    const result = measure(Buffer.concat(Array<Buffer>(120).fill(bytes)), 262_144);
    expect(result?.peaks.length).toBeLessThanOrEqual(peakCount);
    expect(result?.peaks.length).toBeGreaterThanOrEqual(peakCount / 2);
    expect(Math.abs((result?.durationMs ?? 0) - 7_200_000)).toBeLessThan(5_000);
  });

  test('is nothing where there is no MP3, and a tag before it is stepped over', async () => {
    expect(measure(Buffer.from('<html>a page that pretends</html>'.repeat(100)), 512)).toBeNull();
    expect(measure(Buffer.alloc(5_000), 512)).toBeNull();
    const bytes = await mp3(20_000);
    const tag = Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 7, 0x68]), Buffer.alloc(1_000, 0xff)]);
    expect(measure(Buffer.concat([tag, bytes]), 333)).toEqual(measure(bytes, 333));
  });
});

describe('audio of this session', () => {
  const id = '6b98303a-b295-473a-adae-19b78aca468d';
  const otherId = '6b98303a-b295-473a-adae-19b78aca468e';
  const unaborted = new AbortController().signal;
  let client: { -readonly [Name in keyof UcxClient]: UcxClient[Name] };
  let ports: FakePorts<FakeClock>;
  let fetches = 0;
  let media: () => Media | 'gone';
  let cache: AudioCache;

  beforeEach(async () => {
    ports = fakePorts();
    fetches = 0;
    client = {
      ...new FakeRecorder(ports.clock).client(),
      media: () => {
        fetches += 1;
        const answer = media();
        return Promise.resolve(
          answer === 'gone'
            ? err({ endpoint: 'media', outcome: 'gone', status: 404, reason: null, problem: problem('media/gone') })
            : ok(answer),
        );
      },
    };
    cache = new AudioCache(ports.profileFolder, ports.files, ports.log, () => client);
    media = () => ({
      stream: Readable.from([Buffer.from('abc'), Buffer.from('def')]),
      contentType: null,
      format: 'mp3',
      length: 6,
    });
  });
  afterEach(async () => {
    await cache.clear();
    await rm(dirname(ports.profileFolder), { recursive: true, force: true });
  });

  const inCache = (): Promise<string[]> => readdir(join(ports.profileFolder, 'audio-cache')).catch(() => []);
  const textOf = async (stream: Readable): Promise<string> => Buffer.concat(await stream.toArray()).toString();

  test('is fetched once, however often and from wherever it is read', async () => {
    const [first, second] = await Promise.all([cache.open(id), cache.open(id.toUpperCase())]);
    if (!first.ok || !second.ok) throw new Error('not opened');
    expect(await textOf(first.value.stream())).toBe('abcdef');
    expect(await textOf(second.value.stream(2, 5))).toBe('cde');
    const saved = await cache.cachedMedia(id, unaborted);
    expect(saved?.length).toBe(6);
    expect(fetches).toBe(1);
  });

  test('cannot be read at rest, and reads as it was from every place', async () => {
    const text = 'The number of the card is 4111 1111 1111 1111. '.repeat(50);
    const chunks = text.match(/.{1,97}/gsu)?.map((chunk) => Buffer.from(chunk)) ?? [];
    media = () => ({ stream: Readable.from(chunks), contentType: null, format: 'mp3', length: text.length });
    const opened = await cache.open(id);
    if (!opened.ok) throw new Error('not opened');
    await opened.value.whole();
    const [name = ''] = await inCache();
    const atRest = await readFile(join(ports.profileFolder, 'audio-cache', name), 'latin1');
    expect(atRest).toHaveLength(text.length);
    for (let at = 0; at + 8 <= text.length; at += 1) expect(atRest).not.toContain(text.slice(at, at + 8));
    for (const from of [0, 1, 15, 16, 17, 97, 1_000])
      expect(await textOf(opened.value.stream(from, from + 300))).toBe(text.slice(from, from + 300));
  });

  test('can be read while it is still arriving', async () => {
    const stream = new Readable({ read: () => undefined });
    media = () => ({ stream, contentType: null, format: 'mp3', length: 6 });
    const opened = await cache.open(id);
    if (!opened.ok) throw new Error('not opened');
    const reading = textOf(opened.value.stream());
    stream.push('abc');
    stream.push('def');
    stream.push(null);
    expect(await reading).toBe('abcdef');
  });

  test('lies under a name that says nothing, and is deleted when it is cleared and when a next start finds it', async () => {
    await cache.open(id);
    const names = await inCache();
    expect(names).toHaveLength(1);
    expect(names.join()).not.toContain(id);
    await cache.clear();
    expect(await inCache()).toEqual([]);
    await cache.open(id);
    // A start after a crash knows of nothing, and finds it all the same.
    await new AudioCache(ports.profileFolder, ports.files, ports.log, () => null).sweep();
    expect(await inCache()).toEqual([]);
  });

  test('is handed on to a save with no other length than the server named', async () => {
    media = () => ({ stream: Readable.from([Buffer.from('abcdef')]), contentType: null, format: 'mp3', length: null });
    await cache.open(id);
    const handed = await cache.cachedMedia(id, unaborted);
    expect(handed?.length).toBeNull();
    expect(await textOf(handed?.stream ?? Readable.from([]))).toBe('abcdef');
  });

  test('that is still arriving keeps no save waiting that was cancelled', async () => {
    const stream = new Readable({ read: () => undefined });
    media = () => ({ stream, contentType: null, format: 'mp3', length: 6 });
    await cache.open(id);
    const controller = new AbortController();
    const waiting = cache.cachedMedia(id, controller.signal);
    controller.abort();
    expect(await waiting).toBeNull();
    // Nor while the server has not even begun to send.
    let begin = (): void => undefined;
    client.media = () =>
      new Promise((resolve) => {
        begin = () => {
          resolve(ok({ stream: Readable.from([]), contentType: null, format: 'mp3', length: 0 }));
        };
      });
    const opening = cache.open(otherId);
    const second = new AbortController();
    const alsoWaiting = cache.cachedMedia(otherId, second.signal);
    second.abort();
    expect(await alsoWaiting).toBeNull();
    begin();
    await opening;
    stream.push(null);
  });

  test('of a length that nobody named ends where the cache is full, in words, and is not kept', async () => {
    const part = Buffer.alloc(1_000_000);
    media = () => ({
      stream: Readable.from(
        (function* () {
          for (let megabytes = 0; megabytes < 400; megabytes += 1) yield part;
        })(),
      ),
      contentType: null,
      format: 'mp3',
      length: null,
    });
    const opened = await cache.open(id);
    expect(opened.ok && (await opened.value.whole())).toMatchObject({ ok: false, error: { code: 'audio-too-long' } });
    expect(opened.ok && opened.value.bytes).toBeLessThanOrEqual(200_000_000);
    expect(await cache.cachedMedia(id, unaborted)).toBeNull();
  });

  test('that is longer than the cache is not even begun', async () => {
    media = () => ({
      stream: Readable.from([Buffer.from('abc')]),
      contentType: null,
      format: 'mp3',
      length: 200_000_001,
    });
    expect(await cache.open(id)).toMatchObject({ ok: false, error: { code: 'audio-too-long' } });
    expect(await inCache()).toEqual([]);
  });

  test('that grows throws out what was heard longest ago', async () => {
    media = () => ({
      stream: Readable.from([Buffer.alloc(150_000_000)]),
      contentType: null,
      format: 'mp3',
      length: 150_000_000,
    });
    const first = await cache.open(id);
    if (first.ok) await first.value.whole();
    media = () => ({
      stream: Readable.from([Buffer.alloc(90_000_000)]),
      contentType: null,
      format: 'mp3',
      length: null,
    });
    const second = await cache.open(otherId);
    expect(second.ok && (await second.value.whole())).toMatchObject({ ok: true });
    expect(await inCache()).toHaveLength(1);
  });

  test('that was cut is no source for a save and is fetched anew', async () => {
    media = () => ({ stream: Readable.from([Buffer.from('abc')]), contentType: null, format: 'mp3', length: 6 });
    const opened = await cache.open(id);
    expect(opened.ok && (await opened.value.whole())).toMatchObject({ ok: false, error: { code: 'file-cut-short' } });
    expect(await cache.cachedMedia(id, unaborted)).toBeNull();
    media = () => ({ stream: Readable.from([Buffer.from('abcdef')]), contentType: null, format: 'mp3', length: 6 });
    expect((await cache.open(id)).ok).toBe(true);
    expect(fetches).toBe(2);
    expect(await inCache()).toHaveLength(1);
  });

  test('that is not there says so, and is asked for again the next time', async () => {
    media = () => 'gone';
    expect(await cache.open(id)).toEqual(err(problem('media/gone')));
    expect(await cache.open(id)).toEqual(err(problem('media/gone')));
    expect(fetches).toBe(2);
  });

  test('makes room for more by throwing out what was heard longest ago', async () => {
    const ids = [1, 2, 3].map((number) => id.slice(0, -1) + String(number));
    media = () => ({
      stream: Readable.from([Buffer.alloc(90_000_000)]),
      contentType: null,
      format: 'mp3',
      length: 90_000_000,
    });
    for (const each of ids) {
      const opened = await cache.open(each);
      if (opened.ok) await opened.value.whole();
    }
    expect(await inCache()).toHaveLength(2);
    expect(await cache.cachedMedia(ids[0] ?? '', unaborted)).toBeNull();
    expect(await cache.cachedMedia(ids[2] ?? '', unaborted)).not.toBeNull();
  });
});
