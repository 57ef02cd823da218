// Every point the vendor leaves open, in each of its positions: the client tolerates both, and shows nothing false.
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { UcxClientOptions } from '../../src/main/core/ucx/client-types.ts';
import { quirkNames, quirkTable } from '../../src/simulator/faults/quirks.ts';
import { startSimulator, type QuirkName, type Simulator } from '../../src/simulator/simulator.ts';
import {
  audioOf,
  bytesOf,
  clientOf,
  failureOf,
  follow,
  metadata,
  nobodysId,
  reportCases,
  reset,
  valueOf,
  wave,
} from './contract-support.ts';

let simulator: Simulator;
/** A server whose list stands still: nobody calls there. */
let archive: Simulator;
let cases = 0;

beforeAll(async () => {
  simulator = await startSimulator({ recordings: 120, seed: 7 });
  follow(simulator);
  archive = await startSimulator({ recordings: 120, seed: 7 });
});
afterEach(() => {
  cases += 1;
  for (const name of quirkNames) simulator.setQuirk(name, quirkTable[name].default);
  reset(simulator);
});
afterAll(async () => {
  await simulator.close();
  await archive.close();
});
reportCases('quirks', () => cases);

const remoteNumber = '+15559876';
const begin = (username = 'ada.agent', rest: Partial<Parameters<Simulator['beginCall']>[0]> = {}) =>
  simulator.beginCall({ username, remoteNumber, ...rest });
const client = (username?: string, options?: Partial<UcxClientOptions>) => clientOf(simulator, username, options);
const set = <N extends QuirkName>(name: N, value: Parameters<typeof simulator.setQuirk<N>>[1]): void => {
  simulator.setQuirk(name, value);
};

async function mine(username?: string) {
  return valueOf(await client(username).listMine()).value;
}

async function firstCompleted() {
  const { recordings } = valueOf(await client().listCompleted({ page: 0, pageSize: 3 }));
  const recording = recordings[0];
  if (recording === undefined) throw new Error('The list is empty.');
  return recording;
}

async function detailOfFirst() {
  return valueOf(await client().detail((await firstCompleted()).id));
}

async function mediaOfFirst() {
  const media = valueOf(await client().media((await firstCompleted()).id));
  return { media, bytes: await bytesOf(media.stream) };
}

async function uploadOne() {
  return valueOf(await client().upload(metadata(), audioOf(wave())));
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function livePaused(): Promise<void> {
  const { id } = begin();
  simulator.setPaused(id, true);
  const [recording] = await mine();
  expect(recording).toMatchObject({ id, isPaused: true, remoteNumber, localUsername: 'ada.agent' });
  expect(recording?.durationMs).toBeGreaterThanOrEqual(0);
}

/** Rows of a list that is asked for in pages of `pageSize`, all pages put together. */
async function allRows(pageSize: number) {
  const asking = clientOf(archive);
  const ids: string[] = [];
  for (let page = 0; ; page += 1) {
    const { totalCount, recordings } = valueOf(await asking.listCompleted({ page, pageSize }));
    ids.push(...recordings.map(({ id }) => id));
    if ((page + 1) * pageSize >= totalCount) return ids;
  }
}

/** What must hold in each position of each quirk. A new quirk without a check does not compile. */
const checks: Readonly<Record<QuirkName, (value: string) => Promise<void>>> = {
  'credentials-charset': async (value) => {
    begin('zoë');
    const answer = await client('zoë').listMine();
    if (value === 'utf8') expect(valueOf(answer).value).toHaveLength(1);
    else expect(failureOf(answer).problem.code).toBe('credentials-refused');
    expect(await mine('ada.agent')).toEqual([]);
  },
  'authenticate-header': async () => {
    const refused = failureOf(await client('ada.agent', { password: 'wrong' }).listMine());
    expect(refused).toMatchObject({ outcome: 'unauthorized', problem: { code: 'credentials-refused' } });
  },
  'lockout-after': async (value) => {
    const wrong = client('ben.agent', { password: 'wrong' });
    for (let time = 0; time < 3; time += 1) expect((await wrong.listMine()).ok).toBe(false);
    const right = await client('ben.agent').listMine();
    if (value === '0' || Number(value) > 3) expect(right.ok).toBe(true);
    else expect(failureOf(right)).toMatchObject({ outcome: 'unauthorized', problem: { code: 'credentials-refused' } });
  },
  'error-body': async (value) => {
    const { reason, problem } = failureOf(await client('max.manager').start({ directoryNumber: '999' }));
    expect(reason).toBe(value === 'json' ? 1 : null);
    expect(problem.code).toBe(value === 'json' ? 'start/line-unknown' : 'start/refused');
  },
  'bare-error-body': async () => {
    expect(failureOf(await client().pauseById(nobodysId))).toMatchObject({
      outcome: 'gone',
      status: 409,
      problem: { code: 'pause/ended' },
    });
  },
  'reason-as-string': async (value) => {
    const { reason, problem } = failureOf(await client('max.manager').start({ directoryNumber: '999' }));
    expect(reason).toBe(value === 'no' ? 1 : null);
    expect(problem.code).toBe(value === 'no' ? 'start/line-unknown' : 'start/refused');
  },
  'live-error-message': async () => {
    expect(failureOf(await client().start({}))).toMatchObject({ reason: 1, problem: { code: 'start/no-call' } });
  },
  'undocumented-reasons': async () => {
    const manager = client('max.manager');
    expect(failureOf(await manager.pauseById(nobodysId)).problem.code).toBe('pause/ended');
    expect(failureOf(await manager.pauseByNumber('')).problem.code).toBe('pause/number-missing');
    expect(failureOf(await manager.stopMine()).problem.code).toBe('stop/nothing-recorded');
    expect(failureOf(await manager.stopByLine({ directoryNumber: '999' })).problem.code).toMatch(
      /^stop\/(line-refused|line-not-monitorable)$/,
    );
  },
  'base-slash': async () => {
    const manager = client('max.manager');
    const { id } = begin();
    expect(valueOf(await manager.listLive({ username: 'ada.agent' })).value.map((one) => one.id)).toEqual([id]);
    expect(valueOf(await manager.stopByLine({ directoryNumber: '101' }))).toBeNull();
    expect(valueOf(await manager.start({ directoryNumber: '101' })).id).toMatch(guid);
    expect(valueOf(await client().listCompleted({ page: 0, pageSize: 2 })).recordings).toHaveLength(2);
    expect((await uploadOne()).id).toMatch(guid);
  },
  'put-needs-length': async () => {
    const { id } = begin();
    valueOf(await client().pauseById(id));
    expect(simulator.live()[0]?.isPaused).toBe(true);
    valueOf(await client().resumeByNumber('101'));
    expect(simulator.live()[0]?.isPaused).toBe(false);
  },
  'guid-case': async () => {
    const { id } = begin();
    expect((await mine()).map((recording) => recording.id)).toEqual([id]);
    valueOf(await client().pauseById(id.toUpperCase()));
    expect(simulator.live()[0]?.isPaused).toBe(true);
    const completed = await firstCompleted();
    expect(completed.id).toMatch(guid);
    expect((await detailOfFirst()).id).toBe(completed.id);
    valueOf(await client('max.manager').stopById(id));
    expect(valueOf(await client().start({})).id).toMatch(guid);
    expect((await uploadOne()).id).toMatch(guid);
  },
  'mine-route': async (value) => {
    set('list-live-own', 'allowed');
    const { id } = begin();
    begin('ben.agent');
    const learned: string[] = [];
    const asking = client('ada.agent', { onMineRoute: (route) => learned.push(route) });
    for (let time = 0; time < 2; time += 1) {
      expect(valueOf(await asking.listMine()).value.map((recording) => recording.id)).toEqual([id]);
    }
    const route = value === 'present' ? 'mine' : 'username';
    expect(learned).toEqual([route]);
    const before = simulator.requests.length;
    valueOf(await client('ada.agent', { mineRoute: route }).listMine());
    // What was learned is checked once in each run: a server that has got `/Mine` meanwhile is asked for that.
    expect(simulator.requests.length - before).toBe(route === 'mine' ? 1 : 2);
  },
  'list-live-own': async (value) => {
    set('mine-route', '404');
    begin();
    const answer = await client().listMine();
    if (value === 'allowed') expect(valueOf(answer).value).toHaveLength(1);
    else expect(failureOf(answer)).toMatchObject({ outcome: 'forbidden', problem: { code: 'own-calls-not-visible' } });
  },
  'live-single': async () => {
    expect(await mine()).toEqual([]);
    const first = begin();
    expect((await mine()).map(({ id }) => id)).toEqual([first.id]);
    const second = begin();
    expect((await mine()).map(({ id }) => id)).toEqual([first.id, second.id]);
  },
  'is-paused-form': async (value) => {
    const { id } = begin();
    for (const paused of [true, false]) {
      simulator.setPaused(id, paused);
      expect((await mine())[0]?.isPaused).toBe(value === 'boolean' ? paused : 'unknown');
    }
  },
  'remote-party-blank': async (value) => {
    begin();
    const [recording] = await mine();
    expect(recording).toMatchObject({ remoteName: null, remoteNumber: value === 'no-party' ? null : remoteNumber });
  },
  'started-at-zone': livePaused,
  'date-fraction-digits': async () => {
    await livePaused();
    expect((await firstCompleted()).startTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  },
  'duration-form': async () => {
    await livePaused();
    expect((await firstCompleted()).durationMs).toBeGreaterThanOrEqual(0);
  },
  'start-no-body': async (value) => {
    begin('ada.agent', { recorded: false });
    const answer = await client().start({});
    if (value === 'own-line') expect(valueOf(answer).id).toMatch(guid);
    else expect(failureOf(answer)).toMatchObject({ status: 400, reason: 0, problem: { code: 'start/no-target' } });
    expect(simulator.requests.at(-1)).toMatchObject({ bodyBytes: 0, contentLength: '0' });
  },
  'start-empty-body': async () => {
    begin('ada.agent', { recorded: false });
    expect(valueOf(await client().start({ mode: 1 })).id).toMatch(guid);
    expect(simulator.requests.at(-1)).toMatchObject({ bodyBytes: 0, contentLength: '0' });
  },
  'start-level': async (value) => {
    begin('ada.agent', { recorded: false });
    const answer = await client().start({});
    if (value === '10') expect(failureOf(answer).problem.code).toBe('start/not-allowed');
    else expect(valueOf(answer).id).toMatch(guid);
  },
  'start-delay-ms': async (value) => {
    begin('ada.agent', { recorded: false });
    valueOf(await client().start({}));
    const { outcome, problem } = failureOf(await client().start({}));
    expect(outcome).toBe('already');
    // A few milliseconds may be over or not; both words are true then.
    if (value === '0') expect(problem.code).toBe('start/already');
    else expect(problem.code).toMatch(value === '600000' ? /^start\/starting$/ : /^start\/(starting|already)$/);
  },
  'start-location': async () => {
    begin('ada.agent', { recorded: false });
    expect(valueOf(await client().start({})).id).toBe(simulator.live()[0]?.id);
  },
  'stop-level': async (value) => {
    const { id } = begin();
    const answer = await client().stopById(id);
    if (value === '2') expect(valueOf(answer)).toBeNull();
    else expect(failureOf(answer)).toMatchObject({ outcome: 'forbidden', problem: { code: 'stop/not-allowed' } });
    if (value === '10') expect(valueOf(await client().stopMine())).toBeNull();
    expect(simulator.live()).toEqual([]);
  },
  'pause-level': async (value) => {
    const { id } = begin();
    const answer = await client().pauseById(id);
    if (value === '10')
      expect(failureOf(answer)).toMatchObject({ outcome: 'forbidden', problem: { code: 'pause/not-allowed' } });
    else expect(valueOf(answer)).toBeNull();
    expect((await mine())[0]?.isPaused).toBe(value !== '10');
  },
  'number-touches': async (value) => {
    begin();
    begin();
    valueOf(await client().pauseByNumber('101'));
    const states = (await mine()).map(({ isPaused }) => isPaused);
    expect(states).toEqual(value === 'all' ? [true, true] : [true, false]);
  },
  'number-mixed': async (value) => {
    simulator.setPaused(begin().id, true);
    begin();
    const answer = await client().pauseByNumber('101');
    if (value === '204') expect(valueOf(answer)).toBeNull();
    else expect(failureOf(answer)).toMatchObject({ outcome: 'already', problem: { code: 'pause/already' } });
    expect((await mine()).map(({ isPaused }) => isPaused)).toEqual([true, value === '204']);
  },
  'pause-duration': livePaused,
  'pause-audio': async () => {
    const { media, bytes } = await mediaOfFirst();
    expect(bytes).toHaveLength(media.length ?? -1);
  },
  'live-id-is-completed-id': async () => {
    set('completed-delay-ms', 0);
    const { id } = begin();
    simulator.endCall(id);
    const completed = await firstCompleted();
    expect(completed).toMatchObject({ remotePartyNumber: remoteNumber, ownerUsername: 'ada.agent' });
    expect(completed.id).toMatch(guid);
  },
  'completed-delay-ms': async (value) => {
    const { id } = begin();
    simulator.endCall(id);
    const { recordings } = valueOf(await client().listCompleted({ page: 0, pageSize: 5 }));
    // A recording that is not there yet is simply not in the list; how long that takes is the server's affair.
    if (value === '0') expect(recordings[0]?.id).toBe(id);
    if (Number(value) > 60_000) expect(recordings.map((recording) => recording.id)).not.toContain(id);
  },
  'list-narrow': async (value) => {
    const answer = await client().listCompleted({ page: 0, pageSize: 5, ownerUsername: 'ben.agent' });
    if (value === 'narrow') expect(valueOf(answer).recordings).toEqual([]);
    else expect(failureOf(answer)).toMatchObject({ outcome: 'forbidden', problem: { code: 'completed/not-allowed' } });
  },
  'other-recording': async (value) => {
    const { id } = simulator.addCompleted({ username: 'ben.agent', durationMs: 5000 });
    const kind = value === '403' ? 'not-allowed' : 'gone';
    expect(failureOf(await client().detail(id)).problem.code).toBe(`detail/${kind}`);
    expect(failureOf(await client().media(id)).problem.code).toBe(`media/${kind}`);
  },
  'remote-party-param': async (value) => {
    const odd = '+49 30;12\\3';
    simulator.addCompleted({ durationMs: 5000, remoteNumber: odd });
    const asking = client();
    for (let time = 0; time < 2; time += 1) {
      const before = simulator.requests.length;
      const query = { page: 0, pageSize: 50, remoteParty: { operator: 'contains' as const, value: odd.slice(1) } };
      const { recordings } = valueOf(await asking.listCompleted(query));
      expect(recordings.length).toBeGreaterThan(0);
      expect(recordings.every(({ remotePartyNumber }) => remotePartyNumber === odd)).toBe(true);
      // What was learned the first time is not asked again.
      if (time === 1) expect(simulator.requests.length - before).toBe(1);
      else expect(simulator.requests.length - before).toBe(value === 'remotePartyNumber' ? 2 : 1);
    }
  },
  'page-past-end': async (value) => {
    const answer = await client().listCompleted({ page: 1000, pageSize: 50 });
    if (value === 'empty') expect(valueOf(answer).recordings).toEqual([]);
    else expect(failureOf(answer)).toMatchObject({ reason: 1, problem: { code: 'completed/page-refused' } });
  },
  'page-without-size': async () => {
    expect(valueOf(await client().listCompleted({ page: 1, pageSize: 10 })).recordings).toHaveLength(10);
    expect(simulator.requests.at(-1)?.query).toContain('pageSize=10');
  },
  'max-page-size': async (value) => {
    const rows = await allRows(50);
    archive.setQuirk('max-page-size', Number(value));
    expect(await allRows(50)).toEqual(rows);
    archive.setQuirk('max-page-size', 0);
  },
  'page-size-over-max': async (value) => {
    const rows = await allRows(60);
    archive.setQuirk('max-page-size', 25);
    archive.setQuirk('page-size-over-max', value === '400' ? '400' : 'cap');
    expect(await allRows(60)).toEqual(rows);
    archive.setQuirk('max-page-size', 0);
    archive.setQuirk('page-size-over-max', 'cap');
  },
  'start-time-zone': async (value) => {
    const { startTime } = await firstCompleted();
    set('start-time-zone', 'z');
    const instant = (await firstCompleted()).startTime;
    if (value === 'z' || value === 'offset') expect(startTime).toBe(instant);
    else expect(startTime).toMatch(/^[-\dT:.]{23}$/);
  },
  'preserving-user': async () => {
    // Not the newest: on a slow machine that is the one of the position before.
    const nobodys = simulator.addCompleted({ durationMs: 5000 });
    expect(valueOf(await client().detail(nobodys.id)).preservingUser).toBeNull();
    const { id } = simulator.addCompleted({ durationMs: 5000, preservedBy: 'sam.supervisor' });
    expect(valueOf(await client().detail(id)).preservingUser).toMatchObject({
      username: 'sam.supervisor',
      firstName: 'Sam',
    });
  },
  'note-owner': async (value) => {
    const { id } = simulator.addCompleted({ durationMs: 5000, note: 'Called back' });
    const { note } = valueOf(await client().detail(id));
    expect(note).toMatchObject({ text: 'Called back', author: { username: 'ada.agent' } });
    expect(note?.author?.firstName).toBe(value === 'user' ? 'Ada' : null);
  },
  'hash-form': async (value) => {
    const { sha256 } = await detailOfFirst();
    const { bytes } = await mediaOfFirst();
    expect(sha256).toBe(value === 'absent' ? null : createHash('sha256').update(bytes).digest('hex'));
  },
  'hash-covers': async (value) => {
    const { sha256 } = await detailOfFirst();
    const { bytes } = await mediaOfFirst();
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(sha256 === createHash('sha256').update(bytes).digest('hex')).toBe(value === 'download');
  },
  'pbx-info': async (value) => {
    const { pbxInfo } = await detailOfFirst();
    if (value === 'absent') {
      expect(pbxInfo).toBeNull();
      return;
    }
    expect(pbxInfo?.type).toBe(value === 'unknown' ? 'carrier-pigeon' : value);
    expect(Object.keys(pbxInfo?.fields ?? {}).length).toBeGreaterThan(0);
  },
  'pbx-call-id': async (value) => {
    expect((await detailOfFirst()).pbxCallId === null).toBe(value === 'absent');
  },
  'media-length': async (value) => {
    const { media, bytes } = await mediaOfFirst();
    expect(media).toMatchObject({ contentType: 'audio/mpeg', length: value === 'yes' ? bytes.length : null });
    expect(bytes).toHaveLength((await detailOfFirst()).sizeBytes ?? -1);
  },
  'media-range': async () => {
    const { media, bytes } = await mediaOfFirst();
    expect(bytes).toHaveLength(media.length ?? -1);
  },
  'media-etag': async () => {
    const { media, bytes } = await mediaOfFirst();
    expect(bytes).toHaveLength(media.length ?? -1);
  },
  'media-disposition': async () => {
    const { media, bytes } = await mediaOfFirst();
    expect(bytes).toHaveLength(media.length ?? -1);
  },
  'upload-auth': async () => {
    await uploadOne();
    expect(simulator.requests.at(-1)).toMatchObject({
      endpoint: 'upload',
      hasAuthorization: true,
      username: 'ada.agent',
    });
  },
  'upload-level': async (value) => {
    const answer = await client().upload(metadata(), audioOf(wave()));
    if (value === '2') expect(valueOf(answer).id).toMatch(guid);
    else expect(failureOf(answer)).toMatchObject({ outcome: 'forbidden', problem: { code: 'upload/not-allowed' } });
  },
  'upload-id-key': async () => {
    expect((await uploadOne()).id).toBe(simulator.uploads.at(-1)?.id);
  },
};

/** Positions tried: every value of a choice; both ends and the default of a number. */
const positions = quirkNames.flatMap((name) => {
  const entry = quirkTable[name];
  const values: readonly (string | number)[] =
    entry.kind === 'choice'
      ? entry.values
      : [...new Set([entry.min, entry.default, 1, 3, 7, entry.max])].filter(
          (value) => value >= entry.min && value <= entry.max,
        );
  return values.map((value) => ({ name, value }));
});

test.each(positions)('with $name at $value the client is right', async ({ name, value }) => {
  Object.assign(simulator.quirks, { [name]: value });
  expect(simulator.quirks[name]).toBe(value);
  await checks[name](String(value));
});
