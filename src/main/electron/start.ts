// Decides what this start is: a question of the command line, which needs no window, or the app.
import { app } from 'electron';
import { profileFolder } from '../command-line/profile-folder.ts';
import { runCommand } from '../command-line/run-command.ts';
import type { Core } from '../core/core-types.ts';
import { ownInvocation } from './links.ts';
import type { ShellPorts } from './shell-ports.ts';
import { startShell } from './start-shell.ts';

/** Writes all of a text before the process ends: a pipe may take it in parts. */
function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}

/**
 * Carries out a command before Electron is ready and without a window, or starts the app.
 * @param makeCore builds the core of the app; not called for a command
 */
export function start(makeCore: (ports: ShellPorts) => Core): void {
  const { words, asked } = ownInvocation();
  if (asked.kind === 'app' || asked.kind === 'link') {
    startShell({ makeCore, link: asked.kind === 'link' ? (asked.verb ?? 'refused') : null });
    return;
  }
  const writing: Promise<void>[] = [];
  void runCommand(asked, {
    say: (text) => writing.push(written(process.stdout, text)),
    complain: (text) => writing.push(written(process.stderr, text)),
    profileFolder: profileFolder(words),
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
  })
    .then(async (code) => {
      await Promise.all(writing);
      return code;
    })
    .then((code) => app.exit(code));
}
