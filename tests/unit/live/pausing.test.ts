// What an agent sees when pausing and resuming, in ordinary and in bad weather, told one case at a time.
import { afterEach, describe, expect, test } from 'vitest';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';
import type { Behaviour } from '../../support/fake-recorder.ts';

let fake: FakeCore;
afterEach(() => fake.dispose());

/** A call that has been recorded for two seconds and is known. */
async function onACall(): Promise<FakeCore> {
  fake = await fakeCore();
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
  expect(fake.live().state).toBe('recording');
  return fake;
}

const pause = () => fake.core.handlers['live.pause']({});
const resume = () => fake.core.handlers['live.resume']({});

describe('what is told of each recording', () => {
  test('of one of two that was paused before the server went away nothing is said as present', async () => {
    const { recorder, clock } = await onACall();
    recorder.begin(secondId);
    await clock.advance(2_100);
    recorder.nextCommand = () =>
      recorder.sent.at(-1)?.id === firstId
        ? { kind: 'good', actAfter: 5, replyAfter: 10 }
        : { kind: 'refused', status: 403, replyAfter: 10 };
    void pause();
    await clock.advance(500);
    expect(fake.live().state).toBe('unconfirmed');
    expect(fake.live().recordings.map(({ paused }) => paused)).toEqual([true, false]);
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await clock.advance(60_000);
    expect(fake.live().state).toBe('unconfirmed');
    expect(fake.live().recordings.map(({ paused, counting }) => [paused, counting])).toEqual([
      [null, false],
      [null, false],
    ]);
  });
});

describe('pausing', () => {
  test('the pause request is the first thing on the wire: no read goes before it', async () => {
    const { recorder, clock } = await onACall();
    const readsBefore = recorder.reads;
    void pause();
    expect(recorder.sent).toEqual([{ kind: 'pause', id: firstId, at: clock.monotonic() }]);
    expect(recorder.reads).toBe(readsBefore);
    expect(fake.live().state).toBe('pausing');
    expect(fake.live().buttonEnabled).toBe(false);
  });

  test('an answer of 204 alone is not "Paused"; the read that follows it is', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 20, replyAfter: 40 });
    void pause();
    await clock.advance(12);
    expect(fake.live().state).toBe('pausing');
    await clock.advance(41);
    expect(fake.live().state).toBe('paused');
    expect(fake.live().button).toBe('resume');
  });

  test('the command is answered with the state that it led to', async () => {
    const { clock } = await onACall();
    const answer = pause();
    await clock.advance(100);
    expect(await answer).toEqual({ ok: true, value: { state: 'paused' } });
  });

  test('a double press and a held key are one command', async () => {
    const { recorder, clock } = await onACall();
    for (let press = 0; press < 30; press += 1) void pause();
    await clock.advance(500);
    for (let press = 0; press < 30; press += 1) void pause();
    await clock.advance(500);
    expect(recorder.sent.filter((request) => request.kind === 'pause')).toHaveLength(1);
    expect(fake.live().state).toBe('paused');
  });

  test('a server that answers 204 and does nothing is loud after 1.5 s, never "Paused", and is asked again', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void pause();
    await clock.advance(1_400);
    expect(fake.live().state).toBe('pausing');
    await clock.advance(200);
    expect(fake.live()).toMatchObject({
      state: 'unconfirmed',
      button: 'pause',
      problem: { code: 'recorder-did-not-obey' },
    });
    await clock.advance(20_000);
    expect(fake.live().state).toBe('unconfirmed');
    expect(recorder.sent.length).toBeGreaterThan(4);
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    await clock.advance(4_000);
    expect(fake.live().state).toBe('paused');
  });

  test('a lost reply is found out by a read, without waiting for the reply', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'lostReply', actAfter: 10, giveUpAfter: 60_000 });
    void pause();
    await clock.advance(600);
    expect(fake.live().state).toBe('paused');
    expect(recorder.sent).toHaveLength(1);
  });

  test('a lost request is sent again', async () => {
    const { recorder, clock } = await onACall();
    let requests = 0;
    const lostOnce = (): Behaviour =>
      (requests += 1) === 1
        ? { kind: 'lostRequest', giveUpAfter: 60_000 }
        : { kind: 'good', actAfter: 5, replyAfter: 10 };
    recorder.nextCommand = lostOnce;
    void pause();
    await clock.advance(1_450);
    expect(fake.live().state).toBe('pausing');
    await clock.advance(400);
    expect(fake.live().state).toBe('paused');
    expect(recorder.sent).toHaveLength(2);
  });

  test.each([400, 403, 500, 503] as const)('a refusal with %i is loud and is not "Paused"', async (status) => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'refused', status, replyAfter: 10 });
    void pause();
    await clock.advance(1_600);
    expect(fake.live().state).toBe('unconfirmed');
  });

  test('403 is loud at once: there is nothing to wait for', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'refused', status: 403, replyAfter: 10 });
    void pause();
    await clock.advance(100);
    expect(fake.live().state).toBe('unconfirmed');
  });

  test('429 "already paused" is believed only after a read', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'refused', status: 429, replyAfter: 10 });
    void pause();
    await clock.advance(1_600);
    expect(fake.live().state).toBe('unconfirmed');
    recorder.setPaused(firstId, true);
    await clock.advance(600);
    expect(fake.live().state).toBe('paused');
  });

  test('409 because the call has just ended ends in "Not recording"', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => {
      recorder.end(firstId);
      return { kind: 'refused', status: 409, replyAfter: 10 };
    };
    void pause();
    await clock.advance(100);
    expect(fake.live().state).toBe('idle');
  });

  test('401 in the middle of a pause stays loud until it is given up, then shows "Signed out"', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextCommand = () => ({ kind: 'refused', status: 401, replyAfter: 10 });
    recorder.nextRead = () => ({ kind: 'failed', status: 401, replyAfter: 10 });
    void pause();
    await clock.advance(1_100);
    expect(fake.live()).toMatchObject({ state: 'unconfirmed', canCancel: true });
    expect(fake.core.snapshot().session).toMatchObject({
      phase: 'signedOut',
      problem: { code: 'credentials-refused' },
    });
    await fake.core.handlers['live.cancel']({});
    expect(fake.live().state).toBe('signedOut');
  });

  test('401 without a pause shows "Signed out" and stops asking', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextRead = () => ({ kind: 'failed', status: 401, replyAfter: 10 });
    await clock.advance(3_200);
    expect(fake.live().state).toBe('signedOut');
    const { reads } = recorder;
    await clock.advance(60_000);
    expect(recorder.reads).toBe(reads);
  });

  test('string and missing booleans are never "Paused"', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextRead = () => ({ kind: 'unknownBooleans', sampleAfter: 5, replyAfter: 10 });
    void pause();
    await clock.advance(10_000);
    expect(fake.live()).toMatchObject({ state: 'unconfirmed', problem: { code: 'recorder-state-unknown' } });
  });

  test('two recordings: "Paused" means both, and one that refuses is loud', async () => {
    const { recorder, clock } = await onACall();
    recorder.begin(secondId);
    await clock.advance(2_100);
    const refuseSecond = (): Behaviour =>
      recorder.sent.at(-1)?.id === secondId
        ? { kind: 'refused', status: 500, replyAfter: 10 }
        : { kind: 'good', actAfter: 5, replyAfter: 10 };
    recorder.nextCommand = refuseSecond;
    void pause();
    await clock.advance(1_600);
    expect(fake.live().state).toBe('unconfirmed');
    expect(fake.live().recordings.map((recording) => recording.paused)).toEqual([true, false]);
  });

  test('a second call that begins during a pause is paused too, and not shown as paused before it is', async () => {
    const { recorder, clock } = await onACall();
    void pause();
    await clock.advance(500);
    expect(fake.live().state).toBe('paused');
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 300, replyAfter: 310 });
    recorder.begin(secondId);
    const states: string[] = ['paused'];
    fake.core.onSnapshot(({ live }) => {
      if (states.at(-1) !== live.state) states.push(live.state);
      if (live.state === 'paused' && live.recordings.length === 2) expect(recorder.recordingNow).toEqual([]);
    });
    await clock.advance(2_000);
    expect(states).toEqual(['paused', 'pausing', 'paused']);
    expect(recorder.recordingNow).toEqual([]);
  });

  test('pressed before the recording begins, it waits, shows how long, and pauses the moment it appears', async () => {
    fake = await fakeCore();
    void pause();
    await fake.clock.advance(5_000);
    expect(fake.live()).toMatchObject({ state: 'idle', button: 'cancel', canCancel: true, armedMs: 55_000 });
    fake.recorder.begin(firstId);
    await fake.clock.advance(2_100);
    expect(fake.live().state).toBe('paused');
  });

  test('a pause that waits gives up after a minute, and can be given up before', async () => {
    fake = await fakeCore();
    void pause();
    await fake.clock.advance(61_000);
    expect(fake.live()).toMatchObject({ state: 'idle', armedMs: null, button: 'pause' });
    void pause();
    await fake.core.handlers['live.cancel']({});
    fake.recorder.begin(firstId);
    await fake.clock.advance(3_000);
    expect(fake.live().state).toBe('recording');
  });

  test('a call that ends while paused shows "Not recording" and the next call is not paused', async () => {
    const { recorder, clock } = await onACall();
    void pause();
    await clock.advance(500);
    recorder.end(firstId);
    await clock.advance(1_100);
    expect(fake.live()).toMatchObject({ state: 'idle' });
    await clock.advance(6_000);
    expect(fake.live()).toMatchObject({ state: 'idle', armedMs: null, button: 'pause' });
    recorder.begin(secondId);
    await clock.advance(2_100);
    expect(fake.live().state).toBe('recording');
  });

  test('a transfer during a pause goes on as a new recording, which is paused as well', async () => {
    const { recorder, clock } = await onACall();
    void pause();
    await clock.advance(500);
    recorder.end(firstId);
    await clock.advance(1_500);
    recorder.begin(secondId);
    await clock.advance(2_100);
    expect(fake.live().state).toBe('paused');
  });

  test('a recording that somebody else resumes under our pause is loud and is not fought over', async () => {
    const { recorder, clock } = await onACall();
    void pause();
    await clock.advance(500);
    recorder.setPaused(firstId, false);
    await clock.advance(5_000);
    expect(fake.live()).toMatchObject({
      state: 'unconfirmed',
      problem: { code: 'resumed-elsewhere' },
      canCancel: true,
    });
    expect(recorder.sent).toHaveLength(1);
    void pause();
    await clock.advance(100);
    expect(fake.live().state).toBe('paused');
  });

  describe('in the moment after a paused call has ended', () => {
    async function ended(): Promise<FakeCore> {
      await onACall();
      void pause();
      await fake.clock.advance(500);
      fake.recorder.end(firstId);
      await fake.clock.advance(1_100);
      expect(fake.live().state).toBe('idle');
      return fake;
    }

    test('it is told that a recording which begins now is paused, and that can be cancelled', async () => {
      const { recorder, clock } = await ended();
      expect(fake.live()).toMatchObject({ button: 'cancel', canCancel: true });
      expect(fake.live().armedMs).toBeGreaterThan(0);
      void fake.core.handlers['live.cancel']({});
      expect(fake.live()).toMatchObject({ state: 'idle', armedMs: null, button: 'pause' });
      recorder.begin(secondId);
      await clock.advance(3_000);
      expect(fake.live().state).toBe('recording');
      expect(recorder.sent.filter(({ id }) => id === secondId)).toEqual([]);
    });

    test('a press waits for the next recording as any press before a recording does', async () => {
      const { recorder, clock } = await ended();
      void pause();
      expect(fake.live().armedMs).toBe(60_000);
      await clock.advance(20_000);
      recorder.begin(secondId);
      await clock.advance(2_500);
      expect(fake.live().state).toBe('paused');
      expect(recorder.held.get(secondId)?.paused).toBe(true);
    });
  });

  test('pressed while offline it is not said that the call is still recorded: nobody knows', async () => {
    const { recorder, clock } = await onACall();
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await clock.advance(10_000);
    expect(fake.live().state).toBe('offline');
    recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 5_000 });
    void pause();
    expect(fake.live()).toMatchObject({ state: 'pausing', recordings: [{ paused: null, counting: false }] });
  });

  test('a pause that is not ours is shown as such', async () => {
    const { recorder, clock } = await onACall();
    recorder.setPaused(firstId, true);
    await clock.advance(2_100);
    expect(fake.live()).toMatchObject({ state: 'paused', pausedElsewhere: true, button: 'resume' });
  });
});

describe('resuming', () => {
  async function paused(): Promise<FakeCore> {
    await onACall();
    void pause();
    await fake.clock.advance(500);
    expect(fake.live().state).toBe('paused');
    return fake;
  }

  test('"Recording" is shown after the read, "Resuming…" until then', async () => {
    const { clock } = await paused();
    const answer = resume();
    expect(fake.live().state).toBe('resuming');
    await clock.advance(100);
    expect(fake.live().state).toBe('recording');
    expect(await answer).toEqual({ ok: true, value: { state: 'recording' } });
  });

  test('a resume is never sent twice by itself; what is still paused is shown as paused, with the reason', async () => {
    const { recorder, clock } = await paused();
    recorder.nextCommand = () => ({ kind: 'refused', status: 500, replyAfter: 10 });
    void resume();
    await clock.advance(10_000);
    expect(recorder.sent.filter((request) => request.kind === 'resume')).toHaveLength(1);
    expect(fake.live()).toMatchObject({ state: 'paused', pausedElsewhere: false, button: 'resume' });
    expect(fake.live().problem).not.toBeNull();
  });

  test('a server that says yes and does not resume is told as such, until it records or the call ends', async () => {
    const { recorder, clock } = await paused();
    recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void resume();
    await clock.advance(5_000);
    expect(fake.live()).toMatchObject({
      state: 'paused',
      pausedElsewhere: false,
      problem: { code: 'resume-not-obeyed' },
    });
    recorder.setPaused(firstId, false);
    await clock.advance(1_100);
    expect(fake.live()).toMatchObject({ state: 'recording', problem: null });
  });

  test('a pause pressed while a resume is under way beats it', async () => {
    const { recorder, clock } = await paused();
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 300, replyAfter: 320 });
    void resume();
    await clock.advance(50);
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    void pause();
    expect(fake.live().state).toBe('pausing');
    await clock.advance(200);
    expect(fake.live().state).toBe('pausing');
    await clock.advance(1_500);
    expect(fake.live().state).toBe('paused');
    expect(recorder.recordingNow).toEqual([]);
  });
});

describe('what is known', () => {
  test('knowledge older than 5 s is "Offline" with its age, never shown as present', async () => {
    const { recorder, clock } = await onACall();
    void pause();
    await clock.advance(500);
    recorder.nextRead = () => ({ kind: 'failed', status: null, replyAfter: 3_000 });
    await clock.advance(4_000);
    expect(fake.live().state).toBe('paused');
    await clock.advance(3_000);
    const { state, lastKnown } = fake.live();
    expect(state).toBe('offline');
    expect(lastKnown?.state).toBe('paused');
    expect(lastKnown?.ageMs).toBeGreaterThan(5_000);
  });

  test('one failed read alone changes nothing that is shown', async () => {
    const { recorder, clock } = await onACall();
    let reads = 0;
    recorder.nextRead = () =>
      (reads += 1) === 1
        ? { kind: 'failed', status: 500, replyAfter: 10 }
        : { kind: 'good', sampleAfter: 5, replyAfter: 10 };
    const states = new Set<string>();
    fake.core.onSnapshot((snapshot) => states.add(snapshot.live.state));
    await clock.advance(10_000);
    expect([...states]).toEqual(['recording']);
  });

  test('an idle agent costs at most one request in two seconds, and fewer when the server fails', async () => {
    fake = await fakeCore();
    const before = fake.recorder.reads;
    await fake.clock.advance(60_000);
    expect(fake.recorder.reads - before).toBeLessThanOrEqual(30);
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    const failing = fake.recorder.reads;
    await fake.clock.advance(60_000);
    expect(fake.recorder.reads - failing).toBeLessThanOrEqual(10);
  });

  test('while the machine sleeps nothing is asked; on waking the old knowledge is not shown as present', async () => {
    const { recorder, clock, ports } = await onACall();
    void pause();
    await clock.advance(500);
    ports.power.sleep();
    const { reads } = recorder;
    await clock.advance(3_600_000);
    expect(recorder.reads).toBe(reads);
    recorder.setPaused(firstId, false);
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 200, replyAfter: 400 });
    ports.power.wake();
    expect(fake.live().state).toBe('offline');
    await clock.advance(500);
    expect(fake.live().state).toBe('unconfirmed');
  });

  test('a sleep that the monotonic clock does not count makes "Paused" old all the same, and its age is told', async () => {
    const { recorder, clock, ports } = await onACall();
    void pause();
    await clock.advance(500);
    expect(fake.live().state).toBe('paused');
    ports.power.sleep();
    expect(fake.live().state).toBe('offline');
    clock.jump(3_600_000);
    recorder.setPaused(firstId, false);
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    ports.power.wake();
    await clock.advance(200);
    expect(fake.live()).toMatchObject({ state: 'offline', lastKnown: { state: 'paused' } });
    expect(fake.live().lastKnown?.ageMs).toBeGreaterThanOrEqual(3_600_000);
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 10, replyAfter: 20 });
    await clock.advance(2_000);
    expect(fake.live().state).toBe('unconfirmed');
  });

  test('a wall clock set back during the sleep makes nothing young again', async () => {
    const { clock, ports } = await onACall();
    void pause();
    await clock.advance(500);
    ports.power.sleep();
    clock.jump(-86_400_000);
    ports.power.wake();
    expect(fake.live().state).toBe('offline');
    await clock.advance(100);
    expect(fake.live().state).toBe('paused');
  });

  test('a sleep whose end is never told ends with whoever presses a key', async () => {
    const { clock, ports, recorder } = await onACall();
    ports.power.sleep();
    await clock.advance(30_000);
    expect(fake.live().state).toBe('offline');
    const { reads } = recorder;
    void pause();
    await clock.advance(100);
    expect(recorder.reads).toBeGreaterThan(reads);
    expect(fake.live().state).toBe('paused');
  });

  test('a wall clock that jumps changes neither ages nor states', async () => {
    const { clock } = await onACall();
    void pause();
    await clock.advance(500);
    clock.jump(86_400_000);
    expect(fake.live().state).toBe('paused');
    clock.jump(-172_800_000);
    await clock.advance(1_000);
    expect(fake.live().state).toBe('paused');
    expect(fake.live().pausedForMs).toBeLessThan(3_000);
  });

  test('elapsed time comes from the length that the server counts, and stands still while paused', async () => {
    const { clock } = await onACall();
    const [before] = fake.live().recordings;
    expect(before?.counting).toBe(true);
    void pause();
    await clock.advance(500);
    const [after] = fake.live().recordings;
    expect(after?.counting).toBe(false);
    expect(after?.elapsedMs).toBeGreaterThanOrEqual(2_000);
  });
});
