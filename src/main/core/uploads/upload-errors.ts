// What an answer to an upload, or its absence, means: the words, the box of the form it is about, and whether the others may go on.
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { UploadField } from '../../../shared/ipc/uploads.ts';
import type { UcxFailure } from '../ucx/client-types.ts';

export type UploadFailure = {
  readonly problem: Problem;
  readonly field: UploadField | null;
  /** The server may have kept it. */
  readonly uncertain: boolean;
  /** It would meet every other recording alike. */
  readonly stopsQueue: boolean;
};

const fields: ReadonlyMap<ProblemCode, UploadField> = new Map<ProblemCode, UploadField>([
  ['upload/details-invalid', 'details'],
  ['upload/audio-invalid', 'file'],
  ['upload/too-large', 'file'],
  ['upload/source-failed', 'file'],
  ['upload/outside-retention', 'start'],
]);
const stops = new Set<ProblemCode>([
  'upload/not-allowed',
  'upload/no-licence',
  'upload/service-unavailable',
  'upload/turned-away',
  'upload/not-reached',
  'upload/perhaps-there',
  'credentials-refused',
]);
/** Their words say that it may or may not be there. */
const perhapsThere = new Set<ProblemCode>([
  'upload/perhaps-there',
  'upload/server-fault',
  'upload/service-unavailable',
]);
/** Codes of the way to the server at which no connection stood yet, so nothing can have arrived. */
const neverThere = new Set<ProblemCode>(['server-unreachable', 'server-name-unknown']);

export function uploadFailure({ outcome, status, problem: said }: UcxFailure): UploadFailure {
  const named = ownWords(outcome, status, said);
  return {
    problem: named,
    field: fields.get(named.code) ?? null,
    uncertain: perhapsThere.has(named.code),
    stopsQueue: stops.has(named.code) || said.code.startsWith('server-certificate'),
  };
}

/** General problems speak of live recordings; here they must speak of the file. */
function ownWords(outcome: UcxFailure['outcome'], status: number | null, said: Problem): Problem {
  const { host = '' } = said.values ?? {};
  const connecting = said.code === 'server-timeout' && said.values?.['step'] === 'connect';
  if (neverThere.has(said.code) || connecting) return problem('upload/not-reached', { host });
  // A proxy that gave up waiting (502) leaves open what was done behind it; one that turns away (503) has passed nothing on.
  if (said.code === 'service-unavailable')
    return problem(outcome === 'unknown' ? 'upload/service-unavailable' : 'upload/turned-away', { host });
  const lost = said.code === 'server-connection-lost' || said.code === 'server-timeout';
  const cutAnswer = outcome === 'unknown' && said.code === 'server-answer-unreadable';
  if (lost || cutAnswer) return problem('upload/perhaps-there', { host });
  return status === null && outcome === 'cancelled' ? problem('upload/signed-out') : said;
}
