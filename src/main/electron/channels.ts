// The names on the wire between the windows and the main process: one channel for all calls, one for files, one for each event.
import type { EventName } from '../../shared/ipc/ipc-table.ts';

export const callChannel = 'sidetone:call';
/** Paths of files that the user gave to a window. Only the preload script can name them, and no call of the contract reaches it. */
export const addFilesChannel = 'sidetone:add-files';

export function eventChannel(name: EventName): string {
  return `sidetone:event:${name}`;
}
