// Every documented status and reason of every endpoint, sent by the simulator, and what the client makes of it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { endpointNames, type UcxClient, type UcxFailure } from '../../src/main/core/ucx/client-types.ts';
import { ucxProblemRows } from '../../src/shared/domain/ucx-problems.ts';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { clientOf, failureOf, invoke, reportCases, reset, valueOf } from './contract-support.ts';

let cases = 0;
let simulator: Simulator;
let client: UcxClient;
let completedId = '';

beforeAll(async () => {
  simulator = await startSimulator({ recordings: 20 });
  client = clientOf(simulator, 'max.manager');
  const page = valueOf(await client.listCompleted({ page: 0, pageSize: 1 }));
  completedId = page.recordings[0]?.id ?? '';
});
afterEach(() => {
  cases += 1;
  reset(simulator);
});
afterAll(() => simulator.close());
reportCases('documented errors', () => cases);

/** Typed by hand from client-types.ts, so that the client is not asked what it does. */
function outcomeFor(endpoint: string, status: number): UcxFailure['outcome'] {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'gone';
  if (status === 409) return endpoint === 'upload' ? 'refused' : 'gone';
  if (status === 429) return 'already';
  if (status === 500 || status === 504) return 'unknown';
  return 'refused';
}

// A server without /Mine is not an error but another route: see quirks.test.ts.
const rows = ucxProblemRows.filter(
  ({ endpoint, status }) => endpoint !== 'listMine' || ![400, 404, 405].includes(status),
);

describe('the answer as documented', () => {
  test.each(rows)('$endpoint: $status with reason $reason is $code', async ({ endpoint, status, reason, code }) => {
    simulator.setFault({ endpoint }, { kind: 'status', status, ...(reason === null ? {} : { reason }) });
    const failure = failureOf(await invoke[endpoint](client, completedId));
    expect(failure).toMatchObject({
      endpoint,
      status,
      reason,
      outcome: outcomeFor(endpoint, status),
      problem: { code },
    });
  });
});

describe('the same with a page of HTML for a body, as a web server in front may send', () => {
  const statuses = [...new Map(rows.map((row) => [`${row.endpoint} ${String(row.status)}`, row])).values()];
  test.each(statuses)('$endpoint: $status', async ({ endpoint, status }) => {
    simulator.setFault({ endpoint }, { kind: 'status', status, body: '<html><body>{"reason":1}</body></html>' });
    const failure = failureOf(await invoke[endpoint](client, completedId));
    const fallback = rows.find((row) => row.endpoint === endpoint && row.status === status && row.reason === null);
    expect(failure).toMatchObject({ status, reason: null, problem: { code: fallback?.code } });
  });
});

describe('bodies of errors that are broken in other ways', () => {
  test.each([
    '',
    '{',
    '[]',
    'null',
    '"1"',
    '{"reason":"1"}',
    '{"reason":1.5}',
    '{"reason":null}',
    '{"reason":{"reason":1}}',
    '\uFEFF',
  ])('a 429 on pause with body %j is already, with no reason', async (body) => {
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'status', status: 429, body });
    expect(failureOf(await invoke.pauseById(client, completedId))).toMatchObject({ outcome: 'already', reason: null });
  });

  test('an unknown reason is reported as it is, with the words of the status', async () => {
    simulator.setFault({ endpoint: 'start' }, { kind: 'status', status: 400, reason: 77 });
    expect(failureOf(await client.start({}))).toMatchObject({ reason: 77, problem: { code: 'start/refused' } });
  });

  test('an error body that never ends does not hold up the answer', async () => {
    simulator.setFault({ endpoint: 'pauseById' }, { kind: 'status', status: 409, body: 'x'.repeat(200_000) });
    expect(failureOf(await invoke.pauseById(client, completedId))).toMatchObject({ outcome: 'gone', status: 409 });
  });

  test('names in the body of a refused start go into the words', async () => {
    simulator.setFault(
      { endpoint: 'start' },
      { kind: 'status', status: 409, reason: 0, extra: { extension: '199', username: 'x'.repeat(500), deviceName: 5 } },
    );
    const { problem } = failureOf(await client.start({}));
    expect(problem.values?.['extension']).toBe('199');
    expect(problem.values?.['username']?.length).toBe(80);
    expect(problem.values).not.toHaveProperty('device');
  });
});

describe('statuses that no page documents, on every endpoint', () => {
  const unknown = [402, 406, 411, 415, 418, 502, 505];
  const pairs = endpointNames.flatMap((endpoint) => unknown.map((status) => ({ endpoint, status })));
  test.each(pairs)('$endpoint: $status is a failure that no success hides in', async ({ endpoint, status }) => {
    simulator.setFault({ endpoint }, { kind: 'status', status });
    const failure = failureOf(await invoke[endpoint](client, completedId));
    expect(failure.status).toBe(status);
    expect(['refused', 'unknown']).toContain(failure.outcome);
  });
});
