// What the command palette offers: the recording, pages, settings by name, and what History found last by number.
import type { HistoryRow } from '../../../shared/ipc/ipc-table.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import { phone } from '../../lib/phone.svelte.ts';
import { startedAt } from '../../lib/format.ts';
import { words } from '../../lib/words.ts';
import { pages, type Page } from '../pages.ts';

type CommandGroup = keyof typeof words.palette.groups;
export type Command = {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** What the search finds it by, besides its label. */
  readonly more?: string;
  readonly run: () => void;
};

/** What commands do, given by the window. */
export type CommandActions = {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancelPause: () => void;
  readonly start: () => void;
  /** Asks first. */
  readonly stop: () => void;
  readonly go: (page: Page) => void;
  readonly find: (setting: string) => void;
  readonly open: (row: HistoryRow) => void;
  readonly keys: () => void;
};

/** Settings by the names that their rows have. */
export const settingNames = (): readonly string[] => {
  const text = words.settings;
  return [
    ...[
      text.notConfirmed,
      text.armFor,
      text.newRecordings,
      text.remind,
      text.remindAfter,
      text.remindEvery,
      text.resume,
    ],
    ...[text.automatic.on, text.automatic.resume, text.automatic.resumeWait],
    ...[text.automatic.sound, text.automatic.override],
    ...Object.values(text.hotkeyNames).map((name) => `${text.hotkeys}: ${name}`),
    text.characterKeys,
    ...[text.size, text.startButton, text.hideWhenIdle, text.soundOn, text.volume],
    ...[text.deviceName, text.directoryNumber, text.mode],
    ...[text.downloadFolder, text.namePattern, text.withMetadata, text.separator],
    ...[
      text.serverAddress,
      text.authorityFile,
      text.proxy,
      text.proxyUser,
      text.plainHttpMay,
      text.startAtLogin,
      text.copyDiagnostics,
      text.saveLogs,
    ],
  ];
};

/** What can be done with the recording now: a command that cannot act is not offered. */
function recordingCommands({ live, manual }: Snapshot, actions: CommandActions): readonly Command[] {
  const text = words.palette;
  const of = (id: string, label: string, run: () => void): Command => ({ id, group: 'recording', label, run });
  return [
    ...(live.buttonEnabled
      ? [live.button === 'resume' ? of('resume', text.resume, actions.resume) : of('pause', text.pause, actions.pause)]
      : []),
    ...(live.canCancel ? [of('cancel', text.cancelPause, actions.cancelPause)] : []),
    ...(manual.canStart ? [of('start', text.start, actions.start)] : []),
    ...(manual.canStop ? [of('stop', text.stop, actions.stop)] : []),
  ];
}

/** Everything that is offered now. `rows`: what History found for what was typed. */
export function commandsOf(
  snapshot: Snapshot,
  rows: readonly HistoryRow[],
  today: string,
  actions: CommandActions,
): readonly Command[] {
  return [
    ...recordingCommands(snapshot, actions),
    ...pages.map((page): Command => ({
      id: `page ${page}`,
      group: 'pages',
      label: words.pages[page],
      run: () => {
        actions.go(page);
      },
    })),
    { id: 'keys', group: 'pages', label: words.palette.keys, run: actions.keys },
    ...settingNames().map((name): Command => ({
      id: `setting ${name}`,
      group: 'settings',
      label: name,
      run: () => {
        // The group before the colon is no part of the row's own name.
        actions.find(name.split(': ').at(-1) ?? name);
      },
    })),
    ...rows.map((row): Command => ({
      id: `recording ${row.id}`,
      group: 'recordings',
      label: `${row.remotePartyNumber === null ? words.history.unknownParty : phone.of(row.remotePartyNumber)} · ${startedAt(row.startTime, today)}`,
      more: row.remotePartyNumber ?? '',
      run: () => {
        actions.open(row);
      },
    })),
  ];
}
