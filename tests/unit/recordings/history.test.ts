// What the core asks a real server for past recordings: pages that can be given up, and a person's filter as the API's own.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HistoryFilter } from '../../../src/shared/ipc/ipc-table.ts';
import { noFilter } from '../../support/contract-samples.ts';
import { coreAndSimulator, type World } from '../../support/core-and-simulator.ts';

let world: World;
beforeEach(async () => {
  world = await coreAndSimulator({ recordings: 200 });
});
afterEach(async () => {
  await world.dispose();
});

describe('A question that nobody waits for any more', () => {
  test.each(['listCompleted', 'detail'] as const)('ends at the server too (%s)', async (endpoint) => {
    const { core, simulator } = world;
    simulator.setFault({ endpoint }, { kind: 'hang' });
    const arrived = simulator.nextRequest((request) => request.endpoint === endpoint);
    const ended = new Promise<number | null>((resolve) => {
      simulator.onAnswered((request) => {
        if (request.endpoint === endpoint) resolve(request.status);
      });
    });
    const answer =
      endpoint === 'detail'
        ? core.handlers['history.detail']({ recordingId: '6b98303a-b295-473a-adae-19b78aca468d', request: 'mine' })
        : core.handlers['history.page']({ filter: noFilter, page: 3, pageSize: 50, request: 'mine' });
    await arrived;
    await core.handlers['history.cancel']({ request: 'another' });
    await core.handlers['history.cancel']({ request: 'mine' });
    expect(await answer).toMatchObject({ ok: false, error: { code: 'request-cancelled' } });
    expect(await ended).toBeNull();
  });

  test('leaves the others alone, of whatever search they are', async () => {
    const { core } = world;
    const page = (number: number, request: string, remoteParty = '') =>
      core.handlers['history.page']({ filter: { ...noFilter, remoteParty }, page: number, pageSize: 50, request });
    const [given, kept, other] = [page(1, 'one'), page(2, 'two'), page(0, 'three', '+39')];
    await core.handlers['history.cancel']({ request: 'one' });
    expect((await kept).ok).toBe(true);
    expect((await other).ok).toBe(true);
    expect((await given).ok).toBe(false);
  });
});

describe('The search of a session', () => {
  test('is kept for the next window, and forgotten when the session ends', async () => {
    const { core } = world;
    const search = { filter: { ...noFilter, remoteParty: '+39055' }, row: 120 };
    await core.handlers['history.keepSearch'](search);
    expect(await core.handlers['history.keptSearch']({})).toEqual({ ok: true, value: { search } });
    await core.handlers['session.signOut']({});
    expect(await core.handlers['history.keptSearch']({})).toEqual({ ok: true, value: { search: null } });
    await core.handlers['history.keepSearch'](search);
    expect(await core.handlers['history.keptSearch']({})).toEqual({ ok: true, value: { search: null } });
  });
});

describe("A person's search, as it reaches the server", () => {
  beforeEach(() => {
    vi.stubEnv('TZ', 'Europe/Rome');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** The filters of the request that this search makes, decoded once, without page and size. */
  async function asked(filter: Partial<HistoryFilter>): Promise<Record<string, string>> {
    const { core, simulator } = world;
    const request = simulator.nextRequest(({ endpoint }) => endpoint === 'listCompleted');
    const answer = await core.handlers['history.page']({ filter: { ...noFilter, ...filter }, page: 0, pageSize: 50 });
    expect(answer.ok).toBe(true);
    const {
      page: _page,
      pageSize: _size,
      ...filters
    } = Object.fromEntries(new URLSearchParams((await request).query.replaceAll('+', '%2B')));
    return filters;
  }

  test('has a day with both its ends where both are given', async () => {
    expect(await asked({ from: '2026-11-20', to: '2026-11-21' })).toEqual({
      startTime: 'between:2026-11-19T23:00:00Z;2026-11-21T23:00:00Z',
    });
  });

  test('is open where only one day is given: the first moment of "from" and the last of "to" are in it', async () => {
    expect(await asked({ from: '2026-11-20' })).toEqual({ startTime: 'after:2026-11-19T22:59:59.999Z' });
    expect(await asked({ to: '2026-11-20' })).toEqual({ startTime: 'before:2026-11-20T23:00:00Z' });
  });

  test.each([
    ['2026-03-29', 23, 'between:2026-03-28T23:00:00Z;2026-03-29T22:00:00Z'],
    ['2026-10-25', 25, 'between:2026-10-24T22:00:00Z;2026-10-25T23:00:00Z'],
  ])('has the day on which the clocks change whole: %s lasts %d hours', async (day, hours, startTime) => {
    expect(await asked({ from: day, to: day })).toEqual({ startTime });
    const [first = '', last = ''] = startTime.slice('between:'.length).split(';');
    expect((Date.parse(last) - Date.parse(first)) / 3_600_000).toBe(hours);
  });

  test('contains a part of the remote number, or is exactly the whole', async () => {
    expect(await asked({ remoteParty: ' +39 055 ' })).toEqual({ remoteParty: 'contains:39055' });
    expect(await asked({ remoteParty: '+39055', remotePartyIs: 'equals' })).toEqual({ remoteParty: 'equals:+39055' });
  });

  test('has local number and owner as a whole, and a direction by its number', async () => {
    expect(await asked({ localPartyNumber: '101', ownerUsername: 'zoë', direction: 'outgoing' })).toEqual({
      localPartyNumber: 'equals:101',
      ownerUsername: 'equals:zoë',
      direction: '2',
    });
    expect(await asked({ localPartyNumber: ' ', ownerUsername: '' })).toEqual({});
  });

  test.each(['remoteParty', 'localPartyNumber', 'ownerUsername'] as const)(
    'escapes what would end the text of %s',
    async (field) => {
      const filters = await asked({ [field]: String.raw`a;b\c` });
      expect(filters[field]).toMatch(/^(?:equals|contains):a\\;b\\\\c$/u);
    },
  );
});
