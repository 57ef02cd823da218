// What a window is given to play: as long as what sounds in it, sought by where frames are, and drawn only where it was measured.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { parseBuffer } from 'music-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AudioCache } from '../../../src/main/core/playback/audio-cache.ts';
import { AudioSources } from '../../../src/main/core/playback/audio-source.ts';
import type { Media } from '../../../src/main/core/ucx/client-types.ts';
import type { AudioFormat } from '../../../src/shared/domain/audio-format.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { mp3, unevenMp3, wave } from '../../support/audio-files.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

const audioCase = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '..', '..', 'support', 'audio', name));
const id = '6b98303a-b295-473a-adae-19b78aca468d';

let ports: FakePorts<FakeClock>;
let media: Media;
let sources: AudioSources;
let asked = (): void => undefined;
const bring = (bytes: Buffer, format: AudioFormat = 'mp3', length: number | null = bytes.length): void => {
  media = { stream: Readable.from([bytes], { objectMode: false }), contentType: null, format, length };
};

beforeEach(() => {
  asked = () => undefined;
  ports = fakePorts();
  const client = {
    ...new FakeRecorder(ports.clock).client(),
    media: (_id: string, signal?: AbortSignal) => {
      signal?.addEventListener('abort', () => media.stream.destroy());
      asked();
      return Promise.resolve(ok(media));
    },
  };
  const cache = new AudioCache(ports.profileFolder, ports.files, ports.log, () => client);
  const downloads = { whenWritten: () => Promise.resolve() };
  sources = new AudioSources(cache, { entryOf: () => null }, downloads, ports.files);
});
afterEach(async () => {
  await sources.clear();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

async function served(from = 0, to = Infinity): Promise<Buffer> {
  const source = await sources.source(id);
  if (source === null) throw new Error('nothing is served');
  return Buffer.concat(await source.stream(from, Math.min(to, source.length)).toArray());
}

describe('an MP3', () => {
  const talk = audioCase('vbr-no-head.mp3');
  test.each([
    ['of changing rate without a head', talk, 18_792],
    ['joined with another', audioCase('joined-cbr.mp3'), 37_584],
    ['cut in half', audioCase('cut-in-half.mp3'), 8_928],
    ['behind zeros', audioCase('zeros-in-front.mp3'), 18_792],
    ['with other bytes in the middle', Buffer.concat([mp3(100), Buffer.alloc(777), mp3(50)]), 5_400],
    ['of 44.1 kHz', unevenMp3([32, 128, 320, 64]), 104],
  ])('%s has one length for the player, the waveform and the file that is played', async (_what, bytes, ms) => {
    bring(bytes);
    expect(await sources.open(id)).toEqual({ ok: true, value: { from: 'server' } });
    expect(sources.peaks(id)).toMatchObject({ ok: true, value: { durationMs: ms } });
    const source = await sources.source(id);
    expect(source?.contentType).toBe('audio/mp4');
    const file = await served();
    expect(file).toHaveLength(source?.length ?? -1);
    const { format } = await parseBuffer(file, { mimeType: 'audio/mp4' });
    expect(Math.abs((format.duration ?? 0) * 1_000 - ms)).toBeLessThan(1);
    expect(file.subarray(-bytes.length).equals(bytes)).toBe(true);
  });

  test('is told frame by frame: each place in the table is where a frame begins', async () => {
    bring(
      Buffer.concat([Buffer.alloc(9), unevenMp3([32, 128, 320, 64]), Buffer.alloc(5), mp3(0), unevenMp3([64, 64, 64])]),
    );
    await sources.open(id);
    const file = await served();
    const table = (name: string): number[] => {
      const at = file.indexOf(name) + 8;
      return Array.from({ length: (file.readUInt32BE(at - 12) - 12) / 4 }, (_, index) =>
        file.readUInt32BE(at + index * 4),
      );
    };
    expect(table('stsz')).toEqual([0, 7, 104, 417, 1044, 208, 208, 208, 208]);
    expect(table('stsc')).toEqual([2, 1, 4, 1, 2, 3, 1]);
    const [, ...places] = table('stco');
    expect(places.map((place) => file.readUInt16BE(place))).toEqual([0xfffb, 0xfffb]);
  });

  test('of hours has its table too', async () => {
    bring(mp3(300_000));
    expect(await sources.open(id)).toMatchObject({ ok: true });
    const { format } = await parseBuffer(await served(), { mimeType: 'audio/mp4' });
    expect(format.duration).toBeCloseTo(10_800, 3);
  });

  test('is served in parts that fit together, over the end of what was put before it', async () => {
    bring(talk);
    await sources.open(id);
    const whole = await served();
    const head = whole.length - talk.length;
    for (const [from, to] of [
      [0, 10],
      [head - 5, head + 5],
      [head, head + 7],
      [head + 100, head + 200],
      [0, whole.length],
    ] as const)
      expect((await served(from, to)).equals(whole.subarray(from, to))).toBe(true);
  });

  test('of two sample rates is served as it came', async () => {
    const bytes = Buffer.concat([mp3(50), unevenMp3([64, 64, 64, 64])]);
    bring(bytes);
    await sources.open(id);
    expect((await sources.source(id))?.contentType).toBe('audio/mpeg');
    expect((await served()).equals(bytes)).toBe(true);
  });

  test('that does not arrive whole is not played, in words', async () => {
    bring(talk, 'mp3', talk.length + 1);
    expect(await sources.open(id)).toEqual(err(problem('audio-cut-short')));
    expect(await sources.source(id)).toBeNull();
  });

  test.each(['before it is asked for', 'while it arrives'])('is not served after a sign-out %s', async (when) => {
    media = { stream: new Readable({ read: () => undefined }), contentType: null, format: 'mp3', length: null };
    const arriving = new Promise<void>((resolve) => (asked = resolve));
    const opening = sources.open(id);
    if (when === 'while it arrives') await arriving;
    await sources.clear();
    expect(await opening).toMatchObject({ ok: false });
    expect(await sources.source(id)).toBeNull();
  });
});

describe('what cannot be measured has no waveform, and is served as it is', () => {
  test.each([
    ['µ-law', audioCase('ulaw.wav'), 'wav', 'audio/wav'],
    ['PCM', wave(), 'wav', 'audio/wav'],
    ['FLAC', Buffer.from('fLaC and more of it'), 'flac', 'audio/flac'],
    ['M4A', Buffer.from('\0\0\0\x20ftypM4A and more'), 'm4a', 'audio/mp4'],
    ['free-format MP3', audioCase('free-format.mp3'), 'mp3', 'audio/mpeg'],
  ] as const)('%s', async (_what, bytes, format, contentType) => {
    bring(bytes, format);
    await sources.open(id);
    expect(sources.peaks(id)).toEqual(ok(null));
    const source = await sources.source(id);
    expect(source).toMatchObject({ contentType, length: bytes.length });
    expect((await served()).equals(bytes)).toBe(true);
  });
});
