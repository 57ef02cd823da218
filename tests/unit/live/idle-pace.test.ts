// An agent without a call asks the server less often, never so rarely that what is shown is old, and never after a sign of work.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IdlePace } from '../../../src/main/core/live/idle-pace.ts';
import { fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';

const minute = 60_000;
let fake: FakeCore;
beforeEach(async () => {
  fake = await fakeCore();
});
afterEach(() => fake.dispose());

/** Reads in the next minute, and the states shown at each half second of it. */
async function minuteOf(): Promise<{ reads: number; states: Set<string> }> {
  const before = fake.recorder.reads;
  const states = new Set<string>();
  for (let half = 0; half < 120; half += 1) {
    await fake.clock.advance(500);
    states.add(fake.live().state);
  }
  return { reads: fake.recorder.reads - before, states };
}

const fullSpeed = { least: 28, most: 32 };
const slow = { least: 14, most: 16 };
const locked = { least: 3, most: 5 };
function expectPace(reads: number, { least, most }: typeof slow): void {
  expect(reads).toBeGreaterThanOrEqual(least);
  expect(reads).toBeLessThanOrEqual(most);
}

describe('an agent without a call', () => {
  test('asks at full speed for five minutes, then less and less, and is never shown old knowledge', async () => {
    await fake.clock.advance(4 * minute);
    expectPace((await minuteOf()).reads, fullSpeed);
    await fake.clock.advance(5 * minute);
    const { reads, states } = await minuteOf();
    expectPace(reads, slow);
    expect([...states]).toEqual(['idle']);
  });

  test('is not shown as offline for one read that fails', async () => {
    await fake.clock.advance(11 * minute);
    const { nextRead } = fake.recorder;
    let failing = 0;
    fake.recorder.nextRead = () => {
      failing += 1;
      return failing % 2 === 1 ? { kind: 'failed', replyAfter: 20, status: 500 } : nextRead();
    };
    expect([...(await minuteOf()).states]).toEqual(['idle']);
  });

  test.each<[string, () => unknown]>([
    ['a press', () => fake.core.handlers['live.pause']({})],
    ['an unlocking', () => fake.ports.power.unlock()],
    [
      'a call',
      async () => {
        fake.recorder.begin(firstId);
        await fake.clock.advance(10_000);
        fake.recorder.end(firstId);
        await fake.clock.advance(5_000);
      },
    ],
  ])('asks at full speed again after %s', async (_what, work) => {
    await fake.clock.advance(11 * minute);
    const before = fake.recorder.reads;
    void work();
    await fake.clock.advance(500);
    if (_what !== 'a call') expect(fake.recorder.reads).toBeGreaterThan(before);
    await fake.clock.advance(2 * minute);
    expectPace((await minuteOf()).reads, fullSpeed);
  });

  test('asks every 15 s while the screen is locked, and at once when it is unlocked', async () => {
    await fake.clock.advance(minute);
    fake.ports.power.lock();
    await fake.clock.advance(3_000);
    expectPace((await minuteOf()).reads, locked);
    await fake.clock.advance(7_000);
    const before = fake.recorder.reads;
    fake.ports.power.unlock();
    await fake.clock.advance(50);
    expect(fake.recorder.reads).toBe(before + 1);
    expect(fake.live().state).toBe('idle');
    expectPace((await minuteOf()).reads, fullSpeed);
  });

  test('asks again as before after an unlocking that nobody reported', async () => {
    fake.ports.power.lock();
    await fake.clock.advance(minute);
    fake.ports.power.unlock(false);
    await fake.clock.advance(16_000);
    expectPace((await minuteOf()).reads, fullSpeed);
  });
});

test.each([
  ['recorded', async () => undefined],
  ['paused', async () => fake.core.handlers['live.pause']({})],
])(
  'a call that is %s is followed at full speed, however long it is and though the screen is locked',
  async (_what, act) => {
    fake.recorder.begin(firstId);
    await fake.clock.advance(3_000);
    void act();
    fake.ports.power.lock();
    await fake.clock.advance(20 * minute);
    const { reads, states } = await minuteOf();
    expect(reads).toBeGreaterThanOrEqual(fullSpeed.least);
    expect(states).not.toContain('offline');
  },
);

test('a call that cannot be followed any more is asked for at full speed though the screen is locked', async () => {
  fake.recorder.begin(firstId);
  await fake.clock.advance(3_000);
  fake.ports.power.lock();
  const { nextRead } = fake.recorder;
  fake.recorder.nextRead = () => ({ kind: 'failed', replyAfter: 20, status: 500 });
  await fake.clock.advance(minute);
  fake.recorder.nextRead = nextRead;
  await fake.clock.advance(13_000);
  expect(fake.live().state).toBe('recording');
});

describe('the pace', () => {
  const paceOf = (longestMs: number, isLocked = false) =>
    new IdlePace(
      { monotonic: () => 60 * minute },
      () => ({ longestMs, lockedMs: 15_000 }),
      () => isLocked,
    );

  test('is what the policy says', () => {
    expect([2_000, 3_000, 4_000].map((longest) => paceOf(longest).cadenceMs(20))).toEqual([2_000, 3_000, 4_000]);
    expect(paceOf(2_000, true).cadenceMs(20)).toBe(15_000);
  });

  test('is faster with a slow server, so that its answer comes in time', () => {
    const [quick = 0, slower = 0, slowest = 0] = [20, 600, 3_000].map((took) => paceOf(4_000).cadenceMs(took));
    expect(quick).toBe(4_000);
    expect(slower).toBeLessThan(3_000);
    expect(slowest).toBe(2_000);
  });
});
