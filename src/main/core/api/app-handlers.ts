// Handlers of the IPC calls about the app itself: about, preferences, hotkeys, journal, notices and windows.
import { parsePreference } from '../../../shared/domain/preferences.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { isProxyChoice } from '../../../shared/domain/proxy-choice.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { CallHandlers } from '../../../shared/ipc/ipc-table.ts';
import { hotkeyNames } from '../../../shared/ipc/snapshot.ts';
import type { SavingPreferences } from '../downloads/saving-preferences.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import { saveReport, type SaveReportDependencies } from '../journal/report/save-report.ts';
import { Hotkeys } from '../live/hotkey-commands.ts';
import type { Ports } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';
import type { AboutApp } from './about.ts';
import { done } from './answers.ts';
import type { SupportFiles } from './support-files.ts';
import type { Notices } from './notices.ts';

type HandlersOf<Prefix extends string> = Pick<CallHandlers, Extract<keyof CallHandlers, `${Prefix}.${string}`>>;

export function aboutHandlers(
  about: AboutApp,
  support: SupportFiles,
  { desktop, logFile = null }: Pick<Ports, 'desktop' | 'logFile'>,
): HandlersOf<'app'> {
  return {
    'app.about': async () => ok(await about.about()),
    'app.diagnostics': async () => ok({ text: await about.diagnostics() }),
    'app.saveLogs': () => support.save(),
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
  };
}

/** `checked` sets a preference after it has checked the folder and the name pattern. */
export function preferenceHandlers(
  preferences: PreferenceStore,
  checked: SavingPreferences,
  hotkeys: Hotkeys,
): HandlersOf<'preferences' | 'hotkey'> {
  return {
    'preferences.set': async ({ name, value }) => {
      const hotkey = hotkeyNames.find((other) => `hotkey.${other}` === name);
      if (hotkey !== undefined && (typeof value === 'string' || value === null)) {
        const refusal = Hotkeys.refusal(hotkey, value, preferences.current);
        if (refusal !== null) return err(refusal);
      }
      if (name === 'network.proxy' && typeof value === 'string' && !isProxyChoice(value))
        return err(problem('proxy-address-invalid'));
      if (name === 'updates.feed' && parsePreference(name, value) === undefined)
        return err(problem('update/feed-invalid'));
      return checked.set(name, value);
    },
    'hotkey.capture': ({ active }) =>
      done(() => {
        hotkeys.capture(active);
      }),
    'hotkey.prove': ({ name }) => hotkeys.proveNow(name),
  };
}

export function journalHandlers(reader: JournalReader, report: SaveReportDependencies): HandlersOf<'journal'> {
  return {
    'journal.report': (input) => saveReport(report, input),
    'journal.read': (input) => reader.read(input),
    'journal.export': (input) => reader.export(input),
  };
}

export function windowHandlers(
  { desktop, log }: Pick<Ports, 'desktop' | 'log'>,
  notices: Notices,
): HandlersOf<'notices' | 'window'> {
  return {
    'notices.dismiss': () =>
      done(() => {
        notices.dismiss();
      }),
    'window.openMain': ({ page }) =>
      done(() => {
        desktop.openMain(page);
      }),
    'window.openWidget': () =>
      done(() => {
        desktop.openWidget();
      }),
    'window.dragWidget': ({ step }) =>
      done(() => {
        desktop.dragWidget?.(step);
      }),
    'window.fault': ({ window, drawing, name, stack }) =>
      done(() => {
        log.error(`${window}-window-${drawing ? 'cannot-draw' : 'fault'}`, Object.assign(new Error(), { name, stack }));
      }),
  };
}
