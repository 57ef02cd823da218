// What the core asks a real server for past recordings: pages that can be given up, and a person's filter as the API's own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noFilter } from '../support/contract-samples.ts';
import { coreAndSimulator, type World } from '../support/core-and-simulator.ts';

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
    await core.handlers['history.giveUp']({ request: 'another' });
    await core.handlers['history.giveUp']({ request: 'mine' });
    expect(await answer).toMatchObject({ ok: false, error: { code: 'request-cancelled' } });
    expect(await ended).toBeNull();
  });

  test('leaves the others alone', async () => {
    const { core } = world;
    const page = (number: number, request: string) =>
      core.handlers['history.page']({ filter: noFilter, page: number, pageSize: 50, request });
    const [given, kept] = [page(1, 'one'), page(2, 'two')];
    await core.handlers['history.giveUp']({ request: 'one' });
    expect((await kept).ok).toBe(true);
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
