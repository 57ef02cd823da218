// The client of an address that cannot be used: every call fails at once with the reason, and nothing is sent.
import type { Problem } from '../../../shared/domain/problem.ts';
import { err } from '../../../shared/domain/result.ts';
import type { EndpointName, UcxClient, UcxFailure } from './client-types.ts';
import { failureUnsent } from './errors.ts';

export function createUnusableClient(why: Problem): UcxClient {
  const refuse = (endpoint: EndpointName) => async () => {
    const failure: UcxFailure = failureUnsent(endpoint, why);
    return Promise.resolve(err(failure));
  };
  return {
    start: refuse('start'),
    stopById: refuse('stopById'),
    stopByLine: refuse('stopByLine'),
    stopMine: refuse('stopMine'),
    pauseById: refuse('pauseById'),
    resumeById: refuse('resumeById'),
    pauseByNumber: refuse('pauseByNumber'),
    resumeByNumber: refuse('resumeByNumber'),
    listLive: refuse('listLive'),
    listMine: refuse('listMine'),
    listCompleted: refuse('listCompleted'),
    detail: refuse('detail'),
    media: refuse('media'),
    upload: async (_metadata, audio) => {
      audio.stream.destroy();
      return refuse('upload')();
    },
    warm: () => {
      // There is nothing to connect to.
    },
    close: () => {
      // Nothing was opened.
    },
  };
}
