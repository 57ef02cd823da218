// The sandboxed bridge of a window, made from the names of the contract. It decides nothing: every check is made at the other end.
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { eventNames } from '../shared/ipc/ipc-table.ts';
import { addFilesChannel, callChannel, eventChannel } from './electron/channels.ts';

const channels = new Map<unknown, string>(eventNames.map((name) => [name, eventChannel(name)]));

contextBridge.exposeInMainWorld('sidetone', {
  call: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel, name, input),
  // Only a file that the user dropped or chose has a path; one that a script made up has none and is left out.
  addFiles: (files: readonly File[]): Promise<unknown> =>
    ipcRenderer.invoke(
      addFilesChannel,
      files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
    ),
  on: (name: unknown, listener: (payload: unknown) => void): (() => void) => {
    const channel = channels.get(name);
    if (channel === undefined) throw new Error('There is no such event in the contract');
    const forward = (_event: IpcRendererEvent, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  },
});
