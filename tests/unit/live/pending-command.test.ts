// The life of one command: who may confirm it, what ends it, and that it ends once.
import { beforeEach, describe, expect, test } from 'vitest';
import { PendingCommand, type CommandContext } from '../../../src/main/core/live/pending-command.ts';
import type { UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { problem, type Problem, type ProblemCode } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

let clock: FakeClock;
let log: ReturnType<typeof quietLog>;
let facts: JournalFact[];
let ends: (Problem | null)[];
let onRefused: () => void;
let command: PendingCommand;
beforeEach(() => {
  clock = new FakeClock();
  log = quietLog();
  facts = [];
  ends = [];
  onRefused = () => undefined;
  const context: CommandContext = {
    ports: { clock, log },
    session: {
      client: null,
      refused: () => {
        onRefused();
      },
    },
    onFacts: (added) => facts.push(...added),
    onChange: () => undefined,
  };
  command = new PendingCommand(context, (reason) => ends.push(reason));
  command.logRequest({ what: 'stop', trigger: 'button', recordingIds: ['one'], forAnother: true });
});

const failure = (outcome: UcxFailure['outcome'], code: ProblemCode) =>
  err<UcxFailure>({ endpoint: 'stopById', outcome, status: null, reason: null, problem: problem(code) });
const ended = () => facts.filter(({ kind }) => kind === 'hand-ended');

describe('a read confirms', () => {
  test('only where it began after the answer', () => {
    expect(command.isDecidedBy(8)).toBe(false);
    command.answered(7);
    expect([7, 8].map((sequence) => command.isDecidedBy(sequence))).toEqual([false, true]);
  });

  test('what was answered first, also where more was sent after it', () => {
    command.answered(7);
    command.answered(9);
    expect(command.isDecidedBy(8)).toBe(true);
  });

  test('nothing of a command that has ended', () => {
    command.answered(7);
    command.end('given-up', null);
    expect(command.isDecidedBy(8)).toBe(false);
  });
});

describe('an answer', () => {
  test.each([
    ['that is good', ok(null), null],
    ['that is as good as done', failure('gone', 'stop/ended'), null],
    ['that is none', failure('unknown', 'server-timeout'), problem('server-timeout')],
  ])('%s leaves it to reads', (_, answer, uncertainty) => {
    expect(command.settle(answer, ['gone'])).toBe(true);
    expect({ isOpen: command.isOpen, uncertainty: command.uncertainty }).toEqual({ isOpen: true, uncertainty });
  });

  test.each(['refused', 'already', 'forbidden', 'cancelled'] as const)('that is %s ends it', async (outcome) => {
    expect(command.settle(failure(outcome, 'stop/refused'), ['gone'])).toBe(false);
    expect(await command.result).toEqual({ confirmed: false, problem: problem('stop/refused') });
    expect(ended()).toMatchObject([{ how: 'refused', problem: 'stop/refused', recordingIds: [] }]);
  });

  test('that refuses the sign-in ends it as refused before the session ends', () => {
    onRefused = () => {
      command.end('given-up', problem('request-cancelled'));
    };
    command.settle(failure('unauthorized', 'credentials-refused'));
    expect(ended()).toMatchObject([{ how: 'refused', problem: 'credentials-refused' }]);
  });
});

describe('its end', () => {
  test('counts once: what comes later changes nothing, and no timer is left', async () => {
    command.expireAfter(1_000, () => problem('stop/not-seen'));
    command.confirm(['one']);
    command.end('refused', problem('stop/refused'));
    await clock.advance(2_000);
    expect(await command.result).toEqual({ confirmed: true, problem: null });
    expect(ended()).toMatchObject([{ how: 'confirmed', recordingIds: ['one'] }]);
    expect(ends).toEqual([null]);
    expect([command.signal.aborted, clock.pending]).toEqual([true, 0]);
  });

  test('comes at its latest deadline, with what reads have shown until then', async () => {
    command.expireAfter(1_000, () => problem('stop/not-seen'));
    command.expireAfter(3_000, () => problem('server-timeout'));
    command.shownIds = ['one'];
    await clock.advance(2_999);
    expect(command.isOpen).toBe(true);
    await clock.advance(1);
    expect(await command.result).toEqual({ confirmed: false, problem: problem('server-timeout') });
    expect(ended()).toMatchObject([{ how: 'not-seen', problem: 'server-timeout', recordingIds: ['one'] }]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('unexpected');
      },
    ],
    ['is rejected', () => Promise.reject(new Error('unexpected'))],
  ])('comes when its work %s', async (_, work) => {
    await command.follow(work);
    expect(await command.result).toEqual({ confirmed: false, problem: problem('internal') });
    expect(log.entries.map(({ level, event }) => [level, event])).toEqual([['error', 'command-crashed']]);
  });
});
