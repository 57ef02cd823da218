// Binds the contract to Electron's IPC: checks who asks, hands calls to the core, pushes events to our windows.
import { isAbsolute } from 'node:path';
import type { IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import type { CallHandlers, EventName, EventPayload } from '../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../shared/domain/problem.ts';
import { err, type Result } from '../../shared/domain/result.ts';
import type { FilesTaken } from '../../shared/ipc/uploads.ts';
import { dispatch, type DispatchOptions } from '../core/api/dispatch.ts';
import { addFilesChannel, callChannel, eventChannel } from './channels.ts';

/** The part of Electron's ipcMain that is used; tests hand in a fake. */
export type IpcMainPort = {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, ...input: unknown[]) => unknown): void;
  removeHandler(channel: string): void;
};

/** The part of a window's webContents that is used. */
type WindowContents = {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
};

export type IpcBinding = {
  /** Sends an event to every window that is open. */
  push<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Sends an event to one window. */
  pushTo<N extends EventName>(contents: WindowContents, name: N, payload: EventPayload<N>): void;
  dispose(): void;
};

export type IpcOptions = DispatchOptions & {
  readonly ipcMain: IpcMainPort;
  readonly handlers: CallHandlers;
  /** Takes files over by their absolute paths. */
  readonly addFiles: (paths: readonly string[]) => Result<FilesTaken, Problem>;
  /** Contents of our windows that are open now; nobody else may call or hear. */
  readonly windows: () => readonly WindowContents[];
  /** Whether an address is one of our own pages. */
  readonly isOwnPage: (url: string) => boolean;
};

/** A drop of a whole folder's files is taken to the limit; a list without end is not ours. */
const pathsSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32_768), v.check(isAbsolute))), v.maxLength(10_000));

function isOurs(event: IpcMainInvokeEvent, options: IpcOptions): boolean {
  const frame = event.senderFrame;
  // A null frame has navigated or gone; a frame with a parent is embedded in something.
  if (frame === null || frame.parent !== null) return false;
  if (!options.isOwnPage(frame.url)) return false;
  return options.windows().some((contents) => !contents.isDestroyed() && contents.id === event.sender.id);
}

/** Registers the channels of calls and of files. Calls from a frame that is not the top frame of one of our pages are answered by `sender-refused`. */
export function bindIpc(options: IpcOptions): IpcBinding {
  options.ipcMain.handle(callChannel, async (event, name, input): Promise<Result<unknown, Problem>> => {
    if (!isOurs(event, options)) {
      options.log.warn('call refused', { code: 'sender-refused' });
      return err(problem('sender-refused'));
    }
    return dispatch(options.handlers, name, input, options);
  });
  options.ipcMain.handle(addFilesChannel, (event, paths): Result<FilesTaken, Problem> => {
    if (!isOurs(event, options)) {
      options.log.warn('files refused', { code: 'sender-refused' });
      return err(problem('sender-refused'));
    }
    const parsed = v.safeParse(pathsSchema, paths);
    if (!parsed.success) return err(problem('input-invalid', { field: 'files' }));
    return options.addFiles(parsed.output);
  });
  const pushTo: IpcBinding['pushTo'] = (contents, name, payload) => {
    if (!contents.isDestroyed()) contents.send(eventChannel(name), payload);
  };
  return {
    pushTo,
    push: (name, payload) => {
      for (const contents of options.windows()) pushTo(contents, name, payload);
    },
    dispose: () => {
      options.ipcMain.removeHandler(callChannel);
      options.ipcMain.removeHandler(addFilesChannel);
    },
  };
}
