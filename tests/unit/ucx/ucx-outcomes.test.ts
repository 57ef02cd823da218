// What an answer that is no success says about what was done: whatever may hide a success must be read back.
import { expect, test } from 'vitest';
import type { EndpointName, UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import { failureOfSignIn, failureOfStatus, failureOfWire, parseErrorBody } from '../../../src/main/core/ucx/errors.ts';
import { problem } from '../../../src/shared/domain/problem.ts';

const host = 'ucx.example.com';
const noBody = { reason: null, values: {} };

test.each<[EndpointName, number, UcxFailure['outcome']]>([
  ['pauseById', 400, 'refused'],
  ['pauseById', 401, 'unauthorized'],
  ['pauseById', 403, 'forbidden'],
  ['pauseById', 404, 'gone'],
  ['pauseById', 410, 'gone'],
  ['pauseById', 409, 'gone'],
  ['upload', 409, 'refused'],
  ['pauseById', 408, 'unknown'],
  ['pauseById', 500, 'unknown'],
  ['pauseById', 502, 'unknown'],
  ['pauseById', 503, 'refused'],
  ['pauseById', 504, 'unknown'],
  ['pauseById', 429, 'already'],
  ['resumeByNumber', 429, 'already'],
  ['start', 429, 'already'],
  ['listMine', 429, 'refused'],
  ['upload', 429, 'refused'],
])('%s answering %i: %s', (endpoint, status, outcome) => {
  const failure = failureOfStatus(endpoint, status, { reason: null, values: { device: 'SEP1' } }, host);
  expect(failure).toMatchObject({ endpoint, outcome, status, reason: null });
  expect(failure.problem.values).toEqual({ host, status: String(status), device: 'SEP1' });
});

test.each([
  [407, 'proxy-sign-in'],
  [401, 'server-sign-in-method'],
] as const)('%i for another kind of sign-in did nothing, and names the server: %s', (status, code) => {
  const failure = failureOfSignIn('listMine', status, host);
  expect(failure).toMatchObject({ outcome: 'unknown', status, problem: { code, values: { host } } });
});

test('without an answer nothing is known; a redirect that was not followed did nothing; what we ended is cancelled', () => {
  const outcome = (code: Parameters<typeof problem>[0], cancelled: boolean): UcxFailure['outcome'] =>
    failureOfWire('pauseById', { problem: problem(code, { host }), cancelled }).outcome;
  expect(outcome('server-timeout', false)).toBe('unknown');
  expect(outcome('server-redirected', false)).toBe('refused');
  expect(outcome('request-cancelled', true)).toBe('cancelled');
});

test.each(['', '<html>', '{"reason":', 'null', '7', '[]', '{"reason":"4"}', '{"reason":1.5}'])(
  'a body of an error that says nothing, %j, counts as absent',
  (body) => {
    expect(parseErrorBody(body)).toEqual(noBody);
  },
);
