// Pages of past recordings on demand, with a person's filter turned into the API's own; and the details of one recording.
import type { HistoryFilter, HistoryPage, Search } from '../../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import type { PauseMark, RecordingDetail } from '../../../shared/ipc/recording-detail.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { CollectingProgress } from '../../../shared/ipc/saving.ts';
import { withJoinedSignal } from '../platform/joined-signal.ts';
import type { Log } from '../platform/ports.ts';
import { drawnIndices } from './random-sample.ts';
import { isMarked, MarkedSearch, type Looked } from './marked-search.ts';
import { spansIn, type PauseMarks } from '../journal/pause-marks.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import type { UcxClient } from '../ucx/client-types.ts';
import { completedQuery, type HistoryRequest } from './filter-query.ts';

/** Rows kept of those that were shown last, so that a save has their details. */
const mostRemembered = 5_000;
/** Page size where everything that a search finds is wanted. */
const allPageSize = 200;
/** Rows looked at for each that is drawn into a sample, at most. */
const mostRequestsForEach = 10;

type Page = Pick<HistoryPage, 'totalCount' | 'looked'> & { readonly recordings: readonly CompletedRecording[] };

export type Found = { readonly totalCount: number; readonly recordings: readonly CompletedRecording[] };

export type HistoryDependencies = {
  readonly client: () => UcxClient | null;
  readonly saved: SavedIndex;
  readonly marks: PauseMarks;
  readonly log: Log;
  /** Called when the progress of a search has changed. */
  readonly onChange: () => void;
};

export class History {
  readonly #dependencies: HistoryDependencies;
  readonly #remembered = new Map<string, CompletedRecording>();
  /** Aborts every request at the end. */
  readonly #lifetime = new AbortController();
  /** Requests under way that can be cancelled. */
  readonly #requests = new Map<string, AbortController>();
  #search: Search | null = null;
  readonly #marked: MarkedSearch;
  #looking: CollectingProgress['search'] = null;

  constructor(dependencies: HistoryDependencies) {
    this.#dependencies = dependencies;
    this.#marked = new MarkedSearch(dependencies.marks, dependencies.saved);
  }

  /** How far recordings are looked through for marks; null while none are. */
  get looking(): CollectingProgress['search'] {
    return this.#looking;
  }

  /** One page, most recent first. Whoever does not wait for it any more takes it back by `cancel`. */
  async page(request: HistoryRequest): Promise<Result<HistoryPage, Problem>> {
    const client = this.#dependencies.client();
    if (client === null) return err(problem('credentials-missing'));
    const answer = await this.#cancellable(request.request, (signal) =>
      isMarked(request.filter) ? this.#markedPage(client, request, signal) : readPage(client, request, signal),
    );
    if (!answer.ok) return answer;
    const { totalCount, recordings, looked } = answer.value;
    this.#remember(recordings);
    const rows = await Promise.all(
      recordings.map(async (recording) => ({
        ...recording,
        savedAs: await this.#dependencies.saved.fileNameOf(recording.id),
        pause: await this.#markOf(recording.id),
      })),
    );
    const { page, pageSize } = request;
    return ok({ page, pageSize, totalCount, rows, ...(looked === undefined ? {} : { looked }) });
  }

  /** Everything of one recording, with the pauses that our own journal knows of. */
  async detail(recordingId: string, request?: string): Promise<Result<RecordingDetail, Problem>> {
    const client = this.#dependencies.client();
    if (client === null) return err(problem('credentials-missing'));
    const answer = await this.#cancellable(request, (signal) => client.detail(recordingId, signal));
    if (!answer.ok) return err(answer.error.problem);
    const detail = answer.value;
    const pauses = await this.#dependencies.marks.of(recordingId).catch(() => []);
    const audioCheck = await this.#dependencies.marks.finding(recordingId).catch(() => null);
    const spans = spansIn(pauses, detail.startTime, detail.durationMs);
    return ok({ ...detail, pauses: spans, ...(audioCheck === null ? {} : { audioCheck }) });
  }

  /** Ends a request, also at the server; it is answered by `request-cancelled`. */
  cancel(request: string): void {
    this.#requests.get(request)?.abort();
  }

  /** The last search of this session, or null. */
  get keptSearch(): Search | null {
    return this.#search;
  }

  keepSearch(search: Search): void {
    // A late call of a window must not leave one user's search to the next.
    if (this.#dependencies.client() !== null) this.#search = search;
  }

  /** The session has ended. */
  signedOut(): void {
    this.#search = null;
    this.#marked.forget();
  }

  /** The row of a recording that was shown recently, or null. */
  known(recordingId: string): CompletedRecording | null {
    return this.#remembered.get(recordingId.toLowerCase()) ?? null;
  }

  /** The directory number of a user, as in the last list; null while no recording of theirs was shown. */
  numberOf(username: string): string | null {
    const own = [...this.#remembered.values()].findLast(
      ({ ownerUsername, localPartyNumber }) => ownerUsername === username && localPartyNumber !== null,
    );
    return own?.localPartyNumber ?? null;
  }

  /**
   * Reads all that a search finds, one page at a time: the load on the server is that of somebody who scrolls. `most` says how many are
   * read at most, where so many are found. `onPage` gets how many are read, of how many; `signal` ends it (`request-cancelled`).
   */
  async findAll(
    filter: HistoryFilter,
    most: (total: number) => number,
    signal: AbortSignal,
    onPage: (read: number, total: number) => void,
  ): Promise<Result<Found, Problem>> {
    const client = this.#dependencies.client();
    if (client === null) return err(problem('credentials-missing'));
    return withJoinedSignal([this.#lifetime.signal, signal], async (ended): Promise<Result<Found, Problem>> => {
      if (isMarked(filter)) return this.#findMarked(client, filter, most, ended, onPage);
      const recordings: CompletedRecording[] = [];
      const seen = new Set<string>();
      for (let page = 0; ; page += 1) {
        const query = completedQuery({ filter, page, pageSize: allPageSize });
        const answer = await client.listCompleted(query, ended);
        if (ended.aborted) return err(problem('request-cancelled'));
        if (!answer.ok) return err(answer.error.problem);
        for (const recording of answer.value.recordings) {
          // A recording that ends meanwhile moves the others down: the last one of a page is first on the next page too.
          if (!seen.has(recording.id)) recordings.push(recording);
          seen.add(recording.id);
        }
        const { totalCount } = answer.value;
        const requested = (page + 1) * allPageSize;
        const wanted = Math.min(totalCount, most(totalCount));
        onPage(recordings.length, wanted);
        if (requested >= wanted || answer.value.recordings.length === 0) {
          this.#remember(recordings);
          return ok({ totalCount, recordings: recordings.slice(0, wanted) });
        }
      }
    });
  }

  /**
   * A random part of what a search finds, evenly over all of it. Rows are read one by one at the places that were drawn: of a million
   * recordings two hundred cost two hundred small requests. `isWanted` leaves some out, and others are drawn in their place, as long as
   * that costs no more than ten requests for each. Problems as `findAll`.
   */
  async sample(
    filter: HistoryFilter,
    { size, seed, isWanted }: { size: number; seed: number; isWanted: (id: string) => Promise<boolean> },
    signal: AbortSignal,
    onDrawn: (drawn: number, size: number) => void,
  ): Promise<Result<Found, Problem>> {
    const client = this.#dependencies.client();
    if (client === null) return err(problem('credentials-missing'));
    return withJoinedSignal([this.#lifetime.signal, signal], async (ended): Promise<Result<Found, Problem>> => {
      const looked = isMarked(filter) ? await this.#lookThrough(client, filter, ended, onDrawn) : null;
      if (looked?.ok === false) return looked;
      const rowAt = async (index: number): Promise<Result<Page, Problem>> => {
        const recordings = looked?.value.recordings;
        const answer: Result<Page, Problem> =
          recordings === undefined
            ? await readPage(client, { filter, page: index, pageSize: 1 }, ended)
            : ok({ totalCount: recordings.length, recordings: recordings.slice(index, index + 1) });
        return ended.aborted ? err(problem('request-cancelled')) : answer;
      };
      const first = await rowAt(0);
      if (!first.ok) return first;
      const { totalCount } = first.value;
      const drawn = new Map<string, CompletedRecording>();
      let requests = 0;
      for (const index of drawnIndices(totalCount, seed)) {
        if (drawn.size >= size || requests >= size * mostRequestsForEach) break;
        requests += 1;
        const row = await rowAt(index);
        if (!row.ok) return row;
        const [recording] = row.value.recordings;
        if (recording !== undefined && (await isWanted(recording.id))) drawn.set(recording.id, recording);
        onDrawn(drawn.size, Math.min(size, totalCount));
      }
      const recordings = [...drawn.values()];
      this.#remember(recordings);
      return ok({ totalCount, recordings });
    });
  }

  dispose(): void {
    this.#lifetime.abort();
  }

  async #findMarked(
    client: UcxClient,
    filter: HistoryFilter,
    most: (total: number) => number,
    signal: AbortSignal,
    onPage: (read: number, total: number) => void,
  ): Promise<Result<Found, Problem>> {
    const looked = await this.#lookThrough(client, filter, signal, onPage);
    if (signal.aborted) return err(problem('request-cancelled'));
    if (!looked.ok) return looked;
    const { recordings } = looked.value;
    this.#remember(recordings);
    return ok({ totalCount: recordings.length, recordings: recordings.slice(0, most(recordings.length)) });
  }

  async #markedPage(client: UcxClient, request: HistoryRequest, signal: AbortSignal): Promise<Result<Page, Problem>> {
    const { filter, page, pageSize } = request;
    try {
      const looked = await this.#lookThrough(client, filter, signal, (done, total) => {
        this.#looking = { done, total };
        this.#dependencies.onChange();
      });
      if (!looked.ok) return looked;
      const { recordings, read, of } = looked.value;
      const rows = recordings.slice(page * pageSize, (page + 1) * pageSize);
      return ok({ totalCount: recordings.length, recordings: rows, looked: { read, of } });
    } finally {
      this.#looking = null;
      this.#dependencies.onChange();
    }
  }

  #lookThrough(
    client: UcxClient,
    filter: HistoryFilter,
    signal: AbortSignal,
    onPage: (read: number, total: number) => void,
  ): Promise<Result<Looked, Problem>> {
    const read = (page: number, ended: AbortSignal) => readPage(client, { filter, page, pageSize: allPageSize }, ended);
    return this.#marked.find(filter, read, signal, onPage);
  }

  async #cancellable<T>(request: string | undefined, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (request === undefined) return ask(this.#lifetime.signal);
    const own = new AbortController();
    this.#requests.set(request, own);
    try {
      return await withJoinedSignal([this.#lifetime.signal, own.signal], ask);
    } finally {
      this.#requests.delete(request);
    }
  }

  /** A journal that cannot be read must not hide the list: it is shown without marks. */
  async #markOf(recordingId: string): Promise<PauseMark> {
    try {
      return await this.#dependencies.marks.mark(recordingId);
    } catch (error) {
      this.#dependencies.log.error('pause-marks-unreadable', error);
      return null;
    }
  }

  #remember(recordings: readonly CompletedRecording[]): void {
    for (const recording of recordings) {
      const id = recording.id.toLowerCase();
      this.#remembered.delete(id);
      this.#remembered.set(id, recording);
    }
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= mostRemembered) return;
      this.#remembered.delete(oldest);
    }
  }
}

async function readPage(
  client: UcxClient,
  request: HistoryRequest,
  signal: AbortSignal,
): Promise<Result<Page, Problem>> {
  const answer = await client.listCompleted(completedQuery(request), signal);
  return answer.ok ? answer : err(answer.error.problem);
}
