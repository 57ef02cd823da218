// What the organisation doesn't allow is refused by the core, whatever a window asks for, and said in plain English.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { policyOnlyNames } from '../../../src/shared/domain/preferences.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import type { CallHandlers } from '../../../src/shared/ipc/ipc-table.ts';
import { levelledLog, type LogLevel } from '../../../src/main/core/platform/logs/levelled-log.ts';
import { fakeCore, firstId, secondId, type FakeCore } from '../../support/fake-core.ts';
import { ChangingPolicy } from '../../support/policy-file.ts';
import { many, SavingWorld, stuck, whole } from '../../support/saving-world.ts';
import { problem } from '../../../src/shared/domain/problem.ts';

let fake: FakeCore | null = null;
afterEach(async () => {
  await fake?.dispose();
  fake = null;
});

async function begin(value: object | null): Promise<{ readonly policy: ChangingPolicy; readonly fake: FakeCore }> {
  const policy = new ChangingPolicy(value);
  const made = await fakeCore({ ports: { policySources: [policy] } });
  fake = made;
  return { policy, fake: made };
}

const line = { deviceName: '', directoryNumber: '101' };
const wave = path.join(import.meta.dirname, 'call.wav');

type Ask = (handlers: CallHandlers) => Promise<unknown>;
const refused: readonly [string, string, string, Ask][] = [
  [
    'saving.allowed',
    'saving',
    'downloads.start',
    (on) => on['downloads.start']({ recordingId: firstId, referenceNumber: 'A' }),
  ],
  ['saving.allowed', 'saving', 'downloads.startMany', (on) => on['downloads.startMany']({ recordings: [] } as never)],
  ['saving.allowed', 'saving', 'downloads.retryFailed', (on) => on['downloads.retryFailed']({})],
  ['saving.allowed', 'saving', 'downloads.hold', (on) => on['downloads.hold']({ held: false })],
  ['export.allowed', 'export', 'history.exportCsv', (on) => on['history.exportCsv']({} as never)],
  ['playback.allowed', 'playback', 'audio.open', (on) => on['audio.open']({ recordingId: firstId, localOnly: true })],
  ['playback.allowed', 'playback', 'audio.peaks', (on) => on['audio.peaks']({ recordingId: firstId })],
  ['playback.allowed', 'playback', 'downloads.open', (on) => on['downloads.open']({ recordingId: firstId })],
  ['uploads.allowed', 'uploads', 'uploads.choose', (on) => on['uploads.choose']({})],
  ['uploads.allowed', 'uploads', 'uploads.send', (on) => on['uploads.send']({ uploadIds: [] })],
  ['live.controlAllowed', 'control', 'board.pause', (on) => on['board.pause']({ recordingId: secondId })],
  ['live.controlAllowed', 'control', 'board.resume', (on) => on['board.resume']({ recordingId: secondId })],
  ['live.controlAllowed', 'control', 'board.stop', (on) => on['board.stop']({ recordingId: secondId })],
  ['live.controlAllowed', 'control', 'board.start', (on) => on['board.start']({ mode: null, ...line } as never)],
  ['live.controlAllowed', 'control', 'board.pausePhone', (on) => on['board.pausePhone'](line)],
  ['live.controlAllowed', 'control', 'board.resumePhone', (on) => on['board.resumePhone'](line)],
  ['live.controlAllowed', 'control', 'board.stopPhone', (on) => on['board.stopPhone'](line)],
];

describe('where the organisation does not allow it', () => {
  test.each(refused)('%s: false: %s is refused by %s before anything is sent', async (name, what, _call, ask) => {
    const { fake: world } = await begin({ locked: { [name]: false } });
    const { sent } = world.recorder;
    const before = sent.length;
    expect(await ask(world.core.handlers)).toEqual({
      ok: false,
      error: { code: 'organisation-forbids', values: { what } },
    });
    expect(sent.length).toBe(before);
    expect(problemText(problem('organisation-forbids', { what })).what).toMatch(
      /^Your organisation doesn't allow [a-z' ]{10,}\.$/u,
    );
  });

  test.each(refused)('nothing is refused while nothing forbids it (%s, %s, %s)', async (_name, _what, _call, ask) => {
    const { fake: world } = await begin(null);
    const answer = await Promise.race([
      ask(world.core.handlers).catch(() => 'went on'),
      world.clock.settle().then(() => 'goes on'),
    ]);
    expect(JSON.stringify(answer)).not.toContain('organisation-forbids');
  });

  test('a refusal that no page waits for is shown above the pages, and pausing the queue is none', async () => {
    const { fake: world } = await begin({ locked: { 'saving.allowed': false, 'uploads.allowed': false } });
    const codes = () => world.core.snapshot().notices.map(({ code }) => code);
    expect(await world.core.handlers['downloads.hold']({ held: true })).toEqual({ ok: true, value: {} });
    await world.core.handlers['downloads.start']({ recordingId: firstId, referenceNumber: 'A' });
    expect(codes()).toEqual([]);
    await world.core.handlers['uploads.send']({ uploadIds: [] });
    expect(codes()).toEqual(['organisation-forbids']);
  });

  test('dropped files are not taken', async () => {
    const { fake: world } = await begin({ locked: { 'uploads.allowed': false } });
    const source = { path: wave, name: 'call.wav', temporary: false, modifiedMs: null };
    expect(world.core.addFiles([source])).toMatchObject({ ok: false, error: { code: 'organisation-forbids' } });
    expect(world.core.snapshot().uploads).toEqual([]);
  });

  test("a pause of the user's own recording is never refused, wherever it is pressed", async () => {
    const { fake: world } = await begin({ locked: { 'live.controlAllowed': false } });
    world.recorder.begin(firstId);
    await world.clock.advance(5_000);
    const pressed = world.core.handlers['board.pause']({ recordingId: firstId.toUpperCase() });
    await world.clock.advance(2_000);
    expect(JSON.stringify(await pressed)).not.toContain('organisation-forbids');
    void world.core.handlers['live.pause']({});
    await world.clock.advance(2_000);
    expect(world.live().state).toBe('paused');
  });

  test('the user can set none of it, and the settings file is ignored for it', async () => {
    const { fake: world } = await begin(null);
    for (const name of policyOnlyNames) {
      const answer = await world.core.handlers['preferences.set']({
        name,
        value: world.core.snapshot().preferences[name],
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'preference-locked' } });
    }
    const settings = path.join(world.ports.profileFolder, 'settings.json');
    await world.core.dispose();
    await writeFile(
      settings,
      JSON.stringify({ version: 1, preferences: { 'saving.allowed': false, 'sound.on': false } }),
    );
    const again = await fakeCore({ signIn: false, ports: { profileFolder: world.ports.profileFolder } });
    expect(again.core.snapshot().preferences).toMatchObject({ 'saving.allowed': true, 'sound.on': false });
    await again.core.dispose();
  });

  test('a policy that cannot be read allows no saving, and says so', async () => {
    const { policy, fake: world } = await begin(null);
    policy.found = { place: 'the policy', kind: 'unreadable' };
    await world.clock.advance(60_000);
    expect(await world.core.handlers['downloads.start']({ recordingId: firstId, referenceNumber: 'A' })).toMatchObject({
      error: { code: 'organisation-forbids' },
    });
    expect(world.core.snapshot().notices.map((notice) => problemText(notice).meaning)).toEqual([
      'Until it can, unencrypted HTTP and saving recordings are turned off.',
    ]);
  });
});

describe('saving that is forbidden while it runs', () => {
  const forbids = problem('organisation-forbids', { what: 'saving' });

  test('stops, leaves no part behind, and goes on only when it is allowed and a person resumes it', async () => {
    const world = new SavingWorld();
    world.media = stuck;
    world.downloads.startMany(many(2));
    await world.running();
    world.forbidden = forbids;
    world.downloads.forbid();
    await world.until(() => world.downloads.views().every(({ phase }) => phase === 'queued'));
    expect(world.downloads.saving().held).toBe(true);
    world.downloads.hold(false);
    expect(world.downloads.saving().held).toBe(true);
    expect(world.downloads.startMany(many(1))).toEqual({ ok: false, error: forbids });
    world.forbidden = null;
    world.media = whole;
    world.downloads.hold(false);
    expect((await world.finished()).map(({ phase }) => phase)).toEqual(['saved', 'saved']);
    expect(await world.inFolder()).toEqual(['R001.mp3', 'R002.mp3']);
    await world.dispose();
  });

  test('is not taken up by the next start', async () => {
    const world = new SavingWorld();
    await world.queueFile.add(many(1).map((asked) => world.queued(asked)));
    world.forbidden = forbids;
    await world.startAgain();
    expect(world.downloads.views()).toMatchObject([{ phase: 'queued' }]);
    expect(world.downloads.saving().held).toBe(true);
    expect(world.asked).toEqual([]);
    await world.dispose();
  });
});

test('a log holds what is as severe as its level, which may change', () => {
  const events: string[] = [];
  let level: LogLevel = 'info';
  const keep = (event: string): void => void events.push(`${event} at ${level}`);
  const log = levelledLog({ info: keep, warn: keep, error: keep }, () => level);
  for (level of ['info', 'warn', 'error'] as const) {
    log.info('request');
    log.warn('read-failed');
    log.error('unexpected', null);
  }
  expect(events).toEqual([
    'request at info',
    'read-failed at info',
    'unexpected at info',
    'read-failed at warn',
    'unexpected at warn',
    'unexpected at error',
  ]);
});
