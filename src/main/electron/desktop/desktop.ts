// What the core asks the operating system to show: folders, dialogs, windows, and calls for attention outside the windows.
import { isAudioFile } from '../../../shared/domain/audio-format.ts';
import { app, clipboard, dialog, Notification, shell } from 'electron';
import { platformOf } from '../../../shared/domain/platform.ts';
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { ShellMessages } from '../../../shared/messages/shell.ts';
import { systemClock } from '../../core/platform/system-clock.ts';
import type { Desktop } from '../../core/platform/ports.ts';
import { printPdf } from './print-pdf.ts';
import { windowsListSeparator } from './list-separator.ts';
import { isToastKind, Toasts } from './toasts.ts';
import type { Windows } from '../windows/windows.ts';

async function chooseFolder(current: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    defaultPath: current,
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

async function chooseAudio(text: ShellMessages): Promise<string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    // What is inside decides, not the ending: a recorder may have named it in its own way.
    filters: [
      { name: text.audioFiles, extensions: ['wav', 'mp3', 'wave'] },
      { name: text.allFiles, extensions: ['*'] },
    ],
    properties: ['openFile', 'multiSelections'],
  });
  return canceled ? null : filePaths;
}

export function systemDesktop(windows: Windows, toasts: Toasts, text: ShellMessages): Desktop {
  return {
    kind: 'electron',
    platform: platformOf(process.platform),
    locale: app.getSystemLocale(),
    ...(process.platform === 'win32' ? { listSeparator: windowsListSeparator } : {}),
    canShowInFolder: true,
    showInFolder: (file) => {
      shell.showItemInFolder(file);
    },
    openFile: async (file) => {
      // Asked by the core for a saved recording; the system would run whatever else it was given.
      if (!isAudioFile(file)) return false;
      return (await shell.openPath(file)) === '';
    },
    chooseFolder,
    printPdf: (html, paper) => printPdf(html, paper, systemClock()),
    copyText: (copied) => {
      void clipboard.writeText(copied);
    },
    chooseAudio: () => chooseAudio(text),
    openMain: (page) => {
      windows.showMain(page);
    },
    openWidget: () => {
      windows.showWidget();
    },
    dragWidget: (step) => {
      windows.dragWidget(step);
    },
    attention: (kind) => {
      callForAttention(kind, windows, toasts);
    },
  };
}

/** The widget itself is the alarm; taskbar and notification come on top of it and never alone. */
function callForAttention(kind: AttentionKind, windows: Windows, toasts: Toasts): void {
  if (!isToastKind(kind)) return;
  windows.showWidget();
  windows.flash();
  if (process.platform === 'darwin')
    app.dock?.bounce(kind === 'stillPaused' || kind === 'rulesNotWorking' ? 'informational' : 'critical');
  toasts.show(kind);
}

/** Notifications of the system, where there are any; a click on one shows the widget. */
export function systemToasts(showWidget: () => void, text: ShellMessages['notification']): Toasts {
  return new Toasts((kind) => {
    if (!Notification.isSupported()) return null;
    const notification = new Notification({ ...text[kind], silent: true });
    notification.on('click', showWidget);
    return notification;
  });
}
