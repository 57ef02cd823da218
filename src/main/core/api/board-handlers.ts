// Handlers of the IPC calls about everybody's live recordings.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { LiveBoard } from '../board/live-board.ts';
import { done } from './answers.ts';
import type { PauseController } from '../live/pause-controller.ts';

type Line = { readonly deviceName: string; readonly directoryNumber: string };

/** The fields of a line that were filled in. */
const lineOf = ({ deviceName, directoryNumber }: Line): Partial<Line> => ({
  ...(deviceName === '' ? {} : { deviceName }),
  ...(directoryNumber === '' ? {} : { directoryNumber }),
});

type BoardCalls = Extract<keyof CallHandlers, `board.${string}`>;

export function boardHandlers(board: LiveBoard): Pick<CallHandlers, BoardCalls> {
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
    'board.start': async ({ mode, ...line }) => ok(await board.start({ ...lineOf(line), mode })),
    'board.pausePhone': async (phone) => ok(await board.onPhone('pause', phone)),
    'board.resumePhone': async (phone) => ok(await board.onPhone('resume', phone)),
    'board.stopPhone': async (line) => ok(await board.onPhone('stop', lineOf(line))),
  };
}

/** A command for my own recordings, pressed in the list of everybody's: the same machine, the same answer. */
export async function ownCommand(pause: PauseController, verb: 'pause' | 'resume'): Promise<BoardEnd> {
  const { state } = await pause.act(verb, 'button');
  const confirmed = state === (verb === 'pause' ? 'paused' : 'recording');
  return { confirmed, problem: confirmed ? null : (pause.view().problem ?? problem('recorder-state-unknown')) };
}
