// What is written down of each pause, start and stop, and what happens to a pause when the app is killed and started again.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkText } from '../../../src/main/command-line/journal-text.ts';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { checkLines, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import { firstPrevious, type JournalFact } from '../../../src/shared/domain/journal.ts';
import type { JournalOutcome } from '../../../src/shared/ipc/journal-page.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';
import { oldLines } from '../../support/old-journal.ts';

let fake: FakeCore;
let again: Core | null = null;
afterEach(async () => {
  await again?.dispose();
  again = null;
  await fake.dispose();
});

async function onACall(): Promise<void> {
  fake = await fakeCore();
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_100);
}

async function facts(): Promise<JournalFact[]> {
  await fake.clock.settle();
  const { lines } = wholeLines(await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8'));
  const { entries, breakAt } = checkLines(lines, firstPrevious);
  expect(breakAt).toBeNull();
  return entries.map((entry) => entry.fact).filter(({ kind }) => kind !== 'started' && kind !== 'checkpoint');
}

/** Disk work is real here: waits until the journal holds a fact of that kind so many times. */
async function factsUntil(kind: JournalFact['kind'], times = 1): Promise<JournalFact[]> {
  for (let turn = 0; turn < 50_000; turn += 1) {
    const found = await facts().catch(() => []);
    if (found.filter((fact) => fact.kind === kind).length >= times) return found;
    await fake.clock.settle();
  }
  throw new Error(`The journal never held ${kind}`);
}

async function noteWritten(): Promise<void> {
  while (!(await fake.ports.files.exists(join(fake.ports.profileFolder, 'standing-pause.json'))))
    await fake.clock.settle();
}

const pause = () => fake.core.handlers['live.pause']({});

/** The first core is left as a kill leaves it: nothing is told to it and nothing is tidied up. */
async function killAndStartAgain(afterMs = 0): Promise<Core> {
  await noteWritten();
  fake.ports.power.sleep();
  await fake.clock.advance(afterMs);
  again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
  await again.start();
  await fake.clock.advance(100);
  return again;
}

describe('the journal of a pause', () => {
  test('says who asked, when it was confirmed, how long the recording was open, and how it ended', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(10_000);
    void fake.core.handlers['live.resume']({});
    await fake.clock.advance(500);
    const written = await factsUntil('resume-asked');
    expect(written.map((fact) => fact.kind)).toEqual(['asked', 'confirmed', 'ended', 'resume-asked']);
    expect(written[0]).toMatchObject({ trigger: 'button', recordingIds: [firstId] });
    expect(written[1]).toMatchObject({ recordingId: firstId, attempts: [{ outcome: 'ok' }] });
    const exposure = written[1]?.kind === 'confirmed' ? written[1].exposureMs : -1;
    expect(exposure).toBeGreaterThan(0);
    expect(exposure).toBeLessThan(100);
    expect(written[2]).toMatchObject({ how: 'resumed' });
  });

  test('names a recording that came and went under it before it was confirmed, and the row is not "Confirmed"', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(500);
    expect(fake.live().state).toBe('paused');
    // The second one ends before the server has acted, and before anything was loud.
    fake.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5_000, replyAfter: 5_010 });
    fake.recorder.begin(secondId);
    await fake.clock.advance(1_100);
    expect(fake.live().recordings).toHaveLength(2);
    fake.recorder.end(secondId);
    await fake.clock.advance(600);
    expect(fake.live().state).toBe('paused');
    const written = await factsUntil('not-confirmed');
    expect(written.at(-1)).toMatchObject({ kind: 'not-confirmed', recordingIds: [secondId], problem: 'pause/ended' });
    const read = await fake.core.handlers['journal.read']({ from: null, to: null, outcome: null });
    expect(read.ok && read.value.rows.map(({ outcome }) => outcome)).toEqual(['notConfirmed']);
  });

  test('of one that is not obeyed says so, with every request and its end', async () => {
    await onACall();
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 500, replyAfter: 10 });
    void pause();
    await fake.clock.advance(5_000);
    await fake.core.handlers['live.cancel']({});
    const written = await factsUntil('ended');
    expect(written.map((fact) => fact.kind)).toEqual(['asked', 'not-confirmed', 'ended']);
    const ended = written[2]?.kind === 'ended' ? written[2] : null;
    expect(ended).toMatchObject({ how: 'given-up', pausedForMs: null });
    expect(ended?.attempts.length).toBeGreaterThan(2);
  });

  test('says that it was not confirmed also when a read begins at the very moment at which it is overdue', async () => {
    await onACall();
    fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    // Set before the press, so that it runs before the timer of the pause that is due at the same moment.
    fake.clock.timer(1_500, () => void fake.core.handlers['live.refresh']({}));
    void pause();
    await fake.clock.advance(3_000);
    expect(fake.live().state).toBe('unconfirmed');
    expect((await factsUntil('not-confirmed')).map((fact) => fact.kind)).toEqual(['asked', 'not-confirmed']);
  });

  test('says that it was resumed also when a read begins at the very moment at which the resume is due', async () => {
    await onACall();
    await fake.core.handlers['preferences.set']({ name: 'pause.resumeAfter', value: 10 });
    void pause();
    await fake.clock.advance(20);
    const { countdown } = fake.live();
    const reads = fake.recorder.reads;
    fake.clock.timer(countdown?.leftMs ?? 0, () => void fake.core.handlers['live.refresh']({}));
    // Plans the timer of the pause anew, behind the one above.
    await fake.core.handlers['preferences.set']({ name: 'pause.notConfirmedMs', value: 1_000 });
    await fake.clock.advance(11_000);
    expect(fake.recorder.reads).toBeGreaterThan(reads);
    const kinds = (await factsUntil('resume-asked')).map((fact) => fact.kind);
    expect(kinds).toEqual(['asked', 'confirmed', 'ended', 'resume-asked']);
  });

  test.each([
    [
      'call-ended',
      (): Promise<unknown> => {
        fake.recorder.end(firstId);
        return Promise.resolve();
      },
    ],
    ['signed-out', (): Promise<unknown> => fake.core.handlers['session.signOut']({})],
  ] as const)('ends with %s', async (how, act) => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    await act();
    await fake.clock.advance(10_000);
    expect((await factsUntil('ended')).at(-1)).toMatchObject({ kind: 'ended', how });
  });

  test('a pending pause that timed out says so, and names no recording', async () => {
    fake = await fakeCore();
    void pause();
    await fake.clock.advance(61_000);
    expect(await factsUntil('ended')).toMatchObject([
      { kind: 'asked', recordingIds: [] },
      { kind: 'ended', how: 'waited-in-vain' },
    ]);
  });

  test('holds no name, no number and no password', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(2_000);
    await factsUntil('confirmed');
    const text = await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8');
    expect(text).not.toMatch(/\+?1555000111|ada\.agent|correct horse|ucx\.example/);
  });
});

describe('the journal of a start and a stop by hand', () => {
  const rows = async (core: Core, outcome: JournalOutcome | null = null) => {
    const answer = await core.handlers['journal.read']({ from: null, to: null, outcome });
    if (!answer.ok) throw new Error(answer.error.code);
    expect(answer.value.breakAt).toBeNull();
    return answer.value.rows;
  };

  test('says who asked and what a read showed, beside a pause that stands untouched', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    await noteWritten();
    const stopped = fake.core.manual('stop', 'command');
    await fake.clock.advance(1_000);
    expect(await stopped).toMatchObject({ confirmed: true });
    fake.recorder.nextStart = { id: secondId, username: 'ada.agent', failure: null };
    const started = fake.core.manual('start', 'tray');
    await fake.clock.advance(1_000);
    expect(await started).toMatchObject({ confirmed: true });
    const written = (await factsUntil('hand-ended', 2)).filter((fact) => 'orderId' in fact);
    expect(written).toMatchObject([
      { kind: 'hand-asked', what: 'stop', trigger: 'command', recordingIds: [firstId] },
      { kind: 'hand-ended', how: 'confirmed', recordingIds: [firstId] },
      { kind: 'hand-asked', what: 'start', trigger: 'tray', recordingIds: [] },
      { kind: 'hand-ended', how: 'confirmed', recordingIds: [secondId] },
    ]);
    expect(await rows(fake.core)).toMatchObject([
      { what: 'start', outcome: 'confirmed', trigger: 'tray' },
      { what: 'stop', outcome: 'confirmed', trigger: 'command' },
      { what: 'pause', outcome: 'confirmed' },
    ]);
  });

  test('is found by its outcome, and counted with everything', async () => {
    await onACall();
    fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void fake.core.handlers['live.stop']({});
    await fake.clock.advance(11_000);
    await factsUntil('hand-ended');
    expect(await rows(fake.core, 'notSeen')).toMatchObject([{ what: 'stop', trigger: 'button', how: null }]);
    expect(await rows(fake.core, 'confirmed')).toEqual([]);
  });

  test('goes on after one that an older Sidetone wrote, in one chain', async () => {
    fake = await fakeCore();
    await fake.core.dispose();
    const folder = join(fake.ports.profileFolder, 'journal');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(join(folder, '2026-11.jsonl'), oldLines.map((line) => `${line}\n`).join(''));
    again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.advance(2_500);
    fake.recorder.nextStart = { id: firstId, username: 'ada.agent', failure: null };
    void again.manual('start', 'button');
    await fake.clock.advance(1_000);
    await factsUntil('hand-ended');
    expect(await rows(again)).toMatchObject([
      { what: 'start', outcome: 'confirmed', sequence: 7 },
      { what: 'pause', outcome: 'confirmed', exposureMs: 84, sequence: 2 },
    ]);
    const text = await readFile(join(folder, '2026-11.jsonl'), 'utf8');
    expect(checkText(text)).toMatchObject({ breakAt: null, entries: { length: 8 } });
  });

  test('killed before its end is said to be not seen, because Sidetone was closed', async () => {
    await onACall();
    fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    void fake.core.manual('stop', 'button');
    await factsUntil('hand-asked');
    fake.ports.power.sleep();
    again = createCore(fake.ports, { createClient: () => fake.recorder.client() });
    await again.start();
    await fake.clock.settle();
    expect(await rows(again)).toMatchObject([{ what: 'stop', outcome: 'notSeen', how: 'interrupted' }]);
  });

  test('that ends with Sidetone itself is given up, and says so before the end', async () => {
    await onACall();
    fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 60_000 });
    void fake.core.manual('stop', 'button');
    await fake.core.dispose();
    expect((await facts()).at(-1)).toMatchObject({ kind: 'hand-ended', how: 'given-up', recordingIds: [] });
  });
});

describe('killed while paused and started again', () => {
  test('the pause stands again with its name, and the next call after it is not paused', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    const before = await factsUntil('confirmed');
    const core = await killAndStartAgain(1_000);
    expect(core.snapshot().live).toMatchObject({ state: 'paused', pausedElsewhere: false });
    const written = await factsUntil('found-after-restart');
    const asked = before[0]?.kind === 'asked' ? before[0].pauseId : '';
    expect(written.at(-1)).toMatchObject({
      kind: expect.stringMatching(/found-after-restart|confirmed/) as string,
      pauseId: asked,
    });
    fake.recorder.end(firstId);
    await fake.clock.advance(10_000);
    fake.recorder.begin(secondId);
    await fake.clock.advance(3_000);
    expect(core.snapshot().live.state).toBe('recording');
  });

  test('the moment of the press is kept over the restart, however often the app is killed', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    const onDisk = async (): Promise<unknown> =>
      JSON.parse(await readFile(join(fake.ports.profileFolder, 'standing-pause.json'), 'utf8'));
    await noteWritten();
    const before = await onDisk();
    const core = await killAndStartAgain(1_000);
    // A recording more: the file is written again.
    fake.recorder.begin(secondId, true);
    await fake.clock.advance(3_000);
    expect(core.snapshot().live).toMatchObject({ state: 'paused', recordings: [{}, {}] });
    await core.dispose();
    expect(await onDisk()).toEqual({ ...(before as object), recordingIds: [firstId, secondId] });
  });

  test('a recording that went on meanwhile is paused again, and never shown as paused before it is', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    await factsUntil('confirmed');
    fake.recorder.setPaused(firstId, false);
    const core = await killAndStartAgain(60 * 60_000);
    const states = new Set<string>();
    core.onSnapshot(({ live }) => {
      states.add(live.state);
      if (live.state === 'paused') expect(fake.recorder.recordingNow).toEqual([]);
    });
    await fake.clock.advance(1_000);
    expect(core.snapshot().live.state).toBe('paused');
  });

  test('a pause of a call that is long over is ended as interrupted, and another call is left alone', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    await factsUntil('confirmed');
    fake.recorder.end(firstId);
    fake.recorder.begin(secondId);
    // Less than an hour: what was killed would still write its hourly checkpoint here.
    const core = await killAndStartAgain(3_000_000);
    expect(core.snapshot().live.state).toBe('recording');
    expect((await factsUntil('ended')).at(-1)).toMatchObject({ kind: 'ended', how: 'interrupted' });
  });

  test('a damaged note of the pause is set aside and said; the truth is shown all the same', async () => {
    await onACall();
    void pause();
    await fake.clock.advance(1_000);
    await factsUntil('confirmed');
    await noteWritten();
    await writeFile(join(fake.ports.profileFolder, 'standing-pause.json'), '{"pauseId":');
    const core = await killAndStartAgain();
    expect(core.snapshot().notices.map((notice) => notice.code)).toContain('settings-damaged');
    expect(core.snapshot().live).toMatchObject({ state: 'paused', pausedElsewhere: true });
  });
});
