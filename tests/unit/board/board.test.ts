// Everybody's live recordings in the core: what a supervisor is shown, what is asked of the server, and what is written down.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkLines, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import { noBoardFilter, type BoardRow, type BoardView } from '../../../src/shared/ipc/board.ts';
import { firstPrevious, type JournalFact } from '../../../src/shared/domain/journal.ts';
import type { ProblemCode } from '../../../src/shared/domain/problem.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';

const ben = 'ben.agent';
const carl = 'carl.agent';
const thirdId = '33333333-3333-4333-8333-333333333333';

let fake: FakeCore;
beforeEach(async () => {
  fake = await fakeCore();
});
afterEach(() => fake.dispose());

async function view(): Promise<BoardView> {
  const answer = await fake.core.handlers['board.read']({});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

async function row(id: string): Promise<BoardRow | undefined> {
  return (await view()).rows.find((other) => other.id === id);
}

const stateOf = async (id: string): Promise<string> => (await row(id))?.state ?? 'gone';

async function watch(filter = {}): Promise<void> {
  await fake.core.handlers['board.watch']({ filter: { ...noBoardFilter, ...filter } });
  await fake.clock.advance(50);
}

async function written(): Promise<JournalFact[]> {
  const { lines } = wholeLines(await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8'));
  const { entries, breakAt } = checkLines(lines, firstPrevious);
  expect(breakAt).toBeNull();
  return entries.map((entry) => entry.fact).filter(({ kind }) => kind !== 'started' && kind !== 'checkpoint');
}

/** Disk work is real here: waits until the journal ends with a fact of this kind. */
async function facts(last: JournalFact['kind']): Promise<JournalFact[]> {
  for (let turn = 0; turn < 50_000; turn += 1) {
    const found = await written().catch(() => []);
    if (found.at(-1)?.kind === last) return found;
    await fake.clock.settle();
  }
  throw new Error(`The journal never ended with ${last}: ${JSON.stringify(await written())}`);
}

const pause = (recordingId: string) => fake.core.handlers['board.pause']({ recordingId });
const resume = (recordingId: string) => fake.core.handlers['board.resume']({ recordingId });

describe('the list', () => {
  test('is asked for only while a window shows it, every three seconds', async () => {
    await fake.clock.advance(10_000);
    expect(fake.recorder.asked).toHaveLength(0);
    await watch();
    expect(fake.recorder.asked).toHaveLength(1);
    await fake.clock.advance(9_000);
    expect(fake.recorder.asked).toHaveLength(4);
    await fake.core.handlers['board.unwatch']({});
    await fake.clock.advance(20_000);
    expect(fake.recorder.asked).toHaveLength(4);
  });

  test('ends by itself when its window is gone without a word', async () => {
    await watch();
    await fake.clock.advance(61_000);
    const asked = fake.recorder.asked.length;
    await fake.clock.advance(30_000);
    expect(fake.recorder.asked).toHaveLength(asked);
  });

  test('shows everybody, in an order that holds: what is new comes last', async () => {
    fake.recorder.begin(secondId, false, ben);
    await watch();
    fake.recorder.begin(firstId, true, carl);
    fake.recorder.held.delete(secondId);
    fake.recorder.begin(secondId, false, ben);
    await fake.clock.advance(3_000);
    const { rows, allowed } = await view();
    expect(allowed).toBe('yes');
    expect(rows.map(({ id, username, state, mine }) => [id, username, state, mine])).toEqual([
      [secondId, ben, 'recording', false],
      [firstId, carl, 'paused', false],
    ]);
  });

  test('sends the filter to the server, without what is empty', async () => {
    fake.recorder.begin(firstId, false, ben);
    fake.recorder.begin(secondId, false, carl);
    await watch({ username: carl });
    expect(fake.recorder.asked).toEqual([{ username: carl }]);
    expect((await view()).rows.map(({ username }) => username)).toEqual([carl]);
  });

  test('is old, and nothing of it is shown as present, when no answer came for too long', async () => {
    fake.recorder.begin(firstId, true, ben);
    await watch();
    expect(await stateOf(firstId)).toBe('paused');
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await fake.clock.advance(10_000);
    const { old, problem, rows } = await view();
    expect(old).toBe(true);
    expect(problem?.code).toBe('server-status-unexpected');
    expect(rows).toMatchObject([{ state: 'notKnown', was: 'paused', counting: false }]);
  });

  test('backs off while the server fails, and comes back', async () => {
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 500, replyAfter: 10 });
    await watch();
    await fake.clock.advance(60_000);
    expect(fake.recorder.asked.length).toBeLessThan(9);
    fake.recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
    await fake.clock.advance(20_000);
    expect((await view()).problem).toBeNull();
  });

  test('without the right it says so, asks no more until a person does, and nobody is signed out', async () => {
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 403, replyAfter: 10 });
    await watch();
    await fake.clock.advance(60_000);
    expect(fake.recorder.asked).toHaveLength(1);
    expect(await view()).toMatchObject({ allowed: 'no', ageMs: null });
    expect(fake.core.snapshot().session.phase).toBe('signedIn');
    fake.recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
    await fake.core.handlers['board.refresh']({});
    await fake.clock.advance(50);
    expect(fake.recorder.asked).toHaveLength(2);
    expect((await view()).allowed).toBe('yes');
  });

  test('a refused sign-in is told as everywhere else', async () => {
    await watch();
    fake.recorder.nextRead = () => ({ kind: 'failed', status: 401, replyAfter: 10 });
    await fake.clock.advance(3_100);
    expect(fake.core.snapshot().session).toMatchObject({
      phase: 'signedOut',
      problem: { code: 'credentials-refused' },
    });
    expect((await view()).rows).toEqual([]);
  });

  test('is not asked for while the computer sleeps', async () => {
    await watch();
    fake.ports.power.sleep();
    await fake.clock.advance(30_000);
    expect(fake.recorder.asked).toHaveLength(1);
    fake.ports.power.wake();
    await fake.clock.advance(50);
    expect(fake.recorder.asked).toHaveLength(2);
  });

  test('tells its windows what changed in a few bytes, and when it is being read', async () => {
    const heard: string[] = [];
    fake.core.onBoard((change) => heard.push(JSON.stringify(change)));
    await watch();
    await fake.clock.advance(3_000);
    expect(heard.filter((text) => text.includes('"refreshing":true')).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...heard.map((text) => text.length))).toBeLessThan(60);
  });
});

describe('a recording of somebody else', () => {
  beforeEach(async () => {
    fake.recorder.begin(firstId, false, ben);
    fake.recorder.begin(secondId, false, carl);
    await watch();
  });

  test('is paused and resumed, each confirmed by a read, and written down as done for another', async () => {
    const paused = pause(firstId);
    await fake.clock.settle();
    expect(await stateOf(firstId)).toBe('pausing');
    await fake.clock.advance(100);
    expect(await paused).toEqual({ ok: true, value: { confirmed: true, problem: null } });
    expect(await stateOf(firstId)).toBe('paused');
    expect(await stateOf(secondId)).toBe('recording');
    expect(fake.core.snapshot().live.state).toBe('idle');

    const resumed = resume(firstId);
    await fake.clock.settle();
    expect(await stateOf(firstId)).toBe('resuming');
    await fake.clock.advance(100);
    expect(await resumed).toEqual({ ok: true, value: { confirmed: true, problem: null } });
    expect(await stateOf(firstId)).toBe('recording');

    expect(await facts('resume-asked')).toMatchObject([
      { kind: 'asked', trigger: 'button', recordingIds: [firstId], forAnother: true },
      { kind: 'confirmed', recordingId: firstId },
      { kind: 'ended', how: 'resumed' },
      { kind: 'resume-asked', recordingIds: [firstId], forAnother: true },
    ]);
    const page = await fake.core.handlers['journal.read']({ from: null, to: null, outcome: null });
    expect(page).toMatchObject({
      ok: true,
      value: { rows: [{ outcome: 'confirmed', forAnother: true }], breakAt: null },
    });
  });

  test('is never believed to be paused because accepted', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    const paused = pause(firstId);
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await fake.clock.advance(100);
      seen.add(await stateOf(firstId));
    }
    expect(seen).toEqual(new Set(['pausing', 'unconfirmed']));
    expect(await paused).toEqual({
      ok: true,
      value: { confirmed: false, problem: { code: 'recorder-did-not-obey' } },
    });
    expect(await row(firstId)).toMatchObject({ problem: { code: 'recorder-did-not-obey' }, canCancelPause: true });
  });

  test('whose pause nobody confirms is given up after a minute, which is said in its row', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 403, replyAfter: 10 });
    void pause(firstId);
    for (let second = 0; second < 62; second += 1) {
      await fake.clock.advance(1_000);
      await view();
    }
    const sent = fake.recorder.sent.length;
    await fake.clock.advance(10_000);
    expect(fake.recorder.sent).toHaveLength(sent);
    expect(await row(firstId)).toMatchObject({ state: 'recording', problem: { code: 'pause/given-up' } });
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'given-up' });
  });

  test('whose pause is given up by hand is asked for no more', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 403, replyAfter: 10 });
    void pause(firstId);
    await fake.clock.advance(2_000);
    await fake.core.handlers['board.cancelPause']({ recordingId: firstId });
    const sent = fake.recorder.sent.length;
    await fake.clock.advance(10_000);
    expect(fake.recorder.sent).toHaveLength(sent);
    expect(await row(firstId)).toMatchObject({ state: 'recording', problem: null, canCancelPause: false });
  });

  test('that is resumed by somebody else under a pause of mine is loud', async () => {
    void pause(firstId);
    await fake.clock.advance(100);
    fake.recorder.setPaused(firstId, false);
    await fake.clock.advance(3_100);
    expect(await row(firstId)).toMatchObject({ state: 'unconfirmed', problem: { code: 'resumed-elsewhere' } });
  });

  test('that ends under a pause is written down as ended with its call', async () => {
    void pause(firstId);
    await fake.clock.advance(100);
    fake.recorder.end(firstId);
    await fake.clock.advance(3_100);
    expect(await stateOf(firstId)).toBe('gone');
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'call-ended' });
  });

  test('that ended before its pause was confirmed is said to have ended', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 400 });
    const paused = pause(firstId);
    fake.recorder.end(firstId);
    await fake.clock.advance(1_000);
    expect(await paused).toMatchObject({ ok: true, value: { confirmed: false, problem: { code: 'pause/ended' } } });
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'call-ended' });
  });

  test('that is not there any more is refused in words', async () => {
    fake.recorder.end(firstId);
    await fake.clock.advance(3_100);
    expect(await pause(firstId)).toMatchObject({ ok: true, value: { problem: { code: 'pause/ended' } } });
    expect(await resume(firstId)).toMatchObject({ ok: true, value: { problem: { code: 'resume/ended' } } });
    const stopped = await fake.core.handlers['board.stop']({ recordingId: firstId });
    expect(stopped).toMatchObject({ ok: true, value: { problem: { code: 'stop/ended' } } });
  });

  test('goes on being followed under its own filter when another one is shown, or nothing is', async () => {
    await watch({ username: ben });
    void pause(firstId);
    await fake.clock.advance(100);
    await watch({ username: carl });
    expect((await view()).rows.map(({ username }) => username)).toEqual([carl]);
    await fake.core.handlers['board.unwatch']({});
    await fake.clock.advance(20_000);
    expect((await facts('confirmed')).map(({ kind }) => kind)).toEqual(['asked', 'confirmed']);
    fake.recorder.end(firstId);
    await fake.clock.advance(20_000);
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'call-ended' });
    const asked = fake.recorder.asked.length;
    await fake.clock.advance(20_000);
    expect(fake.recorder.asked).toHaveLength(asked);
  });

  test('leaves the note of my own standing pause alone', async () => {
    void pause(firstId);
    await fake.clock.advance(100);
    await fake.core.dispose();
    const note = join(fake.ports.profileFolder, 'standing-pause.json');
    expect(await fake.ports.files.exists(note)).toBe(false);
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'interrupted' });
  });

  test('that I leave paused when I sign out is written down so', async () => {
    void pause(firstId);
    await fake.clock.advance(100);
    await fake.core.handlers['session.signOut']({});
    expect((await facts('ended')).at(-1)).toMatchObject({ how: 'signed-out' });
    expect((await view()).rows).toEqual([]);
  });
});

describe('one of my own in the list', () => {
  beforeEach(async () => {
    fake.recorder.begin(firstId);
    await watch();
    await fake.clock.advance(2_100);
  });

  test('is marked as mine and paused by the one machine of my own', async () => {
    expect(await row(firstId)).toMatchObject({ mine: true, state: 'recording' });
    const paused = pause(firstId);
    await fake.clock.advance(100);
    expect(await paused).toEqual({ ok: true, value: { confirmed: true, problem: null } });
    expect(fake.core.snapshot().live.state).toBe('paused');
    expect(await stateOf(firstId)).toBe('paused');
    expect((await facts('confirmed'))[0]).not.toHaveProperty('forAnother');
    const resumed = resume(firstId);
    await fake.clock.advance(100);
    expect((await resumed).ok).toBe(true);
    expect(await stateOf(firstId)).toBe('recording');
  });

  test('shows what the widget shows', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void fake.core.handlers['live.pause']({});
    await fake.clock.settle();
    expect(await stateOf(firstId)).toBe('pausing');
    await fake.clock.advance(2_000);
    expect(await row(firstId)).toMatchObject({ state: 'unconfirmed', canCancelPause: true });
    await fake.core.handlers['board.cancelPause']({ recordingId: firstId });
    await fake.clock.advance(100);
    expect(await stateOf(firstId)).toBe('recording');
  });
});

describe('stopping', () => {
  const stop = () => fake.core.handlers['board.stop']({ recordingId: firstId });
  beforeEach(async () => {
    fake.recorder.begin(firstId, false, ben);
    await watch();
  });

  test('is confirmed by a read in which the recording is gone', async () => {
    const stopped = stop();
    await fake.clock.settle();
    expect(await stateOf(firstId)).toBe('stopping');
    await fake.clock.advance(200);
    expect(await stopped).toEqual({ ok: true, value: { confirmed: true, problem: null } });
    expect(await stateOf(firstId)).toBe('gone');
  });

  test('of one that has ended already is as good as done', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 409, replyAfter: 10 });
    fake.recorder.end(firstId);
    const stopped = stop();
    await fake.clock.advance(200);
    expect(await stopped).toEqual({ ok: true, value: { confirmed: true, problem: null } });
  });

  test('that the server answered and did not do is said after ten seconds', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    const stopped = stop();
    await fake.clock.advance(10_100);
    expect(await stopped).toMatchObject({ ok: true, value: { confirmed: false, problem: { code: 'stop/not-seen' } } });
    expect(await row(firstId)).toMatchObject({ state: 'recording', problem: { code: 'stop/not-seen' } });
    await fake.clock.advance(31_000);
    expect(await row(firstId)).toMatchObject({ problem: null });
  });

  test('whose answer was lost is decided by a read', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lostReply', actAfter: 50, giveUpAfter: 500 });
    const stopped = stop();
    await fake.clock.advance(2_000);
    expect(await stopped).toMatchObject({ ok: true, value: { confirmed: true } });
  });

  test('whose answer never came says why when the recording goes on', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 500 });
    const stopped = stop();
    await fake.clock.advance(10_100);
    expect(await stopped).toMatchObject({ ok: true, value: { confirmed: false, problem: { code: 'server-timeout' } } });
  });

  test('that was refused says why, and the recording is shown as it is', async () => {
    fake.recorder.nextCommand = () => ({ kind: 'refused', status: 403, replyAfter: 10 });
    const stopped = stop();
    await fake.clock.advance(50);
    expect(await stopped).toMatchObject({ ok: true, value: { confirmed: false } });
    expect(await stateOf(firstId)).toBe('recording');
    expect(await facts('hand-ended')).toMatchObject([
      { kind: 'hand-asked', what: 'stop', trigger: 'button', recordingIds: [firstId], forAnother: true },
      { kind: 'hand-ended', how: 'refused', recordingIds: [] },
    ]);
  });
});

describe('starting for somebody else', () => {
  beforeEach(() => {
    fake.recorder.lines.set(ben, '102');
  });
  const start = () => fake.core.handlers['board.start']({ deviceName: '', directoryNumber: '102', mode: 0 });
  const failure = (status: number, outcome: 'already' | 'forbidden', code: ProblemCode) => ({
    endpoint: 'start' as const,
    outcome,
    status,
    reason: null,
    problem: { code },
  });

  test('is confirmed by a read of that phone, whatever list is shown', async () => {
    await watch({ username: carl });
    fake.recorder.nextStart = { id: firstId, username: ben, failure: null };
    const started = start();
    await fake.clock.advance(200);
    expect(await started).toEqual({ ok: true, value: { confirmed: true, problem: null } });
    expect(fake.recorder.asked).toContainEqual({ directoryNumber: '102' });
    expect((await view()).rows).toEqual([]);
  });

  test('of a call that is recorded already finds it', async () => {
    fake.recorder.begin(firstId, false, ben);
    fake.recorder.nextStart = { id: firstId, username: ben, failure: failure(429, 'already', 'start/already') };
    const started = start();
    await fake.clock.advance(200);
    expect(await started).toEqual({ ok: true, value: { confirmed: true, problem: null } });
  });

  test('of a call that is recorded already is not confirmed by the recording of anybody else', async () => {
    fake.recorder.begin(secondId, false, carl);
    await watch();
    fake.recorder.nextStart = { id: firstId, username: ben, failure: failure(429, 'already', 'start/already') };
    const started = start();
    fake.recorder.begin(thirdId, false, carl);
    await fake.clock.advance(10_100);
    expect(await started).toMatchObject({ ok: true, value: { problem: { code: 'start/not-seen' } } });
    expect((await facts('hand-ended')).at(-1)).toMatchObject({ how: 'not-seen', recordingIds: [] });
  });

  test('is written down as done for another, with what was started and nothing of the phone', async () => {
    fake.recorder.nextStart = { id: firstId, username: ben, failure: null };
    void start();
    await fake.clock.advance(200);
    const told = await facts('hand-ended');
    expect(told).toMatchObject([
      { kind: 'hand-asked', what: 'start', trigger: 'button', recordingIds: [], forAnother: true },
      { kind: 'hand-ended', how: 'confirmed', problem: null, recordingIds: [firstId] },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/\b102\b|ben/u);
    expect(await fake.core.handlers['journal.read']({ from: null, to: null, outcome: null })).toMatchObject({
      ok: true,
      value: {
        rows: [{ what: 'start', outcome: 'confirmed', forAnother: true, recordingIds: [firstId] }],
        total: 1,
        breakAt: null,
      },
    });
  });

  test('that is still under way is followed until it appears, and a second one waits for it', async () => {
    fake.recorder.nextStart = { id: firstId, username: ben, failure: failure(429, 'already', 'start/starting') };
    const started = start();
    await fake.clock.advance(3_000);
    expect(await start()).toMatchObject({ ok: true, value: { problem: { code: 'manual-busy' } } });
    fake.recorder.begin(firstId, false, ben);
    await fake.clock.advance(1_100);
    expect(await started).toMatchObject({ ok: true, value: { confirmed: true } });
  });

  test('that never appears is said after ten seconds', async () => {
    fake.recorder.nextStart = { id: firstId, username: ben, failure: failure(429, 'already', 'start/starting') };
    const started = start();
    await fake.clock.advance(10_100);
    expect(await started).toMatchObject({ ok: true, value: { problem: { code: 'start/not-seen' } } });
  });

  test('that was refused says why at once', async () => {
    fake.recorder.nextStart = {
      id: firstId,
      username: ben,
      failure: failure(403, 'forbidden', 'start/user-not-allowed'),
    };
    expect(await start()).toEqual({
      ok: true,
      value: { confirmed: false, problem: { code: 'start/user-not-allowed' } },
    });
    expect((await facts('hand-ended')).at(-1)).toMatchObject({ how: 'refused', problem: 'start/user-not-allowed' });
  });
});
