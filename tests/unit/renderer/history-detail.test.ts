// @vitest-environment happy-dom
// The details of the chosen recording as the window asks for them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DetailState, stayMs } from '../../../src/renderer/main/history/detail/detail.svelte.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { sampleOutputs } from '../../support/contract-samples.ts';

const first = '6b98303a-b295-473a-adae-19b78aca468d';
const second = '7b98303a-b295-473a-adae-19b78aca468d';

type Call = { name: string; input: { request?: string; recordingId?: string }; answer: (value: unknown) => void };

function world(): { details: DetailState; calls: Call[] } {
  const calls: Call[] = [];
  const bridge = {
    call: (name: string, input: Call['input']) => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      calls.push({ name, input, answer: resolve });
      return promise;
    },
  };
  // The class makes calls only.
  return { details: new DetailState(bridge as unknown as Bridge), calls };
}

const detailOf = (id: string): unknown => ({ ok: true, value: { ...sampleOutputs['history.detail'], id } });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('The details of the chosen recording', () => {
  test('are given up when another is chosen before they are here', async () => {
    const { details, calls } = world();
    details.choose(first);
    vi.advanceTimersByTime(stayMs);
    details.choose(second);
    const [asked, givenUp] = calls;
    expect(givenUp).toMatchObject({ name: 'history.cancel', input: { request: asked?.input.request } });
    asked?.answer({ ok: false, error: { code: 'request-cancelled' } });
    await vi.advanceTimersByTimeAsync(stayMs);
    expect([details.problem, details.loading]).toEqual([null, true]);
    calls[2]?.answer(detailOf(second));
    await vi.advanceTimersByTimeAsync(0);
    expect(details.detail?.id).toBe(second);
  });

  test('are asked for once: what is here is not taken back, and not asked for again', async () => {
    const { details, calls } = world();
    details.choose(first);
    vi.advanceTimersByTime(stayMs);
    calls[0]?.answer(detailOf(first));
    await vi.advanceTimersByTimeAsync(0);
    details.choose(null);
    details.choose(first);
    expect(details.detail?.id).toBe(first);
    await vi.advanceTimersByTimeAsync(stayMs);
    expect(calls.map(({ name }) => name)).toEqual(['history.detail']);
  });
});
