// The links `sidetone://…`: who registers for them, and the three ways they arrive.
import { app } from 'electron';
import type { Log } from '../core/platform/ports.ts';
import { ownArguments, readArguments, type Invocation } from '../command-line/arguments.ts';
import { parseLink, type LinkVerb } from '../command-line/link.ts';

/** Tells the system that links are ours. A build that was not packaged would register Electron itself. */
export function registerLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient('sidetone');
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
    else onStart();
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
