// My own recordings beside what is done to others', over old knowledge, and after a change of the limits.
import { afterEach, describe, expect, test } from 'vitest';
import { PauseController } from '../../../src/main/core/live/pause/pause-controller.ts';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import { ok } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { quietLog } from '../../support/quiet-log.ts';

let fake: FakeCore | null = null;
afterEach(async () => {
  await fake?.dispose();
  fake = null;
});

async function paused(): Promise<FakeCore> {
  fake = await fakeCore();
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
  void fake.core.handlers['live.pause']({});
  await fake.clock.advance(500);
  expect(fake.live().state).toBe('paused');
  return fake;
}

describe('a pause of mine', () => {
  test('is not shown as "Paused" while a resume of another line may reach it, and is again afterwards', async () => {
    const { core, clock, recorder, live } = await paused();
    recorder.lines.set('ben.agent', '102');
    recorder.begin(secondId, true, 'ben.agent');
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 3_000, replyAfter: 3_000 });
    void core.handlers['board.resumePhone']({ directoryNumber: '102' });
    await clock.advance(1_500);
    expect(recorder.sent.at(-1)).toMatchObject({ kind: 'resume', id: '102' });
    expect(live().state).not.toBe('paused');
    expect(live().recordings.map(({ paused: shown }) => shown)).toEqual([null]);
    await clock.advance(4_000);
    expect(live().state).toBe('paused');
  });

  test('is not resumed automatically over old knowledge, but as soon as the recorder is seen again', async () => {
    fake = await fakeCore();
    const { core, clock, recorder } = fake;
    await core.handlers['preferences.set']({ name: 'pause.resumeAfter', value: 10 });
    recorder.begin(firstId);
    await clock.advance(2_100);
    void core.handlers['live.pause']({});
    await clock.advance(2_000);
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await clock.advance(30_000);
    expect(recorder.sent.filter(({ kind }) => kind === 'resume')).toEqual([]);
    recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
    await clock.advance(12_000);
    expect(recorder.sent.filter(({ kind }) => kind === 'resume')).toHaveLength(1);
    expect(recorder.recordingNow).toEqual([firstId]);
  });

  test('that is not confirmed within a limit that was made shorter meanwhile is reported at once', async () => {
    fake = await fakeCore();
    const { core, clock, recorder } = fake;
    recorder.begin(firstId);
    await clock.advance(2_100);
    recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10_000 });
    let outcome: string | null = null;
    void core.command('pause', 'hotkey').then((end) => (outcome = end.outcome));
    await clock.advance(600);
    expect(outcome).toBeNull();
    await core.handlers['preferences.set']({ name: 'pause.notConfirmedMs', value: 500 });
    await clock.settle();
    expect(outcome).toBe('notConfirmed');
  });
});

test('a resume pressed between two requests of a pause ends it: no more of them is sent', async () => {
  fake = await fakeCore();
  const { core, clock, recorder, live } = fake;
  recorder.begin(firstId);
  await clock.advance(2_100);
  recorder.nextCommand = () => ({ kind: 'refused', status: 500, replyAfter: 10 });
  void core.handlers['live.pause']({});
  await clock.advance(100);
  void core.handlers['live.resume']({});
  await clock.advance(10_000);
  expect(recorder.sent.map(({ kind }) => kind)).toEqual(['pause']);
  expect(live().state).toBe('recording');
});

test('a command with a shared request sends none of its own; what is repeated goes by id', async () => {
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  recorder.begin(firstId);
  const control = new PauseController({
    clock,
    log: quietLog(),
    session: { client: recorder.client(), refused: () => undefined },
    limits: () => defaultLimits,
    host: { readNow: () => undefined, onChange: () => undefined, onFacts: () => undefined },
  });
  const read = (isPaused: boolean): void => {
    const unknown = { durationMs: null, localUsername: null, remoteName: null, remoteNumber: null };
    control.readSucceeded(control.readStarted(), [{ id: firstId, isPaused, ...unknown }]);
  };
  control.signedIn();
  read(false);
  const end = control.act('pause', 'button', Promise.resolve(ok(null)));
  await clock.settle();
  expect(recorder.sent).toEqual([]);
  read(false);
  await clock.advance(300);
  expect(recorder.sent).toMatchObject([{ kind: 'pause', id: firstId }]);
  read(true);
  expect(await end).toEqual({ outcome: 'confirmed', state: 'paused' });
  control.dispose();
});
