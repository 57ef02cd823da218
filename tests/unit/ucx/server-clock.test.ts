// The estimate of the server's clock: true within what it says, never back, and not led astray by a single odd answer.
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLine, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import { ServerClock, type ServerTime } from '../../../src/main/core/ucx/transport/server-clock.ts';
import { fakeCore, firstId } from '../../support/fake-core.ts';

/** Monotonic milliseconds of the computer, and the server's clock, which goes its own way. */
class World {
  now = 1_000;
  aheadMs: number;
  readonly clock: ServerClock;
  readonly #rate: number;

  constructor(aheadMs = Date.UTC(2026, 10, 22, 9), rate = 0) {
    this.aheadMs = aheadMs;
    this.#rate = rate;
    this.clock = new ServerClock({ monotonic: () => this.now });
  }

  /** The server's clock at this moment, or at another one. */
  server(at = this.now): number {
    return this.aheadMs + at * (1 + this.#rate);
  }

  /** An answer that is written `thereMs` after it was asked for and arrives `backMs` later. */
  answer(thereMs: number, backMs: number, off = 0): void {
    const sentAt = this.now;
    const date = Math.floor((this.server(sentAt + thereMs) + off) / 1_000) * 1_000;
    this.now += thereMs + backMs;
    this.clock.observe({ date, sentAt, receivedAt: this.now });
  }

  stamp(): ServerTime {
    const stamped = this.clock.stamp();
    if (stamped === null) throw new Error('The time is not known');
    return stamped;
  }
}

const answers = fc.array(
  fc.record({
    waitMs: fc.integer({ min: 0, max: 30_000 }),
    thereMs: fc.integer({ min: 0, max: 4_000 }),
    backMs: fc.integer({ min: 0, max: 4_000 }),
    stamps: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('the estimate of the server’s clock', () => {
  test('is as true as it says and never goes back, however slow the answers are and however the clocks part', () => {
    fc.assert(
      fc.property(
        answers,
        fc.integer({ min: -200, max: 200 }),
        fc.integer({ min: 0, max: 999 }),
        (steps, perMillion, ms) => {
          const world = new World(Date.UTC(2026, 10, 22, 9) + ms, perMillion / 1_000_000);
          let before = -Infinity;
          for (const { waitMs, thereMs, backMs, stamps } of steps) {
            world.now += waitMs;
            world.answer(thereMs, backMs);
            for (let stamp = 0; stamp < stamps; stamp += 1) {
              world.now += waitMs / 10;
              const { ms: told, withinMs } = world.stamp();
              expect(Math.abs(told - world.server())).toBeLessThanOrEqual(withinMs + 1);
              expect(told).toBeGreaterThanOrEqual(before);
              before = told;
            }
          }
        },
      ),
    );
  });

  test('is not known before the first answer, and soon closer than the whole seconds of a Date', () => {
    const world = new World(Date.UTC(2026, 10, 22, 9) + 321);
    expect(world.clock.stamp()).toBeNull();
    world.answer(10, 10);
    expect(world.stamp().withinMs).toBeGreaterThan(400);
    for (let read = 0; read < 60; read += 1) {
      world.now += 2_037;
      world.answer(10, 10);
    }
    expect(world.stamp().withinMs).toBeLessThan(60);
  });

  test('a date that is a second old, as it is at the end of each, sets no entry before the one before it', () => {
    const world = new World();
    world.answer(0, 0);
    world.now += 1_999;
    const before = world.stamp().ms;
    world.answer(0, 0);
    expect(world.stamp().ms).toBeGreaterThanOrEqual(before);
  });

  test.each([-3_600_000, 3_600_000, -20_000, 20_000])(
    'one or two odd answers change nothing, three in a row of a clock that was set by %d ms do',
    (off) => {
      const world = new World();
      for (let read = 0; read < 20; read += 1) world.answer(10, 1_990);
      const { withinMs } = world.stamp();
      for (let read = 0; read < 2; read += 1) world.answer(10, 1_990, off);
      expect(Math.abs(world.stamp().ms - world.server())).toBeLessThanOrEqual(withinMs + 10);
      world.answer(10, 1_990);
      world.aheadMs += off;
      for (let read = 0; read < 3; read += 1) world.answer(10, 1_990);
      // Set back, it says nothing until the server's clock has come where it was.
      if (off < 0) {
        expect(world.clock.stamp()).toBeNull();
        world.now -= off;
      }
      const { ms, withinMs: now } = world.stamp();
      expect(Math.abs(ms - world.server())).toBeLessThanOrEqual(now + 1);
    },
  );

  test('a clock that was set back a little is waited for, and the uncertainty says so', () => {
    const world = new World();
    for (let read = 0; read < 20; read += 1) world.answer(10, 1_990);
    const before = world.stamp();
    world.aheadMs -= 5_000;
    for (let read = 0; read < 3; read += 1) world.answer(10, 490);
    const held = world.stamp();
    expect(held.ms).toBe(before.ms);
    expect(held.withinMs).toBeGreaterThan(3_000);
    expect(Math.abs(held.ms - world.server())).toBeLessThanOrEqual(held.withinMs + 1);
    world.now += 6_000;
    expect(world.stamp().ms).toBeGreaterThan(before.ms);
  });

  test('a server that renews its date a little late makes the estimate less certain, and no other', () => {
    const world = new World();
    for (let read = 0; read < 30; read += 1) world.answer(10, 1_027, read % 2 === 0 ? 0 : -700);
    const { ms, withinMs } = world.stamp();
    expect(Math.abs(ms - world.server())).toBeLessThanOrEqual(withinMs + 700);
    expect(withinMs).toBeLessThan(1_000);
  });

  test('after a restart it goes on behind the last entry, unless the server’s clock was set back meanwhile', () => {
    const close = new World();
    close.clock.continueAfter(close.server() + 900);
    close.answer(10, 10);
    expect(close.stamp().ms).toBe(close.aheadMs + 1_000 + 900);
    const setBack = new World();
    setBack.clock.continueAfter(setBack.server() + 3_600_000);
    setBack.answer(10, 10);
    expect(Math.abs(setBack.stamp().ms - setBack.server())).toBeLessThan(1_000);
    const odd = new World();
    odd.clock.continueAfter(NaN);
    odd.answer(10, 10);
    expect(odd.stamp().ms).toBeGreaterThan(0);
  });
});

test('no entry of the journal is stamped before the one before it, and each says how exact its stamp is', async () => {
  const fake = await fakeCore();
  const { core, clock, recorder } = fake;
  // The server's clock is 700 ms ahead, and each answer takes another time: the latest Date alone would jump by a second.
  recorder.serverDate = () => Math.floor((clock.now() + 700) / 1_000) * 1_000;
  let read = 0;
  recorder.nextRead = () => {
    read += 1;
    return { kind: 'good', sampleAfter: read % 2 === 0 ? 5 : 280, replyAfter: 290 };
  };
  recorder.begin(firstId);
  await clock.advance(4_000);
  for (let press = 0; press < 12; press += 1) {
    void core.handlers[press % 2 === 0 ? 'live.pause' : 'live.resume']({});
    await clock.advance(1_130);
  }
  await core.dispose();
  const text = await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8');
  const entries = wholeLines(text).lines.flatMap((line) => parseLine(line) ?? []);
  const stamped = entries.filter(({ serverAt }) => serverAt !== null);
  expect(stamped.length).toBeGreaterThan(30);
  for (const [index, { at, serverAt, serverWithinMs }] of stamped.entries()) {
    const told = Date.parse(serverAt ?? '');
    expect(told).toBeGreaterThanOrEqual(Date.parse(stamped[index - 1]?.serverAt ?? '') || 0);
    expect(Math.abs(told - (Date.parse(at) + 700))).toBeLessThanOrEqual((serverWithinMs ?? NaN) + 1);
  }
  await fake.dispose();
});
