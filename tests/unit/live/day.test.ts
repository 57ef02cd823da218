// A day of work under a clock of its own: ten hours, 200 calls, 60 pauses, 100 saves. Whatever belonged to a call is gone after it: at the end
// there are as many timers and listeners as after the first hour, and no more objects than what is remembered on purpose.
import { queryObjects } from 'node:v8';
import { expect, onTestFinished, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { ok } from '../../../src/shared/domain/result.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, FakePower } from '../../support/fake-ports.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { recordingOf, short } from '../../support/saving-world.ts';

const hours = 10;
const callsAnHour = 20;
const pausesAnHour = 6;
const savesAnHour = 10;
const everyMs = 3_600_000 / callsAnHour;
const partMs = 20_000;

/** Counts who listens. */
class CountingPower extends FakePower {
  listeners = 0;
  override onSuspend(listener: () => void): () => void {
    return this.#counted(super.onSuspend(listener));
  }
  override onResume(listener: () => void): () => void {
    return this.#counted(super.onResume(listener));
  }
  override onUnlock(listener: () => void): () => void {
    return this.#counted(super.onUnlock(listener));
  }
  #counted(stop: () => void): () => void {
    this.listeners += 1;
    return () => {
      this.listeners -= 1;
      stop();
    };
  }
}

type Day = {
  readonly core: Core;
  readonly clock: FakeClock;
  readonly recorder: FakeRecorder;
  readonly power: CountingPower;
};

function clientOf(recorder: FakeRecorder): UcxClient {
  const nothing = { pbxCallId: null, pbxInfo: null, owner: null, preservingUser: null, note: null };
  const unknown = { sizeBytes: null, otherHash: null, sha256: null };
  return {
    ...recorder.client(),
    media: () => Promise.resolve(ok(short())),
    detail: (id) => Promise.resolve(ok({ ...recordingOf(id, ''), ...nothing, ...unknown })),
  };
}

function until(core: Core, fits: (snapshot: Snapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = core.onSnapshot((snapshot) => {
      if (!fits(snapshot)) return;
      stop();
      resolve();
    });
  });
}

async function begin(): Promise<Day> {
  const clock = new FakeClock();
  const recorder = new FakeRecorder(clock);
  const power = new CountingPower();
  const core = createCore({ ...fakePorts(clock), power }, { createClient: () => clientOf(recorder) });
  onTestFinished(() => core.dispose());
  await core.start();
  const account = { server: 'https://ucx.example.com', username: 'ada.agent', password: 'secret' };
  const signingIn = core.handlers['session.signIn']({ ...account, allowPlainHttp: false, thisSessionOnly: false });
  await clock.advance(50);
  expect((await signingIn).ok).toBe(true);
  return { core, clock, recorder, power };
}

async function oneCall({ core, clock, recorder }: Day, number: number, isPaused: boolean): Promise<void> {
  const id = `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
  recorder.begin(id, false, 'ada.agent', `+39055${String(number)}`);
  await clock.advance(partMs);
  if (isPaused) {
    const pausing = core.handlers['live.pause']({});
    await clock.advance(partMs);
    expect((await pausing).ok).toBe(true);
    expect(core.snapshot().live.state).toBe('paused');
    void core.handlers['live.resume']({});
  }
  await clock.advance(partMs);
  expect(core.snapshot().live.state).toBe('recording');
  recorder.end(id);
  await clock.advance(everyMs - 3 * partMs);
  expect(core.snapshot().live.state).toBe('idle');
}

async function oneSave({ core }: Day, number: number): Promise<void> {
  const saved = until(core, ({ downloads }) => downloads.some(({ phase }) => phase === 'saved'));
  const recordingId = `22222222-2222-4222-8222-${String(number).padStart(12, '0')}`;
  const started = await core.handlers['downloads.start']({ recordingId, referenceNumber: `R${String(number)}` });
  expect(started.ok).toBe(true);
  await saved;
  await core.handlers['downloads.forgetEnded']({});
}

async function oneHour(day: Day, hour: number): Promise<void> {
  for (let call = 0; call < callsAnHour; call += 1) {
    await oneCall(day, hour * callsAnHour + call, call < pausesAnHour);
    if (call < savesAnHour) await oneSave(day, hour * savesAnHour + call);
  }
}

/** All objects that anything still holds: functions, promises, timers and collections are objects too. */
const objects = (): number => queryObjects(Object, { format: 'count' });

test('after ten hours of calls, pauses and saves nothing is left of them', { timeout: 300_000 }, async () => {
  const day = await begin();
  await oneHour(day, 0);
  const afterFirst = { timers: day.clock.pending, listeners: day.power.listeners };
  const objectsAfterFirst = objects();
  for (let hour = 1; hour < hours; hour += 1) await oneHour(day, hour);
  expect({ timers: day.clock.pending, listeners: day.power.listeners }).toEqual(afterFirst);
  const calls = (hours - 1) * callsAnHour;
  const perCall = (objects() - objectsAfterFirst) / calls;
  // An entry of the index of what is saved, and the recorder's own notes of this test.
  expect(perCall).toBeLessThan(8);
});
