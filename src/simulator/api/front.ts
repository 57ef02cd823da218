// The web front: takes each request from the wire, applies faults, asks the handler and sends the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { htmlPage, type Answer, type Asked, type Failures, type Handler } from './answer.ts';
import { routeOf, type EndpointName, type Route } from './endpoints.ts';
import type { Deciding, Faults, Plan } from '../faults/faults.ts';
import type { Quirks } from '../faults/quirks.ts';
import { guid } from '../calls/random.ts';
import type { OpenEntry, RequestLog } from './request-log.ts';
import { send, withWrongBody } from './sending.ts';
import type { SignIn } from './sign-in.ts';
import type { Conditions, SimulatorClock, SimulatorUser } from '../types.ts';

export type FrontParts = {
  readonly handlers: Partial<Record<EndpointName, Handler>>;
  readonly faults: Faults;
  readonly failures: Failures;
  readonly log: RequestLog;
  readonly signIn: SignIn;
  readonly quirks: Quirks;
  readonly conditions: Conditions;
  readonly clock: SimulatorClock;
  readonly users: readonly [SimulatorUser, ...SimulatorUser[]];
};

/** Largest body taken into memory; uploads are read as they come. */
const bodyLimit = 1024 * 1024;

/** What became of a request: an answer, or none on purpose. */
type Outcome = Answer | 'hang' | 'cut';

type Incoming = {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly query: URLSearchParams;
  readonly user: SimulatorUser | null;
  readonly plan: Plan;
  readonly body: Buffer;
  readonly pieces: AsyncIterable<Buffer>;
};

async function* counted(request: IncomingMessage, entry: OpenEntry): AsyncGenerator<Buffer> {
  // Not destroyed on return: an answer that comes before the end of the body must still reach the client.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    entry.bodyBytes += bytes.length;
    yield bytes;
  }
}

export class Front {
  readonly #parts: FrontParts;
  readonly #timers = new Set<() => void>();
  /** Answers that a cache in front keeps, by the fault that it is and by path. */
  readonly #cache = new WeakMap<Deciding, Map<string, { readonly answer: Answer; readonly at: number }>>();

  constructor(parts: FrontParts) {
    this.#parts = parts;
  }

  /** Serves one request. Never rejects: a broken connection ends it quietly, a mistake of the simulator's own is a 500. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, faults, signIn, clock } = this.#parts;
    const method = request.method ?? 'GET';
    const [path = '', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const route = routeOf(method, path);
    const user = signIn.user(request.headers.authorization);
    const entry = log.open(request, path, query, route.endpoint, user?.username ?? null);
    const facts = {
      endpoint: route.endpoint,
      method,
      pathAndQuery: request.url ?? '',
      username: user?.username ?? null,
    };
    const plan = faults.plan(facts);
    try {
      const pieces = counted(request, entry);
      const body = route.endpoint === 'upload' ? Buffer.alloc(0) : await this.#read(pieces);
      if (plan.delayMs > 0) await new Promise<void>((resolve) => void clock.timer(plan.delayMs, resolve));
      const incoming = {
        request,
        route,
        query: new URLSearchParams(query),
        user,
        plan,
        body: body ?? Buffer.alloc(0),
        pieces,
      };
      const outcome = body === null ? this.#parts.failures.bare(413) : await this.#outcome(incoming);
      await this.#answer(outcome, plan, entry, response);
    } catch (error) {
      // A client that went away in the middle of its body is no mistake of ours.
      if (request.complete && !request.socket.destroyed) {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        await send(response, { status: 500, text: htmlPage(500) }, { clock, cutAfter: null, bytesPerSecond: null });
      }
      log.close(entry, null);
    }
  }

  async #answer(outcome: Outcome, plan: Plan, entry: OpenEntry, response: ServerResponse): Promise<void> {
    const { log, clock } = this.#parts;
    if (outcome === 'hang') {
      response.once('close', () => log.close(entry, null));
      return;
    }
    if (outcome === 'cut') {
      response.req.socket.destroy();
      log.close(entry, null);
      return;
    }
    await send(response, outcome, { clock, cutAfter: plan.cutAfter, bytesPerSecond: plan.bytesPerSecond });
    log.close(entry, outcome.status);
  }

  /** The whole body, or null when it is too long. */
  async #read(pieces: AsyncIterable<Buffer>): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const piece of pieces) {
      size += piece.length;
      if (size <= bodyLimit) parts.push(piece);
    }
    return size > bodyLimit ? null : Buffer.concat(parts);
  }

  async #outcome(incoming: Incoming): Promise<Outcome> {
    const { deciding, unauthorized } = incoming.plan;
    if (unauthorized) return this.#parts.signIn.refusal();
    return deciding === null ? this.#handle(incoming) : this.#faulty(incoming, deciding);
  }

  async #faulty(incoming: Incoming, fault: Deciding): Promise<Outcome> {
    const { failures } = this.#parts;
    switch (fault.kind) {
      case 'hang':
        if (fault.acts === true) await this.#handle(incoming);
        return 'hang';
      case 'cut-before':
        return 'cut';
      case 'cut-after':
        await this.#handle(incoming);
        return 'cut';
      case 'status': {
        const headers = fault.headers ?? {};
        if (fault.reason !== undefined)
          return { ...failures.documented(fault.status, fault.reason, fault.extra), headers };
        if (fault.body === undefined) return failures.bare(fault.status, headers);
        return { status: fault.status, headers, text: { type: fault.contentType ?? 'text/html', body: fault.body } };
      }
      case 'body':
        return withWrongBody(await this.#handle(incoming), fault.body);
      case 'changed': {
        const answer = await this.#handle(incoming);
        return { ...answer, status: fault.status ?? answer.status, headers: { ...answer.headers, ...fault.headers } };
      }
      case 'cached':
        return this.#cached(incoming, fault);
      case 'lie':
        return incoming.route.endpoint === 'start' || incoming.route.endpoint === 'upload'
          ? { status: 201, json: { id: guid(0, 0xdeadbeef) } }
          : { status: 204 };
      case 'accepted':
        if (fault.actsAfterMs !== null) this.#actLater(incoming, fault.actsAfterMs);
        return { status: 202 };
      case 'redirect':
        return { status: fault.status ?? 302, headers: { Location: fault.location } };
    }
  }

  async #cached(incoming: Incoming, fault: Deciding): Promise<Answer> {
    const { clock } = this.#parts;
    const key = incoming.request.url ?? '';
    const kept = this.#cache.get(fault)?.get(key) ?? { answer: await this.#handle(incoming), at: clock.now() };
    this.#cache.set(fault, (this.#cache.get(fault) ?? new Map<string, typeof kept>()).set(key, kept));
    const headers = {
      ...kept.answer.headers,
      Date: new Date(kept.at).toUTCString(),
      Age: String(Math.floor((clock.now() - kept.at) / 1000)),
    };
    return { ...kept.answer, headers };
  }

  #actLater(incoming: Incoming, ms: number): void {
    const cancel = this.#parts.clock.timer(ms, () => {
      this.#timers.delete(cancel);
      void this.#handle(incoming);
    });
    this.#timers.add(cancel);
  }

  /** Forgets what was accepted and not done yet. */
  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** What an honest server does: acts, and says so. */
  async #handle({ request, route, query, user, plan, body, pieces }: Incoming): Promise<Answer> {
    const { conditions, failures, quirks, signIn, handlers, users } = this.#parts;
    if (conditions.serviceDown) return failures.bare(504);
    const open = route.endpoint === 'upload' && quirks['upload-auth'] === 'none' && !request.headers.authorization;
    const caller = user ?? (open ? users[0] : null);
    if (route.api !== 'none' && caller === null) return signIn.refusal();
    const slash = quirks['base-slash'];
    if (route.atBase !== null && slash !== 'both' && slash !== route.atBase) return failures.bare(404);
    const sized = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
    if (request.method === 'PUT' && quirks['put-needs-length'] === 'yes' && !sized) {
      return { status: 411, text: htmlPage(411) };
    }
    const handler = handlers[route.endpoint];
    if (handler === undefined || caller === null) {
      return route.allow.length > 0 ? failures.bare(405, { Allow: route.allow.join(', ') }) : failures.bare(404);
    }
    const asked: Asked = {
      route,
      user: caller,
      query,
      headers: request.headers,
      body,
      pieces,
      wrongHash: plan.wrongHash,
    };
    return handler(asked);
  }
}
