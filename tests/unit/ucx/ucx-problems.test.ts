// The table of the vendor's errors, against a list typed by hand from the documents (docs/ucx-api.md, Parts A and B).
import { expect, test } from 'vitest';
import { parseErrorBody } from '../../../src/main/core/ucx/errors.ts';
import { problemCodes } from '../../../src/shared/domain/problem-codes.ts';
import {
  endpointNames,
  ucxProblemCode,
  ucxProblemRows,
  type EndpointName,
} from '../../../src/shared/domain/ucx-problems.ts';

/** [endpoint, status, reason or null where none is documented, name of the problem] */
const documented: readonly (readonly [EndpointName, number, number | null, string])[] = [
  // A1
  ['start', 400, 0, 'start/no-target'],
  ['start', 400, 1, 'start/line-unknown'],
  ['start', 400, 2, 'start/mode-invalid'],
  ['start', 400, 3, 'start/no-extension'],
  ['start', 400, 4, 'start/automatic'],
  ['start', 401, null, 'credentials-refused'],
  ['start', 403, 0, 'start/not-allowed'],
  ['start', 403, 1, 'start/user-not-allowed'],
  ['start', 403, 2, 'start/direction-filtered'],
  ['start', 403, 3, 'start/traffic-filtered'],
  ['start', 403, 4, 'start/party-blacklisted'],
  ['start', 409, 0, 'start/line-without-user'],
  ['start', 409, 1, 'start/no-call'],
  ['start', 429, 0, 'start/starting'],
  ['start', 429, 1, 'start/already'],
  ['start', 500, null, 'start/server-fault'],
  ['start', 501, 0, 'start/no-licence'],
  ['start', 501, 1, 'start/no-pilot'],
  ['start', 501, 2, 'start/pilot-misconfigured'],
  ['start', 503, null, 'start/no-channel'],
  ['start', 504, null, 'start/service-unavailable'],
  // A2
  ['stopById', 400, 0, 'stop/id-invalid'],
  ['stopById', 400, 1, 'stop/line-not-monitorable'],
  ['stopById', 400, 2, 'stop/automatic'],
  ['stopById', 401, null, 'credentials-refused'],
  ['stopById', 403, null, 'stop/not-allowed'],
  ['stopById', 409, null, 'stop/ended'],
  ['stopById', 500, null, 'stop/server-fault'],
  ['stopById', 504, null, 'stop/service-unavailable'],
  // A3
  ['stopByLine', 400, null, 'stop/line-refused'],
  ['stopByLine', 400, 0, 'stop/no-target'],
  ['stopByLine', 400, 1, 'stop/line-not-monitorable'],
  ['stopByLine', 401, null, 'credentials-refused'],
  ['stopByLine', 403, null, 'stop/not-allowed'],
  ['stopByLine', 409, null, 'stop/nothing-recorded'],
  ['stopByLine', 500, null, 'stop/server-fault'],
  // A4
  ['stopMine', 400, null, 'stop/line-refused'],
  ['stopMine', 401, null, 'credentials-refused'],
  ['stopMine', 409, null, 'stop/nothing-recorded'],
  ['stopMine', 500, null, 'stop/server-fault'],
  // A5
  ['pauseById', 400, null, 'pause/id-invalid'],
  ['pauseById', 401, null, 'credentials-refused'],
  ['pauseById', 403, null, 'pause/not-allowed'],
  ['pauseById', 409, null, 'pause/ended'],
  ['pauseById', 429, null, 'pause/already'],
  ['pauseById', 500, null, 'pause/server-fault'],
  ['resumeById', 400, null, 'resume/id-invalid'],
  ['resumeById', 401, null, 'credentials-refused'],
  ['resumeById', 403, null, 'resume/not-allowed'],
  ['resumeById', 409, null, 'resume/ended'],
  ['resumeById', 429, null, 'resume/not-paused'],
  ['resumeById', 500, null, 'resume/server-fault'],
  // A6
  ['pauseByNumber', 400, null, 'pause/number-missing'],
  ['pauseByNumber', 401, null, 'credentials-refused'],
  ['pauseByNumber', 403, null, 'pause/not-allowed'],
  ['pauseByNumber', 409, null, 'pause/nothing-recorded'],
  ['pauseByNumber', 429, null, 'pause/already'],
  ['pauseByNumber', 500, null, 'pause/server-fault'],
  ['resumeByNumber', 400, null, 'resume/number-missing'],
  ['resumeByNumber', 401, null, 'credentials-refused'],
  ['resumeByNumber', 403, null, 'resume/not-allowed'],
  ['resumeByNumber', 409, null, 'resume/nothing-recorded'],
  ['resumeByNumber', 429, null, 'resume/not-paused'],
  ['resumeByNumber', 500, null, 'resume/server-fault'],
  // A7, A8
  ['listLive', 401, null, 'credentials-refused'],
  ['listLive', 403, null, 'live/not-allowed'],
  ['listLive', 500, null, 'live/server-fault'],
  ['listLive', 504, null, 'live/service-unavailable'],
  ['listMine', 401, null, 'credentials-refused'],
  ['listMine', 403, null, 'own-calls-not-visible'],
  ['listMine', 500, null, 'live/server-fault'],
  // B1
  ['listCompleted', 400, 0, 'completed/filter-refused'],
  ['listCompleted', 400, 1, 'completed/page-refused'],
  ['listCompleted', 401, null, 'credentials-refused'],
  ['listCompleted', 403, null, 'completed/not-allowed'],
  ['listCompleted', 500, null, 'completed/server-fault'],
  ['listCompleted', 504, null, 'completed/service-unavailable'],
  // B2
  ['detail', 400, null, 'detail/id-invalid'],
  ['detail', 401, null, 'credentials-refused'],
  ['detail', 403, null, 'detail/not-allowed'],
  ['detail', 404, null, 'detail/gone'],
  ['detail', 500, null, 'completed/server-fault'],
  ['detail', 504, null, 'completed/service-unavailable'],
  // B3
  ['media', 400, null, 'media/id-invalid'],
  ['media', 401, null, 'credentials-refused'],
  ['media', 403, null, 'media/not-allowed'],
  ['media', 404, null, 'media/gone'],
  // B4
  ['upload', 400, 0, 'upload/request-unreadable'],
  ['upload', 400, 1, 'upload/details-invalid'],
  ['upload', 400, 2, 'upload/audio-invalid'],
  ['upload', 401, null, 'credentials-refused'],
  ['upload', 403, null, 'upload/not-allowed'],
  ['upload', 409, null, 'upload/outside-retention'],
  ['upload', 500, null, 'upload/server-fault'],
  ['upload', 501, null, 'upload/no-licence'],
  ['upload', 504, null, 'upload/service-unavailable'],
];

test.each(documented)('%s answering %i with reason %s is %s', (endpoint, status, reason, code) => {
  expect(ucxProblemCode(endpoint, status, reason)).toBe(code);
  expect(ucxProblemRows).toContainEqual({ endpoint, status, reason, code });
});

test('each row of the table is there once', () => {
  const keys = ucxProblemRows.map(({ endpoint, status, reason }) => `${endpoint} ${status} ${String(reason)}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test('the same number means something else at another endpoint', () => {
  const codes = (['start', 'stopById', 'upload'] as const).map((endpoint) => ucxProblemCode(endpoint, 400, 2));
  expect(new Set(codes).size).toBe(3);
});

test.each(endpointNames)('%s: a reason nobody documented falls back to what the status says', (endpoint) => {
  for (const { status } of ucxProblemRows.filter((row) => row.endpoint === endpoint)) {
    for (const reason of [99, -1, 0.5]) {
      expect(ucxProblemCode(endpoint, status, reason)).toBe(ucxProblemCode(endpoint, status, null));
    }
  }
});

test.each([
  [404, 'server-path-unknown'],
  [411, 'server-length-required'],
  [418, 'server-status-unexpected'],
  [502, 'service-unavailable'],
  [599, 'server-status-unexpected'],
])('a status without a row at the endpoint, %i, is %s', (status, code) => {
  expect(ucxProblemCode('pauseById', status, null)).toBe(code);
});

test('every code of the table is known, and short enough to be read back from disk', () => {
  const known = new Set<string>(problemCodes);
  for (const { code } of ucxProblemRows) expect(known).toContain(code);
  for (const status of [404, 411, 413, 418, 429, 502]) expect(known).toContain(ucxProblemCode('start', status, null));
  for (const code of known) expect(code.length).toBeLessThanOrEqual(80);
});

test('what the body of an error says of a device, a user or an extension is one short line without the signs of a state', () => {
  const said = { reason: 1, deviceName: 'SEP\u202e01', username: '\u23f8 Paused\n', extension: '1'.repeat(500) };
  expect(parseErrorBody(JSON.stringify(said))).toEqual({
    reason: 1,
    values: { device: 'SEP01', username: 'Paused', extension: '1'.repeat(80) },
  });
});
