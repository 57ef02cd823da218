// The composition root of the preview: the same core with a browser for its windows.
import path from 'node:path';
import { startCommandServer, type CommandServer } from '../main/command-line/server.ts';
import { createCore } from '../main/core/core.ts';
import { platformOf } from '../shared/domain/platform.ts';
import { frontWindowPort } from '../main/front-window/front-window-port.ts';
import type { Core } from '../main/core/core-types.ts';
import { nodeFiles } from '../main/core/platform/files/node-files.ts';
import type { Desktop, Keychain, Log, Ports } from '../main/core/platform/ports.ts';
import { systemClock } from '../main/core/platform/system-clock.ts';
import { keytarKeychain } from '../main/keychain-keytar.ts';
import type { Problem } from '../shared/domain/problem.ts';
import { ok } from '../shared/domain/result.ts';
import type { Snapshot } from '../shared/ipc/snapshot.ts';
import { environmentProxy } from './environment-proxy.ts';
import { startFileIntake } from './file-intake.ts';
import { startPreviewHost } from './host.ts';
import { bindSocket, type SocketBinding } from './socket.ts';

export type PreviewOptions = {
  readonly port: number;
  /** Absolute folder of settings and downloads. */
  readonly profileFolder: string;
  /** Address that the sign-in begins with when the profile knows none. */
  readonly serverHint?: string | null;
  readonly rendererFolder: string;
  readonly bridgeFile: string;
  readonly version: string;
  readonly log: Log;
  /** The log file and what waits for it, where there is one. */
  readonly logFile?: string;
  readonly flushLog?: () => Promise<void>;
  /** The system's own by default. */
  readonly keychain?: Keychain;
};

export type Preview = {
  readonly url: string;
  readonly core: Core;
  close(): Promise<void>;
};

/** The desktop of a browser: pages are opened by a page that is open already. */
function browserDesktop(socket: () => SocketBinding): Desktop {
  return {
    kind: 'preview',
    platform: platformOf(process.platform),
    locale: null,
    canShowInFolder: false,
    showInFolder: () => undefined,
    openMain: (page) => {
      if (socket().open('main')) {
        socket().push('navigate', { page }, 'main');
        return;
      }
      socket().onceConnected('main', () => {
        socket().push('navigate', { page }, 'main');
      });
    },
    openWidget: () => {
      socket().open('widget');
    },
  };
}

/** The core, with an address for the sign-in to begin with while nobody is signed in. */
function withServerHint(core: Core, server: string): Core {
  const hint = (snapshot: Snapshot): Snapshot =>
    snapshot.session.phase === 'signedOut' && snapshot.session.server === null
      ? { ...snapshot, session: { ...snapshot.session, server } }
      : snapshot;
  return {
    ...core,
    handlers: {
      ...core.handlers,
      'snapshot.get': async (input) => {
        const result = await core.handlers['snapshot.get'](input);
        return result.ok ? ok(hint(result.value)) : result;
      },
    },
    snapshot: () => hint(core.snapshot()),
    onSnapshot: (listener) =>
      core.onSnapshot((snapshot) => {
        listener(hint(snapshot));
      }),
    start: () => core.start(),
    dispose: () => core.dispose(),
  };
}

/** Browsers report rules of the automatic pause here as they do to the app. Null where that can't be: Settings and the widget say so. */
async function serveRules(core: Core, { profileFolder, log }: PreviewOptions): Promise<CommandServer | null> {
  try {
    return await startCommandServer({ profileFolder, log, connectRules: (send) => core.automatic.connect(send) });
  } catch (error) {
    log.error('the socket for rules could not be started', error);
    return null;
  }
}

function previewPorts(options: PreviewOptions, desktop: Desktop): Ports {
  return {
    clock: systemClock(),
    keychain: options.keychain ?? keytarKeychain({ service: 'Sidetone preview' }),
    log: options.log,
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
    ...(options.flushLog === undefined ? {} : { flushLog: options.flushLog }),
    // A browser on a laptop that sleeps: the core notices by its clock.
    power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
    files: nodeFiles(),
    desktop,
    systemProxy: environmentProxy(process.env),
    frontWindow: frontWindowPort({
      platform: process.platform,
      environment: process.env,
      folder: path.join(import.meta.dirname, '../../out/native'),
      program: process.execPath,
    }),
    random: Math.random,
    audioWorker: new URL('../main/core/audio-check/audio-worker.ts', import.meta.url),
    profileFolder: options.profileFolder,
    isTrial: true,
    downloadFolder: path.join(options.profileFolder, 'downloads'),
    version: options.version,
    runsOn: { Node: process.versions.node },
    licencesFile: path.join(import.meta.dirname, '../../resources/licences.json'),
  };
}

/** Sends what the core tells to the pages that are open. @returns a function that ends it */
function pushEvents(core: Core, socket: SocketBinding): () => void {
  const stops = [
    core.onBoard((change) => {
      socket.push('boardChanged', change);
    }),
    core.onAttention((kind) => {
      socket.push('attention', { kind });
    }),
    core.onSnapshot((snapshot) => {
      socket.push('snapshot', snapshot);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Starts core and host. Rejects with a Node system error when the port cannot be had. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const { log, serverHint = null } = options;
  const desktop = browserDesktop(() => socket);
  const bare = createCore(previewPorts(options, desktop));
  const core = serverHint === null ? bare : withServerHint(bare, serverHint);
  const socket = bindSocket({
    handlers: core.handlers,
    log,
    checkOutput: true,
    onConnect: (send) => {
      send({ event: 'snapshot', payload: core.snapshot() });
    },
  });
  const stopEvents = pushEvents(core, socket);
  const files = await startFileIntake({
    addFiles: (sources) => core.addFiles(sources),
    folder: path.join(options.profileFolder, 'upload-spool'),
    log,
  });
  const host = await startPreviewHost({
    ...options,
    socket,
    files,
    findAudio: (recordingId) => core.audio(recordingId),
  });
  const rules = await serveRules(core, options);
  return {
    url: host.url,
    core,
    close: async () => {
      stopEvents();
      await rules?.close();
      await files.dispose();
      await host.close();
      await core.dispose();
    },
  };
}

/**
 * Signs in from the command line; without a keychain, for this session only.
 * @returns null when signed in, else why not
 */
export async function signInPreview(
  core: Core,
  credentials: { readonly server: string; readonly username: string; readonly password: string },
): Promise<Problem | null> {
  const signIn = core.handlers['session.signIn'];
  const input = { ...credentials, allowPlainHttp: false, thisSessionOnly: false };
  const first = await signIn(input);
  if (first.ok) return null;
  if (!first.error.code.startsWith('keychain-')) return first.error;
  const second = await signIn({ ...input, thisSessionOnly: true });
  return second.ok ? null : second.error;
}
