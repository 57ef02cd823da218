// Failures of the vendor's API: from a status, a reason and an endpoint to an outcome and a named problem.
import * as v from 'valibot';
import { plainLine } from '../../../shared/domain/text/plain-text.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { ucxProblemCode } from '../../../shared/domain/ucx-problems.ts';
import type { EndpointName, UcxFailure } from './client-types.ts';
import type { WireFailure } from './transport/wire-failure.ts';

/** Extra facts of an error body that help the person: names of a device, a user and an own line (docs/ucx-api.md A1). */
const text = v.fallback(v.nullable(v.string()), null);
const errorBodySchema = v.object({
  reason: v.fallback(v.nullable(v.pipe(v.number(), v.integer())), null),
  deviceName: v.optional(text, null),
  username: v.optional(text, null),
  extension: v.optional(text, null),
});
export type ErrorBody = {
  readonly reason: number | null;
  readonly values: Readonly<Record<string, string>>;
};

const noBody: ErrorBody = { reason: null, values: {} };

/** A short part of the server's text, safe to show. */
const short = (value: string): string => plainLine(value).slice(0, 80).toWellFormed();

/** Reads an error body, which may be JSON, HTML, cut or missing (docs/ucx-api.md 0). What cannot be read counts as absent. */
export function parseErrorBody(body: string): ErrorBody {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return noBody;
  }
  const parsed = v.safeParse(errorBodySchema, json);
  if (!parsed.success) return noBody;
  const { reason, deviceName, username, extension } = parsed.output;
  const values: Record<string, string> = {};
  if (deviceName !== null) values['device'] = short(deviceName);
  if (username !== null) values['username'] = short(username);
  if (extension !== null) values['extension'] = short(extension);
  return { reason, values };
}

/** What a status says about what was done. 500, 502, 504 and 408 may hide a success: the state must be read back. */
function outcomeOf(endpoint: EndpointName, status: number): UcxFailure['outcome'] {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'gone';
    case 409:
      return endpoint === 'upload' ? 'refused' : 'gone';
    case 429:
      return /^(start|pause|resume)/.test(endpoint) ? 'already' : 'refused';
    case 408:
    case 500:
    case 502:
    case 504:
      return 'unknown';
    default:
      return 'refused';
  }
}

/** The failure for an answer whose status is not of success. */
export function failureOfStatus(endpoint: EndpointName, status: number, body: ErrorBody, host: string): UcxFailure {
  return {
    endpoint,
    outcome: outcomeOf(endpoint, status),
    status,
    reason: body.reason,
    problem: problem(ucxProblemCode(endpoint, status, body.reason), { host, status: String(status), ...body.values }),
  };
}

/** The failure for an answer that asks for another way to sign in; what was asked for was not done. */
export function failureOfSignIn(endpoint: EndpointName, status: number, host: string): UcxFailure {
  const code = status === 407 ? 'proxy-sign-in' : 'server-sign-in-method';
  return { endpoint, outcome: 'unknown', status, reason: null, problem: problem(code, { host }) };
}

/** The failure for a request that got no answer, or was ended by our own side. `status` where the head had arrived. */
export function failureOfWire(endpoint: EndpointName, failure: WireFailure, status: number | null = null): UcxFailure {
  // A redirect that was not followed is an answer: the server did not do it there.
  const answered = failure.problem.code === 'server-redirected';
  const outcome = failure.cancelled ? 'cancelled' : answered ? 'refused' : 'unknown';
  return { endpoint, outcome, status, reason: null, problem: failure.problem };
}

/** The failure for something that was not sent at all because it could not be right. */
export function failureUnsent(endpoint: EndpointName, why: Problem): UcxFailure {
  return { endpoint, outcome: 'refused', status: null, reason: null, problem: why };
}

/** The failure for an answer of success that cannot be used: the request may have been carried out. */
export function failureUnreadable(endpoint: EndpointName, status: number, host: string): UcxFailure {
  return { endpoint, outcome: 'unknown', status, reason: null, problem: problem('server-answer-unreadable', { host }) };
}
