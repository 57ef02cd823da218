// A random sample: each place once, evenly, and the same for the same seed in every version.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawnIndices } from '../../../src/main/core/history/random-sample.ts';
import { freeBytes } from '../../../src/main/core/platform/files/free-space.ts';

function drawn(total: number, seed: number, size = total): number[] {
  const places: number[] = [];
  for (const at of drawnIndices(total, seed)) {
    places.push(at);
    if (places.length >= size) break;
  }
  return places;
}

describe('the places that are drawn', () => {
  test.each([
    [0, []],
    [1, [0]],
  ])('of %d are all there are', (total, expected) => {
    expect(drawn(total, 7)).toEqual(expected);
  });

  test.each([2, 17, 1_000])('of %d are each of them once', (total) => {
    expect(drawn(total, 42).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: total }, (_, at) => at),
    );
  });

  test('are the same for the same seed, also in years, and others for another', () => {
    expect(drawn(1_000_000, 1, 5)).toEqual(drawn(1_000_000, 1, 5));
    expect(drawn(1_000_000, 1, 5)).toEqual([627_073, 2_736, 527_447, 981_051, 968_378]);
    expect(drawn(1_000_000, 2, 5)).not.toEqual(drawn(1_000_000, 1, 5));
  });

  test('are spread evenly: of 20,000 draws of 10 out of 100, each place is drawn about as often as another', () => {
    const times = Array.from({ length: 100 }, () => 0);
    for (let seed = 0; seed < 20_000; seed += 1)
      for (const at of drawn(100, seed, 10)) times[at] = (times[at] ?? 0) + 1;
    // 2,000 each; six standard deviations are 255.
    expect(Math.min(...times)).toBeGreaterThan(1_745);
    expect(Math.max(...times)).toBeLessThan(2_255);
  });
});

describe('the room that is free', () => {
  test('is told of a folder that is there, and of one that would be made in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'room-'));
    expect(await freeBytes(folder)).toBeGreaterThan(0);
    expect(await freeBytes(join(folder, 'not', 'made', 'yet'))).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
  });
});
