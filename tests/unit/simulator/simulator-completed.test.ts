// The simulator's completed API: lists, filters, permissions, details, audio and uploads as the vendor documents them.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator.ts';
import { chunk, wave } from '../../support/audio-files.ts';
import { ask, at, completed, type Ask } from './simulator-support.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ recordings: 200, recordingsBefore: Date.UTC(2026, 0, 15, 12) });
});
afterAll(() => simulator.close());

async function list(
  query: string,
  how: Ask = {},
): Promise<{ total: unknown; rows: unknown[]; status: number; json: unknown }> {
  const { status, json } = await ask(simulator, 'GET', `${completed}/?${query}`, how);
  const rows = at(json, 'recordings');
  return { status, json, total: at(json, 'totalCount'), rows: Array.isArray(rows) ? rows : [] };
}

const encoded = encodeURIComponent;

describe('the list of finished recordings', () => {
  it('gives pages of all matches, most recent first', async () => {
    const first = await list('page=0&pageSize=25');
    const second = await list('page=1&pageSize=25');
    expect([first.total, first.rows.length, second.rows.length]).toEqual([200, 25, 25]);
    const times = [...first.rows, ...second.rows].map((row) => String(at(row, 'startTime')));
    expect(times).toEqual([...times].sort().reverse());
    expect(first.rows[0]).toMatchObject({
      direction: expect.any(Number) as unknown,
      ownerUsername: 'ada.agent',
      localPartyNumber: '101',
    });
    expect((await list('')).rows.length).toBe(200);
    expect((await list('page=99&pageSize=25')).rows).toEqual([]);
  });

  it('is the agent’s own, the supervisor’s group, the manager’s everything, and nothing for Record Only', async () => {
    const total = async (user: string): Promise<number> => Number((await list('page=0&pageSize=1', { user })).total);
    expect(await total('ada.agent')).toBe(200);
    expect(await total('sam.supervisor')).toBeGreaterThan(200);
    expect(await total('max.manager')).toBeGreaterThan(await total('sam.supervisor'));
    expect((await list('', { user: 'rec.only' })).status).toBe(403);
    expect((await list('ownerUsername=ben.agent')).total).toBe(0);
  });

  it('is filtered by time, party and direction in the vendor’s syntax', async () => {
    const { rows } = await list('page=0&pageSize=200');
    const tenth = String(at(rows, 10, 'startTime'));
    const fifth = String(at(rows, 5, 'startTime'));
    const number = String(at(rows, 0, 'remotePartyNumber'));
    expect((await list(`startTime=after:${encoded(tenth)}`)).total).toBe(10);
    expect((await list(`startTime=before:${encoded(tenth)}`)).total).toBe(189);
    expect((await list(`startTime=${encoded(tenth)}`)).total).toBe(1);
    expect((await list(`startTime=between:${encoded(`${tenth};${fifth}`)}`)).total).toBe(5);
    const same = rows.filter((row) => at(row, 'remotePartyNumber') === number).length;
    expect((await list(`remoteParty=equals:${encoded(number)}`)).total).toBe(same);
    expect((await list(`remoteParty=contains:${encoded(number.slice(1, 8))}`)).total).toBeGreaterThanOrEqual(same);
    const outgoing = rows.filter((row) => at(row, 'direction') === 2).length;
    expect((await list('direction=2')).total).toBe(outgoing);
    expect((await list('direction=equals:2&localPartyNumber=101&ownerUsername=ada.agent')).total).toBe(outgoing);
  });

  it('takes a plus that was not encoded for a space, as web servers do', async () => {
    expect((await list('remoteParty=contains:+')).total).toBe(0);
    expect((await list('remoteParty=contains:%2B')).total).toBeGreaterThan(0);
  });

  it('refuses wrong filters with reason 0 and wrong pages with reason 1, in words', async () => {
    for (const query of [
      'startTime=yesterday',
      'endTime=between:2020-01-01',
      'direction=3',
      'ownerUsername=contains:a',
      'remoteParty=a;b',
      `remoteParty=${encoded('a\\')}`,
    ]) {
      expect(await list(query)).toMatchObject({
        status: 400,
        json: { reason: 0, message: expect.any(String) as unknown },
      });
    }
    for (const query of ['page=-1&pageSize=5', 'page=0&pageSize=0', 'page=x&pageSize=5']) {
      expect(await list(query)).toMatchObject({
        status: 400,
        json: { reason: 1, message: expect.any(String) as unknown },
      });
    }
  });
});

describe('one finished recording', () => {
  it('has a detail whose size and SHA-256 are those of its audio', async () => {
    const id = String(at((await list('page=3&pageSize=1')).rows, 0, 'id'));
    const detail = await ask(simulator, 'GET', `${completed}/${id.toUpperCase()}`);
    expect(detail.json).toMatchObject({ id, owner: { username: 'ada.agent', group: 'Front office' } });
    expect(detail.json).not.toHaveProperty('ownerUsername');
    const media = await ask(simulator, 'GET', `${completed}/${id}/Media`);
    expect(media.headers['content-type']).toBe('audio/mpeg');
    expect(media.bytes.length).toBe(at(detail.json, 'size'));
    expect(Number(media.headers['content-length'])).toBe(media.bytes.length);
    expect(createHash('sha256').update(media.bytes).digest('hex')).toBe(at(detail.json, 'hash', 'sha256'));
  });

  it('is refused by 400, 403 and 404 each for its own reason', async () => {
    const own = String(at((await list('page=0&pageSize=1')).rows, 0, 'id'));
    for (const tail of ['', '/Media']) {
      const status = async (id: string, how: Ask = {}) =>
        (await ask(simulator, 'GET', `${completed}/${id}${tail}`, how)).status;
      expect(await status('123')).toBe(400);
      expect(await status('6b98303a-b295-473a-adae-19b78aca468d')).toBe(404);
      expect(await status(own, { user: 'ben.agent' })).toBe(403);
      expect(await status(own, { user: 'rec.only' })).toBe(403);
      expect(await status(own, { user: 'sam.supervisor' })).toBe(200);
      expect(await status(own, { user: null })).toBe(401);
    }
  });
});

describe('an upload', () => {
  const mp3 = Buffer.concat([Buffer.from([0xff, 0xf3, 0x58, 0xc4]), Buffer.alloc(100_000, 7)]);
  const metadata = {
    startDateTime: '2025-09-25T13:00:00.0000000Z',
    duration: 'PT1M30S',
    direction: 1,
    localParty: { username: 'ada.agent', phoneNumber: '346' },
    remoteParty: { phoneNumber: '+39' },
    notes: 'From the branch',
    preserved: true,
  };

  function form(data: string, audio: Buffer = mp3, type = 'audio/mpeg'): Ask {
    const head = (name: string, kind: string) =>
      `--frontier\r\nContent-Disposition: form-data; name="${name}"; filename="x"\r\nContent-Type: ${kind}\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(`${head('jsondata', 'application/json')}${data}\r\n${head('attachment', type)}`),
      audio,
      Buffer.from('\r\n--frontier--\r\n'),
    ]);
    return { user: 'sam.supervisor', body, headers: { 'Content-Type': 'multipart/form-data; boundary=frontier' } };
  }

  it('becomes a recording of the named user, with the caller’s note, and gives its bytes back', async () => {
    const { status, json } = await ask(simulator, 'POST', completed, form(JSON.stringify(metadata)));
    expect(status).toBe(201);
    const id = String(at(json, 'id'));
    const detail = await ask(simulator, 'GET', `${completed}/${id}`);
    expect(detail.json).toMatchObject({
      duration: 'PT1M30S',
      note: { owner: { username: 'sam.supervisor' }, text: 'From the branch' },
      preservingUser: { username: 'sam.supervisor' },
    });
    const media = await ask(simulator, 'GET', `${completed}/${id}/Media`);
    expect(media.bytes.equals(mp3)).toBe(true);
    const sha256 = createHash('sha256').update(mp3).digest('hex');
    expect(simulator.uploads.at(-1)).toMatchObject({ id, bytes: mp3.length, sha256, username: 'sam.supervisor' });
  });

  it('takes the wave forms that are documented and no others', async () => {
    const plain = (format: number, bits: number): Buffer => {
      const bytes = Buffer.alloc(1000);
      bytes.write('RIFF', 0);
      bytes.write('WAVEfmt ', 8);
      bytes.writeUInt16LE(format, 20);
      bytes.writeUInt16LE(bits, 34);
      return bytes;
    };
    const status = async (audio: Buffer, type: string) =>
      (await ask(simulator, 'POST', completed, form(JSON.stringify(metadata), audio, type))).status;
    expect(await status(plain(1, 16), 'audio/wav')).toBe(201);
    expect(await status(plain(6, 8), 'audio/x-pn-wav')).toBe(201);
    expect(await status(plain(3, 32), 'audio/wav')).toBe(400);
    expect(await status(plain(1, 16), 'audio/ogg')).toBe(400);
  });

  it('takes every form of the head of a wave, and looks for the coding where it stands', async () => {
    const status = async (audio: Buffer) =>
      (await ask(simulator, 'POST', completed, form(JSON.stringify(metadata), audio, 'audio/wav'))).status;
    const before = [chunk('JUNK', Buffer.alloc(29)), chunk('bext', Buffer.alloc(602))];
    expect(await status(wave({ before }))).toBe(201);
    expect(await status(wave({ extensible: true }))).toBe(201);
    expect(await status(wave({ extensible: true, coding: 7, bits: 8, before }))).toBe(201);
    expect(await status(wave({ coding: 3, bits: 32, before }))).toBe(400);
    expect(await status(wave({ extensible: true, coding: 3, bits: 32 }))).toBe(400);
    expect(await status(wave({ extensible: true, bits: 24 }))).toBe(400);
    expect(await status(Buffer.concat([wave().subarray(0, 12), chunk('data', Buffer.alloc(50))]))).toBe(400);
    expect(await status(wave().subarray(0, 30))).toBe(400);
  });

  it('is refused with the reason that fits', async () => {
    const refused = async (how: Ask) => {
      const { status, json } = await ask(simulator, 'POST', completed, how);
      return [status, at(json, 'reason')];
    };
    expect(await refused(form('{'))).toEqual([400, 0]);
    expect(await refused(form('null'))).toEqual([400, 0]);
    expect(await refused({ body: '{}', headers: { 'Content-Type': 'application/json' } })).toEqual([400, 0]);
    expect(await refused(form(JSON.stringify({ ...metadata, direction: 9 })))).toEqual([400, 1]);
    expect(await refused(form(JSON.stringify({ ...metadata, duration: '90' })))).toEqual([400, 1]);
    expect(await refused(form(JSON.stringify(metadata), Buffer.from('no audio')))).toEqual([400, 2]);
    expect(await refused(form(JSON.stringify({ ...metadata, startDateTime: '1999-01-01T00:00:00Z' })))).toEqual([
      409,
      undefined,
    ]);
    expect(await refused({ ...form(JSON.stringify(metadata)), user: 'rec.only' })).toEqual([403, undefined]);
    simulator.conditions.licenceValid = false;
    expect(await refused(form(JSON.stringify(metadata)))).toEqual([501, undefined]);
    simulator.conditions.licenceValid = true;
    const whole = form(JSON.stringify(metadata));
    const cut = Buffer.isBuffer(whole.body) ? whole.body.subarray(0, -20) : '';
    expect(await refused({ ...whole, body: cut })).toEqual([400, 0]);
  });
});
