// Whether the desktop has a place for tray icons, now. Windows and macOS always have; Linux desktops say so on the session bus, and a panel
// may start long after us, or end.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clock } from '../../core/platform/ports.ts';
import { hasOldTray } from './old-tray.ts';

/** `unknown`: nobody could be asked, or only a tray of the old kind is there, so that nothing may rely on the tray. */
export type TrayHost = 'present' | 'absent' | 'unknown';

const watcher = 'org.kde.StatusNotifierWatcher';
/** How often (ms) a panel of the old kind is looked for while there is none of the new: it tells nobody when it comes. */
const lookEveryMs = 3_000;
/** The same once nothing has changed for a minute: panels start with the session, and each look wakes the processor. */
const seldomLookEveryMs = 15_000;
const oftenLooks = 20;
/** How long (ms) the bus is given for its first answer. */
const answerLimitMs = 1_500;

/** Reads a line of `gdbus monitor`, which tells the owner of the name when it begins and at each change. Null: it tells something else. */
export function trayHostOf(line: string): 'present' | 'absent' | null {
  if (!line.includes(watcher)) return null;
  if (line.includes(' is owned by ')) return 'present';
  return line.includes(' does not have an owner') ? 'absent' : null;
}

export type TrayHostSources = {
  /** Follows the bus: calls `onLine` with each line of `gdbus monitor`, and `onEnd` when nobody can be asked. Returns what ends it. */
  readonly follow: (onLine: (line: string) => void, onEnd: () => void) => () => void;
  /** Whether there is a tray of the old kind. Never rejects. */
  readonly hasOldTray: () => Promise<boolean>;
};

/** Two programs can ask the bus; at least one of them is there wherever there is a desktop. The other one does not tell of changes. */
function followBus(onLine: (line: string) => void, onEnd: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    const words = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
    const question = [...words, 'org.freedesktop.DBus.NameHasOwner', `string:${watcher}`];
    execFile('dbus-send', question, { timeout: answerLimitMs }, (error, stdout) => {
      if (error !== null) onEnd();
      else onLine(`The name ${watcher} ${stdout.includes('true') ? 'is owned by a panel' : 'does not have an owner'}`);
      timer = setTimeout(ask, lookEveryMs);
    });
  };
  const child = spawn('gdbus', ['monitor', '--session', `--dest=${watcher}`], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.on('error', ask);
  child.on('exit', onEnd);
  createInterface({ input: child.stdout }).on('line', onLine);
  return () => {
    clearTimeout(timer);
    child.kill();
  };
}

/** Follows the place for tray icons for as long as the app runs. */
export class TrayHostWatch {
  readonly #clock: Clock;
  readonly #sources: TrayHostSources;
  readonly #stop: () => void;
  #bus: 'present' | 'absent' | 'unknown' = 'unknown';
  #old = false;
  /** Looks in a row that found the same. */
  #sameLooks = 0;
  #cancelLook: (() => void) | null = null;
  #ended = false;
  #listener: (host: TrayHost) => void = () => undefined;
  #told: TrayHost = 'unknown';
  #answered: () => void = () => undefined;
  /** Resolves with the first answer, or when there is none in time. */
  readonly first: Promise<void>;

  constructor(clock: Clock, sources: TrayHostSources = { follow: followBus, hasOldTray }) {
    this.#clock = clock;
    this.#sources = sources;
    this.first = new Promise((resolve) => {
      const cancel = clock.timer(answerLimitMs, resolve);
      this.#answered = () => {
        cancel();
        resolve();
      };
    });
    this.#stop = sources.follow(
      (line) => {
        const host = trayHostOf(line);
        if (host !== null) this.#busSays(host);
      },
      () => this.#busSays('unknown'),
    );
  }

  get current(): TrayHost {
    return this.#bus === 'absent' && this.#old ? 'unknown' : this.#bus;
  }

  /** Calls `listener` at each change from now on. */
  onChange(listener: (host: TrayHost) => void): void {
    this.#told = this.current;
    this.#listener = listener;
  }

  dispose(): void {
    this.#ended = true;
    this.#cancelLook?.();
    this.#stop();
  }

  #busSays(host: 'present' | 'absent' | 'unknown'): void {
    if (this.#ended) return;
    this.#bus = host;
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#sameLooks = 0;
    if (host === 'absent') void this.#lookForOldTray();
    else this.#changed();
  }

  async #lookForOldTray(): Promise<void> {
    const found = await this.#sources.hasOldTray();
    if (this.#ended || this.#bus !== 'absent') return;
    this.#sameLooks = found === this.#old ? this.#sameLooks + 1 : 0;
    this.#old = found;
    const waitMs = this.#sameLooks > oftenLooks ? seldomLookEveryMs : lookEveryMs;
    this.#cancelLook = this.#clock.timer(waitMs, () => void this.#lookForOldTray());
    this.#changed();
  }

  #changed(): void {
    this.#answered();
    if (this.current === this.#told) return;
    this.#told = this.current;
    this.#listener(this.current);
  }
}

/** The place for tray icons of this system. */
export function watchTrayHost(clock: Clock, platform: NodeJS.Platform = process.platform): TrayHostWatch {
  if (platform === 'linux') return new TrayHostWatch(clock);
  const always: TrayHostSources = {
    follow: (onLine) => {
      onLine(`The name ${watcher} is owned by the system`);
      return () => undefined;
    },
    hasOldTray: () => Promise.resolve(false),
  };
  return new TrayHostWatch(clock, always);
}
