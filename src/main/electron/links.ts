// The links `sidetone://…`: who registers for them, and the three ways they arrive.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import type { Log } from '../core/platform/ports.ts';
import { linkEntry } from './desktop/autostart-entry.ts';
import { ownArguments, readArguments, type Invocation } from '../command-line/arguments.ts';
import { parseLink, type LinkVerb } from '../command-line/link.ts';
import { takeLinks } from './start/take-links.ts';

/** The name of the installed entry, as in package.json's desktopName: Electron registers links for it. */
const desktopName = 'io.sidetone.desktop.desktop';

/** What the installer's entry starts Sidetone with when a person signs in to Windows. */
const atSignIn = '--at-sign-in';

/** An AppImage is installed by nobody: it writes its own entry, for the image where it is now. */
function writeLinkEntry(image: string, log: Log): void {
  const configured = process.env['XDG_DATA_HOME'] ?? '';
  const data = configured === '' ? path.join(os.homedir(), '.local', 'share') : configured;
  try {
    mkdirSync(path.join(data, 'applications'), { recursive: true });
    writeFileSync(path.join(data, 'applications', desktopName), linkEntry([image]));
  } catch (error) {
    log.error('links could not be registered', error);
  }
}

/** Tells the system that links are ours. A build that was not packaged would register Electron itself. */
export function registerLinks(log: Log): void {
  if (!app.isPackaged) return;
  const image = process.env['APPIMAGE'];
  if (process.platform === 'linux' && image !== undefined) writeLinkEntry(image, log);
  takeLinks(desktopName, log, {
    platform: process.platform,
    byElectron: () => app.setAsDefaultProtocolClient('sidetone'),
  });
}

export type StartListeners = {
  readonly onLink: (verb: LinkVerb) => void;
  /** A later start that asked for nothing but the app. */
  readonly onStart: () => void;
  readonly log: Log;
};

/** Listens for later starts and, on macOS, for links that the system hands over. Call before the app is ready. */
export function listenForStarts({ onLink, onStart, log }: StartListeners): void {
  const take = (verb: LinkVerb | null): void => {
    if (verb === null) log.warn('link refused');
    else onLink(verb);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(parseLink(url));
  });
  app.on('second-instance', (_event, argv) => {
    const asked = invocationOf(argv);
    if (asked.kind === 'link') take(asked.verb);
    // Windows starts it twice where both the installer and the person asked for that: nobody asked for a window.
    else if (!argv.includes(atSignIn)) onStart();
  });
}

/** What a start with these words asks for. */
function invocationOf(argv: readonly string[]): Invocation {
  return readArguments(ownArguments(argv, isRunFromFolder()));
}

/** Electron sets this member, and only when it runs an app from a folder. */
const isRunFromFolder = (): boolean => process.defaultApp;

/** The words of this start. */
export function ownInvocation(): { readonly words: readonly string[]; readonly asked: Invocation } {
  const words = ownArguments(process.argv, isRunFromFolder());
  return { words, asked: readArguments(words) };
}
