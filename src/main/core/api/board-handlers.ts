// Handlers of the IPC calls about everybody's live recordings.
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { LiveBoard } from '../board/live-board.ts';
import { done } from './answers.ts';

type Line = { readonly deviceName: string; readonly directoryNumber: string };

/** The fields of a line that were filled in. */
const lineOf = ({ deviceName, directoryNumber }: Line): Partial<Line> => ({
  ...(deviceName === '' ? {} : { deviceName }),
  ...(directoryNumber === '' ? {} : { directoryNumber }),
});

type BoardCalls = Extract<keyof CallHandlers, `board.${string}`>;

export function boardHandlers(board: LiveBoard): Pick<CallHandlers, BoardCalls> {
  return {
    'board.watch': ({ filter }) => done(() => board.watch(filter)),
    'board.unwatch': () => done(() => board.unwatch()),
    'board.read': ({ since }) => Promise.resolve(ok(board.view(since ?? null))),
    'board.refresh': () => done(() => board.refresh()),
    'board.pause': async ({ recordingId }) => ok(await board.act('pause', recordingId)),
    'board.resume': async ({ recordingId }) => ok(await board.act('resume', recordingId)),
    'board.cancelPause': ({ recordingId }) => done(() => board.cancelPause(recordingId)),
    'board.stop': async ({ recordingId }) => ok(await board.stop(recordingId)),
    'board.start': async ({ mode, ...line }) => ok(await board.start({ ...lineOf(line), mode })),
    'board.pausePhone': async (phone) => ok(await board.actOnLine('pause', phone)),
    'board.resumePhone': async (phone) => ok(await board.actOnLine('resume', phone)),
    'board.stopPhone': async (line) => ok(await board.actOnLine('stop', lineOf(line))),
  };
}
