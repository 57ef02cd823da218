// Decides what this start is: a question of the command line, which needs no window, or the app.
import { app } from 'electron';
import { shellMessagesFor } from '../../../shared/messages/shell.ts';
import { sendCommandAtOnce } from '../../command-line/client-at-once.ts';
import { profileFolder } from '../../command-line/profile-folder.ts';
import { isPdf } from '../../command-line/evidence-report.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { writeWhole } from '../../command-line/write-whole.ts';
import { ownInvocation } from '../links.ts';
import { preparePrinter } from './command-printer.ts';
import { refusedSwitch } from './refused-switches.ts';
import { isRelease } from '../shell-ports.ts';
import { startShell, type LoadCore } from './start-shell.ts';

/** Writes all of a text before the process ends: a pipe may take it in parts. */
function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}

/** Whether Electron finds a display to start on. */
const hasDisplay = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');

function refuseStart(switchName: string): void {
  writeWhole(2, `${shellMessagesFor([]).shell.commandLine.switchRefused(switchName)}\n`);
  // Before Electron is ready this ends the process at once.
  app.exit(2);
}

/**
 * Carries out a command before Electron is ready and without a window, or starts the app.
 * @param loadCore loads what builds the core of the app; not called for a command
 */
export function start(loadCore: LoadCore): void {
  const switchName = isRelease() ? refusedSwitch(process.argv.slice(1)) : null;
  if (switchName !== null) {
    refuseStart(switchName);
    return;
  }
  const { words, asked } = ownInvocation();
  if (asked.kind === 'app' || asked.kind === 'link') {
    startShell({ loadCore, link: asked.kind === 'link' ? (asked.verb ?? 'refused') : null });
    return;
  }
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  const common = { profileFolder: profileFolder(words), locale, version: app.getVersion() };
  if (process.platform === 'linux' && !hasDisplay(process.env)) {
    // Electron aborts as soon as it may go on: nothing of this waits for anything, the disk included (disk-at-once.ts).
    const say = (text: string): void => writeWhole(1, text);
    const complain = (text: string): void => writeWhole(2, text);
    void runCommand(asked, { ...common, say, complain, send: sendCommandAtOnce }).then((code) => process.exit(code));
    return;
  }
  const writing: Promise<void>[] = [];
  const printer = asked.kind === 'report' && isPdf(asked) ? preparePrinter() : null;
  void runCommand(asked, {
    say: (text) => writing.push(written(process.stdout, text)),
    complain: (text) => writing.push(written(process.stderr, text)),
    ...common,
    printPdf: printer?.print ?? null,
  })
    .then(async (code) => {
      await Promise.all(writing);
      printer?.end();
      return code;
    })
    .then((code) => app.exit(code));
}
