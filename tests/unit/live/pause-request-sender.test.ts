// A request to pause or resume leaves at once, ends once, and is told as it ended.
import { beforeEach, expect, test } from 'vitest';
import { markKey, keyMarks } from '../../../src/main/core/live/key-marks.ts';
import { PauseRequestSender } from '../../../src/main/core/live/pause/pause-request-sender.ts';
import type { UcxClient, UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok, type Result } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';

type Sent = {
  readonly what: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: (result: Result<null, UcxFailure>) => void;
  readonly crash: (error: unknown) => void;
};

let sent: Sent[];
let settled: unknown[];
let logged: string[];
let refused: number;
let client: UcxClient | null;
let sender: PauseRequestSender;
const clock = new FakeClock();

function command(kind: string) {
  return (id: string, signal?: AbortSignal): Promise<Result<null, UcxFailure>> =>
    new Promise((resolve, reject) => {
      sent.push({ what: `${kind} ${id}`, signal, answer: resolve, crash: reject });
    });
}

beforeEach(() => {
  sent = [];
  settled = [];
  logged = [];
  refused = 0;
  client = { ...new FakeRecorder(clock).client(), pauseById: command('pause'), resumeById: command('resume') };
  const note = (event: string): void => void logged.push(event);
  const session = {
    get client() {
      return client;
    },
    refused: () => {
      refused += 1;
    },
  };
  sender = new PauseRequestSender({ info: note, warn: note, error: note }, session, (...all) => settled.push(all));
});

const send = (kind: 'pause' | 'resume', attemptId: number): void => {
  sender.send({ type: 'send', kind, recordingId: `r${String(attemptId)}`, attemptId }, null);
};
const failure = (outcome: UcxFailure['outcome']): Result<null, UcxFailure> =>
  err({ endpoint: 'pauseById', outcome, status: 500, reason: null, problem: problem('pause/server-fault') });

test('is sent before anything else happens, each to its own recording', async () => {
  send('pause', 1);
  send('resume', 2);
  expect(sent.map(({ what }) => what)).toEqual(['pause r1', 'resume r2']);
  sent[1]?.answer(ok(null));
  await clock.settle();
  sent[0]?.answer(ok(null));
  await clock.settle();
  expect(settled).toEqual([
    [2, 'ok', null],
    [1, 'ok', null],
  ]);
  expect([logged, refused]).toEqual([[], 0]);
});

test('that fails is told with its outcome and why, and only a refused password is told to the session', async () => {
  send('pause', 1);
  sent[0]?.answer(failure('refused'));
  await clock.settle();
  expect([settled, refused, logged]).toEqual([[[1, 'refused', problem('pause/server-fault')]], 0, ['command-failed']]);
  send('pause', 2);
  sent[1]?.answer(failure('unauthorized'));
  await clock.settle();
  expect(refused).toBe(1);
});

test('that crashes, before or after it began, ends as one that may have acted', async () => {
  send('pause', 1);
  sent[0]?.crash(new Error('a mistake of ours'));
  await clock.settle();
  expect(settled).toEqual([[1, 'unknown', problem('internal')]]);
  if (client !== null)
    client = {
      ...client,
      pauseById: () => {
        throw new Error('at once');
      },
    };
  send('pause', 2);
  await clock.settle();
  expect(settled.at(-1)).toEqual([2, 'unknown', problem('internal')]);
  expect(logged).toEqual(['command-crashed', 'command-crashed']);
});

test('can be aborted by its number while it is under way, and all of them at the end', async () => {
  send('pause', 1);
  send('pause', 2);
  send('pause', 3);
  sender.abort(2);
  sender.abort(99);
  expect(sent.map(({ signal }) => signal?.aborted)).toEqual([false, true, false]);
  sent[2]?.answer(ok(null));
  await clock.settle();
  sender.abort(3);
  sender.dispose();
  expect(sent.map(({ signal }) => signal?.aborted)).toEqual([true, true, false]);
});

test('that is shared was sent already: it is followed, and nothing more is sent', async () => {
  sender.send({ type: 'send', kind: 'pause', recordingId: 'a', attemptId: 5 }, Promise.resolve(ok(null)));
  await clock.settle();
  expect([sent, settled]).toEqual([[], [[5, 'ok', null]]]);
});

test('is not sent while nobody is signed in', async () => {
  client = null;
  send('pause', 1);
  await clock.settle();
  expect([sent, settled]).toEqual([[], []]);
});

test('leaves the marks of the latest press: its request and its first answer, and none without a press', async () => {
  const marks = (): number[] =>
    Object.values(keyMarks).map((name) => performance.getEntriesByName(name, 'mark').length);
  for (const name of Object.values(keyMarks)) performance.clearMarks(name);
  send('pause', 1);
  expect(marks()).toEqual([0, 0, 0, 0]);
  markKey();
  send('pause', 2);
  expect(marks()).toEqual([1, 1, 0, 0]);
  sent[1]?.answer(ok(null));
  await clock.settle();
  send('pause', 3);
  sent[2]?.answer(ok(null));
  await clock.settle();
  expect(marks()).toEqual([1, 1, 1, 0]);
  markKey();
  expect(marks()).toEqual([1, 0, 0, 0]);
});
