import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { withJoinedSignal } from '../../../src/main/core/platform/joined-signal.ts';

const end = new AbortController();
const listeners = (): number => getEventListeners(end.signal, 'abort').length;
const joined = [end.signal, new AbortController().signal];

describe('work that either of two signals ends', () => {
  it('leaves nothing at a signal that lives on, whether it succeeds or fails', async () => {
    for (let time = 0; time < 20; time += 1)
      expect(await withJoinedSignal(joined, () => Promise.resolve(time))).toBe(time);
    const failed = withJoinedSignal(joined, () => Promise.reject(new Error('lost')));
    expect(listeners()).toBe(1);
    await expect(failed).rejects.toThrow('lost');
    expect(listeners()).toBe(0);
  });

  it.each([0, 1])('is ended by each of them, with its reason', async (which) => {
    const controllers = [new AbortController(), new AbortController()];
    const ended = withJoinedSignal(
      controllers.map(({ signal }) => signal),
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve(signal.reason);
          });
        }),
    );
    controllers[which]?.abort('enough');
    expect(await ended).toBe('enough');
  });

  it('begins ended where one of them has ended before', async () => {
    const isEnded = await withJoinedSignal([end.signal, AbortSignal.abort()], ({ aborted }) =>
      Promise.resolve(aborted),
    );
    expect(isEnded).toBe(true);
    expect(listeners()).toBe(0);
  });
});
