// Puts an answer on the wire: with back-pressure, at a given speed, cut in the middle, or with a body that is wrong on purpose.
import type { ServerResponse } from 'node:http';
import { htmlPage, type Answer } from './answer.ts';
import type { SimulatorClock, WrongBody } from '../types.ts';

export type Manner = {
  readonly clock: SimulatorClock;
  readonly cutAfter: number | null;
  readonly bytesPerSecond: number | null;
};

const json = 'application/json; charset=utf-8';
const hugeBytes = 10 * 1024 * 1024;
/** A slow body is sent in so many pieces a second. */
const slowPieces = 10;

function eachObject(value: unknown, change: (object: object) => void): unknown {
  const copy: unknown = structuredClone(value);
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (!Array.isArray(part)) change(part);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(copy);
  return copy;
}

function* hugeList(answer: Answer): Generator<string> {
  // Padding that is valid JSON: only a limit on size notices it in time.
  const whole = JSON.stringify(answer.json ?? []);
  yield whole.slice(0, 1);
  for (let sent = 0; sent < hugeBytes; sent += 65_536) yield ' '.repeat(65_536);
  yield whole.slice(1);
}

/** Changes the body of an answer as a fault says; status and headers stay. */
export function withWrongBody(answer: Answer, wrong: WrongBody): Answer {
  const bare: Answer = { status: answer.status, ...(answer.headers === undefined ? {} : { headers: answer.headers }) };
  const text = JSON.stringify(answer.json ?? { totalCount: 0, recordings: [] });
  switch (wrong) {
    case 'html':
      return { ...bare, text: htmlPage(answer.status) };
    case 'empty':
      return { ...bare, text: { type: json, body: '' } };
    case 'truncated-json':
      return { ...bare, text: { type: json, body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) } };
    case 'not-json':
      return { ...bare, text: { type: json, body: `OK ${text}` } };
    case 'huge-json':
      return { ...bare, stream: { type: json, length: null, pieces: () => hugeList(answer) } };
    case 'string-booleans':
      return { ...bare, json: eachObject(answer.json, stringBooleans) };
    case 'missing-is-paused':
      return { ...bare, json: eachObject(answer.json, (object) => Reflect.deleteProperty(object, 'isPaused')) };
    case 'unknown-is-paused':
      return {
        ...bare,
        json: eachObject(answer.json, (object) => {
          if ('isPaused' in object) object.isPaused = 'perhaps';
        }),
      };
    case 'duplicate-keys':
      return { ...bare, text: { type: json, body: text.replaceAll(/"isPaused":(true|false)/g, twice) } };
  }
}

const twice = (pair: string, value: string): string => `"isPaused":${String(value !== 'true')},${pair}`;

function stringBooleans(object: object): void {
  for (const [key, value] of Object.entries(object))
    if (typeof value === 'boolean') Reflect.set(object, key, String(value));
}

function* whole(body: Buffer): Generator<Buffer> {
  if (body.length > 0) yield body;
}

function parts(answer: Answer): { type: string | null; length: number | null; pieces: Iterable<string | Buffer> } {
  if (answer.stream !== undefined) {
    const { type, length, pieces } = answer.stream;
    return { type, length, pieces: pieces() };
  }
  const text = answer.text ?? (answer.json === undefined ? null : { type: json, body: JSON.stringify(answer.json) });
  const body = Buffer.from(text?.body ?? '');
  return { type: text?.type ?? null, length: body.length, pieces: whole(body) };
}

/** Waits until the socket takes more. @returns false when the other side is gone. */
function drained(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (open: boolean) => () => {
      response.off('drain', onDrain);
      response.off('close', onClose);
      resolve(open);
    };
    const onDrain = settle(true);
    const onClose = settle(false);
    response.once('drain', onDrain);
    response.once('close', onClose);
  });
}

function pause(clock: SimulatorClock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.timer(ms, resolve));
}

function* split(pieces: Iterable<string | Buffer>, largest: number): Generator<Buffer> {
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length; at += largest) yield bytes.subarray(at, at + largest);
  }
}

/** Sends an answer; resolves when all of it was handed to the system or the other side went away. Never rejects. */
export async function send(response: ServerResponse, answer: Answer, manner: Manner): Promise<void> {
  const gone = (): boolean => response.destroyed;
  if (gone()) return;
  const { type, length, pieces } = parts(answer);
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (type !== null) response.setHeader('Content-Type', type);
  if (length !== null && answer.status !== 204) response.setHeader('Content-Length', length);
  const { cutAfter, bytesPerSecond, clock } = manner;
  const largest =
    bytesPerSecond === null ? Number.MAX_SAFE_INTEGER : Math.max(1, Math.floor(bytesPerSecond / slowPieces));
  let sent = 0;
  for (const piece of split(pieces, largest)) {
    if (cutAfter !== null && sent + piece.length > cutAfter) {
      response.flushHeaders();
      response.write(piece.subarray(0, cutAfter - sent));
      // Ends the connection once these bytes are out: the reader sees a body that stops short.
      response.socket?.destroySoon();
      return;
    }
    sent += piece.length;
    if (!response.write(piece) && !(await drained(response))) return;
    if (bytesPerSecond !== null) await pause(clock, 1000 / slowPieces);
    if (gone()) return;
  }
  await new Promise<void>((resolve) => void response.once('close', resolve).end(resolve));
}
