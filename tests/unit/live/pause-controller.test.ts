// The pause machine as its owner sees it: what is asked of it, what it answers, and what it leaves for a restart.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PendingPause } from '../../../src/main/core/journal/pending-pause.ts';
import { keyMarks } from '../../../src/main/core/live/key-marks.ts';
import { PauseController } from '../../../src/main/core/live/pause/pause-controller.ts';
import { defaultLimits, extensionMs, type MachineLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { firstId } from '../../support/fake-core.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

const unknown = { durationMs: null, localUsername: null, remoteName: null, remoteNumber: null };
let clock: FakeClock;
let recorder: FakeRecorder;
let limits: MachineLimits;
let control: PauseController;
let facts: JournalFact[];
let pending: (PendingPause | null)[];
let logged: string[];
let seen: { reads: number; changes: number };
/** Those of the pauses that were sent. */
let signals: AbortSignal[];

beforeEach(() => {
  clock = new FakeClock();
  recorder = new FakeRecorder(clock);
  recorder.begin(firstId);
  limits = defaultLimits;
  facts = [];
  pending = [];
  logged = [];
  seen = { reads: 0, changes: 0 };
  signals = [];
  const client = recorder.client();
  const pauseById: typeof client.pauseById = (id, signal) => {
    if (signal !== undefined) signals.push(signal);
    return client.pauseById(id, signal);
  };
  const log = (event: string): void => void logged.push(event);
  control = new PauseController({
    clock,
    log: { debug: log, info: log, warn: log, error: log } as never,
    session: { client: { ...client, pauseById }, refused: () => undefined },
    limits: () => limits,
    host: {
      readNow: () => void (seen.reads += 1),
      onChange: () => void (seen.changes += 1),
      onFacts: (told, kept) => {
        facts.push(...told);
        pending.push(kept);
      },
    },
  });
});
afterEach(() => {
  control.dispose();
});

const read = (...recordings: readonly LiveRecording[]): void => {
  control.readSucceeded(control.readStarted(), recordings);
};
const mine = (isPaused: boolean): LiveRecording => ({ id: firstId, isPaused, ...unknown });
async function paused(): Promise<void> {
  control.signedIn();
  read(mine(false));
  const end = control.act('pause', 'button');
  await clock.advance(20);
  read(mine(true));
  expect(await end).toEqual({ outcome: 'confirmed', state: 'paused' });
}

describe('what leaves first', () => {
  /** Node hands a request over at the end of the turn, before anything that is put off to a later tick. */
  const wired = (what: string, order: string[]): void => {
    process.nextTick(() => order.push(what));
  };
  const ticked = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test.each([true, false])(
    'requests, and then the owner is told (somebody may read first: %s)',
    async (mayReadFirst) => {
      const order: string[] = [];
      const client = recorder.client();
      const owned = new PauseController({
        clock,
        log: { debug: () => 0, info: () => 0, warn: () => 0, error: () => 0 } as never,
        session: {
          client: {
            ...client,
            pauseById: (id, signal) => {
              wired('request', order);
              return client.pauseById(id, signal);
            },
          },
          refused: () => undefined,
        },
        limits: () => limits,
        host: {
          mayReadFirst,
          readNow: () => {
            wired('read', order);
          },
          onFacts: () => order.push('facts'),
          onChange: () => order.push('change'),
        },
      });
      owned.signedIn();
      owned.readSucceeded(owned.readStarted(), [mine(false)]);
      await ticked();
      order.length = 0;
      void owned.act('pause', 'hotkey');
      expect(owned.shownState).toBe('pausing');
      await ticked();
      expect(order).toEqual(['request', 'facts', 'change']);
      order.length = 0;
      await clock.advance(20);
      await ticked();
      expect(order).toEqual(mayReadFirst ? ['read', 'facts', 'change'] : ['facts', 'change', 'read']);
      owned.dispose();
    },
  );

  test('a read that presses or ticks at once changes neither the order nor the number of what is told', async () => {
    const told: string[] = [];
    let isNested = false;
    const owned: PauseController = new PauseController({
      clock,
      log: { debug: () => 0, info: () => 0, warn: () => 0, error: () => 0 } as never,
      session: { client: recorder.client(), refused: () => undefined },
      limits: () => limits,
      host: {
        mayReadFirst: true,
        readNow: () => {
          if (isNested) return;
          isNested = true;
          told.push('read');
          void owned.act('resume', 'button');
        },
        onFacts: (found) => told.push(...found.map(({ kind }) => kind)),
        onChange: () => told.push('change'),
      },
    });
    owned.signedIn();
    owned.readSucceeded(owned.readStarted(), [mine(false)]);
    told.length = 0;
    void owned.act('pause', 'hotkey');
    await clock.advance(20);
    await ticked();
    expect(told.slice(0, 4)).toEqual(['asked', 'change', 'read', 'change']);
    expect(told.filter((kind) => kind === 'change').length).toBeGreaterThanOrEqual(3);
    owned.dispose();
  });

  test('a step that follows at once, or the end, tells what was put off in its order', () => {
    control.signedIn();
    read(mine(false));
    facts.length = 0;
    void control.act('pause', 'hotkey');
    expect(facts).toEqual([]);
    control.tick();
    expect(facts.map(({ kind }) => kind)).toEqual(['asked']);
    void control.act('resume', 'hotkey');
    control.dispose();
    expect(facts.length).toBeGreaterThan(1);
  });
});

describe('before anything is known', () => {
  test('it is signed out, and there is nothing to wait for', () => {
    expect([control.shownState, control.view().state, control.hasActivePause, control.isIdle]).toEqual([
      'signedOut',
      'signedOut',
      false,
      true,
    ]);
  });

  test('a resume is answered at once: there is nothing to do', async () => {
    control.signedIn();
    read();
    expect(await control.act('resume', 'hotkey')).toEqual({ outcome: 'nothingToDo', state: 'idle' });
  });
});

describe('a command', () => {
  test('that another one ends is answered as it ended', async () => {
    control.signedIn();
    read(mine(false));
    const pause = control.act('pause', 'hotkey');
    void control.act('resume', 'hotkey');
    expect(await pause).toMatchObject({ outcome: 'superseded' });
  });

  test('under way is not idle, nor is a resume, nor a pause whose request is still out after it was cancelled', async () => {
    recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    control.signedIn();
    read(mine(false));
    void control.act('pause', 'hotkey');
    expect([control.isIdle, control.hasActivePause]).toEqual([false, true]);
    control.cancel();
    expect(control.hasActivePause).toBe(false);
    read(mine(true));
    void control.act('resume', 'hotkey');
    expect([control.isIdle, control.hasActivePause]).toEqual([false, false]);
  });

  test('is idle again when all is over', async () => {
    await paused();
    expect(control.isIdle).toBe(false);
    const end = control.act('resume', 'hotkey');
    await clock.advance(20);
    read(mine(false));
    expect(await end).toEqual({ outcome: 'confirmed', state: 'recording' });
    await clock.advance(20_000);
    expect(control.isIdle).toBe(true);
  });

  test('asked again once it is confirmed is answered with what is shown', async () => {
    await paused();
    expect(await control.act('pause', 'hotkey')).toMatchObject({ state: 'paused' });
    expect(recorder.sent).toHaveLength(1);
  });

  test('that waits is answered as cancelled when the app ends, and no request goes on', async () => {
    recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    control.signedIn();
    read(mine(false));
    const end = control.act('pause', 'hotkey');
    control.dispose();
    expect(await end).toEqual({ outcome: 'cancelled', state: 'pausing' });
    await clock.advance(60_000);
    expect(recorder.sent).toHaveLength(1);
  });

  test('marks the press and the confirmation', async () => {
    await paused();
    const marks = (name: string): number => performance.getEntriesByName(name, 'mark').length;
    expect([marks(keyMarks.key), marks(keyMarks.request), marks(keyMarks.confirmed)]).toEqual([1, 1, 1]);
    // A pause that is not confirmed has no such mark: a new press takes the old ones away.
    void control.act('resume', 'hotkey');
    expect([marks(keyMarks.key), marks(keyMarks.confirmed)]).toEqual([1, 0]);
  });

  test('that is given up aborts its request', async () => {
    recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    control.signedIn();
    read(mine(false));
    void control.act('pause', 'hotkey');
    await clock.advance(10);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    control.cancel();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await clock.settle();
    // It is told as such and not as a failure of the server.
    expect(facts.at(-1)).toMatchObject({ kind: 'ended', how: 'given-up' });
  });

  test('a listener that throws is logged, and the rest of the step is done', async () => {
    control.dispose();
    let reads = 0;
    control = new PauseController({
      clock,
      log: { warn: (event: string) => logged.push(event), error: (event: string) => logged.push(event) } as never,
      session: { client: recorder.client(), refused: () => undefined },
      limits: () => limits,
      host: {
        readNow: () => void (reads += 1),
        onChange: () => {
          throw new Error('no');
        },
        onFacts: () => {
          throw new Error('no');
        },
      },
    });
    control.signedIn();
    read(mine(false));
    void control.act('pause', 'hotkey');
    await clock.advance(20);
    expect(recorder.sent).toHaveLength(1);
    expect(reads).toBeGreaterThan(0);
    expect(new Set(logged)).toEqual(new Set(['pause-step-crashed']));
  });
});

describe('a pause that resumes automatically', () => {
  beforeEach(() => {
    limits = { ...defaultLimits, autoResumeMs: 90_000, maxAutoResumeMs: 600_000 };
  });

  test('leaves the moment for a restart, in whole seconds of the computer’s clock, and an extension moves it', async () => {
    clock.jump(123);
    await paused();
    const at = pending.at(-1)?.resumeAt ?? 0;
    expect(at % 1_000).toBe(0);
    expect(Math.abs(at - (clock.now() + 90_000))).toBeLessThanOrEqual(500);
    expect(control.extend()).toBe('paused');
    expect(pending.at(-1)?.resumeAt).toBe(at + extensionMs);
    expect(control.view().countdown).toMatchObject({ totalMs: 90_000 + extensionMs });
  });

  test('without it leaves no moment', async () => {
    limits = defaultLimits;
    await paused();
    expect(pending.at(-1)).toMatchObject({ resumeAt: null, trigger: 'button', recordingIds: [firstId] });
  });
});

describe('a pause from before a restart', () => {
  const before = (change: Partial<PendingPause> = {}): PendingPause => ({
    pauseId: 'old',
    pressedAt: clock.now() - 5_000,
    trigger: 'hotkey',
    recordingIds: [firstId],
    resumeAt: null,
    ...change,
  });

  test.each([
    ['hotkey', 'hotkey'],
    ['arming', 'automatic'],
  ] as const)('of %s is taken up as of %s', (trigger, known) => {
    control.signedIn();
    read(mine(true));
    control.restore(before({ trigger }));
    expect(pending.at(-1)).toMatchObject({ pauseId: 'old', trigger: known, resumeAt: null });
    expect(control.hasActivePause).toBe(true);
  });

  test('resumes at the moment that was left, at once where that is over, and never where there was none', async () => {
    limits = { ...defaultLimits, autoResumeMs: 90_000 };
    control.signedIn();
    read(mine(true));
    control.restore(before({ resumeAt: clock.now() + 20_000 }));
    read(mine(true));
    await clock.advance(19_000);
    read(mine(true));
    expect(recorder.sent).toEqual([]);
    await clock.advance(1_100);
    expect(recorder.sent).toMatchObject([{ kind: 'resume' }]);
  });

  test('whose moment is over resumes now', async () => {
    limits = { ...defaultLimits, autoResumeMs: 90_000 };
    control.signedIn();
    read(mine(true));
    control.restore(before({ resumeAt: clock.now() - 20_000 }));
    read(mine(true));
    await clock.advance(100);
    expect(recorder.sent).toMatchObject([{ kind: 'resume' }]);
  });
});

describe('what is read', () => {
  test('that fails is not shown as present once it is old', async () => {
    control.signedIn();
    read(mine(false));
    control.readFailed(control.readStarted(), problem('server-timeout'));
    expect(control.shownState).toBe('recording');
    await clock.advance(limits.stalenessMs + 100);
    control.readFailed(control.readStarted(), problem('server-timeout'));
    expect(control.view()).toMatchObject({ state: 'offline', problem: { code: 'server-timeout' } });
  });

  test('after a sleep is not known any more', () => {
    control.signedIn();
    read(mine(false));
    control.invalidateAfterSleep();
    expect(control.shownState).not.toBe('recording');
  });
});
