// What the simulator's own tests share: a plain HTTP client that believes nothing, and a clock that moves only when told.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Simulator, SimulatorClock } from '../../../src/simulator/simulator.ts';

export const live = '/fw/Apps/Recorder/WebAPI/LiveRecordings';
export const completed = '/fw/Apps/Recorder/WebAPI/Recordings';

export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The parsed body, or undefined when it is not JSON. */
  readonly json: unknown;
};

export type Ask = {
  readonly user?: string | null;
  readonly password?: string;
  readonly charset?: 'utf8' | 'latin1';
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks as ada.agent unless told otherwise. Rejects when the connection breaks before the end of the answer. */
export function ask(simulator: Simulator, method: string, path: string, how: Ask = {}): Promise<Reply> {
  const { user = 'ada.agent', password = 'demo', charset = 'utf8', body } = how;
  const headers: Record<string, string | number> = { ...how.headers };
  if (user !== null)
    headers['Authorization'] = `Basic ${Buffer.from(`${user}:${password}`, charset).toString('base64')}`;
  if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
  const url = new URL(simulator.url + path);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, { method, headers, agent: false, rejectUnauthorized: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const text = bytes.toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: parsed(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A field deep in an answer, by names and places; undefined when there is no such thing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

export type ManualClock = SimulatorClock & {
  /** Moves time on, running each timer at its moment. */
  advance(ms: number): void;
};

/** Starts at noon UTC of 15 January 2026. */
export function manualClock(start = Date.UTC(2026, 0, 15, 12)): ManualClock {
  let time = 0;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => start + time,
    monotonic: () => time,
    timer(ms, callback) {
      const timer = { at: time + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= end).sort((left, right) => left.at - right.at);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        time = Math.max(time, next.at);
        next.callback();
      }
      time = end;
    },
  };
}
