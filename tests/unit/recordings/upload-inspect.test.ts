// What a file is found to be before anything of it is sent: by its bytes, not its name, and in little memory.
import { chmod, mkdir, mkdtemp, open, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/main/core/platform/files/node-files.ts';
import { Mp3Reader } from '../../../src/main/core/platform/audio/mp3-reader.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import { inspectUpload } from '../../../src/main/core/uploads/upload-inspect.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import { broadcast, chunk, mp3, tagged, unevenMp3, wave, waveHead } from '../../support/audio-files.ts';

const audioCase = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '..', '..', 'support', 'audio', name));

function withDataLength(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(length, copy.indexOf('data') + 4);
  return copy;
}

/** MPEG 1 layer II at 64 kbit/s and 44.1 kHz. */
const layer2 = Buffer.concat(
  Array.from({ length: 5 }, () => Buffer.from([0xff, 0xfd, 0x40, 0xc0, ...Array<number>(204).fill(0)])),
);
const withTags = (bytes: Buffer): Buffer => Buffer.concat([bytes, chunk('LIST', Buffer.from('INFOxxxx'))]);

/** The bytes up to the end of the last frame that is all there. */
function wholeFrames(bytes: Buffer): Buffer {
  let end = 0;
  const reader = new Mp3Reader((frame, _bytes, _at, position) => (end = position + frame.bytes));
  reader.take(bytes);
  reader.end();
  return bytes.subarray(0, end);
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const files = nodeFiles();
async function inspected(bytes: Buffer, name = 'call.bin') {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return inspectUpload(files, path);
}

describe('a recording that the server takes', () => {
  test.each([
    ['PCM with 16 bits', wave(), 'pcm16', 2000],
    ['PCM with 8 bits', wave({ bits: 8, durationMs: 1500 }), 'pcm8', 1500],
    ['A-law', wave({ coding: 6, bits: 8 }), 'alaw', 2000],
    ['µ-law', wave({ coding: 7, bits: 8, channels: 2 }), 'ulaw', 2000],
    ['PCM in the extended form of the head', wave({ extensible: true, sampleRate: 44_100 }), 'pcm16', 2000],
    ['A-law in the extended form of the head', wave({ extensible: true, coding: 6, bits: 8 }), 'alaw', 2000],
    ['a head with chunks of other programs', wave({ before: [chunk('JUNK', Buffer.alloc(29))] }), 'pcm16', 2000],
    ['tags after the sound', Buffer.concat([wave(), chunk('LIST', Buffer.from('INFOxxxx'))]), 'pcm16', 2000],
  ])('WAV: %s', async (_what, bytes, encoding, durationMs) => {
    expect(await inspected(bytes)).toMatchObject({
      ok: true,
      value: { bytes: bytes.length, contentType: 'audio/wav', audio: { encoding, durationMs } },
    });
  });

  test('MP3, with its length', async () => {
    expect(await inspected(mp3(250), 'call.wav')).toMatchObject({
      ok: true,
      value: {
        contentType: 'audio/mpeg',
        audio: { encoding: 'mp3', durationMs: 9000, sampleRate: 16_000, channels: 1 },
      },
    });
  });

  test.each([
    ['each frame another', Array.from({ length: 400 }, (_, at) => [32, 128, 320, 64][at % 4] ?? 32)],
    ['silence first, then speech', Array.from({ length: 400 }, (_, at) => (at < 50 ? 32 : 128))],
    ['speech first, then silence', Array.from({ length: 400 }, (_, at) => (at < 200 ? 128 : 32))],
  ])('MP3 of changing rate that does not tell its length: its frames are counted (%s)', async (_what, rates) => {
    const found = await inspected(unevenMp3(rates), 'call.mp3');
    expect(found).toMatchObject({ ok: true, value: { audio: { encoding: 'mp3', sampleRate: 44_100, channels: 1 } } });
    if (!found.ok) return;
    // 400 frames of 1152 samples; a frame more or less is not heard.
    expect(Math.abs(found.value.audio.durationMs - (400 * 1152 * 1000) / 44_100)).toBeLessThan(30);
  });

  test.each([
    ['two joined files', audioCase('joined-cbr.mp3'), 37_584],
    ['zeros before the first frame', audioCase('zeros-in-front.mp3'), 18_792],
    [
      'other bytes before the first frame',
      Buffer.concat([Buffer.from('junk \xff\xfb\x90', 'latin1'), mp3(250)]),
      9_000,
    ],
    ['a start in the middle of a frame', mp3(251).subarray(77), 9_000],
    ['no head, and a changing rate', audioCase('vbr-no-head.mp3'), 18_792],
    ['a tag of the old kind behind it', Buffer.concat([mp3(250), Buffer.from('TAG'.padEnd(128))]), 9_000],
  ])('MP3 with %s, as long as what is there', async (_what, bytes, durationMs) => {
    expect(await inspected(bytes)).toMatchObject({ ok: true, value: { audio: { encoding: 'mp3', durationMs } } });
  });

  test.each([
    ['0', audioCase('streamed-zero.wav')],
    ['0xFFFFFFFF', audioCase('streamed-ffffffff.wav')],
    ['0x7FFFF000', withDataLength(audioCase('streamed-zero.wav'), 0x7ffff000)],
  ])('WAV from a pipe, with %s for its length, as long as what follows', async (_what, bytes) => {
    const found = await inspected(bytes);
    expect(found).toMatchObject({ ok: true, value: { audio: { encoding: 'pcm16', sampleRate: 8_000 } } });
    expect(found.ok && Math.abs(found.value.audio.durationMs - 6_300)).toBeLessThan(50);
  });

  test('MP3 with tags, and the moment they name', async () => {
    const found = await inspected(tagged(mp3(), '2026-11-20T17:55:07Z'));
    expect(found).toMatchObject({ ok: true, value: { recordedAt: new Date('2026-11-20T17:55:07Z') } });
  });

  test('a broadcast WAV tells when it was recorded, in the time of this computer', async () => {
    const found = await inspected(wave({ before: [broadcast('2026-11-20', '17:55:07')] }));
    expect(found).toMatchObject({ ok: true, value: { recordedAt: new Date('2026-11-20T17:55:07') } });
  });

  test('a day alone is not taken for the start of a call', async () => {
    expect(await inspected(tagged(mp3(), '2026-11-20'))).toMatchObject({ ok: true, value: { recordedAt: null } });
  });

  test('a link to a file is that file', async () => {
    await writeFile(join(folder, 'real.wav'), wave());
    await symlink(join(folder, 'real.wav'), join(folder, 'link.wav'));
    expect(await inspectUpload(files, join(folder, 'link.wav'))).toMatchObject({ ok: true });
  });

  test('its own last change is told, for a start that nothing else tells', async () => {
    await writeFile(join(folder, 'dated.wav'), wave());
    await utimes(join(folder, 'dated.wav'), 1_700_000_000, 1_700_000_000);
    expect(await inspectUpload(files, join(folder, 'dated.wav'))).toMatchObject({
      ok: true,
      value: { modifiedMs: 1_700_000_000_000 },
    });
  });
});

describe('a file that will not do is refused in words', () => {
  test.each([
    ['ADPCM', wave({ coding: 2, bits: 4 }), 'upload/wave-coding', 'ADPCM'],
    ['floating point', wave({ coding: 3, bits: 32 }), 'upload/wave-coding', 'floating point'],
    ['GSM', wave({ coding: 0x31, bits: 8 }), 'upload/wave-coding', 'GSM'],
    [
      'floating point in the extended form',
      wave({ extensible: true, coding: 3, bits: 32 }),
      'upload/wave-coding',
      'point',
    ],
    ['a coding nobody knows', wave({ coding: 0x7777, bits: 8 }), 'upload/wave-coding', 'another encoding'],
    ['24 bits', wave({ bits: 24 }), 'upload/wave-bits', '24 bits'],
    ['32 bits', wave({ bits: 32, extensible: true }), 'upload/wave-bits', '32 bits'],
    ['a WAV without sound', wave({ durationMs: 0 }), 'upload/no-sound', 'no audio'],
    ['a WAV that is cut short', wave({ lacking: 100 }), 'upload/wave-cut-short', 'incomplete'],
    ['the head of a WAV alone', waveHead(1000).subarray(0, 36), 'upload/wave-cut-short', 'incomplete'],
    [
      'a WAV without a format',
      Buffer.concat([wave().subarray(0, 12), chunk('data', Buffer.alloc(50))]),
      'upload/wave-damaged',
      'damaged',
    ],
    ['a WAV of no channels', wave({ channels: 0, durationMs: 0 }), 'upload/wave-damaged', 'damaged'],
    ['Ogg', Buffer.from('OggS and more of it'), 'upload/other-audio', 'Ogg'],
    ['FLAC', Buffer.from('fLaC and more of it'), 'upload/other-audio', 'FLAC'],
    ['M4A', Buffer.from('\0\0\0\x20ftypM4A and more'), 'upload/other-audio', 'M4A'],
    ['AAC', Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0]), 'upload/other-audio', 'AAC'],
    ['a WAV for more than four gigabytes', Buffer.from('RF64....WAVEds64'), 'upload/other-audio', 'extended WAV'],
    ['a WAV behind a tag', audioCase('wav-behind-id3.wav'), 'upload/other-audio', 'a WAV behind an ID3 tag'],
    ['free format', audioCase('free-format.mp3'), 'upload/other-audio', 'free-format MP3'],
    ['layer II', layer2, 'upload/other-audio', 'MPEG Layer II'],
    [
      'Sony Wave64',
      Buffer.from('riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0', 'latin1'),
      'upload/other-audio',
      'Sony Wave64',
    ],
    [
      'AAC behind a tag',
      tagged(Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0]), '2026'),
      'upload/other-audio',
      'AAC',
    ],
    ['half an MP3 whose head tells of the whole', audioCase('cut-in-half.mp3'), 'upload/mp3-cut-short', '0:08'],
    ['the same, cut where a frame ends', wholeFrames(audioCase('cut-in-half.mp3')), 'upload/mp3-cut-short', '0:08'],
    ['an MP3 that ends in a frame', mp3(100).subarray(0, -50), 'upload/mp3-cut-short', 'incomplete'],
    ['a WAV of no sound with tags behind', withTags(wave({ durationMs: 0 })), 'upload/no-sound', 'no audio'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'upload/not-audio', "isn't an audio file"],
    ['a text', Buffer.from('Dear diary'), 'upload/not-audio', "isn't an audio file"],
    [
      'a text in UTF-16',
      Buffer.from('\ufeffDear diary, today nothing was recorded.', 'utf16le'),
      'upload/not-audio',
      "isn't an audio file",
    ],
    ['another RIFF', Buffer.from('RIFF\x10\0\0\0AVI LIST'), 'upload/not-audio', "isn't an audio file"],
    ['tags without an MP3', tagged(Buffer.alloc(5000), '2026'), 'upload/mp3-unreadable', 'damaged'],
    ['nothing', Buffer.alloc(0), 'upload/file-empty', 'empty'],
    ['one byte', Buffer.from('R'), 'upload/not-audio', "isn't an audio file"],
  ])('%s', async (_what, bytes, code, word) => {
    const found = await inspected(bytes, 'call.wav');
    expect(found).toMatchObject({ ok: false, error: { problem: { code } } });
    if (found.ok) return;
    const { what, meaning, next } = problemText(found.error.problem);
    expect(`${what} ${meaning} ${next}`).toContain(word);
  });

  test('more than 256 MB, by its length alone', async () => {
    const path = join(folder, 'huge.wav');
    await writeFile(path, wave());
    await truncate(path, 256 * 1024 * 1024 + 1);
    const found = await inspectUpload(files, path);
    expect(found).toEqual({
      ok: false,
      error: {
        problem: { code: 'upload/file-too-large', values: { size: '256.1 MB', largest: '256 MB' } },
        bytes: 256 * 1024 * 1024 + 1,
      },
    });
  });

  test('a folder, and what is not there', async () => {
    await mkdir(join(folder, 'calls.wav'));
    expect(await inspectUpload(files, join(folder, 'calls.wav'))).toMatchObject({
      error: { problem: { code: 'upload/file-is-folder' }, bytes: null },
    });
    expect(await inspectUpload(files, join(folder, 'gone.wav'))).toMatchObject({
      error: { problem: { code: 'upload/file-unreadable' } },
    });
  });

  test('a file that may not be read, or whose disk fails', async () => {
    await writeFile(join(folder, 'locked.wav'), wave());
    await chmod(join(folder, 'locked.wav'), 0);
    // The superuser may read it all the same: a disk that fails stands for both.
    const failing: Files = { ...files, readPart: () => Promise.reject(new Error('EIO')) };
    expect(await inspectUpload(failing, join(folder, 'locked.wav'))).toMatchObject({
      error: { problem: { code: 'upload/file-unreadable' } },
    });
  });
});

test('a file of 256 MB is looked at without being read', async () => {
  const path = join(folder, 'large.wav');
  const handle = await open(path, 'w');
  const sound = 256 * 1024 * 1024 - 44;
  await handle.write(waveHead(sound));
  await handle.truncate(256 * 1024 * 1024);
  await handle.close();
  let read = 0;
  const counting: Files = {
    ...files,
    readPart: async (...asked) => {
      const part = await files.readPart(...asked);
      read += part.length;
      return part;
    },
  };
  expect(await inspectUpload(counting, path)).toMatchObject({ ok: true, value: { bytes: 256 * 1024 * 1024 } });
  expect(read).toBeLessThan(1024 * 1024);
});
