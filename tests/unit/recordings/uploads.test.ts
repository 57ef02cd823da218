// Bringing recordings in, through the whole core against the simulator: what is refused costs no request, every answer has its words.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallInput, CallName } from '../../../src/shared/ipc/ipc-table.ts';
import { localDay } from '../../../src/renderer/lib/format.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import type { Fault } from '../../../src/simulator/simulator.ts';
import type { UploadDetails, UploadView } from '../../../src/shared/ipc/uploads.ts';
import { mp3, tagged, wave } from '../../support/audio-files.ts';
import { coreAndSimulator, type World } from '../../support/core-and-simulator.ts';
import { waitFor } from '../../support/wait-for.ts';

/** A name as our own saves have it. */
const ownName = '20261120_1755_out_+390555236330_202600001280.mp3';

let world: World;
beforeEach(async () => {
  world = await coreAndSimulator({ recordings: 3 });
});
afterEach(async () => {
  await world.dispose();
});

const asked = (): number => world.simulator.requests.filter(({ endpoint }) => endpoint === 'upload').length;
const views = (): UploadView[] => world.core.snapshot().uploads;

function until(fits: (uploads: UploadView[]) => boolean): Promise<UploadView[]> {
  return new Promise((resolve) => {
    if (fits(views())) {
      resolve(views());
      return;
    }
    const stop = world.core.onSnapshot(({ uploads }) => {
      if (!fits(uploads)) return;
      stop();
      resolve(uploads);
    });
  });
}
const ended = (uploads: UploadView[]): boolean =>
  uploads.every(({ phase }) => phase === 'done' || phase === 'failed' || phase === 'cancelled');
const inspected = (uploads: UploadView[]): boolean => uploads.every(({ phase }) => phase !== 'inspecting');

async function call<N extends CallName>(name: N, input: CallInput<N>) {
  const answer = await world.core.handlers[name](input);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** Puts files on the disk in memory, adds them, and waits until all have been looked at. */
async function add(...named: readonly (readonly [name: string, bytes: Buffer])[]): Promise<UploadView[]> {
  for (const [name, bytes] of named) world.files.contents.set(`/calls/${name}`, bytes);
  const sources = named.map(([name]) => ({ path: `/calls/${name}`, name, temporary: false, modifiedMs: Date.now() }));
  expect(world.core.addFiles(sources)).toEqual({ ok: true, value: { added: named.length, leftOut: 0 } });
  return until((uploads) => uploads.length > 0 && inspected(uploads));
}
const one = (uploads: UploadView[], name = ''): UploadView => {
  const found = uploads.find(({ fileName }) => fileName.includes(name));
  if (found === undefined) throw new Error(`There is no upload ${name}`);
  return found;
};

async function fill(uploadId: string, change: Partial<UploadDetails> = {}): Promise<void> {
  const details = await call('uploads.details', { uploadId });
  await call('uploads.edit', { uploadId, details: { ...details, startGuessed: false, localNumber: '101', ...change } });
}
/** A recording that only waits to be sent. */
async function ready(name = 'call.wav', bytes = wave(), change: Partial<UploadDetails> = {}): Promise<UploadView> {
  const view = one(await add([name, bytes]), name);
  await fill(view.uploadId, change);
  return one(views(), name);
}
const words = (view: UploadView): string => {
  if (view.problem === null) return '';
  const { what, meaning, next } = problemText(view.problem);
  return `${what} ${meaning} ${next}`;
};

describe('before anything is sent', () => {
  test.each([
    ['a picture', Buffer.from('\x89PNG', 'latin1'), "This isn't an audio file."],
    ['ADPCM', wave({ coding: 2, bits: 4 }), "This WAV file uses ADPCM, which isn't supported."],
    ['24 bits', wave({ bits: 24 }), 'This WAV file has 24 bits per sample, but only 8 and 16 are supported.'],
    ['floating point', wave({ coding: 3, bits: 32 }), 'This WAV file uses floating point'],
    ['a file cut short', wave({ lacking: 100 }), 'This WAV file is incomplete.'],
    ['an empty file', Buffer.alloc(0), 'This file is empty.'],
    ['Ogg', Buffer.from('OggS...'), "This file is Ogg, which isn't supported."],
    ['no sound', wave({ durationMs: 0 }), 'This file contains no audio.'],
  ])('%s is refused in words, cannot be sent, and costs no request', async (_what, bytes, sentence) => {
    const view = one(await add(['call.wav', bytes]));
    expect(view).toMatchObject({ phase: 'refused', field: 'file', ready: false });
    expect(words(view)).toContain(sentence);
    expect(await call('uploads.send', { uploadIds: [view.uploadId] })).toEqual({ queued: 0, incomplete: 0 });
    expect(asked()).toBe(0);
  });

  test.each([
    [{ start: null }, 'start', 'The start of the call is missing.'],
    [{ start: '2999-01-01T00:00:00.000Z' }, 'start', 'The start of the call is in the future.'],
    [{ startGuessed: true }, 'start', "The start of the call is only the file's date."],
    [{ localUsername: '  ' }, 'localUsername', 'The local user is missing.'],
    [{ localNumber: '' }, 'localNumber', 'The local number is missing.'],
  ] as const)('with %j it is not sent, and the words stand at the box', async (change, field, sentence) => {
    const { uploadId } = await ready('call.wav', wave(), change);
    expect(await call('uploads.send', { uploadIds: [uploadId] })).toEqual({ queued: 0, incomplete: 1 });
    expect(one(views())).toMatchObject({ phase: 'draft', field, ready: false });
    expect(words(one(views()))).toContain(sentence);
    expect(asked()).toBe(0);
    await fill(uploadId, { start: '2026-01-01T00:00:00.000Z', localUsername: 'ada.agent' });
    expect(one(views())).toMatchObject({ problem: null, field: null, ready: true });
  });

  test('a name of our own fills in the call, and the session fills in who took it', async () => {
    const view = one(await add([ownName, mp3()]));
    expect(await call('uploads.details', { uploadId: view.uploadId })).toMatchObject({
      start: new Date(2026, 10, 20, 17, 55).toISOString(),
      direction: 'outgoing',
      remoteNumber: '+390555236330',
      localUsername: 'ada.agent',
    });
    expect(view).toMatchObject({ phase: 'draft', audio: { encoding: 'mp3', durationMs: 3600 } });
  });

  test('the local number is the one that History last showed for this user', async () => {
    const filter = { remoteParty: '', from: null, to: null, direction: null };
    const page = await call('history.page', { filter, page: 0, pageSize: 3 });
    const view = one(await add([ownName, wave()]));
    const { localNumber } = await call('uploads.details', { uploadId: view.uploadId });
    expect(localNumber).toBe(page.rows[0]?.localPartyNumber);
    expect(view.ready).toBe(true);
  });

  test.each([
    ['by its name', [ownName, mp3()], true],
    ['by its tags', ['memo.mp3', tagged(mp3(), '2026-11-20T17:55:07Z')], true],
    ["only by the file's date", ['memo.mp3', mp3()], false],
    ["by a day alone, so by the file's date", ['memo.mp3', tagged(mp3(), '2026-11-20')], false],
  ] as const)('a start that is told %s', async (_how, file, isSure) => {
    const filter = { remoteParty: '', from: null, to: null, direction: null };
    await call('history.page', { filter, page: 0, pageSize: 3 });
    const { uploadId, ready: isReady } = one(await add([file[0], file[1]]));
    const details = await call('uploads.details', { uploadId });
    expect([isReady, details.startGuessed]).toEqual([isSure, !isSure]);
    expect(details.start).not.toBeNull();
    // Nothing is sent of itself with the others before a person has looked.
    expect(await call('uploads.send', { uploadIds: [uploadId] })).toMatchObject({ queued: isSure ? 1 : 0 });
    if (isSure) return;
    expect(one(views())).toMatchObject({ phase: 'draft', field: 'start' });
    await call('uploads.edit', { uploadId, details: { ...details, startGuessed: false } });
    expect(one(views())).toMatchObject({ ready: true, problem: null });
  });

  test('a file whose name turns text or has the sign of a state is shown without them', async () => {
    const name = 'Paused \u23f8 \u202egnp.wav';
    await add([name, wave()]);
    expect(views().map(({ fileName }) => fileName)).toEqual(['Paused gnp.wav']);
  });

  test('at most two hundred wait at once, and the rest is counted', async () => {
    const sources = Array.from({ length: 201 }, (_, at) => ({
      path: `/calls/${String(at)}`,
      name: String(at),
      temporary: false,
      modifiedMs: null,
    }));
    expect(world.core.addFiles(sources)).toEqual({ ok: true, value: { added: 200, leftOut: 1 } });
    expect(world.core.addFiles(sources.slice(200))).toMatchObject({ ok: false, error: { code: 'upload/too-many' } });
    expect(world.core.addFiles(sources.slice(0, 2))).toEqual({ ok: true, value: { added: 0, leftOut: 0 } });
  });
});

describe('sending', () => {
  test('the server has the very bytes and what was filled in, and the answer leads to History', async () => {
    const bytes = wave({ durationMs: 90_000 });
    const pbxFields = { callId: 'c-1', sessionId: 'of another kind' };
    const { uploadId } = await ready('memo.wav', bytes, {
      start: '2026-09-25T13:00:00.000Z',
      direction: 'incoming',
      remoteNumber: ' +390551104729 ',
      notes: 'Asked for the invoice',
      preserved: true,
      pbxType: 'webex',
      pbxFields,
    });
    await call('uploads.send', { uploadIds: [uploadId] });
    const [view] = await until(ended);
    expect(world.simulator.uploads).toMatchObject([
      {
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        contentType: 'audio/wav',
        metadata: {
          startDateTime: '2026-09-25T13:00:00.0000000Z',
          duration: 'PT1M30S',
          direction: 1,
          localParty: { username: 'ada.agent', phoneNumber: '101' },
          remoteParty: { phoneNumber: '+390551104729' },
          notes: 'Asked for the invoice',
          preserved: true,
          pbxInfo: { type: 'webex', callId: 'c-1' },
        },
      },
    ]);
    expect(view).toMatchObject({
      phase: 'done',
      sentBytes: bytes.length,
      found: { start: '2026-09-25T13:00:00.000Z', remoteNumber: '+390551104729' },
    });
    // The day of this computer's time zone.
    const day = localDay(new Date('2026-09-25T13:00:00.000Z'));
    const filter = { remoteParty: '390551104729', from: day, to: day, direction: null };
    const page = await call('history.page', { filter, page: 0, pageSize: 10 });
    expect(page.rows.map(({ id }) => id)).toContain(view?.found?.recordingId);
  });

  test('several are sent one at a time, in their order', async () => {
    const uploads = await add(['a.wav', wave()], ['b.mp3', mp3()], ['c.wav', wave({ bits: 8 })]);
    for (const { uploadId } of uploads) await fill(uploadId);
    let most = 0;
    const stop = world.core.onSnapshot((snapshot) => {
      most = Math.max(most, snapshot.uploads.filter(({ phase }) => phase === 'sending').length);
    });
    await call('uploads.send', { uploadIds: uploads.map(({ uploadId }) => uploadId) });
    expect((await until(ended)).map(({ phase }) => phase)).toEqual(['done', 'done', 'done']);
    stop();
    expect(most).toBe(1);
    expect(world.simulator.uploads.map(({ contentType }) => contentType)).toEqual([
      'audio/wav',
      'audio/mpeg',
      'audio/wav',
    ]);
    await call('uploads.forgetDone', {});
    expect(views()).toEqual([]);
  });

  test('cancelled in the middle, nothing is left at the server, the progress was told, and it can be sent again', async () => {
    const { uploadId } = await ready('long.wav', wave({ durationMs: 120_000 }));
    const whole = world.files.readPart;
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    world.files.readPart = async (path, from, length) => {
      if (from >= 512 * 1024) await held;
      return whole(path, from, length);
    };
    await call('uploads.send', { uploadIds: [uploadId] });
    await until(([view]) => (view?.sentBytes ?? 0) > 0);
    await call('uploads.cancel', { uploadId });
    const [view] = await until(ended);
    goOn();
    expect(view).toMatchObject({ phase: 'cancelled', problem: null, uncertain: false });
    expect(world.simulator.uploads).toEqual([]);
    const filter = { remoteParty: '', from: null, to: null, direction: null };
    expect((await call('history.page', { filter, page: 0, pageSize: 10 })).totalCount).toBe(3);
    world.files.readPart = whole;
    await call('uploads.send', { uploadIds: [uploadId] });
    expect(await until(ended)).toMatchObject([{ phase: 'done' }]);
    expect(world.simulator.uploads).toHaveLength(1);
  });

  test('a file that has changed since it was added is not sent', async () => {
    const { uploadId } = await ready();
    world.files.contents.set('/calls/call.wav', wave({ durationMs: 3000 }));
    await call('uploads.send', { uploadIds: [uploadId] });
    const [view] = await until(ended);
    expect(view).toMatchObject({ phase: 'failed', field: 'file' });
    expect(view === undefined ? '' : words(view)).toContain('This file has changed since it was added.');
    expect(asked()).toBe(0);
  });

  test('what they have in common is given to all that are not sent yet', async () => {
    const [first, second] = await add(['a.wav', wave()], ['b.wav', wave()]);
    if (first === undefined || second === undefined) throw new Error('both are there');
    await fill(second.uploadId, { localNumber: '' });
    await fill(first.uploadId, { notes: 'From the old system', localNumber: '102', remoteNumber: '1' });
    expect(await call('uploads.useForAll', { uploadId: first.uploadId })).toEqual({ changed: 1 });
    const details = await call('uploads.details', { uploadId: second.uploadId });
    expect(details).toMatchObject({ notes: 'From the old system', localNumber: '102', remoteNumber: '' });
    expect(one(views(), 'b.wav')).toMatchObject({ ready: true, edition: second.edition + 1 });
  });
});

describe('every answer has its words, at the box they concern', () => {
  const status = (code: number, reason?: number): Fault =>
    reason === undefined ? { kind: 'status', status: code } : { kind: 'status', status: code, reason };
  test.each([
    ['could not read it', status(400, 0), null, false, "The server couldn't read the request."],
    ['the details', status(400, 1), 'details', false, 'The server rejected the details of this recording.'],
    ['the audio', status(400, 2), 'file', false, 'The server rejected the audio.'],
    ['a reason nobody knows', status(400, 9), null, false, 'The server rejected this recording.'],
    ['not allowed', status(403), null, false, "You don't have permission to add recordings."],
    [
      'outside the retention',
      status(409),
      'start',
      false,
      "This recording is older than the server's retention period.",
    ],
    ['too large', status(413), 'file', false, 'This recording is too large for the server.'],
    ['a fault', status(500), null, true, 'it may already be there'],
    ['no licence', status(501), null, false, 'Call recording has no valid licence'],
    ['no answer of the service behind the front', status(504), null, true, 'it may already be there'],
    ['a server in between that gave up', status(502), null, true, 'it may already be there'],
    ['a server in between that took too long', status(408), null, true, 'it may already be there'],
    ['a server in between that turns away', status(503), null, false, "isn't accepting recordings at the moment"],
    ['the reply is lost', { kind: 'cut-after' }, null, true, 'it may already be there'],
    [
      'the request is lost',
      { kind: 'cut-before' },
      null,
      true,
      'Check History before you send it again: it may already be there.',
    ],
    ['an answer nobody can read', { kind: 'body', body: 'html' }, null, true, 'it may already be there'],
  ] as const)('%s', async (_what, fault, field, uncertain, sentence) => {
    const { uploadId } = await ready('call.wav', wave(), { notes: 'typed with care' });
    const set = world.simulator.setFault({ endpoint: 'upload' }, fault);
    await call('uploads.send', { uploadIds: [uploadId] });
    const [view] = await until(ended);
    expect(view).toMatchObject({ phase: 'failed', field, uncertain });
    const said = view === undefined ? '' : words(view);
    expect(said).toContain(sentence);
    // What is uncertain must never be called sure, neither way.
    expect(/may already be there/.test(said)).toBe(uncertain);
    if (uncertain) expect(said).not.toContain('only on this computer');
    expect(world.core.snapshot().session.phase).toBe('signedIn');
    expect(await call('uploads.details', { uploadId })).toMatchObject({ notes: 'typed with care' });
    set.remove();
    await call('uploads.send', { uploadIds: [uploadId] });
    expect(await until(ended)).toMatchObject([{ phase: 'done', problem: null }]);
  });

  test('a user whom the server does not know is refused by the server itself', async () => {
    const { uploadId } = await ready('call.wav', wave(), { localUsername: 'nobody' });
    await call('uploads.send', { uploadIds: [uploadId] });
    expect(await until(ended)).toMatchObject([{ phase: 'failed', problem: { code: 'upload/details-invalid' } }]);
  });

  test('a server that is not there has nothing', async () => {
    const { uploadId } = await ready();
    await world.simulator.close();
    await call('uploads.send', { uploadIds: [uploadId] });
    const [view] = await until(ended);
    expect(view).toMatchObject({ phase: 'failed', uncertain: false, problem: { code: 'upload/not-reached' } });
  });

  test('what would meet all alike stops the queue, and the others stay as they were filled in', async () => {
    const uploads = await add(['a.wav', wave()], ['b.wav', wave()]);
    for (const { uploadId } of uploads) await fill(uploadId);
    world.simulator.setFault({ endpoint: 'upload' }, { kind: 'status', status: 403 });
    await call('uploads.send', { uploadIds: uploads.map(({ uploadId }) => uploadId) });
    const after = await until(([first]) => first?.phase === 'failed');
    expect(after.map(({ phase }) => phase)).toEqual(['failed', 'draft']);
    expect(asked()).toBe(1);
  });

  test('what concerns one recording lets the others go on', async () => {
    const uploads = await add(['a.wav', wave()], ['b.wav', wave()]);
    for (const { uploadId } of uploads) await fill(uploadId);
    world.simulator.setFault({ endpoint: 'upload', times: 1 }, { kind: 'status', status: 409 });
    await call('uploads.send', { uploadIds: uploads.map(({ uploadId }) => uploadId) });
    expect((await until(ended)).map(({ phase }) => phase)).toEqual(['failed', 'done']);
  });
});

describe('sessions', () => {
  test('a refused password signs out, and what was filled in is there after the next sign-in', async () => {
    const { uploadId } = await ready();
    const refusing = (['upload', 'listMine'] as const).map((endpoint) =>
      world.simulator.setFault({ endpoint }, { kind: 'status', status: 401 }),
    );
    await call('uploads.send', { uploadIds: [uploadId] });
    await until(ended);
    await waitFor(() => {
      expect(world.core.snapshot().session.phase).toBe('signedOut');
    });
    for (const fault of refusing) fault.remove();
    const account = { server: world.simulator.url, username: 'ada.agent', password: 'demo' };
    await call('session.signIn', { ...account, allowPlainHttp: false, thisSessionOnly: false });
    await call('uploads.send', { uploadIds: [uploadId] });
    expect(await until(ended)).toMatchObject([{ phase: 'done' }]);
  });

  test('signing out forgets the list, and the files stay', async () => {
    await ready();
    await call('session.signOut', {});
    expect(views()).toEqual([]);
    expect(world.files.contents.has('/calls/call.wav')).toBe(true);
    expect(world.core.addFiles([])).toMatchObject({ ok: false, error: { code: 'credentials-missing' } });
  });

  test('a copy of the shell is deleted when it was sent, removed or refused', async () => {
    const copies = ['sent', 'removed', 'refused'].map((name) => `/spool/${name}`);
    for (const path of copies) world.files.contents.set(path, path.endsWith('refused') ? Buffer.from('x') : wave());
    world.core.addFiles(copies.map((path) => ({ path, name: path, temporary: true, modifiedMs: Date.now() })));
    const [sent, removed] = await until((uploads) => uploads.length === 3 && inspected(uploads));
    if (sent === undefined || removed === undefined) throw new Error('both are there');
    expect(world.files.contents.has('/spool/refused')).toBe(false);
    await call('uploads.remove', { uploadId: removed.uploadId });
    expect(world.files.contents.has('/spool/removed')).toBe(false);
    await fill(sent.uploadId);
    await call('uploads.send', { uploadIds: [sent.uploadId] });
    await until((uploads) => uploads.some(({ phase }) => phase === 'done'));
    expect(world.files.contents.has('/spool/sent')).toBe(false);
  });
});
