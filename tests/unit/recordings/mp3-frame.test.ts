// The one parser of MP3 frame headers, checked against headers worked out from the standard.
import { describe, expect, test } from 'vitest';
import { id3TagBytes, mp3FrameAt } from '../../../src/main/core/platform/audio/mp3-frame.ts';

const frameOf = (...header: number[]) => mp3FrameAt(Uint8Array.from([0, ...header, 0, 0]), 1);

describe('the header of a frame', () => {
  test.each([
    ['MPEG 1, 128 kbit/s, 44.1 kHz, stereo', [0xff, 0xfb, 0x90, 0x00], 417, 1152, 44_100, 2, 4],
    ['the same with padding', [0xff, 0xfb, 0x92, 0x00], 418, 1152, 44_100, 2, 4],
    ['the same with a checksum', [0xff, 0xfa, 0x90, 0x00], 417, 1152, 44_100, 2, 6],
    ['MPEG 1, 320 kbit/s, 48 kHz, mono', [0xff, 0xfb, 0xe4, 0xc0], 960, 1152, 48_000, 1, 4],
    ['MPEG 2, 32 kbit/s, 16 kHz, mono', [0xff, 0xf3, 0x48, 0xc0], 144, 576, 16_000, 1, 4],
    ['MPEG 2.5, 8 kbit/s, 8 kHz, joint stereo', [0xff, 0xe3, 0x18, 0x40], 72, 576, 8_000, 2, 4],
  ])('%s', (_what, header, bytes, samples, sampleRate, channels, sideInfoAt) => {
    const isVersion1 = samples === 1152;
    expect(frameOf(...header)).toEqual({ bytes, samples, sampleRate, isVersion1, channels, sideInfoAt });
  });

  test.each([
    ['no synchronisation', [0xfe, 0xfb, 0x90, 0x00]],
    ['a cut synchronisation', [0xff, 0xdb, 0x90, 0x00]],
    ['the reserved version', [0xff, 0xeb, 0x90, 0x00]],
    ['layer II', [0xff, 0xfd, 0x90, 0x00]],
    ['the reserved layer, which AAC in ADTS has', [0xff, 0xf9, 0x90, 0x00]],
    ['the reserved sample rate', [0xff, 0xfb, 0x9c, 0x00]],
    ['free format', [0xff, 0xfb, 0x00, 0x00]],
    ['the forbidden bit rate', [0xff, 0xfb, 0xf0, 0x00]],
    ['text in UTF-16', [0xff, 0xfe, 0x41, 0x00]],
  ])('%s is none', (_what, header) => {
    expect(frameOf(...header)).toBeNull();
  });

  test('beyond the end of the bytes there is none', () => {
    expect(mp3FrameAt(Uint8Array.from([0xff]), 0)).toBeNull();
    expect(mp3FrameAt(Uint8Array.from([0xff, 0xfb]), 7)).toBeNull();
  });
});

describe('the tag in front', () => {
  const tag = (flags: number, ...size: number[]) => Uint8Array.from([0x49, 0x44, 0x33, 4, 0, flags, ...size, 0xff]);

  test.each([
    ['its size is written in four times seven bits', tag(0, 0, 1, 2, 3), 10 + 128 * 128 + 2 * 128 + 3],
    ['a footer counts too', tag(0x10, 0, 0, 0, 5), 25],
    ['no tag', Uint8Array.from([0xff, 0xfb, 0x90, 0, 0, 0, 0, 0, 0, 0]), 0],
    ['a file that is shorter than the head of a tag', Uint8Array.from([0x49, 0x44, 0x33, 4]), 0],
  ])('%s', (_what, head, bytes) => {
    expect(id3TagBytes(head)).toBe(bytes);
  });
});
