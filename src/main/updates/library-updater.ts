// Newer versions by electron-updater, of which the part for NSIS is used on every system: it is asked for what a feed has, fetches it with
// its checksum, and starts the installer. It decides nothing: when what is done is the core's.
import { rm } from 'node:fs/promises';
import { CancellationToken } from 'builder-util-runtime';
import { NsisUpdater } from 'electron-updater';
import { problem, type Problem } from '../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { codeOf } from '../core/platform/errors.ts';
import type { ConnectToFeed, Updater } from '../core/platform/ports.ts';
import { FeedError, FeedRequests } from './feed-requests.ts';

const megabyte = 1_000_000;
const notStored: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'EBUSY',
  'EIO',
  'ENOENT',
]);
const notReached: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ECONNABORTED']);

export type LibraryUpdaterOptions = {
  readonly version: string;
  /** Of this computer alone: what was fetched is kept here. */
  readonly folder: string;
  /** Whether a file is signed by whoever signed this program. */
  readonly isSamePublisher: (file: string) => Promise<boolean>;
};

function makeLibrary({ version, folder }: LibraryUpdaterOptions, requests: FeedRequests): NsisUpdater {
  const library = new NsisUpdater(null, {
    version,
    name: 'Sidetone',
    isPackaged: true,
    appUpdateConfigPath: '',
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  library.logger = null;
  library.autoDownload = false;
  library.autoInstallOnAppQuit = false;
  library.allowDowngrade = false;
  library.disableWebInstaller = true;
  library.disableDifferentialDownload = true;
  // Two fields that its types leave out: who makes its requests, and what a file of the package would say (AppUpdater.js).
  Reflect.set(library, 'httpExecutor', requests);
  Reflect.set(library, 'configOnDisk', { value: Promise.resolve({ updaterCacheDirName: 'fetched' }) });
  return library;
}

/** What an error of the library means. */
function problemOf(error: unknown, host: string, signal: AbortSignal): Problem {
  const code = codeOf(error);
  if (signal.aborted) return problem('request-cancelled');
  if (error instanceof FeedError) return error.problem;
  if (code === 'ERR_CHECKSUM_MISMATCH') return problem('update/damaged');
  if (notStored.has(code)) return problem('update/not-stored');
  const isAway = notReached.has(code) || code.startsWith('HTTP_ERROR_5') || /aborted|timed out/iu.test(String(error));
  return problem(isAway ? 'update/feed-unreachable' : 'update/feed-unusable', { host });
}

/** Downloads what the last check found. Answers where it is. */
async function downloadedFile(library: NsisUpdater, signal: AbortSignal): Promise<string | undefined> {
  const token = new CancellationToken();
  const cancel = (): void => {
    token.cancel();
  };
  signal.addEventListener('abort', cancel, { once: true });
  const [file] = await library.downloadUpdate(token).finally(() => {
    signal.removeEventListener('abort', cancel);
  });
  return file;
}

export type Fetching = Pick<Updater, 'check' | 'download' | 'install'>;

export function libraryUpdater(options: LibraryUpdaterOptions): Fetching {
  const requests = new FeedRequests();
  const library = makeLibrary(options, requests);
  /** A version was fetched and checked. */
  let isReady = false;
  let host = '';

  async function attempted<T>(
    step: { readonly connect: ConnectToFeed; readonly signal: AbortSignal; readonly mostBytes: number },
    work: () => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    requests.begin(step);
    try {
      return await work();
    } catch (error) {
      return err(problemOf(error, host, step.signal));
    }
  }

  return {
    check: (feed, connect, signal) =>
      attempted({ connect, signal, mostBytes: megabyte }, async () => {
        host = new URL(feed).host;
        library.setFeedURL({ provider: 'generic', url: feed });
        const answer = await library.checkForUpdates();
        return ok(answer?.isUpdateAvailable === true ? answer.updateInfo.version.slice(0, 40) : null);
      }),
    download: (connect, signal) =>
      attempted({ connect, signal, mostBytes: 1_000 * megabyte }, async () => {
        isReady = false;
        const file = await downloadedFile(library, signal);
        // Also one that an earlier run has fetched, which the library takes as it is.
        isReady = file !== undefined && (await options.isSamePublisher(file));
        if (isReady) return ok(null);
        if (file !== undefined) await rm(file, { force: true });
        return err(problem('update/not-signed'));
      }),
    install: (restart) => {
      if (isReady) library.install(true, restart);
    },
  };
}
