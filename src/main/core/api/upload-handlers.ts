// Handlers of the IPC calls about uploads.
import { basename } from 'node:path';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Desktop } from '../platform/ports.ts';
import type { UploadSource } from '../uploads/upload-entry.ts';
import { done } from './answers.ts';
import type { Uploads } from '../uploads/uploads.ts';

type UploadCalls = Extract<keyof CallHandlers, `uploads.${string}`>;

/** Files of this computer, by their absolute paths. */
export const filesOfUser = (paths: readonly string[]): UploadSource[] =>
  paths.map((path) => ({ path, name: basename(path), temporary: false, modifiedMs: null }));

export function uploadHandlers(uploads: Uploads, desktop: Desktop): Pick<CallHandlers, UploadCalls> {
  const answered = <T>(result: Result<T, Problem>): Promise<Result<T, Problem>> => Promise.resolve(result);
  return {
    'uploads.choose': async () => {
      if (desktop.chooseAudio === undefined) return err(problem('upload/no-dialog'));
      const paths = await desktop.chooseAudio();
      if (paths === null) return ok({ taken: null });
      const taken = uploads.add(filesOfUser(paths));
      return taken.ok ? ok({ taken: taken.value }) : taken;
    },
    'uploads.details': ({ uploadId }) => answered(uploads.details(uploadId)),
    'uploads.edit': ({ uploadId, details }) => answered(uploads.edit(uploadId, details)),
    'uploads.useForAll': ({ uploadId }) => answered(uploads.useForAll(uploadId)),
    'uploads.send': ({ uploadIds }) => answered(uploads.send(uploadIds)),
    'uploads.cancel': ({ uploadId }) => answered(uploads.cancel(uploadId)),
    'uploads.cancelAll': () =>
      done(() => {
        uploads.cancelAll();
      }),
    'uploads.remove': ({ uploadId }) => answered(uploads.remove(uploadId)),
    'uploads.forgetDone': () =>
      done(() => {
        uploads.forgetDone();
      }),
  };
}
