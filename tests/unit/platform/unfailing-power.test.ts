// Sleep, lock and chance, whatever the system's do.
import { expect, test } from 'vitest';
import { unfailingPower, unfailingRandom } from '../../../src/main/core/platform/unfailing-power.ts';
import { FakePower } from '../../support/fake-ports.ts';
import { quietLog } from '../../support/quiet-log.ts';

test('events reach who listens, and nobody after the end; the lock is told', () => {
  const power = new FakePower();
  const unfailing = unfailingPower(power, quietLog());
  const heard: string[] = [];
  const ends = [
    unfailing.onSuspend(() => heard.push('suspend')),
    unfailing.onResume(() => heard.push('resume')),
    unfailing.onUnlock?.(() => heard.push('unlock')),
  ];
  power.lock();
  expect(unfailing.isLocked?.()).toBe(true);
  power.sleep();
  power.wake();
  power.unlock();
  expect([unfailing.isLocked?.(), heard]).toEqual([false, ['suspend', 'resume', 'unlock']]);
  for (const end of ends) end?.();
  power.sleep();
  power.wake();
  power.unlock();
  expect(heard).toHaveLength(3);
});

test('a listener that throws keeps none from hearing, and is logged once', () => {
  const power = new FakePower();
  const log = quietLog();
  const unfailing = unfailingPower(power, log);
  const heard: string[] = [];
  unfailing.onResume(() => {
    throw new Error('waking threw');
  });
  unfailing.onResume(() => heard.push('second'));
  power.wake();
  power.wake();
  expect(heard).toEqual(['second', 'second']);
  expect(log.entries).toMatchObject([{ level: 'error' }]);
});

test('a system that tells nothing of the lock counts as unlocked', () => {
  const { onSuspend, onResume } = { onSuspend: () => () => undefined, onResume: () => () => undefined };
  const unfailing = unfailingPower({ onSuspend, onResume }, quietLog());
  expect(unfailing.isLocked?.()).toBe(false);
  expect(() => unfailing.onUnlock?.(() => undefined)()).not.toThrow();
});

test.each([
  [0, 0],
  [0.25, 0.25],
  [1, 0.5],
  [-1, 0.5],
  [Number.NaN, 0.5],
  [Infinity, 0.5],
])('chance that answers %d is %d', (answer, used) => {
  expect(unfailingRandom(() => answer)()).toBe(used);
});
