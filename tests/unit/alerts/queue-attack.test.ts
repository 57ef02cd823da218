// The queue of alerts under attack: a disk that is full, cut, killed at any moment or shared by two processes, and a receiver that is down for
// hours. What was found is told at least once, and the queue stays bounded.
import { afterEach, describe, expect, test } from 'vitest';
import { AlertOutbox, type Delivery } from '../../../src/main/core/alerts/alert-outbox.ts';
import { AlertQueueFile } from '../../../src/main/core/alerts/alert-queue-file.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import type { OutgoingMessage } from '../../../src/shared/domain/alert.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { hotkeyAlert } from '../../support/sample-alerts.ts';

const path = '/alerts/webhook.jsonl';
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const fileOf = (...alerts: readonly number[]): Buffer =>
  Buffer.from(alerts.map((nth) => `${JSON.stringify(hotkeyAlert(nth))}\n`).join(''));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

type Answer = (nth: number) => Delivery | Promise<Delivery>;

function outboxOn(files: Files, answer: Answer, clock = new FakeClock()) {
  const delivered: OutgoingMessage[] = [];
  const log = quietLog();
  const outbox = new AlertOutbox({
    channel: 'webhook',
    clock,
    log,
    random: () => 0.5,
    file: new AlertQueueFile(path, files, log),
    deliver: async (message) => {
      const delivery = await answer(Number(message.id.slice(-12)));
      if (delivery === 'taken') delivered.push(message);
      return delivery;
    },
  });
  cleanups.push(() => outbox.dispose());
  return { outbox, delivered, log, clock, numbers: () => delivered.map(({ id }) => Number(id.slice(-12))) };
}

describe('a disk', () => {
  test('that is full costs no alert, is said, and takes the queue again when it has room', async () => {
    const files = new MemoryFiles();
    const { writeTextAtomic } = files;
    files.writeTextAtomic = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    let answer: Delivery = 'again';
    const { outbox, log, clock, numbers: told } = outboxOn(files, () => answer);
    await outbox.begin();
    for (const nth of numbers(0, 10)) outbox.add(hotkeyAlert(nth));
    await clock.settle();
    expect(log.entries.map(({ event }) => event)).toContain('alert-queue-not-written');
    files.writeTextAtomic = writeTextAtomic;
    outbox.add(hotkeyAlert(10));
    await clock.settle();
    expect(files.contents.get(path)?.toString('utf8').trim().split('\n')).toHaveLength(11);
    answer = 'taken';
    await clock.advance(5_000);
    expect(told()).toEqual(numbers(0, 11));
    expect(files.contents.has(path)).toBe(false);
  });

  test('with a queue that is cut anywhere loses the alert of the cut alone, and what is sent is what was written', async () => {
    const whole = fileOf(0, 1, 2);
    for (let end = 0; end <= whole.length; end += 1) {
      const files = new MemoryFiles();
      files.contents.set(path, whole.subarray(0, end));
      const { outbox, delivered, clock } = outboxOn(files, () => 'taken');
      await outbox.begin();
      await clock.settle();
      const lines = whole.subarray(0, end).toString('utf8').split('\n');
      const complete = lines.filter(
        (line) => fileOf(0, 1, 2).toString('utf8').split('\n').includes(line) && line !== '',
      );
      expect(delivered).toEqual(numbers(0, complete.length).map(hotkeyAlert));
    }
  });

  test.each([
    ['bytes that are no text', Buffer.from(numbers(0, 256))],
    ['another program’s JSON', Buffer.from('[]\n{}\n"x"\nnull\n{"version":2}\n')],
    ['an alert with a number in it', Buffer.from(`${JSON.stringify({ ...hotkeyAlert(1), remoteNumber: '+1555' })}\n`)],
    ['an alert of an unknown kind', Buffer.from(`${JSON.stringify({ ...hotkeyAlert(1), kind: 'password' })}\n`)],
  ])('with a queue of %s: none of it is sent, and that is logged', async (_name, content) => {
    const files = new MemoryFiles();
    files.contents.set(path, content);
    const { outbox, clock, log, numbers: told } = outboxOn(files, () => 'taken');
    await outbox.begin();
    outbox.add(hotkeyAlert(7));
    await clock.settle();
    expect(told()).toEqual([7]);
    expect(log.entries.map(({ event }) => event)).toContain('alert-queue-damaged');
  });

  test('with a queue of a gigabyte is not read', async () => {
    const files = new MemoryFiles();
    files.contents.set(path, fileOf(1));
    files.size = () => Promise.resolve(1 << 30);
    files.readText = () => Promise.reject(new Error('too much'));
    files.readBytes = () => Promise.reject(new Error('too much'));
    const { outbox, clock, log, numbers: told } = outboxOn(files, () => 'taken');
    await outbox.begin();
    outbox.add(hotkeyAlert(7));
    await clock.settle();
    expect(told()).toEqual([7]);
    expect(log.entries.map(({ event }) => event)).toContain('alert-queue-damaged');
  });

  test('of a process that was killed after any of its writes: the next run sends all that the disk had taken and nobody else', async () => {
    for (let death = 1; death <= 14; death += 1) {
      const files = new MemoryFiles();
      const { writeTextAtomic, remove } = files;
      const forever = new Promise<never>(() => undefined);
      let writes = 0;
      /** What the disk has, as a killed process leaves it. */
      let kept: Buffer | undefined;
      const dying = (write: () => Promise<void>): Promise<void> => {
        writes += 1;
        if (writes > death) return forever;
        return write().then(() => {
          kept = files.contents.get(path);
        });
      };
      files.writeTextAtomic = (to, text) => dying(() => writeTextAtomic(to, text));
      files.remove = (of) => dying(() => remove(of));
      const first = outboxOn(files, (nth) => (nth < 3 ? 'taken' : 'again'));
      await first.outbox.begin();
      for (const nth of numbers(0, 8)) {
        first.outbox.add(hotkeyAlert(nth));
        await first.clock.settle();
      }
      const left = (kept?.toString('utf8') ?? '').split('\n').filter((line) => line !== '');
      const disk = new MemoryFiles();
      if (kept !== undefined) disk.contents.set(path, kept);
      const second = outboxOn(disk, () => 'taken');
      await second.outbox.begin();
      await second.clock.settle();
      expect(second.delivered).toEqual(left.map((line) => JSON.parse(line) as OutgoingMessage));
      // While the disk lived, each was told or is on it.
      if (writes <= death) expect(new Set([...first.numbers(), ...second.numbers()])).toEqual(new Set(numbers(0, 8)));
      // The disk of the first one never answers again.
      cleanups.length = 0;
    }
  });

  test('that two processes share: each alert is told at least once, with the same id', async () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    files.contents.set(path, fileOf(0, 1));
    let answer: Delivery = 'again';
    const [one, other] = [outboxOn(files, () => answer, clock), outboxOn(files, () => answer, clock)];
    await Promise.all([one.outbox.begin(), other.outbox.begin()]);
    for (const nth of numbers(2, 20)) (nth % 2 === 0 ? one : other).outbox.add(hotkeyAlert(nth));
    await clock.advance(60_000);
    answer = 'taken';
    await clock.advance(600_000);
    expect(new Set([...one.numbers(), ...other.numbers()])).toEqual(new Set(numbers(0, 20)));
    expect([...one.delivered, ...other.delivered]).toEqual(
      [...one.numbers(), ...other.numbers()].map((nth) => hotkeyAlert(nth)),
    );
  });
});

describe('a receiver', () => {
  test('that answers 500 for eight hours is tried at most every five minutes, and holds 200 alerts at most', async () => {
    const files = new MemoryFiles();
    let tries = 0;
    const {
      outbox,
      clock,
      numbers: told,
    } = outboxOn(files, () => {
      tries += 1;
      return isUp ? 'taken' : 'again';
    });
    let isUp = false;
    await outbox.begin();
    for (const nth of numbers(0, 1_000)) {
      outbox.add(hotkeyAlert(nth));
      if (nth % 100 === 0) await clock.advance(2_880_000);
    }
    await clock.settle();
    // Nine tries in the first eight minutes and a half, then one every five minutes.
    expect(tries).toBeLessThan(9 + (8 * 60) / 5);
    expect(files.contents.get(path)?.toString('utf8').trim().split('\n')).toHaveLength(200);
    expect(outbox.view.waiting).toBe(200);
    isUp = true;
    await clock.advance(300_000);
    expect(told()).toEqual(numbers(800, 1_000));
  });
});
