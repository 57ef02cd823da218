// The parts of everybody's recordings on their own: which reads confirm a command, whose controller acts, when a list is old.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { BoardWatch } from '../../../src/main/core/board/board-watch.ts';
import { LineCommands } from '../../../src/main/core/board/line-commands.ts';
import { boardStalenessMs } from '../../../src/main/core/board/pause-controllers.ts';
import { PauseRouter } from '../../../src/main/core/board/pause-router.ts';
import { StartStopCommands } from '../../../src/main/core/board/start-stop-commands.ts';
import { liveView } from '../../../src/main/core/live/live-view.ts';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import { initialState } from '../../../src/main/core/live/pause/pause-types.ts';
import type { CommandContext } from '../../../src/main/core/live/pending-command.ts';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { createUnusableClient } from '../../../src/main/core/ucx/unusable-client.ts';
import { noBoardFilter } from '../../../src/shared/ipc/board.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { ok } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

const recording = (id: string, localUsername = 'ben.agent'): LiveRecording => ({
  id,
  durationMs: 1_000,
  localUsername,
  remoteName: null,
  remoteNumber: null,
  isPaused: false,
});
const list = { key: 'line', covers: () => true };

let clock: FakeClock;
let context: CommandContext;
let reads: { latest: number; readonly readNow: () => void; readonly ids: () => ReadonlySet<string> };
let answer: (() => void) | null;
beforeEach(() => {
  clock = new FakeClock();
  answer = null;
  const client: UcxClient = {
    ...createUnusableClient(problem('internal')),
    stopById: () => answered(null),
    stopByLine: () => answered(null),
    start: () => answered({ id: 'started' }),
  };
  context = {
    ports: { clock, log: quietLog() },
    session: { client, refused: () => undefined },
    onFacts: () => undefined,
    onChange: () => undefined,
  };
  reads = { latest: 7, readNow: () => undefined, ids: () => new Set<string>() };
});

/** Answered when the test calls `answer`. */
function answered<T>(value: T): Promise<ReturnType<typeof ok<T>>> {
  return new Promise((resolve) => {
    answer = () => {
      resolve(ok(value));
    };
  });
}

async function answerNow(): Promise<void> {
  answer?.();
  await clock.settle();
}

describe('a read that began before the answer confirms nothing,', () => {
  const isOpen = 'under way';
  const settled = 'confirmed';
  const stateOf = (result: Promise<{ readonly confirmed: boolean }>) =>
    Promise.race([result.then(({ confirmed }) => (confirmed ? settled : 'failed')), clock.settle().then(() => isOpen)]);

  test('of a stop', async () => {
    const commands = new StartStopCommands(context, reads);
    const result = commands.stop('one', 'line', false);
    commands.readSucceeded(7, list, []);
    await answerNow();
    commands.readSucceeded(7, list, []);
    expect(await stateOf(result)).toBe(isOpen);
    commands.readSucceeded(8, list, [recording('one')]);
    expect(await stateOf(result)).toBe(isOpen);
    commands.readSucceeded(9, list, []);
    expect(await stateOf(result)).toBe(settled);
  });

  test('of a start', async () => {
    const commands = new StartStopCommands(context, reads);
    const result = commands.start({ directoryNumber: '102' }, 'line');
    commands.readSucceeded(7, list, [recording('started')]);
    await answerNow();
    commands.readSucceeded(7, list, [recording('started')]);
    expect(await stateOf(result)).toBe(isOpen);
    commands.readSucceeded(8, list, [recording('started')]);
    expect(await stateOf(result)).toBe(settled);
  });

  test('of a stop of a line; nor is anything sent because of a read that began before it was asked', async () => {
    const pauses = new PauseRouter(noPauses, noPauses, session);
    const commands = new LineCommands({ context, reads, pauses, resumeStarted: () => () => undefined });
    const result = commands.run('stop', { directoryNumber: '102' }, 'line');
    commands.readSucceeded(7, 'line', [recording('one')]);
    expect(answer).toBeNull();
    commands.readSucceeded(8, 'line', [recording('one')]);
    expect(answer).not.toBeNull();
    reads.latest = 9;
    commands.readSucceeded(9, 'line', []);
    await answerNow();
    commands.readSucceeded(9, 'line', []);
    expect(await stateOf(result)).toBe(isOpen);
    commands.readSucceeded(10, 'line', []);
    expect(await stateOf(result)).toBe(settled);
  });
});

const ownView = liveView(initialState, 0, defaultLimits);
const session = {
  view: () => ({
    phase: 'signedIn' as const,
    server: null,
    username: 'ada.agent',
    passwordKept: null,
    problem: null,
    plainHttpAllowed: false,
    serverLocked: false,
    canRetry: false,
    keychainProblem: null,
  }),
};
const noPauses = {
  act: () => Promise.reject(new Error('nobody was to act')),
  cancel: () => 'idle' as const,
  view: () => ownView,
  viewOf: () => null,
};

describe('a recording of mine', () => {
  test('is paused by my own controller alone, and one that another controller follows is handed over', async () => {
    const cancel = vi.fn();
    const act = vi.fn(() => Promise.resolve({ outcome: 'confirmed' as const, state: 'paused' as const }));
    const router = new PauseRouter({ ...noPauses, act }, { ...noPauses, cancel }, session);
    expect(await router.act('pause', recording('one', 'ada.agent'), 'line')).toEqual({
      confirmed: true,
      problem: null,
    });
    expect(act).toHaveBeenCalledWith('pause', 'button');
    expect(cancel).toHaveBeenCalledWith('one');
  });

  test('is not confirmed as paused where another state is shown', async () => {
    const act = () => Promise.resolve({ outcome: 'late' as const, state: 'recording' as const });
    const router = new PauseRouter({ ...noPauses, act }, noPauses, session);
    expect(await router.actOnMine('pause')).toEqual({ confirmed: false, problem: { code: 'recorder-state-unknown' } });
  });
});

describe('a list that is looked at', () => {
  test('is shown anew in the moment in which it becomes old, and not when nobody looks', async () => {
    const onChange = vi.fn();
    const watch = new BoardWatch(clock, onChange);
    watch.planStale(clock.monotonic());
    await clock.advance(boardStalenessMs + 1);
    expect(onChange).not.toHaveBeenCalled();
    watch.begin(noBoardFilter);
    watch.planStale(clock.monotonic());
    await clock.advance(boardStalenessMs);
    expect(onChange).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onChange).toHaveBeenCalledOnce();
    watch.dispose();
    expect(clock.pending).toBe(0);
  });
});
