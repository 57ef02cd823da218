// @vitest-environment happy-dom
// What a window is told by the core: a listener that throws is a fault of the window, and the window must hear of it.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findBridge } from '../../../src/renderer/lib/bridge.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(window, 'sidetone');
});

/** A bridge as the preload script has it: whoever tells it something is in another world, and answers for what is thrown there. */
function preloaded(over: Partial<Bridge>): (payload: unknown) => void {
  let listening: (payload: never) => void = () => undefined;
  const on = (_name: string, listener: (payload: never) => void): (() => void) => {
    listening = listener;
    return () => undefined;
  };
  Reflect.set(window, 'sidetone', { on, ...over });
  return (payload) => {
    listening(payload as never);
  };
}

describe('the bridge', () => {
  test('reports what a listener throws in the world of the window, where it is watched for, and not in that of the preload script', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const tell = preloaded({});
    const thrown = new Error('planted');
    findBridge()?.on('snapshot', () => {
      throw thrown;
    });
    expect(() => {
      tell({});
    }).not.toThrow();
    expect(reported).toEqual([thrown]);
  });

  test('answers every call, also where the way to the core broke', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('gone'));
    preloaded({ call: broken, addFiles: broken });
    const bridge = findBridge();
    expect(await bridge?.call('snapshot.get', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(await bridge?.addFiles([])).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  test('is none where the page was opened outside Sidetone', () => {
    expect(findBridge()).toBeNull();
  });
});
