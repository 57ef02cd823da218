// The one reader of MP3 frames: what is counted is what sounds, whatever stands before, between and behind.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audioHeadOf } from '../../../src/main/core/platform/audio/audio-head.ts';
import { Mp3Reader } from '../../../src/main/core/platform/audio/mp3-reader.ts';
import { mp3, tagged, unevenMp3, wave } from '../../support/audio-files.ts';

const audioCase = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '..', '..', 'support', 'audio', name));

function counted(bytes: Uint8Array, step = bytes.length) {
  let ms = 0;
  const positions: number[] = [];
  const reader = new Mp3Reader((frame, _bytes, _at, position) => {
    ms += (frame.samples / frame.sampleRate) * 1_000;
    positions.push(position);
  });
  for (let at = 0; at < bytes.length; at += step) reader.take(bytes.subarray(at, at + step));
  reader.end();
  return { ms: Math.round(ms), positions, torn: reader.isTorn, stated: reader.statedFrames };
}

describe('the sound of an MP3 is counted', () => {
  const talk = audioCase('vbr-no-head.mp3');

  test.each([
    ['of changing rate without a head', talk, 18_792],
    ['joined with another', audioCase('joined-cbr.mp3'), 37_584],
    ['behind zeros', audioCase('zeros-in-front.mp3'), 18_792],
    ['from the middle of a frame on: two are not all there', talk.subarray(300), 18_792 - 2 * 72],
    ['with a tag between two joined files', Buffer.concat([talk, tagged(talk, '2026')]), 37_584],
    ['with other bytes in the middle', Buffer.concat([mp3(100), Buffer.alloc(777, 0xff), mp3(50)]), 5_400],
    ['with a tag of the old kind behind it', Buffer.concat([talk, Buffer.from('TAG'.padEnd(128))]), 18_792],
    ['of one frame', mp3(1), 36],
  ])('%s', (_what, bytes, ms) => {
    const found = counted(bytes);
    expect(found).toMatchObject({ ms, torn: false });
  });

  test.each([1, 7, 333, 4_096])('the same in pieces of %i bytes, with the same places', (step) => {
    const bytes = Buffer.concat([tagged(talk, '2026'), Buffer.alloc(99), audioCase('joined-cbr.mp3')]);
    expect(counted(bytes, step)).toEqual(counted(bytes));
  });

  test('half a file is half of what its head promises', () => {
    const found = counted(audioCase('cut-in-half.mp3'));
    expect(Math.abs(found.ms - 9_000)).toBeLessThanOrEqual(72);
    expect(found.torn).toBe(true);
    expect((found.stated ?? 0) * 72).toBeGreaterThan(18_000);
  });

  test('each place is where a frame begins', () => {
    const { positions } = counted(unevenMp3([32, 128, 320, 64]));
    expect(positions).toEqual([0, 104, 521, 1565]);
  });
});

test('of whatever bytes in whatever pieces: no error, nothing counted twice, the same each time', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.constantFrom(
      mp3(4),
      mp3(1),
      Buffer.from([0xff, 0xf3, 0x58]),
      tagged(Buffer.alloc(0), '2026'),
      Buffer.from('ID3\x04\0\0\x7f'),
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 700 }), (parts, step) => {
      const bytes = Buffer.concat(parts);
      const whole = counted(bytes);
      expect(counted(bytes, step)).toEqual(whole);
      expect(whole.positions.every((position, at) => position > (whole.positions[at - 1] ?? -1))).toBe(true);
      expect(whole.positions.every((position) => position < bytes.length)).toBe(true);
      audioHeadOf(bytes);
    }),
    { numRuns: 1_000 },
  );
});

describe('what is no MP3 has no frames', () => {
  test.each([
    ['µ-law', audioCase('ulaw.wav')],
    ['PCM', audioCase('streamed-zero.wav')],
    ['free format', audioCase('free-format.mp3')],
    ['silence', wave()],
    ['a long row of ones', Buffer.alloc(100_000, 0xff)],
    [
      'numbers by chance',
      Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at * 31 + at * 7919 + (at >> 3)) & 0xff)),
    ],
  ])('%s', (_what, bytes) => {
    expect(counted(bytes).positions).toEqual([]);
  });
});
