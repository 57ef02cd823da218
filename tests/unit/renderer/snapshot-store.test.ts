// A window that hears nothing more from the core does not go on drawing what it heard as present.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { Snapshot } from '../../../src/shared/ipc/snapshot.ts';
import { graceMs, SnapshotStore } from '../../../src/renderer/lib/snapshot-store.svelte.ts';
import { sampleSnapshot } from '../../support/contract-samples.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const showing = (revision: number, live: Partial<Snapshot['live']>): Snapshot => ({
  ...sampleSnapshot,
  revision,
  live: { ...sampleSnapshot.live, recordings: [], problem: null, lastKnown: null, ...live },
});

/** A store over a core that says what the test says and nothing else. */
function hearing(): { readonly store: SnapshotStore; say(snapshot: Snapshot): void; stop(): void } {
  let tell: (snapshot: Snapshot) => void = () => undefined;
  const bridge = {
    call: () => new Promise(() => undefined),
    addFiles: () => new Promise(() => undefined),
    on: (_name: string, listener: (snapshot: Snapshot) => void) => {
      tell = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  const store = new SnapshotStore(bridge);
  const stop = store.start();
  return { store, say: (snapshot) => tell(snapshot), stop };
}

const live = (store: SnapshotStore): Snapshot['live'] | undefined => store.held?.snapshot.live;

describe('a core that has fallen silent', () => {
  test('"Paused" is drawn as long as the core promised a word, and not longer', () => {
    const { store, say } = hearing();
    say(showing(1, { state: 'paused', freshForMs: 4_000, button: 'resume', buttonEnabled: true }));
    vi.advanceTimersByTime(4_000 + graceMs - 1);
    expect(live(store)?.state).toBe('paused');
    vi.advanceTimersByTime(1);
    expect(live(store)).toMatchObject({
      state: 'offline',
      button: null,
      lastKnown: { state: 'paused', ageMs: 4_000 + graceMs },
      problem: { code: 'app-silent' },
    });
  });

  test('each word of the core holds for its own time, and the first word after the silence is drawn', () => {
    const { store, say } = hearing();
    say(showing(1, { state: 'paused', freshForMs: 5_000 }));
    for (let word = 2; word < 12; word += 1) {
      vi.advanceTimersByTime(1_000);
      say(showing(word, { state: 'paused', freshForMs: 5_000 }));
    }
    expect(live(store)?.state).toBe('paused');
    vi.advanceTimersByTime(10_000);
    expect(live(store)?.state).toBe('offline');
    say(showing(12, { state: 'recording', freshForMs: 5_000 }));
    expect(live(store)?.state).toBe('recording');
  });

  test('"Not confirmed" stays, with nothing to press', () => {
    const { store, say } = hearing();
    const one = { id: 'a', remoteName: null, remoteNumber: null, elapsedMs: 1_000, paused: true, counting: false };
    const recordings = [one, { ...one, id: 'b', paused: false, counting: true }];
    const loud = {
      state: 'unconfirmed',
      freshForMs: 100,
      button: 'pause',
      buttonEnabled: true,
      canCancel: true,
    } as const;
    say(showing(1, { ...loud, recordings }));
    vi.advanceTimersByTime(100 + graceMs);
    expect(live(store)).toMatchObject({ state: 'unconfirmed', buttonEnabled: false, canCancel: false });
    expect(live(store)?.recordings.map(({ paused, counting }) => [paused, counting])).toEqual([
      [null, false],
      [null, false],
    ]);
  });

  test.each([
    ['was recording, when a read had shown it', false, { state: 'recording', ageMs: 100 + graceMs }],
    ['is not known, when no read had shown anything', null, null],
  ] as const)('what there was while a pause was on its way %s', (_what, paused, lastKnown) => {
    const { store, say } = hearing();
    const one = { id: 'a', remoteName: null, remoteNumber: null, elapsedMs: 1_000, paused, counting: false };
    say(showing(1, { state: 'pausing', freshForMs: 100, recordings: [one] }));
    vi.advanceTimersByTime(100 + graceMs);
    expect(live(store)).toMatchObject({ state: 'offline', button: null });
    expect(live(store)?.lastKnown).toEqual(lastKnown);
  });

  test.each([
    ['was paused, when the reads had shown it of all', [true, true], { state: 'paused', ageMs: 100 + graceMs }],
    ['was recording, when one of them went on', [true, false], { state: 'recording', ageMs: 100 + graceMs }],
    ['is not known, when no read had shown one of them', [true, null], null],
    ['is not known, when nothing is there', [], null],
  ] as const)('what there was while a resume was on its way %s', (_what, paused, lastKnown) => {
    const { store, say } = hearing();
    const one = { id: 'a', remoteName: null, remoteNumber: null, elapsedMs: 1_000, counting: false };
    const recordings = paused.map((each, at) => ({ ...one, id: String(at), paused: each }));
    say(showing(1, { state: 'resuming', freshForMs: 100, recordings }));
    vi.advanceTimersByTime(100 + graceMs);
    expect(live(store)?.lastKnown).toEqual(lastKnown);
  });

  test('what the core does not show as present needs no word of it', () => {
    const { store, say } = hearing();
    say(showing(1, { state: 'signedOut', freshForMs: null }));
    vi.advanceTimersByTime(3_600_000);
    expect(live(store)?.state).toBe('signedOut');
  });

  test('a window that has stopped listening counts no silence', () => {
    const { store, say, stop } = hearing();
    say(showing(1, { state: 'recording', freshForMs: 100 }));
    stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(live(store)?.state).toBe('recording');
  });
});
