// The queue of alerts under a fake clock: order, waits, limits, and what is left on the disk at any moment.
import { describe, expect, test } from 'vitest';
import { AlertLimits } from '../../../src/main/core/alerts/alert-limits.ts';
import { AlertOutbox, type Delivery } from '../../../src/main/core/alerts/alert-outbox.ts';
import { AlertQueueFile } from '../../../src/main/core/alerts/alert-queue-file.ts';
import { oneLookup } from '../../../src/main/core/alerts/one-lookup.ts';
import type { AlertMessage } from '../../../src/shared/domain/alert.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { quietLog } from '../../support/quiet-log.ts';

const path = '/alerts/webhook.jsonl';
const alert = (nth: number, at = '2026-11-22T09:00:00.000Z'): AlertMessage => ({
  version: 1,
  id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`,
  at,
  appVersion: '1.0.0',
  user: null,
  kind: 'hotkey-lost',
  pauseId: null,
  seconds: null,
  detail: 'pause',
  text: 'The hotkey is lost.',
  leftOut: 0,
});

type Tried = { readonly nth: number; readonly at: number };

function outboxOf(answer: (nth: number) => Delivery | Promise<Delivery>, files = new MemoryFiles()) {
  const clock = new FakeClock();
  const tried: Tried[] = [];
  const outbox = new AlertOutbox({
    clock,
    log: quietLog(),
    random: () => 0.5,
    file: new AlertQueueFile(path, files, quietLog()),
    channel: 'webhook',
    deliver: async ({ id }) => {
      const nth = Number(id.slice(-12));
      tried.push({ nth, at: clock.monotonic() });
      return answer(nth);
    },
  });
  const queued = (): number[] =>
    (files.contents.get(path)?.toString('utf8') ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number((JSON.parse(line) as AlertMessage).id.slice(-12)));
  return { clock, tried, outbox, files, queued };
}

describe('an outbox', () => {
  test('sends one after the other, and nothing is left on the disk', async () => {
    const { clock, tried, outbox, files } = outboxOf(() => 'taken');
    await outbox.begin();
    for (const nth of [1, 2, 3]) outbox.add(alert(nth));
    expect(tried).toHaveLength(1);
    await clock.settle();
    expect(tried.map(({ nth }) => nth)).toEqual([1, 2, 3]);
    expect(files.contents.has(path)).toBe(false);
  });

  test('waits twice as long after each failure, up to five minutes, and never lets a later one pass', async () => {
    const { clock, tried, outbox, queued } = outboxOf(() => 'again');
    await outbox.begin();
    outbox.add(alert(1));
    outbox.add(alert(2));
    await clock.advance(1_200_000);
    expect(new Set(tried.map(({ nth }) => nth))).toEqual(new Set([1]));
    const waits = tried.slice(1).map(({ at }, index) => (at - (tried[index]?.at ?? 0)) / 1_000);
    expect(waits.slice(0, 9)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(queued()).toEqual([1, 2]);
    await outbox.dispose();
    expect(clock.pending).toBe(0);
  });

  test('a try that hangs ends after ten seconds, and one that throws is a failure', async () => {
    const { clock, tried, outbox } = outboxOf((nth) =>
      nth === 1 && tried.length === 1 ? new Promise<never>(() => undefined) : Promise.reject(new Error('x')),
    );
    await outbox.begin();
    outbox.add(alert(1));
    await clock.advance(11_000);
    expect(outbox.view.problem).toMatchObject({ code: 'server-timeout' });
    await clock.advance(5_000);
    expect(tried.map(({ at }) => at - 1_000)).toEqual([0, 12_000, 16_000]);
    expect(outbox.view).toEqual({ channel: 'webhook', waiting: 1, problem: null });
    await outbox.dispose();
  });

  test('one that the receiver will never take does not hold the others', async () => {
    const { clock, tried, outbox, queued } = outboxOf((nth) => (nth === 1 ? 'refused' : 'taken'));
    await outbox.begin();
    outbox.add(alert(1));
    outbox.add(alert(2));
    await clock.settle();
    expect(tried.map(({ nth }) => nth)).toEqual([1, 2]);
    expect(queued()).toEqual([]);
  });

  test('holds two hundred: the oldest gives way, also the one that is under way', async () => {
    let answer = (_delivery: Delivery): void => undefined;
    const { clock, outbox, queued, tried } = outboxOf(() => new Promise((resolve) => (answer = resolve)));
    await outbox.begin();
    for (let nth = 1; nth <= 250; nth += 1) outbox.add(alert(nth));
    await clock.settle();
    expect(queued()).toEqual(Array.from({ length: 200 }, (_, index) => index + 51));
    answer('taken');
    await clock.settle();
    expect(queued()).toHaveLength(200);
    expect(tried.map(({ nth }) => nth)).toEqual([1, 51]);
    await outbox.dispose();
  });

  test('takes up what is on the disk before anything newer, without what is damaged or older than a week', async () => {
    const files = new MemoryFiles();
    const lines = [alert(1, '2026-11-01T09:00:00.000Z'), { ...alert(2), remoteNumber: '5550101' }, alert(3)];
    files.contents.set(path, Buffer.from(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"version":1,"i`));
    const { clock, tried, outbox } = outboxOf(() => 'taken', files);
    outbox.add(alert(4));
    await outbox.begin();
    await clock.settle();
    expect(tried.map(({ nth }) => nth)).toEqual([3, 4]);
    expect(files.contents.has(path)).toBe(false);
  });
});

describe('limits', () => {
  test('five of a kind and twenty in all within ten minutes; the next one says how many were left out', () => {
    const clock = new FakeClock();
    const now = { at: 0 };
    const limits = new AlertLimits(() => clock.monotonic() + now.at);
    const taken = Array.from({ length: 9 }, () => limits.take('not-confirmed'));
    expect(taken).toEqual([0, 0, 0, 0, 0, null, null, null, null]);
    expect(limits.take('paused-long')).toBe(4);
    for (const kind of ['paused-long', 'hotkey-lost', 'resume-failed', 'ended-paused'] as const)
      for (let turn = 0; turn < 5; turn += 1) limits.take(kind);
    expect(limits.take('journal-damaged')).toBeNull();
    now.at = 600_000;
    // Five of ended-paused beyond the twenty, and one of journal-damaged: one of paused-long was told before.
    expect(limits.take('not-confirmed')).toBe(6);
    expect(limits.take('not-confirmed')).toBe(0);
  });
});

test('names of hosts are looked up one at a time', async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const find = ((
    hostname: string,
    _options: object,
    callback: (error: null, address: string, family: number) => void,
  ) => {
    asked.push(hostname);
    answers.push(() => {
      callback(null, '192.0.2.1', 4);
    });
  }) as unknown as Parameters<typeof oneLookup>[0];
  const lookup = oneLookup(find);
  const found = ['one.example', 'two.example'].map(
    (name) => new Promise((resolve) => lookup(name, {}, (_error, address) => resolve(address))),
  );
  await Promise.resolve();
  expect(asked).toEqual(['one.example']);
  answers[0]?.();
  expect(await found[0]).toBe('192.0.2.1');
  await new Promise(setImmediate);
  expect(asked).toEqual(['one.example', 'two.example']);
  answers[1]?.();
  expect(await found[1]).toBe('192.0.2.1');
});
