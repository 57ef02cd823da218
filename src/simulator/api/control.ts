// The control plane: what a test or a person in another process can do to the simulator. JSON, no credentials, loopback only.
//
//   GET    /_simulator/state                  -> { url, live, users (without passwords), quirks, conditions, requests, uploads }
//   GET    /_simulator/requests               -> the request log
//   GET    /_simulator/events                 -> one JSON object a line, as it happens: {"change":{…}}, {"request":{…}}, {"answered":{…}}
//   POST   /_simulator/calls                  CallRequest -> 201 CallHandle
//   POST   /_simulator/crowd                  {"count": N}: N further agents on recorded calls -> 201 [CallHandle, …]
//   DELETE /_simulator/calls/{id}             ends the call, by its own id or that of its recording
//   PUT    /_simulator/calls/{id}/paused      {"paused": true|false}: somebody else pauses
//   POST   /_simulator/completed              CompletedRequest -> 201 {id, sizeBytes}
//   PUT    /_simulator/faults                 [{"matcher": {…}, "fault": {…}}, …]: replaces all faults
//   DELETE /_simulator/faults                 clears them
//   PUT    /_simulator/quirks                 {"name": value, …}
//   PUT    /_simulator/conditions             any part of Conditions
//   PUT    /_simulator/users/{username}       {"password"?, "level"?}
//   POST   /_simulator/cut-connections        cuts every connection, this one too
//
// 204 where nothing else is said; 400 {"problem": "…"} when the request cannot be understood or done. Shapes are those of types.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import {
  callSchema,
  completedSchema,
  conditionsSchema,
  crowdSchema,
  faultsSchema,
  quirksSchema,
  userSchema,
} from './control-schemas.ts';
import { applyQuirk, isQuirkName, QuirkError } from '../faults/quirks.ts';
import type { Simulator } from '../types.ts';

export const controlPath = '/_simulator/';

type Reply = { readonly status: number; readonly json?: unknown };
const done: Reply = { status: 204 };

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece)));
  const text = Buffer.concat(pieces).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function state(simulator: Simulator): object {
  return {
    url: simulator.url,
    live: simulator.live(),
    users: simulator.users.map(({ password: _password, ...rest }) => rest),
    quirks: simulator.quirks,
    conditions: simulator.conditions,
    requests: simulator.requests.length,
    uploads: simulator.uploads,
  };
}

function streamEvents(simulator: Simulator, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  const write = (event: object): void => void response.write(`${JSON.stringify(event)}\n`);
  const stops = [
    simulator.onChange((change) => write({ change })),
    simulator.onRequest((request) => write({ request })),
    simulator.onAnswered((answered) => write({ answered })),
  ];
  response.once('close', () => {
    for (const stop of stops) stop();
  });
}

function setQuirks(simulator: Simulator, values: Readonly<Record<string, string | number>>): Reply {
  const trial = { ...simulator.quirks };
  // All or nothing: a wrong one among right ones changes none.
  for (const [name, value] of Object.entries(values)) applyQuirk(trial, name, value);
  for (const name of Object.keys(values)) if (isQuirkName(name)) simulator.setQuirk(name, trial[name]);
  return done;
}

async function reply(simulator: Simulator, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '').slice(controlPath.length).replace(/\?.*$/s, '');
  const [what = '', id = '', part = ''] = path.split('/').map(decodeURIComponent);
  const body = await jsonBody(request);
  switch (`${request.method ?? ''} ${what}${id === '' ? '' : '/id'}${part === '' ? '' : `/${part}`}`) {
    case 'GET state':
      return { status: 200, json: state(simulator) };
    case 'GET requests':
      return { status: 200, json: simulator.requests };
    case 'POST calls':
      return { status: 201, json: simulator.beginCall(v.parse(callSchema, body)) };
    case 'POST crowd':
      return { status: 201, json: simulator.crowd(v.parse(crowdSchema, body).count) };
    case 'DELETE calls/id':
      simulator.endCall(id);
      return done;
    case 'PUT calls/id/paused':
      simulator.setPaused(id, v.parse(v.strictObject({ paused: v.boolean() }), body).paused);
      return done;
    case 'POST completed':
      return { status: 201, json: simulator.addCompleted(v.parse(completedSchema, body)) };
    case 'PUT faults': {
      const rules = v.parse(faultsSchema, body);
      simulator.clearFaults();
      for (const { matcher, fault } of rules) simulator.setFault(matcher, fault);
      return done;
    }
    case 'DELETE faults':
      simulator.clearFaults();
      return done;
    case 'PUT quirks':
      return setQuirks(simulator, v.parse(quirksSchema, body));
    case 'PUT conditions':
      Object.assign(simulator.conditions, v.parse(conditionsSchema, body));
      return done;
    case 'PUT users/id': {
      const user = simulator.users.find((candidate) => candidate.username === id);
      if (user === undefined) throw new Error('User not found.');
      Object.assign(user, v.parse(userSchema, body));
      return done;
    }
    case 'POST cut-connections':
      simulator.cutConnections();
      return done;
    default:
      return { status: 404, json: { problem: 'There is no such control. They are listed at the top of control.ts.' } };
  }
}

function problem(error: unknown): string {
  if (v.isValiError(error)) {
    const issue: v.BaseIssue<unknown> = error.issues[0];
    return `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`;
  }
  if (error instanceof QuirkError || error instanceof Error) return error.message;
  return 'The request cannot be understood.';
}

/** Serves a request whose path begins with {@link controlPath}. Never rejects. */
export async function serveControl(
  simulator: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const from = request.socket.remoteAddress ?? '';
  if (!/^(?:::ffff:)?127\.|^::1$/.test(from)) {
    response.writeHead(403).end();
    return;
  }
  if (request.method === 'GET' && request.url === `${controlPath}events`) {
    streamEvents(simulator, response);
    return;
  }
  let answer: Reply;
  try {
    answer = await reply(simulator, request);
  } catch (error) {
    answer = { status: 400, json: { problem: problem(error) } };
  }
  if (answer.json === undefined) {
    response.writeHead(answer.status).end();
    return;
  }
  response
    .writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(answer.json));
}
