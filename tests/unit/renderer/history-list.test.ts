// The list of recordings as the window keeps it: pages on demand, a bounded memory, and no answer that comes too late.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallInput, CallResult, HistoryFilter, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import { HistoryList, overtakenMs } from '../../../src/renderer/main/history/list/history-list.svelte.ts';
import { PageCache } from '../../../src/renderer/lib/grid/page-cache.ts';
import { pageSize, type Move } from '../../../src/renderer/lib/grid/row-store.ts';

const all: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };

const row = (index: number, mark: string): HistoryRow => ({
  id: `${mark}-${String(index)}`,
  referenceNumber: String(index),
  startTime: null,
  durationMs: null,
  direction: 'unknown',
  localPartyNumber: null,
  remotePartyNumber: null,
  ownerUsername: null,
  savedAs: null,
  pause: null,
});

/** A server whose answers are given by hand, in any order. */
class Server {
  readonly #answered = new Set<AbortSignal>();
  readonly asked: {
    input: CallInput<'history.page'>;
    signal: AbortSignal;
    answer: (result: CallResult<'history.page'>) => Promise<void>;
  }[] = [];

  ask = (input: CallInput<'history.page'>, signal: AbortSignal): Promise<CallResult<'history.page'>> => {
    const { promise, resolve } = Promise.withResolvers<CallResult<'history.page'>>();
    const answer = async (result: CallResult<'history.page'>): Promise<void> => {
      if (!signal.aborted) this.#answered.add(signal);
      resolve(result);
      await promise;
      await Promise.resolve();
    };
    this.asked.push({ input, signal, answer });
    return promise;
  };

  /** The pages whose questions were taken back before they were answered. */
  get givenUp(): number[] {
    return this.asked
      .filter(({ signal }) => signal.aborted && !this.#answered.has(signal))
      .map(({ input }) => input.page);
  }

  get pages(): number[] {
    return this.asked.map(({ input }) => input.page);
  }

  async answer(at: number, totalCount: number, mark = 'a'): Promise<void> {
    const call = this.asked[at];
    if (call === undefined) throw new Error(`call ${String(at)} was never made`);
    const { page } = call.input;
    const length = Math.max(0, Math.min(pageSize, totalCount - page * pageSize));
    const rows = Array.from({ length }, (_, index) => row(page * pageSize + index, mark));
    await call.answer({ ok: true, value: { page, pageSize, totalCount, rows } });
  }

  /** Answers with rows of a list of `totalCount` in which `onTop` new ones stand above those that it had first. */
  async answerMoved(at: number, totalCount: number, onTop: number): Promise<void> {
    const call = this.asked[at];
    if (call === undefined) throw new Error(`call ${String(at)} was never made`);
    const { page } = call.input;
    const length = Math.max(0, Math.min(pageSize, totalCount - page * pageSize));
    const rows = Array.from({ length }, (_, index) => {
      const place = page * pageSize + index - onTop;
      return place < 0 ? row(-place, 'new') : row(place, 'a');
    });
    await call.answer({ ok: true, value: { page, pageSize, totalCount, rows } });
  }

  async refuse(at: number): Promise<void> {
    await this.asked[at]?.answer({ ok: false, error: { code: 'server-timeout' } });
  }
}

describe('The list of recordings', () => {
  test('asks only for the pages that are looked at', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 1_000_000);
    list.setVisible(499_990, 500_010);
    expect(server.pages).toEqual([0, 9999, 10_000]);
    await server.answer(2, 1_000_000);
    expect(list.row(500_010)?.id).toBe('a-500010');
    expect(list.row(499_990)).toBeUndefined();
  });

  test('skips the pages a fast scroll has left behind', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 1_000_000);
    for (const page of [10, 20, 30, 40, 50]) list.setVisible(page * pageSize, page * pageSize);
    expect(server.pages).toEqual([0, 10, 20]);
    await server.answer(1, 1_000_000);
    expect(server.pages).toEqual([0, 10, 20, 50]);
  });

  test('drops an answer that belongs to an earlier filter', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    void list.open({ ...all, remoteParty: '055' });
    await server.answer(1, 2, 'new');
    await server.answer(0, 900, 'old');
    expect(list.total).toBe(2);
    expect(list.row(0)?.id).toBe('new-0');
  });

  test('keeps what it shows until the first page of a new filter is here', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 3, 'old');
    void list.open({ ...all, direction: 'incoming' });
    expect(list.row(0)?.id).toBe('old-0');
    expect(list.opening).toBe(true);
    await server.answer(1, 1, 'new');
    expect(list.row(0)?.id).toBe('new-0');
    expect(list.opening).toBe(false);
  });

  test('says why it has no rows, and asks again when told to', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.refuse(0);
    expect(list.problem?.code).toBe('server-timeout');
    expect(list.total).toBeNull();
    list.retry();
    await server.answer(1, 5);
    expect(list.problem).toBeNull();
    expect(list.total).toBe(5);
  });

  test('does not ask again by itself for a page that was refused', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 500);
    list.setVisible(100, 110);
    await server.refuse(1);
    list.setVisible(100, 111);
    expect(server.pages).toEqual([0, 2]);
    expect(list.problem?.code).toBe('server-timeout');
    list.retry();
    expect(server.pages).toEqual([0, 2, 2]);
  });

  test('keeps its rows when looking for new ones fails', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 5);
    const looked = list.refresh();
    await server.refuse(1);
    expect(await looked).toBe(false);
    expect(list.row(0)?.id).toBe('a-0');
    expect(list.total).toBe(5);
  });

  test('forgets far pages when the server has counted differently, but not what is in sight', async () => {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 500);
    list.setVisible(0, 60);
    await server.answer(1, 500);
    list.setVisible(200, 210);
    await server.answer(2, 501);
    expect(list.total).toBe(501);
    expect(list.row(205)?.id).toBe('a-205');
    expect(list.row(0)).toBeUndefined();
  });
});

describe('On the way through the list', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function opened(): Promise<{ server: Server; list: HistoryList }> {
    const server = new Server();
    const list = new HistoryList(server.ask);
    void list.open(all);
    await server.answer(0, 1_000_000);
    list.setVisible(0, 10);
    return { server, list };
  }

  test('the next page is asked for before it is in sight, in either direction, and no more than that one', async () => {
    const { server, list } = await opened();
    expect(server.pages).toEqual([0]);
    list.setVisible(1, 11);
    expect(server.pages).toEqual([0, 1]);
    list.setVisible(20, 30);
    await server.answer(1, 1_000_000);
    expect(server.pages).toEqual([0, 1]);
    list.setVisible(5_000, 5_010);
    await server.answer(2, 1_000_000);
    expect(server.pages).toEqual([0, 1, 100]);
    list.setVisible(5_002 - 10, 5_002);
    await server.answer(3, 1_000_000);
    list.setVisible(4_980, 4_990);
    expect(server.pages).toEqual([0, 1, 100, 99, 98]);
  });

  test('what is in sight is asked for before what comes next, which takes no place from it', async () => {
    const { server, list } = await opened();
    list.setVisible(10, 20);
    expect(server.pages).toEqual([0, 1]);
    list.setVisible(45, 110);
    // Page 1 is in sight now: it is one of the two.
    expect(server.pages).toEqual([0, 1, 2]);
    await server.answer(1, 1_000_000);
    expect(server.pages).toEqual([0, 1, 2]);
    await server.answer(2, 1_000_000);
    expect(server.pages).toEqual([0, 1, 2, 3]);
    list.setVisible(145, 210);
    expect(server.pages).toEqual([0, 1, 2, 3, 4]);
  });

  test('answers that never come do not hold up a jump: their pages are given up and the place is asked for', async () => {
    const { server, list } = await opened();
    list.setVisible(5_045, 5_055);
    expect(server.pages).toEqual([0, 100, 101]);
    vi.advanceTimersByTime(10_000);
    expect(server.givenUp).toEqual([]);
    list.setVisible(500_000, 500_010);
    expect(server.givenUp).toEqual([100, 101]);
    expect(server.pages).toEqual([0, 100, 101, 10_000]);
    await server.answer(3, 1_000_000);
    expect(list.row(500_005)?.id).toBe('a-500005');
    expect(list.problem).toBeNull();
  });

  test('a page that was scrolled past a moment ago may still come, and is given up after that moment', async () => {
    const { server, list } = await opened();
    list.setVisible(5_045, 5_055);
    list.setVisible(500_000, 500_010);
    expect([server.pages, server.givenUp]).toEqual([[0, 100, 101], []]);
    await server.answer(1, 1_000_000);
    expect(server.pages).toEqual([0, 100, 101, 10_000]);
    vi.advanceTimersByTime(overtakenMs);
    expect(server.givenUp).toEqual([101]);
  });

  test('a drag through a million rows over a server that is slow asks a few times a second, not for each movement', async () => {
    const { server, list } = await opened();
    for (let movement = 1; movement <= 120; movement += 1) {
      list.setVisible(movement * 8_000, movement * 8_000 + 10);
      vi.advanceTimersByTime(1_000 / 60);
    }
    // Two places, each free again after 150 ms at the earliest, for two seconds.
    expect(server.pages.length).toBeLessThan(2 * (2_000 / overtakenMs) + 3);
    list.setVisible(640_000, 640_010);
    vi.advanceTimersByTime(overtakenMs);
    expect(server.pages.at(-1)).toBe(12_800);
  });

  test('a page that failed before anybody looked at it is no problem, and is asked for again by who looks', async () => {
    const { server, list } = await opened();
    list.setVisible(1, 11);
    await server.refuse(1);
    expect([list.problem, server.pages]).toEqual([null, [0, 1]]);
    list.setVisible(2, 12);
    expect(server.pages).toEqual([0, 1]);
    list.setVisible(45, 55);
    expect(server.pages).toEqual([0, 1, 1]);
    await server.refuse(2);
    expect(list.problem?.code).toBe('server-timeout');
  });

  test('a new search takes back all that is under way for the one before', async () => {
    const { server, list } = await opened();
    list.setVisible(5_045, 5_055);
    void list.open({ ...all, remoteParty: '055' });
    expect(server.givenUp).toEqual([100, 101]);
    void list.open({ ...all, remoteParty: '0551' });
    expect(server.givenUp).toEqual([100, 101, 0]);
    list.stop();
    expect(server.givenUp).toEqual([100, 101, 0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('New recordings on top of the list', () => {
  /** A list of 500 with its pages 0 and 1 here, and what it told of movements. */
  async function opened(): Promise<{ server: Server; list: HistoryList; moves: Move[] }> {
    const server = new Server();
    const moves: Move[] = [];
    const list = new HistoryList(server.ask, (move) => moves.push(move));
    void list.open(all);
    await server.answer(0, 500);
    list.setVisible(40, 60);
    await server.answer(1, 500);
    return { server, list, moves };
  }

  test('move what is here, and no page of it is asked for again', async () => {
    const { server, list, moves } = await opened();
    const looked = list.refresh();
    await server.answerMoved(2, 503, 3);
    expect(await looked).toBe(true);
    expect(list.total).toBe(503);
    expect([0, 3, 52, 102].map((index) => list.row(index)?.id)).toEqual(['new-3', 'a-0', 'a-49', 'a-99']);
    expect(
      moves.map(({ total, indexAfter }) => [total, indexAfter(0), indexAfter(49), indexAfter(99), indexAfter(400)]),
    ).toEqual([[503, 3, 52, 102, 403]]);
    list.setVisible(43, 63);
    expect(server.pages).toEqual([0, 1, 0]);
  });

  test('are known by the rows themselves, also where old ones went at the end at the same time', async () => {
    const { server, list, moves } = await opened();
    void list.refresh();
    await server.answerMoved(2, 500, 2);
    expect(moves[0]?.indexAfter(60)).toBe(62);
    expect(list.row(62)?.id).toBe('a-60');
  });

  test('that are more than a page are counted by the length of the list', async () => {
    const { server, list, moves } = await opened();
    void list.refresh();
    await server.answerMoved(2, 620, 120);
    expect(moves[0]?.indexAfter(60)).toBe(180);
    expect(list.row(180)?.id).toBe('a-60');
    expect(list.row(60)).toBeUndefined();
  });

  test('do not move what stands above one that came in further down: a long call that ended late', async () => {
    const { server, list, moves } = await opened();
    void list.refresh();
    const rows = Array.from({ length: pageSize }, (_, at) =>
      at < 10 ? row(at, 'a') : at === 10 ? row(1, 'long') : row(at - 1, 'a'),
    );
    await server.asked[2]?.answer({ ok: true, value: { page: 0, pageSize, totalCount: 501, rows } });
    expect([0, 9, 10, 49, 99].map((index) => moves[0]?.indexAfter(index))).toEqual([0, 9, 11, 50, 100]);
    expect([9, 10, 11, 50].map((index) => list.row(index)?.id)).toEqual(['a-9', 'long-1', 'a-10', 'a-49']);
  });

  test('are told where nothing came in by no movement, and keep what is under way', async () => {
    const { server, list, moves } = await opened();
    const looked = list.refresh();
    list.setVisible(200, 210);
    await server.answer(2, 500);
    expect(await looked).toBe(false);
    expect(moves).toEqual([]);
    await server.answer(3, 500);
    expect(list.row(205)?.id).toBe('a-205');
    expect(server.pages).toEqual([0, 1, 0, 4]);
  });

  test('are noticed by any page that comes, and what was asked for by the old places is asked for by the new ones', async () => {
    const { server, list, moves } = await opened();
    list.setVisible(240, 260);
    expect(server.pages).toEqual([0, 1, 4, 5]);
    await server.answerMoved(2, 501, 1);
    expect(moves[0]?.indexAfter(99)).toBe(100);
    expect(server.givenUp).toEqual([5]);
    await server.answerMoved(3, 500, 0);
    expect(list.row(250)).toBeUndefined();
    expect(server.pages).toEqual([0, 1, 4, 5, 5]);
    await server.answerMoved(4, 501, 1);
    expect(list.row(250)?.id).toBe('a-249');
  });

  test('keep the rows busy in no other way: nothing is dimmed while they are looked for', async () => {
    const { server, list } = await opened();
    void list.refresh();
    expect(list.opening).toBe(false);
    await server.answer(2, 500);
  });
});

describe('The memory for pages', () => {
  test('never holds more than its capacity, and forgets what was not looked at for longest', () => {
    const cache = new PageCache<string>(3);
    for (const page of [1, 2, 3]) cache.put(page, `page ${String(page)}`);
    cache.get(1);
    cache.put(4, 'page 4');
    expect(cache.size).toBe(3);
    expect([1, 2, 3, 4].filter((page) => cache.has(page))).toEqual([1, 3, 4]);
  });
});
