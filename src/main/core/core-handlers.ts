// The handlers of all calls of the IPC table, each with the parts of the core that it needs.
import type { Problem } from '../../shared/domain/problem.ts';
import { ok } from '../../shared/domain/result.ts';
import type { CallHandlers } from '../../shared/ipc/ipc-table.ts';
import { AboutApp } from './api/about.ts';
import { aboutHandlers, journalHandlers, preferenceHandlers, windowHandlers } from './api/app-handlers.ts';
import { done } from './api/answers.ts';
import { boardHandlers } from './api/board-handlers.ts';
import { liveHandlers } from './api/live-handlers.ts';
import { guardedHandlers } from './api/policy-guard.ts';
import { SupportFiles } from './api/support-files.ts';
import { recordingHandlers } from './api/recording-handlers.ts';
import { uploadHandlers } from './api/upload-handlers.ts';
import type { CoreParts } from './core-parts.ts';
import { JournalReader } from './journal/journal-reader.ts';
import { personIn } from './journal/report/save-report.ts';

/** The handlers that read the journal: its pages, its exports and its report. */
function readingHandlers({ ports, sessionCore, live, recordings }: CoreParts): ReturnType<typeof journalHandlers> {
  const { files, clock, desktop } = ports;
  const reading = {
    journal: live.journal,
    files,
    folder: recordings.choices,
    clock,
    separator: recordings.separator,
    lateMs: () => live.lateMs,
  };
  return journalHandlers(new JournalReader(reading), {
    ...reading,
    log: ports.log,
    printPdf: desktop.printPdf,
    appVersion: ports.version,
    person: () => personIn(sessionCore.session.view()),
  });
}

export function coreHandlers(parts: CoreParts): CallHandlers {
  const { ports, snapshots, notices, sessionCore, live, recordings, hotkeys } = parts;
  const { session, preferences, checkedPreferences } = sessionCore;
  const { desktop } = ports;
  const isOwn = (recordingId: string): boolean =>
    live.pause.view().recordings.some(({ id }) => id.toLowerCase() === recordingId.toLowerCase());
  const about = new AboutApp(ports, () => parts.currentSnapshot(), {
    signing: () => live.signing,
    alerts: () => parts.alerts.views,
  });
  const support = new SupportFiles({ ports, diagnostics: () => about.diagnostics(), folder: recordings.choices });
  const handlers: CallHandlers = {
    'snapshot.get': () => Promise.resolve(ok(snapshots.now())),
    'session.signIn': (input) => session.signIn(input),
    'session.retry': () => session.retry(),
    'session.signOut': () => session.signOut(),
    'network.setProxyPassword': ({ password }) => sessionCore.proxyRoutes.setPassword(password),
    ...liveHandlers(live.own, session, desktop),
    'automatic.look': ({ draft }) => Promise.resolve(ok(live.automatic.look(draft))),
    ...boardHandlers(live.board),
    ...recordingHandlers({ recordings, marks: live.marks, ports, preferences: checkedPreferences }),
    ...aboutHandlers(about, support, ports),
    ...preferenceHandlers(preferences, checkedPreferences, hotkeys),
    ...readingHandlers(parts),
    ...windowHandlers(ports, notices),
    ...uploadHandlers(recordings.uploads, desktop),
    'automatic.answered': () =>
      done(() => {
        live.automatic.answered();
      }),
    'updates.check': () => Promise.resolve(parts.updates.checkNow()),
    'updates.install': () => Promise.resolve(parts.updates.install()),
  };
  const tell = (found: Problem): void => {
    notices.show(found);
  };
  return guardedHandlers(handlers, { preferences: () => preferences.current, isOwn, tell });
}
