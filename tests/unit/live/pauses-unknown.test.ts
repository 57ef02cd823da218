// What is heard or kept while the journal tells of a bad pause, or cannot be read at all: the core asks first, in either case.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, onTestFinished } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err } from '../../../src/shared/domain/result.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
let again: Core | null = null;

afterEach(async () => {
  await again?.dispose();
  again = null;
});

const order = { recordingIds: [firstId, secondId], filter: null };
const folderOf = (): string => join(fake.ports.profileFolder, 'journal');

/** A pause of the first recording that the server never made, written down; then a new start. */
async function afterABadPause(spoil: () => Promise<void> = () => Promise.resolve()): Promise<Core> {
  const made = await fakeCore();
  onTestFinished(() => made.dispose());
  fake = made;
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
  fake.recorder.nextCommand = () => ({ kind: 'refused', status: 500, replyAfter: 10 });
  void fake.core.handlers['live.pause']({});
  await fake.clock.advance(5_000);
  await fake.core.handlers['live.cancel']({});
  await fake.core.dispose();
  await spoil();
  const gone = {
    endpoint: 'media',
    outcome: 'gone',
    status: 404,
    reason: null,
    problem: problem('media/gone'),
  } as const;
  const client = { ...fake.recorder.client(), media: () => Promise.resolve(err(gone)) };
  again = createCore(fake.ports, { createClient: () => client });
  await again.start();
  await fake.clock.advance(100);
  return again;
}

const asked = {
  play: (core: Core, recordingId: string) => core.handlers['audio.open']({ recordingId }),
  save: (core: Core, recordingId: string) =>
    core.handlers['downloads.start']({ recordingId, referenceNumber: 'REF-1' }),
  open: (core: Core, recordingId: string) => core.handlers['downloads.open']({ recordingId }),
} as const;

describe.each(Object.entries(asked))('to %s a recording', (_what, ask) => {
  test('whose pause was not confirmed is asked about first, another one is not', async () => {
    const core = await afterABadPause();
    expect(await ask(core, firstId)).toMatchObject({ ok: false, error: { code: 'pause-not-proven' } });
    expect(await ask(core, secondId)).not.toMatchObject({ error: { code: 'pause-not-proven' } });
  });

  test('while a month of the journal cannot be read is asked about first, whichever it is', async () => {
    const core = await afterABadPause(async () => {
      const month = join(folderOf(), '2026-11.jsonl');
      await rm(month);
      await mkdir(month);
    });
    expect(core.snapshot().notices.map(({ code }) => code)).toContain('journal-unreadable');
    for (const id of [firstId, secondId])
      expect(await ask(core, id)).toMatchObject({ ok: false, error: { code: 'pauses-unknown' } });
  });

  test('while the folder of the journal cannot be read is asked about first', async () => {
    const core = await afterABadPause(async () => {
      await rm(folderOf(), { recursive: true });
      await writeFile(folderOf(), 'no folder');
    });
    expect(core.snapshot().notices.map(({ code }) => code)).toContain('journal-unreadable');
    expect(await ask(core, firstId)).toMatchObject({ ok: false, error: { code: 'pauses-unknown' } });
  });
});

describe('many recordings at once', () => {
  test('are counted by what the journal tells, and the bad ones left out when that is wanted', async () => {
    const core = await afterABadPause();
    expect(await core.handlers['downloads.estimate'](order)).toMatchObject({ ok: true, value: { notProven: 1 } });
    const queued = await core.handlers['downloads.startMany']({ ...order, leaveOutNotProven: true, skipSaved: true });
    expect(queued).toMatchObject({ ok: true, value: { queued: 1, leftOut: 1 } });
  });

  test('are not sorted by a journal that cannot be read: that is said, and nothing is queued', async () => {
    const core = await afterABadPause(async () => {
      const month = join(folderOf(), '2026-11.jsonl');
      await rm(month);
      await mkdir(month);
    });
    expect(await core.handlers['downloads.estimate'](order)).toMatchObject({ ok: true, value: { notProven: null } });
    const refused = await core.handlers['downloads.startMany']({ ...order, leaveOutNotProven: true, skipSaved: true });
    expect(refused).toMatchObject({ ok: false, error: { code: 'pauses-unknown' } });
    expect(core.snapshot().saving.total).toBe(0);
    const all = await core.handlers['downloads.startMany']({ ...order, leaveOutNotProven: false, skipSaved: true });
    expect(all).toMatchObject({ ok: true, value: { queued: 2, leftOut: 0 } });
  });
});

test('the words name what is not known, what it means and what to do', () => {
  expect(problemText({ code: 'pauses-unknown' })).toMatchObject({
    what: expect.stringContaining('card data') as string,
    next: expect.stringContaining('authorised') as string,
  });
});
