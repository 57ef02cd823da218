// Which route leads to my recordings on this server, and that no odd answer makes it forget one that works.
import { describe, expect, test } from 'vitest';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { clientFor, id, serve } from './ucx-support.ts';

const live = (isPaused: unknown) => ({ id, isPaused });
const states = async (answer: ReturnType<UcxClient['listMine']>): Promise<LiveRecording['isPaused'][] | string> => {
  const read = await answer;
  return read.ok ? read.value.value.map(({ isPaused }) => isPaused) : read.error.problem.code;
};

describe('the route to my recordings', () => {
  /** A server whose answers the test gives: the status of `/Mine`, and that of the list by user name. */
  async function routes(first: { mine: number; list: number }, remembered: 'mine' | 'username' | null = null) {
    const now = { ...first };
    const learned: string[] = [];
    const seen = await serve((request, response) => {
      const status = request.url?.endsWith('/Mine') === true ? now.mine : now.list;
      response.writeHead(status).end(status === 200 ? JSON.stringify([live(true)]) : '');
    });
    const client = clientFor(seen.url, { mineRoute: remembered, onMineRoute: (route) => learned.push(route) });
    return { now, learned, client, seen };
  }

  describe.each([400, 404, 405])('where /Mine answers %i', (missing) => {
    test('once after it has worked, it is not given up', async () => {
      const { now, learned, client } = await routes({ mine: 200, list: 200 });
      expect(await states(client.listMine())).toEqual([true]);
      now.mine = missing;
      expect((await client.listMine()).ok).toBe(false);
      now.mine = 200;
      expect(await states(client.listMine())).toEqual([true]);
      expect(learned).toEqual(['mine']);
    });

    test('for good, my user name is asked for instead', async () => {
      const { now, learned, client } = await routes({ mine: 200, list: 200 });
      await client.listMine();
      now.mine = missing;
      for (let read = 0; read < 2; read += 1) expect((await client.listMine()).ok).toBe(false);
      expect(await states(client.listMine())).toEqual([true]);
      expect(learned).toEqual(['mine', 'username']);
    });

    test('what has worked in its place is asked alone, until it fails: then both are', async () => {
      const { now, client, seen } = await routes({ mine: missing, list: 200 });
      const asked = async (): Promise<boolean[]> => {
        const before = seen.requests.length;
        await client.listMine();
        return seen.requests.slice(before).map(({ url }) => url?.endsWith('/Mine') === true);
      };
      expect(await asked()).toEqual([true, false]);
      expect(await asked()).toEqual([false]);
      now.list = 503;
      expect(await asked()).toEqual([false]);
      expect(await asked()).toEqual([true, false]);
      // Where nothing has worked, what the list says is the answer.
      expect(await client.listMine()).toMatchObject({ ok: false, error: { status: 503 } });
      now.list = 200;
      expect(await asked()).toEqual([true, false]);
      expect(await asked()).toEqual([false]);
    });

    test('it is my user name that is asked for, and an answer that cannot be read is none', async () => {
      const { client, seen } = await routes({ mine: missing, list: 200 });
      await client.listMine();
      expect(seen.requests.at(-1)?.url).toMatch(/\?username=ada$/u);
      const odd = await serve((_request, response) => response.end('{"recordings": 7}'));
      expect(await states(clientFor(odd.url).listMine())).toBe('server-answer-unreadable');
    });

    test('and the list is forbidden, it is asked again and again, and nobody stays blind', async () => {
      const { now, learned, client } = await routes({ mine: 200, list: 403 });
      await client.listMine();
      now.mine = missing;
      // The answer of the list is not in its place: it would tell a user who may see his calls that he may not.
      for (let read = 0; read < 10; read += 1)
        expect(await client.listMine()).toMatchObject({ ok: false, error: { status: missing } });
      now.mine = 200;
      expect(await states(client.listMine())).toEqual([true]);
      expect(learned).toEqual(['mine']);
    });

    test('in the next run, what was learned there is still tried, and /Mine before it', async () => {
      const { learned, client } = await routes({ mine: missing, list: 200 }, 'username');
      expect(await states(client.listMine())).toEqual([true]);
      expect(learned).toEqual([]);
    });
  });

  test('what an earlier run learned wrongly heals at the next sign-in', async () => {
    const { learned, client, seen } = await routes({ mine: 200, list: 403 }, 'username');
    expect(await states(client.listMine())).toEqual([true]);
    expect(learned).toEqual(['mine']);
    expect(seen.requests).toHaveLength(1);
  });
});
