// The contract's calls about the app itself: preferences, hotkeys, journal, notices and windows.
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { hotkeyNames } from '../../../shared/ipc/snapshot.ts';
import type { AboutApp } from './about.ts';
import { Hotkeys } from '../live/hotkey-commands.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import type { Desktop } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';
import type { SavingPreferences } from '../downloads/saving-preferences.ts';

type Parts = {
  readonly about: AboutApp;
  readonly logFile: string | null;
  readonly hotkeys: Hotkeys;
  readonly preferences: PreferenceStore;
  readonly chosen: SavingPreferences;
  readonly reader: JournalReader;
  readonly desktop: Desktop;
  readonly dismissNotices: () => void;
};

type AppCalls = Extract<
  keyof CallHandlers,
  | `app.${string}`
  | `preferences.${string}`
  | `hotkey.${string}`
  | `journal.${string}`
  | `notices.${string}`
  | `window.${string}`
>;

export function appHandlers(parts: Parts): Pick<CallHandlers, AppCalls> {
  const { about, logFile, hotkeys, preferences, chosen, reader, desktop, dismissNotices } = parts;
  return {
    'app.about': async () => ok(await about.about()),
    'app.diagnostics': async () => ok({ text: await about.diagnostics() }),
    'app.copy': ({ text }) => {
      if (desktop.copyText === undefined) return Promise.resolve(err(problem('copy-missing')));
      desktop.copyText(text);
      return Promise.resolve(ok({}));
    },
    'app.showLog': () => {
      if (!desktop.canShowInFolder || logFile === null) return Promise.resolve(err(problem('place-missing')));
      desktop.showInFolder(logFile);
      return Promise.resolve(ok({}));
    },
    'preferences.set': async ({ name, value }) => {
      const hotkey = hotkeyNames.find((other) => `hotkey.${other}` === name);
      if (hotkey !== undefined && (typeof value === 'string' || value === null)) {
        const refusal = Hotkeys.refusal(hotkey, value, preferences.current);
        if (refusal !== null) return err(refusal);
      }
      return chosen.set(name, value);
    },
    'hotkey.capture': ({ active }) => {
      hotkeys.capture(active);
      return Promise.resolve(ok({}));
    },
    'hotkey.prove': ({ name }) => hotkeys.proveNow(name),
    'journal.read': (input) => reader.read(input),
    'journal.export': ({ format }) => reader.export(format),
    'notices.dismiss': () => {
      dismissNotices();
      return Promise.resolve(ok({}));
    },
    'window.openMain': (input) => {
      desktop.openMain(input.page);
      return Promise.resolve(ok({}));
    },
    'window.openWidget': () => {
      desktop.openWidget();
      return Promise.resolve(ok({}));
    },
  };
}
