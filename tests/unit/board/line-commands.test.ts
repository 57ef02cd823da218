// Whatever is recorded on a phone, under a fake clock: what is shown while a resume by number may still act, and what is written down.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseLine, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import { noBoardFilter, type BoardState } from '../../../src/shared/ipc/board.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';

const ids = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
] as const;
const [first, second, other] = ids;
const phone = { directoryNumber: '102' };

let fake: FakeCore;
beforeEach(async () => {
  fake = await fakeCore();
  fake.recorder.lines.set('ben.agent', '102');
  fake.recorder.begin(first, false, 'ben.agent');
  fake.recorder.begin(other, true, 'carl.agent');
  await fake.core.handlers['board.watch']({ filter: noBoardFilter });
  await fake.clock.advance(50);
});
afterEach(() => fake.dispose());

async function states(): Promise<(BoardState | undefined)[]> {
  const answer = await fake.core.handlers['board.read']({});
  if (!answer.ok) throw new Error(answer.error.code);
  return ids.map((id) => answer.value.rows.find((row) => row.id === id)?.state);
}

async function written(): Promise<JournalFact[]> {
  const text = await readFile(join(fake.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8');
  return wholeLines(text).lines.flatMap((line) => parseLine(line)?.fact ?? []);
}

/** Disk work is real here: waits until the journal ends with a fact of this kind. */
async function facts(last: JournalFact['kind']): Promise<JournalFact[]> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    const found = await written().catch(() => []);
    if (found.at(-1)?.kind === last) return found.filter(({ kind }) => kind !== 'started');
    await fake.clock.settle();
  }
  throw new Error(`The journal never ended with ${last}`);
}

test('while a resume by number may act, nothing on that phone is "Paused", and other phones stay as they are', async () => {
  fake.recorder.setPaused(first, true);
  await fake.clock.advance(3_100);
  expect(await states()).toEqual(['paused', undefined, 'paused']);
  fake.recorder.nextCommand = () => ({ kind: 'good', actAfter: 4_000, replyAfter: 4_000 });
  const resumed = fake.core.handlers['board.resumePhone'](phone);
  await fake.clock.advance(50);
  expect(await states()).toEqual(['resuming', undefined, 'paused']);
  // A call that begins on that phone meanwhile may be resumed too.
  fake.recorder.begin(second, true, 'ben.agent');
  await fake.clock.advance(3_100);
  expect(await states()).toEqual(['resuming', 'notKnown', 'paused']);
  await fake.clock.advance(1_000);
  expect(await resumed).toEqual({ ok: true, value: { confirmed: true, problem: null } });
  expect(await states()).toEqual(['recording', 'recording', 'paused']);
});

test('a resume that the server did not carry out is told, and what is paused is shown as paused again', async () => {
  fake.recorder.setPaused(first, true);
  fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
  const resumed = fake.core.handlers['board.resumePhone'](phone);
  await fake.clock.advance(3_200);
  expect(await resumed).toMatchObject({ value: { confirmed: false, problem: { code: 'recorder-did-not-obey' } } });
  expect(await states()).toEqual(['paused', undefined, 'paused']);
});

test('a pause is sent although the list of the phone does not come, and is confirmed by a later one', async () => {
  fake.recorder.nextRead = () => ({ kind: 'good', sampleAfter: 900, replyAfter: 1_000 });
  const paused = fake.core.handlers['board.pausePhone'](phone);
  await fake.clock.advance(450);
  expect(fake.recorder.sent.map(({ kind, id }) => [kind, id])).toEqual([['pause', '102']]);
  fake.recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
  await fake.clock.advance(2_000);
  expect(await paused).toEqual({ ok: true, value: { confirmed: true, problem: null } });
  expect(await states()).toEqual(['paused', undefined, 'paused']);
});

test('a pause and a stop of a phone are written down as done for another, with what was found there', async () => {
  const paused = fake.core.handlers['board.pausePhone'](phone);
  await fake.clock.advance(500);
  expect(await paused).toMatchObject({ value: { confirmed: true } });
  expect(await facts('confirmed')).toMatchObject([
    { kind: 'asked', trigger: 'button', recordingIds: [first], forAnother: true },
    { kind: 'confirmed', recordingId: first, attempts: [{ outcome: 'ok' }] },
  ]);
  const stopped = fake.core.handlers['board.stopPhone']({ deviceName: '', ...phone });
  await fake.clock.advance(500);
  expect(await stopped).toMatchObject({ value: { confirmed: true } });
  const told = await facts('hand-ended').catch(() => written());
  expect(told.filter(({ kind }) => kind.startsWith('hand-'))).toMatchObject([
    { kind: 'hand-asked', what: 'stop', recordingIds: [first], forAnother: true },
    { kind: 'hand-ended', how: 'confirmed', recordingIds: [first] },
  ]);
});

test('a stop of which recordings are left is not claimed', async () => {
  fake.recorder.nextCommand = () => ({ kind: 'lostRequest', giveUpAfter: 500 });
  const stopped = fake.core.handlers['board.stopPhone']({ deviceName: '', ...phone });
  await fake.clock.advance(3_700);
  expect(await stopped).toMatchObject({ value: { confirmed: false, problem: { code: 'server-timeout' } } });
});

test('a pause pressed while a resume is on its way takes its place', async () => {
  fake.recorder.setPaused(first, true);
  fake.recorder.nextCommand = () => ({ kind: 'good', actAfter: 500, replyAfter: 500 });
  const resumed = fake.core.handlers['board.resumePhone'](phone);
  await fake.clock.advance(50);
  fake.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
  const paused = fake.core.handlers['board.pausePhone'](phone);
  expect(await resumed).toEqual({ ok: true, value: { confirmed: false, problem: null } });
  await fake.clock.advance(100);
  // Paused now, but the resume may still undo it.
  expect(await states()).toEqual(['pausing', undefined, 'paused']);
  await fake.clock.advance(3_500);
  expect(await paused).toMatchObject({ value: { confirmed: true } });
  expect(fake.recorder.recordingNow).toEqual([]);
});

test('a pause that takes the place of a resume before that was sent is confirmed by the list of the phone', async () => {
  await fake.core.handlers['board.watch']({ filter: { ...noBoardFilter, username: 'carl.agent' } });
  const resumed = fake.core.handlers['board.resumePhone'](phone);
  const paused = fake.core.handlers['board.pausePhone'](phone);
  await fake.clock.advance(3_500);
  expect(await resumed).toEqual({ ok: true, value: { confirmed: false, problem: null } });
  expect(await paused).toEqual({ ok: true, value: { confirmed: true, problem: null } });
});

test('a server that lists the calls of many people for one phone is not believed, and nothing is asked of any of them', async () => {
  for (const [at, name] of ['dora.agent', 'emil.agent', 'fay.agent'].entries()) {
    fake.recorder.lines.set(name, '102');
    fake.recorder.begin(`44444444-4444-4444-8444-44444444444${String(at)}`, false, name);
  }
  const before = fake.recorder.sent.length;
  const pressed = [
    fake.core.handlers['board.pausePhone'](phone),
    fake.core.handlers['board.stopPhone']({ deviceName: 'SEP000000000102', ...phone }),
  ];
  await fake.clock.advance(1_000);
  for (const end of await Promise.all(pressed)) {
    expect(end).toMatchObject({ value: { confirmed: false, problem: { code: 'board/phone-unclear' } } });
  }
  expect(fake.recorder.sent.slice(before)).toEqual([]);
});
