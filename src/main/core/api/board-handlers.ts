// The contract's calls about everybody's live recordings.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { LiveBoard } from '../board/live-board.ts';
import type { PauseController } from '../live/pause-controller.ts';

type BoardCalls = Extract<keyof CallHandlers, `board.${string}`>;

export function boardHandlers(board: LiveBoard): Pick<CallHandlers, BoardCalls> {
  const done = (act: () => void): ReturnType<CallHandlers['board.unwatch']> => {
    act();
    return Promise.resolve(ok({}));
  };
  return {
    'board.watch': ({ filter }) =>
      done(() => {
        board.watch(filter);
      }),
    'board.unwatch': () =>
      done(() => {
        board.unwatch();
      }),
    'board.read': () => Promise.resolve(ok(board.view())),
    'board.refresh': () =>
      done(() => {
        board.refresh();
      }),
    'board.pause': async ({ recordingId }) => ok(await board.pause(recordingId)),
    'board.resume': async ({ recordingId }) => ok(await board.resume(recordingId)),
    'board.cancelPause': ({ recordingId }) =>
      done(() => {
        board.giveUp(recordingId);
      }),
    'board.stop': async ({ recordingId }) => ok(await board.stop(recordingId)),
    'board.start': async ({ deviceName, directoryNumber, mode }) =>
      ok(
        await board.start({
          ...(deviceName === '' ? {} : { deviceName }),
          ...(directoryNumber === '' ? {} : { directoryNumber }),
          mode,
        }),
      ),
    'board.pausePhone': async (phone) => ok(await board.onPhone('pause', phone)),
    'board.resumePhone': async (phone) => ok(await board.onPhone('resume', phone)),
    'board.stopPhone': async ({ deviceName, directoryNumber }) =>
      ok(
        await board.onPhone('stop', {
          ...(deviceName === '' ? {} : { deviceName }),
          ...(directoryNumber === '' ? {} : { directoryNumber }),
        }),
      ),
  };
}

/** A command for my own recordings, pressed in the list of everybody's: the same machine, the same answer. */
export async function ownCommand(pause: PauseController, verb: 'pause' | 'resume'): Promise<BoardEnd> {
  const { state } = await pause.act(verb, 'button');
  const confirmed = state === (verb === 'pause' ? 'paused' : 'recording');
  return { confirmed, problem: confirmed ? null : (pause.view().problem ?? problem('recorder-state-unknown')) };
}
