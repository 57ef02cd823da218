// The audio of a paused call is checked once, where it is fetched anyway: what was found is in the journal, and sound is asked about first.
import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { callId, PausedCall, type Written } from '../../support/audio-check/paused-call.ts';
import { waitFor } from '../../support/wait-for.ts';

let call: PausedCall;
afterEach(() => call.dispose());

async function after(written: Written): Promise<PausedCall> {
  call = new PausedCall(written);
  await call.live();
  return call;
}

const play = (acknowledged = false) =>
  call.core.handlers['audio.open']({ recordingId: callId, ...(acknowledged ? { acknowledged } : {}) });
const save = (acknowledged = false) =>
  call.core.handlers['downloads.start']({
    recordingId: callId,
    referenceNumber: '1',
    ...(acknowledged ? { acknowledged } : {}),
  });
const checksIn = (facts: readonly JournalFact[]) => facts.filter(({ kind }) => kind === 'audio-checked');

/** Waits until no save is under way, and answers the last one. */
async function saved() {
  for (;;) {
    const last = call.core.snapshot().downloads.at(-1);
    if (last !== undefined && last.phase !== 'queued' && last.phase !== 'running') return last;
    await call.clock.advance(20);
    await call.clock.settle();
  }
}

describe('playing a recording that was paused', () => {
  test.each([
    ['silence', 'silent'],
    ['tone', 'tone'],
    ['cut', 'cut'],
  ] as const)(
    'whose pause was written as %s says what was found, and writes it down once',
    async (written, verdict) => {
      await after(written);
      expect(await play()).toMatchObject({ ok: true, value: { audioCheck: { verdict, reason: null } } });
      expect(await play()).toMatchObject({ ok: true, value: { audioCheck: { verdict } } });
      expect(call.fetches).toBe(1);
      expect(checksIn(await call.factsUntil('audio-checked'))).toMatchObject([
        { kind: 'audio-checked', recordingId: callId, trigger: 'play', verdict },
      ]);
    },
  );

  test('with sound in its pause is refused until a person confirms it, and serves nothing before', async () => {
    await after('recorded');
    expect(await play()).toMatchObject({ ok: false, error: { code: 'sound-in-pause' } });
    expect(await call.core.audio(callId)).toBeNull();
    // Known from now on, also before anything is fetched.
    expect(await play()).toMatchObject({ ok: false, error: { code: 'sound-in-pause' } });
    expect(await play(true)).toMatchObject({ ok: true, value: { audioCheck: { verdict: 'sound' } } });
    expect(await call.core.audio(callId)).not.toBeNull();
    expect(checksIn(await call.factsUntil('audio-checked'))).toHaveLength(1);
    expect(call.fetches).toBe(1);
  });
});

describe('saving a recording that was paused', () => {
  test('checks it on the way, with one fetch', async () => {
    await after('silence');
    expect(await save()).toMatchObject({ ok: true });
    expect(await saved()).toMatchObject({ phase: 'saved' });
    expect(call.fetches).toBe(1);
    expect(checksIn(await call.factsUntil('audio-checked'))).toMatchObject([{ trigger: 'save', verdict: 'silent' }]);
  });

  test('with sound in its pause keeps no file until a person confirms it', async () => {
    await after('recorded');
    expect(await save()).toMatchObject({ ok: true });
    expect(await saved()).toMatchObject({ phase: 'failed', problem: { code: 'sound-in-pause' } });
    await call.core.handlers['downloads.retryFailed']({});
    expect(await saved()).toMatchObject({ phase: 'failed', problem: { code: 'sound-in-pause' } });
    expect(await readdir(call.ports.downloadFolder)).toEqual([]);
    expect(await save()).toMatchObject({ ok: false, error: { code: 'sound-in-pause' } });
    expect(await save(true)).toMatchObject({ ok: true });
    expect(await saved()).toMatchObject({ phase: 'saved' });
    expect(call.fetches).toBe(1);
  });
});

describe('the automatic check', () => {
  /** Policy has it on. */
  const policy = {
    read: () => Promise.resolve({ place: 'policy', kind: 'policy', value: { locked: { audioCheck: true } } } as const),
  };

  test('is off: nothing is fetched after a paused call', async () => {
    await after('silence');
    await call.clock.advance(1_800_000);
    expect(call.fetches).toBe(0);
  });

  test('checks each paused call once its recording is there, and fetches it once', async () => {
    call = new PausedCall('recorded', { policySources: [policy] });
    call.isThere = false;
    await call.live();
    await call.clock.advance(30_000);
    // Before it looks it reads the journal, which takes as long as the disk takes: the next look is counted from then.
    await waitFor(() => expect(call.looks).toBe(1));
    await call.clock.settle();
    expect(call.fetches).toBe(0);
    call.isThere = true;
    await call.clock.advance(50_000);
    const facts = await call.factsUntil('audio-checked');
    expect(checksIn(facts)).toMatchObject([{ trigger: 'automatic', verdict: 'sound' }]);
    await call.clock.advance(1_800_000);
    expect(call.fetches).toBe(1);
    expect(await play()).toMatchObject({ ok: false, error: { code: 'sound-in-pause' } });
  });

  test('gives up when the user signs out', async () => {
    call = new PausedCall('recorded', { policySources: [policy] });
    await call.live();
    await call.core.handlers['session.signOut']({});
    await call.clock.advance(1_800_000);
    expect(call.fetches).toBe(0);
  });
});
