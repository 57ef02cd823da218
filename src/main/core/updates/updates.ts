// Follows newer versions of Sidetone: looks for them, fetches them, and has them installed, at moments when nobody is on a call.
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Installation } from '../../../shared/domain/update.ts';
import type { UpdatesView } from '../../../shared/ipc/updates.ts';
import { exponentialBackoff, spread, withJitter } from '../platform/backoff.ts';
import type { ConnectToFeed, Ports, Updater } from '../platform/ports.ts';
import { allowedBy, canRestart, isQuiet, type Allowed, type Shown } from './update-rules.ts';

const minuteMs = 60_000;
/** All in milliseconds. */
const times = {
  /** The first look after a start, by chance between these: thousands of desktops are started at the same time. */
  firstFrom: 5 * minuteMs,
  firstTo: 30 * minuteMs,
  every: 24 * 60 * minuteMs,
  /** After a failure; doubled with each further one. */
  againAfter: 60 * minuteMs,
  /** How long nobody has to be on a call before something large is fetched. */
  quietFor: minuteMs,
} as const;

type Done = Result<Record<string, never>, Problem>;
type Step = 'check' | 'download';
type Before = Pick<UpdatesView, 'phase' | 'version' | 'problem'>;

type UpdatesDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'log' | 'updater'>;
  readonly preferences: () => Preferences;
  readonly shown: () => Shown;
  readonly connect: ConnectToFeed;
  readonly onChange: () => void;
};

export class Updates {
  readonly #dependencies: UpdatesDependencies;
  readonly #updater: Updater | null;
  #installation: Installation | null = null;
  #allowed: Allowed = { feed: null, installs: false };
  #phase: UpdatesView['phase'] = 'off';
  #version: string | null = null;
  #problem: Problem | null = null;
  #failures = 0;
  /** Monotonic milliseconds. */
  #dueAt = Infinity;
  /** Since when nobody has been on a call; null while somebody is, or may be. */
  #quietSince: number | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  #cancelTimer: () => void = () => undefined;
  #wantsRestart = false;
  #atEnd: { readonly restart: boolean } | null = null;
  #disposed = false;

  constructor(dependencies: UpdatesDependencies) {
    this.#dependencies = dependencies;
    this.#updater = dependencies.ports.updater ?? null;
  }

  /** Finds out how Sidetone was installed. From then on settings and calls are followed. */
  async begin(): Promise<void> {
    this.#installation = (await this.#updater?.installation()) ?? null;
    this.preferencesChanged();
  }

  preferencesChanged(): void {
    const { ports, preferences } = this.#dependencies;
    const before = this.#allowed;
    this.#allowed = allowedBy(preferences(), this.#installation);
    if (before.feed !== this.#allowed.feed) {
      // What was found came from somewhere that doesn't count any more.
      this.#running?.abort.abort();
      this.#become(this.#allowed.feed === null ? 'off' : 'waiting', null);
      this.#failures = 0;
      const { firstFrom, firstTo } = times;
      this.#dueAt = ports.clock.monotonic() + firstFrom + ports.random() * (firstTo - firstFrom);
    } else if (before.installs && !this.#allowed.installs) {
      this.#running?.abort.abort();
      if (this.#phase === 'ready') this.#become('found', this.#version);
    }
    this.onShown();
  }

  /** What is shown has changed: a call that begins ends what is under way. */
  onShown(): void {
    if (this.#allowed.feed === null) {
      this.#cancelTimer();
      return;
    }
    if (!isQuiet(this.#dependencies.shown())) {
      this.#quietSince = null;
      this.#running?.abort.abort();
    } else this.#quietSince ??= this.#dependencies.ports.clock.monotonic();
    this.#look();
  }

  view(): UpdatesView {
    return {
      phase: this.#phase,
      installation: this.#installation,
      version: this.#version,
      installs: this.#allowed.installs,
      canInstall: this.#phase === 'ready' && canRestart(this.#dependencies.shown()),
      problem: this.#problem,
    };
  }

  checkNow(): Done {
    if (this.#allowed.feed === null) return err(problem('update/off'));
    if (!isQuiet(this.#dependencies.shown())) return err(problem('update/not-now'));
    if (this.#phase !== 'ready' && this.#running === null) void this.#run('check');
    return ok({});
  }

  /** Ends Sidetone, so that the newer version can be installed. */
  install(): Done {
    if (!this.#allowed.installs || this.#updater === null) return err(problem('update/off'));
    if (this.#phase !== 'ready') return err(problem('update/not-ready'));
    if (!canRestart(this.#dependencies.shown())) return err(problem('update/not-now'));
    this.#wantsRestart = true;
    this.#updater.quit();
    return ok({});
  }

  /** Sidetone ends: decides whether something is installed then. Call it while it is still known whether somebody is on a call. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancelTimer();
    const isReady = this.#phase === 'ready' && this.#allowed.installs;
    if (isReady && canRestart(this.#dependencies.shown())) this.#atEnd = { restart: this.#wantsRestart };
    this.#running?.abort.abort();
    await this.#running?.done;
  }

  /** The last thing that is done: after it the process ends. */
  finish(): void {
    if (this.#atEnd === null) return;
    this.#dependencies.ports.log.info('update-installed');
    this.#updater?.install(this.#atEnd.restart);
  }

  #become(phase: UpdatesView['phase'], version: string | null, found: Problem | null = null): void {
    this.#phase = phase;
    this.#version = version;
    this.#problem = found;
    this.#dependencies.onChange();
  }

  /** Does what is due, or sets a timer for it. Without a quiet moment there is none: the next change of what is shown looks again. */
  #look(): void {
    this.#cancelTimer();
    if (this.#disposed || this.#running !== null || this.#quietSince === null) return;
    const { clock } = this.#dependencies.ports;
    const wantsFile = this.#phase === 'found' && this.#allowed.installs;
    const at = wantsFile ? this.#quietSince + times.quietFor : this.#dueAt;
    const waitMs = at - clock.monotonic();
    if (waitMs <= 0) void this.#run(wantsFile ? 'download' : 'check');
    else
      this.#cancelTimer = clock.timer(waitMs, () => {
        this.#look();
      });
  }

  async #run(step: Step): Promise<void> {
    const abort = new AbortController();
    const done = this.#step(step, abort.signal).finally(() => {
      this.#running = null;
    });
    this.#running = { abort, done };
    await done;
    this.onShown();
  }

  async #step(step: Step, signal: AbortSignal): Promise<void> {
    const { feed } = this.#allowed;
    if (feed === null || this.#updater === null) return;
    const before: Before = { phase: this.#phase, version: this.#version, problem: this.#problem };
    this.#become(step === 'check' ? 'checking' : 'downloading', this.#version);
    const { connect } = this.#dependencies;
    const asked: Promise<Result<string | null, Problem>> =
      step === 'check' ? this.#updater.check(feed, connect, signal) : this.#updater.download(connect, signal);
    const result = await asked.catch(() => err(problem('internal')));
    if (signal.aborted) {
      // Unless the settings have said meanwhile what holds: then that does.
      if (this.#allowed.feed === feed) this.#become(before.phase, before.version, before.problem);
    } else if (result.ok) this.#succeeded(step, result.value, before);
    else this.#failed(result.error, before);
  }

  #succeeded(step: Step, found: string | null, before: Before): void {
    const { ports } = this.#dependencies;
    this.#failures = 0;
    if (step === 'download') {
      ports.log.info('update-ready', { version: this.#version ?? '' });
      this.#become('ready', this.#version);
      return;
    }
    this.#dueAt = ports.clock.monotonic() + spread(times.every, ports.random);
    if (found !== null && before.phase === 'ready' && before.version === found) this.#become('ready', found);
    else if (found === null) this.#become('current', null);
    else {
      ports.log.info('update-found', { version: found });
      this.#become('found', found);
    }
  }

  /** What is ready stays ready: only the feed itself takes it back. */
  #failed(found: Problem, before: Before): void {
    const { ports } = this.#dependencies;
    this.#failures += 1;
    const waitMs = withJitter(exponentialBackoff(this.#failures, times.againAfter, times.every), ports.random);
    this.#dueAt = ports.clock.monotonic() + waitMs;
    ports.log.warn('update-failed', { code: found.code });
    if (before.phase === 'ready') this.#become('ready', before.version);
    else this.#become('failed', null, found);
  }
}
