// The files on this computer as they are looked at: found by what is known of them, counted, and compared with what was saved.
import { describe, expect, test } from 'vitest';
import { SavedFiles } from '../../../src/renderer/main/history/saved/saved-list.svelte.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { SavedEntry } from '../../../src/shared/ipc/saving.ts';

const entry = (recordingId: string, change: Partial<SavedEntry> = {}): SavedEntry => ({
  recordingId,
  referenceNumber: `2026${recordingId}`,
  fileName: `${recordingId}.mp3`,
  folder: '/calls',
  savedAt: null,
  bytes: 1_000,
  startTime: null,
  durationMs: null,
  remotePartyNumber: null,
  verified: true,
  ...change,
});
const entries = [
  entry('one', { remotePartyNumber: '+390551104729' }),
  entry('two', { verified: false, bytes: null }),
  entry('three', { referenceNumber: 'REF-77' }),
];

/** `answers`: what the core says of each file; a code refuses. */
async function world(answers: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const bridge = {
    call: async (name: string, { recordingId }: { recordingId: string }) => {
      if (name === 'saved.list') return { ok: true, value: { entries } };
      asked.push(recordingId);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const found = answers[recordingId] ?? 'unchanged';
      return found.startsWith('!') ? { ok: false, error: { code: found.slice(1) } } : { ok: true, value: { found } };
    },
  };
  // The class makes these two calls only.
  const files = new SavedFiles(bridge as unknown as Bridge);
  await files.load();
  const next = async (): Promise<void> => {
    waiting.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const names = (): string[] => files.found.map(({ recordingId }) => recordingId);
  return { files, asked, next, names };
}

describe('what is saved', () => {
  test.each([
    ['', ['one', 'two', 'three']],
    ['THREE.mp3', ['three']],
    ['ref-7', ['three']],
    ['055110', ['one']],
    ['nothing like it', []],
  ])('is found by %j', async (typed, expected) => {
    const { files, names } = await world();
    files.text = ` ${typed} `;
    expect(names()).toEqual(expected);
  });

  test('is counted, with the bytes of what is found as far as they are known', async () => {
    const { files, names } = await world();
    expect([files.counts, files.bytes]).toEqual([{ all: 3, unverified: 1, changed: 0 }, 2_000]);
    files.view = 'unverified';
    expect([names(), files.bytes]).toEqual([['two'], 0]);
  });
});

describe('verifying again', () => {
  test('compares one after the other, says how far it is, and counts what changed', async () => {
    const { files, asked, next, names } = await world({ two: 'changed', three: 'missing' });
    const done = files.verifyAll();
    expect([asked, files.checking]).toEqual([['one'], { done: 0, total: 3 }]);
    expect(files.verdictOf(entry('one'))).toBe('checking');
    await next();
    expect([asked.length, files.checking?.done, files.verdictOf(entry('one'))]).toEqual([2, 1, 'unchanged']);
    await next();
    await next();
    await done;
    expect([files.checking, files.counts.changed]).toEqual([null, 2]);
    files.view = 'changed';
    expect(names()).toEqual(['two', 'three']);
  });

  test('ends where a file cannot be read, and says why; what was not compared has no verdict', async () => {
    const { files, asked, next } = await world({ two: '!folder-not-readable' });
    const done = files.verifyAll();
    await next();
    await next();
    await done;
    expect([asked, files.problem?.code, files.verdictOf(entry('two')), files.verdictOf(entry('three'))]).toEqual([
      ['one', 'two'],
      'folder-not-readable',
      null,
      null,
    ]);
  });

  test('ends when the page is left, and is made once however often it is pressed', async () => {
    const { files, asked, next } = await world();
    const done = files.verifyAll();
    void files.verifyAll();
    files.leave();
    await next();
    await done;
    expect(asked).toEqual(['one']);
  });
});
