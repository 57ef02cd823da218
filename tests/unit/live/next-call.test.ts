// A pause outlives its call for a moment, for transfers. It is the customer's pause: the next customer's call is recorded.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';

const customer = '+390551104729';
let fake: FakeCore;
let heard: string[];
beforeEach(async () => {
  fake = await fakeCore();
  heard = [];
  fake.core.onAttention((kind) => heard.push(kind));
});
afterEach(() => fake.dispose());

/** A call with this number is paused, and the pause confirmed. */
async function pausedCall(number: string | null): Promise<void> {
  const { core, clock, recorder } = fake;
  recorder.begin(firstId, false, undefined, number);
  await clock.advance(2_100);
  void core.handlers['live.pause']({});
  await clock.advance(1_500);
  expect(fake.live().state).toBe('paused');
}

/** The call ends; after `gapMs` another recording begins. */
async function nextCall(id: string, number: string | null, gapMs: number): Promise<void> {
  const { clock, recorder } = fake;
  recorder.end(firstId);
  if (gapMs > 0) await clock.advance(gapMs);
  recorder.begin(id, false, undefined, number);
  await clock.advance(1_500);
}

describe.each([0, 1_500])('a recording that begins %i ms after the paused call', (gapMs) => {
  test('with the same number is the same call: it is paused', async () => {
    await pausedCall(customer);
    await nextCall(secondId, customer, gapMs);
    expect(fake.recorder.held.get(secondId)?.paused).toBe(true);
    expect(fake.live()).toMatchObject({ state: 'paused', isNewCall: false });
    expect(heard).not.toContain('newCall');
  });

  test.each([
    ['another number', customer, '+4930123456'],
    ['an unknown number', customer, null],
    ['an unknown number after an unknown one', null, null],
    ['a number after an unknown one', null, customer],
  ])('with %s is another call: it is recorded, and that is said for five seconds', async (_what, before, number) => {
    await pausedCall(before);
    const { clock, recorder, live } = fake;
    const sent = recorder.sent.length;
    await nextCall(secondId, number, gapMs);
    expect(recorder.sent.slice(sent)).toEqual([]);
    expect(recorder.held.get(secondId)?.paused).toBe(false);
    expect(live()).toMatchObject({ state: 'recording', isNewCall: true });
    expect(heard.filter((kind) => kind === 'newCall')).toHaveLength(1);
    await clock.advance(5_000);
    expect(live()).toMatchObject({ state: 'recording', isNewCall: false });
    expect(heard.filter((kind) => kind === 'newCall')).toHaveLength(1);
  });
});

test('the same recording, back after a list that left it out, is the same call whatever its number', async () => {
  await pausedCall(null);
  await nextCall(firstId, null, 1_500);
  expect(fake.recorder.held.get(firstId)?.paused).toBe(true);
  expect(fake.live()).toMatchObject({ state: 'paused', isNewCall: false });
});

test('of two recordings after a paused call only the one that is the same call is paused', async () => {
  await pausedCall(customer);
  const { clock, recorder, live } = fake;
  const third = '33333333-3333-4333-8333-333333333333';
  recorder.end(firstId);
  await clock.advance(1_500);
  recorder.begin(secondId, false, undefined, customer);
  recorder.begin(third, false, undefined, '+4930123456');
  await clock.advance(1_500);
  expect([recorder.held.get(secondId)?.paused, recorder.held.get(third)?.paused]).toEqual([true, false]);
  expect(live().state).toBe('recording');
});

test('a consultation that begins while the paused call goes on is paused too', async () => {
  await pausedCall(customer);
  const { clock, recorder, live } = fake;
  recorder.begin(secondId, false, undefined, '+4930123456');
  await clock.advance(1_500);
  expect(recorder.held.get(secondId)?.paused).toBe(true);
  expect(live().state).toBe('paused');
});

describe('a pause that was never confirmed, whose call has ended', () => {
  /** The press is `ms` before the end of the call; the recorder answers each pause with an error until then. */
  async function unconfirmedCall(ms: number): Promise<void> {
    const { core, clock, recorder, live } = fake;
    recorder.begin(firstId, false, undefined, customer);
    await clock.advance(2_100);
    const { nextCommand } = recorder;
    recorder.nextCommand = () => ({ kind: 'refused', status: 500, replyAfter: 10 });
    void core.handlers['live.pause']({});
    await clock.advance(ms);
    expect(live().state).not.toBe('paused');
    recorder.end(firstId);
    await clock.advance(1_500);
    recorder.nextCommand = nextCommand;
  }

  test.each([
    ['another number', '+4930123456'],
    ['an unknown number', null],
  ])('does not pause the next call with %s: it is recorded, and that is said', async (_what, number) => {
    await unconfirmedCall(6_000);
    const { clock, recorder, live } = fake;
    recorder.begin(secondId, false, undefined, number);
    await clock.advance(1_500);
    expect(recorder.held.get(secondId)?.paused).toBe(false);
    expect(live()).toMatchObject({ state: 'recording', isNewCall: true });
    expect(heard.filter((kind) => kind === 'newCall')).toHaveLength(1);
  });

  test('pauses the same call, transferred', async () => {
    await unconfirmedCall(6_000);
    const { clock, recorder, live } = fake;
    recorder.begin(secondId, false, undefined, customer);
    await clock.advance(3_000);
    expect(recorder.held.get(secondId)?.paused).toBe(true);
    expect(live().state).toBe('paused');
  });

  test('pauses the next call where the press came so late that it may have been meant for it', async () => {
    await unconfirmedCall(400);
    const { clock, recorder, live } = fake;
    recorder.begin(secondId, false, undefined, '+4930123456');
    await clock.advance(3_000);
    expect(recorder.held.get(secondId)?.paused).toBe(true);
    expect(live().state).toBe('paused');
  });
});
