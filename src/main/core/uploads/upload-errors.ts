// What an answer to an upload, or its absence, means: the problem, the field of the form it is about, and whether the others continue.
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { UploadField } from '../../../shared/ipc/uploads.ts';
import type { UcxFailure } from '../ucx/client-types.ts';

export type UploadFailure = {
  readonly problem: Problem;
  readonly field: UploadField | null;
  /** The server may have kept it. */
  readonly uncertain: boolean;
  /** Every other upload would fail for the same reason. */
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
/** Their words say that the server may have stored it. */
const uncertain = new Set<ProblemCode>(['upload/perhaps-there', 'upload/server-fault', 'upload/service-unavailable']);
/** No connection was open yet, so nothing can have arrived. */
const neverSent = new Set<ProblemCode>(['server-unreachable', 'server-name-unknown']);

/** What a failure means for one upload and for those behind it. `uncertain`: the server may have stored the recording. */
export function uploadFailure({ outcome, status, problem: reason }: UcxFailure): UploadFailure {
  const shown = uploadProblem(outcome, status, reason);
  return {
    problem: shown,
    field: fields.get(shown.code) ?? null,
    uncertain: uncertain.has(shown.code),
    stopsQueue: stops.has(shown.code) || /^(?:server-certificate|proxy)-/u.test(reason.code),
  };
}

/** The words of general problems are about live recordings; those of an upload must be about the file. */
function uploadProblem(outcome: UcxFailure['outcome'], status: number | null, reason: Problem): Problem {
  const { host = '' } = reason.values ?? {};
  const connecting = reason.code === 'server-timeout' && reason.values?.['step'] === 'connect';
  if (neverSent.has(reason.code) || connecting) return problem('upload/not-reached', { host });
  // Behind a proxy that timed out (502) the upload may have been stored; one that refuses (503) has passed nothing on.
  if (reason.code === 'service-unavailable')
    return problem(outcome === 'unknown' ? 'upload/service-unavailable' : 'upload/turned-away', { host });
  const lost = reason.code === 'server-connection-lost' || reason.code === 'server-timeout';
  const cutAnswer = outcome === 'unknown' && reason.code === 'server-answer-unreadable';
  if (lost || cutAnswer) return problem('upload/perhaps-there', { host });
  return status === null && outcome === 'cancelled' ? problem('upload/signed-out') : reason;
}
