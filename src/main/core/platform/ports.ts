// Everything the core needs from outside, handed in by a shell. Tests hand in fakes: time, disk and keychain that fail on demand.
import type { Duplex } from 'node:stream';
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { Paper } from '../../../shared/domain/paper.ts';
import type { Platform } from '../../../shared/domain/platform.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { FrontWindowSight } from '../../../shared/ipc/automatic.ts';
import type { Installation } from '../../../shared/domain/update.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogEvent, LogFacts } from './logs/log-events.ts';

export type Clock = {
  /** Epoch milliseconds. May jump: used for what people read, never for intervals. */
  now(): number;
  /** Milliseconds that only grow. All intervals are measured with it. */
  monotonic(): number;
  /** Runs `callback` once after `ms` milliseconds; returns the function that cancels it. */
  timer(ms: number, callback: () => void): () => void;
};

/** Passwords by account name. A null from `get` does not prove that nothing is stored (a locked keyring answers null too). */
export type Keychain = {
  get(account: string): Promise<Result<string | null, Problem>>;
  set(account: string, password: string): Promise<Result<null, Problem>>;
  delete(account: string): Promise<Result<null, Problem>>;
};

/** What is told about the program itself; it may throw. Events and facts are those of log-events.ts and no others. */
export type Log = {
  info(event: LogEvent, facts?: LogFacts): void;
  warn(event: LogEvent, facts?: LogFacts): void;
  error(event: LogEvent, error: unknown, facts?: LogFacts): void;
};

/** The machine's sleep, as reported by the operating system. Each method returns the function that unsubscribes. */
export type PowerEvents = {
  onSuspend(listener: () => void): () => void;
  onResume(listener: () => void): () => void;
  /** The user unlocked the screen. */
  onUnlock?(listener: () => void): () => void;
  /** The screen is locked: nobody sees what is shown. Absent where the system doesn't say. */
  isLocked?(): boolean;
};

export type WriteHandle = {
  /** Appends, in that order; resolves when the bytes were handed to the system. Rejects with a Node system error (ENOSPC, EACCES, …). */
  write(...chunks: readonly Uint8Array[]): Promise<void>;
  /** Forces the bytes to the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type FileFacts = {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  readonly modifiedMs: number;
  /** The path itself is a link, whatever it leads to. */
  readonly isLink: boolean;
};

/** The disk. Paths are absolute. Every method rejects with a Node system error that carries `code`. */
export type Files = {
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Appends to a file, made when it is missing, and forces it to the disk before it resolves. */
  append(path: string, text: string): Promise<void>;
  /** Cuts a file to its first `bytes` bytes. */
  truncate(path: string, bytes: number): Promise<void>;
  /** Writes a temporary file, forces it to disk and renames it: readers see the old text or the new one, never a part. */
  writeTextAtomic(path: string, text: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Creates a file that must not exist yet; rejects with EEXIST when it does. */
  createNew(path: string): Promise<WriteHandle>;
  exists(path: string): Promise<boolean>;
  /** Moves without overwriting: rejects with EEXIST when the target exists. */
  moveNew(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Length in bytes. */
  size(path: string): Promise<number>;
  /** What is at a path; the target where it is a link. `modifiedMs` is epoch milliseconds. */
  facts(path: string): Promise<FileFacts>;
  /**
   * Up to `length` bytes from `from` on; fewer at the end of the file. `into`: memory of at least that length which the answer may be a
   * view of, so that reading a large file needs no new memory for each part.
   */
  readPart(path: string, from: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  remove(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
};

/** Keys that work whatever program has the focus. Combinations are in Electron's form. */
export type HotkeyPort = {
  /** Decides how combinations are written in messages. */
  readonly platform: Platform;
  /** False when the system refuses it, for example because another program holds it. */
  register(combination: string, onPress: () => void): boolean;
  releaseAll(): void;
};

/** The pointer takes hold of a window, moves it, lets it go. */
export type DragStep = 'begin' | 'move' | 'end';

/** What the shell does for people outside a window. */
export type Desktop = {
  readonly kind: 'electron' | 'preview';
  readonly platform: Platform;
  /** The system's regional format (BCP 47); null where the window's browser knows it. */
  readonly locale: string | null;
  /** What the system is set to put between the entries of a list; null for nothing. May reject. Absent where there is no such setting. */
  listSeparator?(): Promise<string | null>;
  readonly canShowInFolder: boolean;
  showInFolder(path: string): void;
  /** Opens an audio file in the user's default app; false when none opened it. Absent where the shell cannot. */
  openFile?(path: string): Promise<boolean>;
  /** The system's own dialog for a folder; null when the user closed it. Absent where the shell has none. */
  chooseFolder?(current: string): Promise<string | null>;
  /** Prints a page of HTML, without script and network, to a PDF. Rejects where it fails. Absent where the shell cannot. */
  readonly printPdf?: (html: string, paper: Paper) => Promise<Uint8Array>;
  /** Puts a text on the clipboard. Absent where the window does that itself. */
  copyText?(text: string): void;
  /** The system's own dialog for audio files, several at once; null when the user closed it. Absent where the shell has none. */
  chooseAudio?(): Promise<string[] | null>;
  openMain(page: 'history' | 'live' | 'journal' | 'settings'): void;
  openWidget(): void;
  /** Moves the widget with the pointer. Absent where the system or the browser does that. */
  dragWidget?(step: DragStep): void;
  /** Calls for attention outside the windows: taskbar, notification. The windows get an event of their own. */
  attention?(kind: AttentionKind): void;
};

/** What a source of the organisation's policy holds now. `place` names it for people: a path or a registry key. */
export type PolicyFound = { readonly place: string } & (
  | { readonly kind: 'none' }
  /** Others than administrators can write it: it doesn't count. */
  | { readonly kind: 'untrusted' }
  /** It is there, or may be there, and can't be read. */
  | { readonly kind: 'unreadable' }
  /** What is there is no policy at all. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'policy'; readonly value: object }
);

/** One place where the organisation's policy may be. */
export type PolicySource = {
  /** Never rejects. */
  read(): Promise<PolicyFound>;
  /** Calls `changed` after what may be a change. Returns the function that ends it. Absent where the place can't be watched. */
  watch?(changed: () => void): () => void;
};

/** Which proxies the system names for an address, fixed or by a script. */
export type SystemProxy = {
  /** Answers as a proxy script does, such as `PROXY proxy.example.com:8080; DIRECT`. May take seconds, and may reject. */
  find(url: string): Promise<string>;
};

/** The window in front: the file name of its program, such as `saplogon.exe`, and its title. Empty where the system doesn't tell. */
export type FrontWindow = {
  readonly program: string;
  readonly title: string;
  /** The window of another program that was in front before this one has been closed since. Absent where it hasn't, or nobody can tell. */
  readonly beforeIsGone?: true;
};

/** Watches which window is in front, of whatever program. */
export type FrontWindowPort = {
  /** What the system shows of the windows of other programs. */
  readonly sees: FrontWindowSight;
  /** The program of Sidetone's own windows. */
  readonly own: string;
  /**
   * Begins to watch: `seen` at each change and, as a sign of life, at least every ten seconds; `ended` when it can't go on. Returns the
   * function that ends it, after which neither is called.
   */
  watch(watcher: { readonly seen: (front: FrontWindow) => void; readonly ended: () => void }): () => void;
};
/** An encrypted connection to where an address is, by the proxy where there is one. Rejects where there is none. */
export type ConnectToFeed = (url: URL) => Promise<Duplex>;

/** Fetches newer versions of Sidetone and starts their installer. Nothing rejects. */
export type Updater = {
  /** How this Sidetone was installed. */
  installation(): Promise<Installation>;
  /**
   * The version on the feed, if it is newer than this one; null where it is not. Problems: `update/feed-unreachable`,
   * `update/feed-unusable`, `request-cancelled`.
   */
  check(feed: string, connect: ConnectToFeed, signal: AbortSignal): Promise<Result<string | null, Problem>>;
  /**
   * Fetches what the last check found, and checks it. Problems: those of `check`, `update/damaged`, `update/not-signed`,
   * `update/not-stored`.
   */
  download(connect: ConnectToFeed, signal: AbortSignal): Promise<Result<null, Problem>>;
  /** Ends Sidetone, as Quit does, without a question. */
  quit(): void;
  /** Starts the installer of what was fetched, which waits for Sidetone to end. `restart`: it starts Sidetone afterwards. */
  install(restart: boolean): void;
};

export type Ports = {
  readonly clock: Clock;
  readonly keychain: Keychain;
  readonly log: Log;
  readonly power: PowerEvents;
  readonly files: Files;
  readonly desktop: Desktop;
  /** Absent where there are no proxies. */
  readonly systemProxy?: SystemProxy;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  /** Folder of settings, indexes and journals. */
  readonly profileFolder: string;
  /** Folder of what belongs to this computer alone and must not roam; the profile where a shell makes no difference. */
  readonly localFolder?: string;
  /** Name of this computer, for what is true on it alone where the profile roams; absent where a shell makes no difference. */
  readonly host?: string;
  /** A shell for trying Sidetone, whose profile may be thrown away: the key of its journal is kept for one run alone. */
  readonly isTrial?: boolean;
  /** Where recordings are saved unless the user chose another folder. */
  readonly downloadFolder: string;
  /** Absent where nothing of the shell's own watches windows. */
  readonly frontWindow?: FrontWindowPort;
  /** Absent or null in a shell that has no global hotkeys. */
  readonly hotkeys?: HotkeyPort | null;
  /** Where the organisation's policy may be, the strongest first; none where no policy is honoured. */
  readonly policySources?: readonly PolicySource[];
  /** The file of the worker thread that decodes audio; absent where there is none: then no audio is checked. */
  readonly audioWorker?: URL;
  /** Absent in a shell that never updates itself. */
  readonly updater?: Updater;
  /** Version of the app. */
  readonly version: string;
  /** What it runs on, by name, such as Electron and its version. */
  readonly runsOn?: Readonly<Record<string, string>>;
  /** The log file; older ones are beside it (rotating-log-file.ts). */
  readonly logFile?: string | null;
  /** Resolves when what was logged is on the disk. Never rejects; a disk that does not answer makes it wait. */
  readonly flushLog?: () => Promise<void>;
  /** The licences of what is shipped, as `scripts/licences.ts` writes them. */
  readonly licencesFile?: string | null;
};
