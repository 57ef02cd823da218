// The contract's calls about everybody's live recordings.
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { LiveBoard } from '../board/live-board.ts';

type BoardCalls = Extract<keyof CallHandlers, `board.${string}`>;

export function boardHandlers(board: LiveBoard): Pick<CallHandlers, BoardCalls> {
  const done = (act: () => void): ReturnType<CallHandlers['board.unwatch']> => {
    act();
    return Promise.resolve(ok({}));
  };
  return {
    'board.watch': ({ filter }) => done(() => board.watch(filter)),
    'board.unwatch': () => done(() => board.unwatch()),
    'board.read': () => Promise.resolve(ok(board.view())),
    'board.refresh': () => done(() => board.refresh()),
    'board.pause': async ({ recordingId }) => ok(await board.act('pause', recordingId)),
    'board.resume': async ({ recordingId }) => ok(await board.act('resume', recordingId)),
    'board.cancelPause': ({ recordingId }) => done(() => board.cancelPause(recordingId)),
    'board.stop': async ({ recordingId }) => ok(await board.stop(recordingId)),
    'board.start': async ({ deviceName, directoryNumber, mode }) =>
      ok(
        await board.start({
          ...(deviceName === '' ? {} : { deviceName }),
          ...(directoryNumber === '' ? {} : { directoryNumber }),
          mode,
        }),
      ),
    'board.pausePhone': async (phone) => ok(await board.actOnLine('pause', phone)),
    'board.resumePhone': async (phone) => ok(await board.actOnLine('resume', phone)),
    'board.stopPhone': async ({ deviceName, directoryNumber }) =>
      ok(
        await board.actOnLine('stop', {
          ...(deviceName === '' ? {} : { deviceName }),
          ...(directoryNumber === '' ? {} : { directoryNumber }),
        }),
      ),
  };
}
