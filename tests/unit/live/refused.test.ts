// A refused password in the middle of a session: one repeat, by a single request, and then never again until a person asks.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adaSignIn, fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import type { ReadBehaviour } from '../../support/fake-recorder.ts';

const good: ReadBehaviour = { kind: 'good', sampleAfter: 5, replyAfter: 10 };
const refused: ReadBehaviour = { kind: 'failed', status: 401, replyAfter: 10 };
let fake: FakeCore;
beforeEach(async () => {
  fake = await fakeCore();
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
});
afterEach(() => fake.dispose());

const session = () => fake.core.snapshot().session;
const press = (name: 'live.pause' | 'live.resume') => void fake.core.handlers[name]({});

/** From now on reads are answered so, one after the other; the last one repeats. Answers how many were asked for since. */
function readsFrom(...behaviours: readonly ReadBehaviour[]): () => number {
  const { recorder } = fake;
  const before = recorder.reads;
  recorder.nextRead = () => behaviours[Math.min(recorder.reads - before, behaviours.length) - 1] ?? good;
  return () => recorder.reads - before;
}

describe('one 401', () => {
  test('is not the end: a second later the same password is taken again, and nothing else was asked meanwhile', async () => {
    const reads = readsFrom(refused, good);
    while (reads() === 0) await fake.clock.advance(50);
    await fake.clock.advance(950);
    expect(reads()).toBe(1);
    await fake.clock.advance(200);
    expect(session().phase).toBe('signedIn');
    expect(fake.live().state).toBe('recording');
    await fake.clock.advance(10_000);
    expect(reads()).toBeGreaterThan(4);
  });

  test('of a command is repeated in the same way, and the pause is confirmed after it', async () => {
    let refusals = 0;
    fake.recorder.nextCommand = () => {
      refusals += 1;
      return refusals === 1
        ? { kind: 'refused', status: 401, replyAfter: 10 }
        : { kind: 'good', actAfter: 5, replyAfter: 10 };
    };
    press('live.pause');
    await fake.clock.advance(6_000);
    expect(session().phase).toBe('signedIn');
    expect(fake.live().state).toBe('paused');
  });

  test('while the answer to the repeat is not about the password the session goes on', async () => {
    readsFrom(refused, { kind: 'failed', status: 500, replyAfter: 10 }, good);
    await fake.clock.advance(6_000);
    expect(session().phase).toBe('signedIn');
    expect(fake.live().state).toBe('recording');
  });
});

describe('a password that stays refused', () => {
  test('costs two requests, whoever asks meanwhile, and none after that', async () => {
    const reads = readsFrom(refused);
    while (reads() === 0) await fake.clock.advance(50);
    await fake.clock.advance(20);
    press('live.pause');
    press('live.resume');
    press('live.pause');
    await fake.clock.advance(60_000);
    expect(reads()).toBe(2);
    expect(fake.recorder.sent).toEqual([]);
    expect(session()).toMatchObject({ phase: 'signedOut', problem: { code: 'credentials-refused' }, canRetry: true });
  });

  test('in the middle of a pause is loud, and a press on the saved password finds the pause that stands', async () => {
    press('live.pause');
    await fake.clock.advance(1_000);
    expect(fake.live().state).toBe('paused');
    readsFrom(refused);
    await fake.clock.advance(4_000);
    expect(fake.live().state).toBe('unconfirmed');
    expect(session()).toMatchObject({ phase: 'signedOut', canRetry: true });
    readsFrom(good);
    void fake.core.handlers['session.retry']({});
    await fake.clock.advance(3_000);
    expect(session()).toMatchObject({ phase: 'signedIn', canRetry: false });
    expect(fake.live().state).toBe('paused');
  });

  test('and is tried again by a person costs the same again', async () => {
    readsFrom(refused);
    await fake.clock.advance(6_000);
    const reads = readsFrom(refused);
    void fake.core.handlers['session.retry']({});
    await fake.clock.advance(60_000);
    expect(reads()).toBe(2);
    expect(session().phase).toBe('signedOut');
  });

  test('cannot be tried again where it was not kept', async () => {
    await fake.core.handlers['session.signOut']({});
    const signedIn = fake.core.handlers['session.signIn']({ ...adaSignIn, thisSessionOnly: true });
    await fake.clock.advance(100);
    expect((await signedIn).ok).toBe(true);
    readsFrom(refused);
    await fake.clock.advance(6_000);
    expect(session()).toMatchObject({ phase: 'signedOut', canRetry: false });
  });
});

test('signing out while a refused password is in doubt ends it, and the repeat is not sent', async () => {
  const reads = readsFrom(refused);
  while (reads() === 0) await fake.clock.advance(50);
  await fake.clock.advance(20);
  await fake.core.handlers['session.signOut']({});
  await fake.clock.advance(60_000);
  expect(reads()).toBe(1);
  expect(session().phase).toBe('signedOut');
});
