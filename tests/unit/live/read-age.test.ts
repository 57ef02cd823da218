// What is known is as old as the start of the read that told it: a slow answer is no fresher for having come late.
import { afterEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import type { RecordingState } from '../../../src/shared/domain/recording.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
afterEach(() => fake.dispose());

/** Every state that is shown in the next `ms`, with the age (ms) of what the recorder was last seen to do. */
async function shownIn(ms: number): Promise<{ state: RecordingState; age: number }[]> {
  const { clock, recorder, live } = fake;
  const shown: { state: RecordingState; age: number }[] = [];
  for (let passed = 0; passed < ms; passed += 50) {
    await clock.advance(50);
    shown.push({ state: live().state, age: clock.monotonic() - recorder.sampledAt });
  }
  return shown;
}

describe('a server that takes its time to answer a read', () => {
  test.each([1_000, 2_500, 4_500, 4_900, 6_000, 25_000])(
    'of %i ms never makes anything older than the limit the present',
    async (replyAfter) => {
      fake = await fakeCore();
      const { core, clock, recorder } = fake;
      recorder.begin(firstId);
      await clock.advance(2_100);
      void core.handlers['live.pause']({});
      await clock.advance(2_000);
      expect(fake.live().state).toBe('paused');
      recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter });
      await shownIn(3_000);
      // Somebody else resumes: from now on the call is recorded.
      recorder.setPaused(firstId, false);
      const shown = await shownIn(replyAfter + 20_000);
      const paused = shown.filter(({ state }) => state === 'paused');
      for (const { age } of paused) expect(age).toBeLessThanOrEqual(defaultLimits.stalenessMs);
      // Whoever looks sees the end of "Paused" no later than the limit after it was over.
      expect(shown.findLastIndex(({ state }) => state === 'paused') * 50).toBeLessThan(defaultLimits.stalenessMs);
    },
  );

  test('longer than the limit never confirms a pause, and tells of the calls that are recorded', async () => {
    fake = await fakeCore();
    const { core, clock, recorder } = fake;
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 5_200 });
    recorder.begin(firstId);
    await clock.advance(12_000);
    const end = core.command('pause', 'hotkey');
    await clock.advance(12_000);
    expect((await end).outcome).toBe('notConfirmed');
    expect(recorder.sent.map(({ kind }) => kind)).toContain('pause');
    expect((await shownIn(12_000)).map(({ state }) => state)).not.toContain('paused');
  });
});

describe('after a resume of our own', () => {
  /** A call that was paused and resumed by us, of which every second read still says paused. */
  async function resumedBeforeALaggingNode(): Promise<void> {
    fake = await fakeCore();
    const { core, clock, recorder } = fake;
    recorder.begin(firstId);
    await clock.advance(2_100);
    void core.handlers['live.pause']({});
    await clock.advance(1_000);
    void core.handlers['live.resume']({});
    await clock.advance(30);
  }

  test('a node that lags behind every other time never makes "Paused"', async () => {
    await resumedBeforeALaggingNode();
    const { clock, recorder, live } = fake;
    let reads = 0;
    recorder.nextRead = () => {
      const held = recorder.held.get(firstId);
      if (held !== undefined) held.paused = reads % 2 === 0;
      reads += 1;
      return { kind: 'good', sampleAfter: 5, replyAfter: 10 };
    };
    for (let passed = 0; passed < 9_500; passed += 10) {
      await clock.advance(10);
      expect(live().state).not.toBe('paused');
    }
    expect(reads).toBeGreaterThan(4);
  });

  test('a pause that somebody else makes is shown once two reads in a row say so, the second at once', async () => {
    await resumedBeforeALaggingNode();
    const { clock, recorder, live } = fake;
    await clock.advance(2_200);
    recorder.setPaused(firstId, true);
    const before = recorder.reads;
    while (recorder.reads === before) await clock.advance(10);
    await clock.advance(11);
    expect(live().state).toBe('recording');
    await clock.advance(15);
    expect(live().state).toBe('paused');
    expect(recorder.reads - before).toBe(2);
  });

  test('a pause of our own is confirmed by two reads, and loses no time waiting for the second', async () => {
    await resumedBeforeALaggingNode();
    const { core, clock, live } = fake;
    await clock.advance(500);
    const end = core.command('pause', 'hotkey');
    await clock.advance(45);
    expect(live().state).toBe('paused');
    expect((await end).outcome).toBe('confirmed');
  });

  test('a new call that one read shows as paused, and the next as recorded, is paused: the pause was meant for it', async () => {
    await resumedBeforeALaggingNode();
    const { core, clock, recorder, live } = fake;
    recorder.end(firstId);
    await clock.advance(2_200);
    recorder.begin(secondId, true);
    // The first read sees it paused, as a node that lags behind shows it. No request of ours has done anything to it.
    let reads = 0;
    recorder.nextCommand = () => ({ kind: reads < 2 ? 'lie' : 'good', actAfter: 5, replyAfter: 10 });
    recorder.nextRead = () => {
      reads += 1;
      if (reads === 2) recorder.setPaused(secondId, false);
      return { kind: 'good', sampleAfter: 5, replyAfter: 10 };
    };
    const end = core.command('pause', 'hotkey');
    await clock.advance(3_000);
    expect(recorder.held.get(secondId)?.paused).toBe(true);
    expect(live().state).toBe('paused');
    expect((await end).outcome).toMatch(/confirmed|late/u);
  });

  test('later than ten seconds after it one read is proof again', async () => {
    await resumedBeforeALaggingNode();
    const { clock, recorder, live } = fake;
    await clock.advance(11_000);
    recorder.setPaused(firstId, true);
    const before = recorder.reads;
    while (recorder.reads === before) await clock.advance(10);
    await clock.advance(11);
    expect(live().state).toBe('paused');
  });
});

describe('a server that is away in the middle of a pause', () => {
  test('is a loud alarm, once, until it answers again', async () => {
    fake = await fakeCore();
    const { core, clock, recorder, live } = fake;
    const heard: string[] = [];
    core.onAttention((kind) => heard.push(kind));
    recorder.begin(firstId);
    await clock.advance(2_100);
    void core.handlers['live.pause']({});
    await clock.advance(2_000);
    expect(live()).toMatchObject({ state: 'paused', pauseAtRisk: false });
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await clock.advance(20_000);
    expect(live()).toMatchObject({ state: 'offline', pauseAtRisk: true, button: 'pause' });
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
    await clock.advance(3_000);
    expect(live()).toMatchObject({ state: 'paused', pauseAtRisk: false });
    expect(heard.filter((kind) => kind === 'connectionLost')).toHaveLength(1);
  });

  test('is not loud where nothing was paused', async () => {
    fake = await fakeCore();
    const { clock, recorder, live } = fake;
    recorder.begin(firstId);
    await clock.advance(2_100);
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await clock.advance(20_000);
    expect(live()).toMatchObject({ state: 'offline', pauseAtRisk: false });
  });
});

test('a server that takes two seconds and more for an answer is said to be slow, until it is quick again', async () => {
  fake = await fakeCore();
  const { clock, recorder, live } = fake;
  expect(live().serverSlowMs).toBeNull();
  recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 4_500 });
  await clock.advance(8_000);
  expect(live().serverSlowMs).toBe(4_500);
  recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
  await clock.advance(8_000);
  expect(live().serverSlowMs).toBeNull();
});
