// The audio of finished recordings: frames of MPEG-2 layer III, counted by a reader that knows only the format.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AudioHashes, audioBytes, audioSize, type AudioPlan } from '../../../src/simulator/audio/audio.ts';
import { restPhrase, silentFrame, toneFrame } from '../../../src/simulator/audio/mp3-frames.ts';

const plan: AudioPlan = { id: '6b98303a-b295-473a-adae-19b78aca468d', durationMs: 73_000, pauses: [], bytes: null };

function all(of: AudioPlan, from?: number, to?: number): Buffer {
  return Buffer.concat([...audioBytes(of, from, to)]);
}

/** Walks from header to header as a player does: length of each frame from its own bit rate, sample rate and padding. */
function frames(mp3: Buffer): Buffer[] {
  const rates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  const samples = [22_050, 24_000, 16_000];
  const found: Buffer[] = [];
  for (let at = 0; at < mp3.length;) {
    const header = mp3.readUInt32BE(at);
    expect(header >>> 21).toBe(0x7ff);
    expect((header >>> 19) & 3).toBe(2);
    expect((header >>> 17) & 3).toBe(1);
    const bits = (rates[(header >>> 12) & 15] ?? 0) * 1000;
    const length = Math.floor((72 * bits) / (samples[(header >>> 10) & 3] ?? 1)) + ((header >>> 9) & 1);
    found.push(mp3.subarray(at, at + length));
    at += length;
  }
  return found;
}

describe('audio of a recording', () => {
  it('is as long as the recording and as large as announced', () => {
    for (const durationMs of [0, 1, 36, 37, 5000, 73_000]) {
      const mp3 = all({ ...plan, durationMs });
      expect(mp3.length).toBe(audioSize({ ...plan, durationMs }));
      const length = frames(mp3).length * 36;
      expect(length).toBeGreaterThanOrEqual(durationMs);
      expect(length - durationMs).toBeLessThanOrEqual(36);
    }
  });

  it('needs no bytes of an earlier frame, so that any frame may follow any other', () => {
    // The first byte after the header is main_data_begin: 0 means the frame stands alone.
    expect(frames(all(plan)).every((frame) => frame[4] === 0)).toBe(true);
  });

  it('has speech and rests in it, and is the same each time', () => {
    const parts = frames(all(plan));
    const rest = new Set(frames(restPhrase).map((frame) => frame.toString('base64')));
    const resting = parts.filter((frame) => rest.has(frame.toString('base64'))).length;
    expect(resting).toBeGreaterThan(parts.length * 0.05);
    expect(resting).toBeLessThan(parts.length * 0.7);
    expect(all(plan).equals(all(plan))).toBe(true);
    expect(all({ ...plan, id: '75a90276-e47e-4e9e-b463-e3c743d5ff3a' }).equals(all(plan))).toBe(false);
  });

  it('is silent wherever it was paused and unchanged elsewhere', () => {
    const paused = frames(all({ ...plan, pauses: [{ from: 10_000, to: 30_000 }] }));
    const open = frames(all(plan));
    paused.forEach((frame, number) => {
      const start = number * 36;
      if (start + 36 > 10_000 && start < 30_000) expect(frame.equals(silentFrame)).toBe(true);
      if (start + 72 < 10_000 || start > 30_036) expect(frame.equals(open[number] ?? Buffer.alloc(0))).toBe(true);
    });
  });

  it('has a tone where the recorder wrote one into a pause', () => {
    const paused = frames(all({ ...plan, pauses: [{ from: 10_000, to: 30_000, sound: 'tone' }] }));
    for (let number = 278; number < 833; number += 1) expect(paused[number]?.equals(toneFrame)).toBe(true);
  });

  it('gives any part of itself as the same bytes that the whole has there', () => {
    const whole = all(plan);
    for (const [from, to] of [
      [0, 1],
      [179, 181],
      [64_799, 64_801],
      [100_000, whole.length],
      [whole.length - 1, whole.length],
    ] as const) {
      expect(all(plan, from, to).equals(whole.subarray(from, to))).toBe(true);
    }
  });

  it('has the SHA-256 that the detail will announce', async () => {
    const hashes = new AudioHashes();
    const expected = createHash('sha256').update(all(plan)).digest('hex');
    expect(await hashes.of(plan)).toBe(expected);
    expect(await hashes.of(plan)).toBe(expected);
  });
});
