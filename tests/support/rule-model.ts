// What must be true of the automatic pause, told anew and simply: from what the sources said and the person pressed, not from the rule
// machine. Where it can't be sure, it demands nothing.
import type { LiveView } from '../../src/shared/ipc/snapshot.ts';

const silenceMs = 25_000;
const offMs = 2_000;
const resumeMs = 5_000;
const windowMs = 300;

type Source = { isWindow: boolean; heardAt: number; isLost: boolean; on: Map<string, number> };

export class RuleModel {
  readonly #sources = new Map<string, Source>();
  /** When each rule was on last; it may be so now. */
  readonly #lastOn = new Map<string, number>();
  /** Rules that a person overrode, or may have. */
  readonly #overridden = new Set<string>();
  readonly #now: () => number;
  #lostAt = -Infinity;
  #pressedAt = -Infinity;
  #recordings: LiveView['recordings'] = [];
  /** Since when nothing is recorded; null: something is. */
  #endedAt: number | null = -Infinity;

  constructor(now: () => number) {
    this.#now = now;
  }

  hello(name: string, isWindow: boolean, on: readonly string[]): void {
    const before = this.#sources.get(name);
    const wasThere = before !== undefined && this.#isThere(before);
    const now = this.#now();
    if (before !== undefined) for (const id of before.on.keys()) if (!on.includes(id)) this.#turnedOff(before, id);
    const fresh = on.filter((id) => !wasThere || !before.on.has(id));
    if (!isWindow) for (const id of fresh) this.#turnsOn(id);
    const since = new Map(on.map((id) => [id, wasThere ? (before.on.get(id) ?? now) : now]));
    this.#sources.set(name, { isWindow, heardAt: now, isLost: false, on: since });
  }

  heard(name: string): void {
    this.#look();
    const source = this.#sources.get(name);
    if (source === undefined || source.isLost) return;
    source.heardAt = this.#now();
  }

  on(name: string, id: string): void {
    this.heard(name);
    const source = this.#sources.get(name);
    if (source === undefined || source.isLost || source.on.has(id)) return;
    this.#turnsOn(id);
    source.on.set(id, this.#now());
  }

  off(name: string, id: string): void {
    this.heard(name);
    const source = this.#sources.get(name);
    if (source === undefined || source.isLost || !source.on.has(id)) return;
    this.#turnedOff(source, id);
    source.on.delete(id);
  }

  lost(name: string): void {
    const source = this.#sources.get(name);
    if (source === undefined) return;
    source.isLost = true;
    this.#lostAt = this.#now();
  }

  pressedPause(): void {
    this.#pressedAt = this.#now();
  }

  /** A resume or a cancelling that was carried out overrides whatever may be on. */
  overrode(): void {
    this.#look();
    for (const source of this.#sources.values()) for (const id of source.on.keys()) this.#overridden.add(id);
    for (const [id, at] of this.#lastOn) if (this.#now() - at <= offMs) this.#overridden.add(id);
  }

  /** What the core knows to be recorded. */
  recorded(recordings: LiveView['recordings']): void {
    this.#look();
    const now = this.#now();
    if (recordings.length === 0) {
      this.#endedAt ??= now;
      return;
    }
    const endedFor = this.#endedAt === null ? 0 : now - this.#endedAt;
    const known = endedFor <= 3_000 ? this.#recordings : [];
    const isNew = recordings.some(
      ({ id, remoteNumber }) => !known.some((one) => one.id === id || one.remoteNumber === remoteNumber),
    );
    // What only a lost source knows is no reason to keep another call paused.
    if (isNew) for (const source of this.#sources.values()) if (!this.#isThere(source)) source.on.clear();
    // Of a call that ended about three seconds ago nobody can say which it is.
    if (isNew && (known.length > 0 || endedFor > 5_000)) this.#overridden.clear();
    this.#recordings = recordings;
    this.#endedAt = null;
  }

  /** Rules that are on beyond doubt and that nobody overrode. */
  demanding(): string[] {
    this.#look();
    const now = this.#now();
    const ids = [...this.#sources.values()].flatMap((source) =>
      this.#isThere(source)
        ? [...source.on].flatMap(([id, since]) => (!source.isWindow || now - since > windowMs ? [id] : []))
        : [],
    );
    return ids.filter((id) => !this.#overridden.has(id));
  }

  /** Whether a rule is on, or was less than `ms` ago, or may be for all that anybody knows. */
  mayBeOn(ms = 0): boolean {
    this.#look();
    const now = this.#now();
    const held = [...this.#sources.values()].some(({ isWindow, on }) =>
      [...on.values()].some((since) => !isWindow || now - since >= windowMs),
    );
    return held || [...this.#lastOn.values()].some((at) => now - at < ms);
  }

  /** Why a rule must not resume now a pause that was asked for at that time, by that trigger, for these recordings; null: it may. */
  whyNotResume(
    pause: { readonly at: number; readonly trigger: string; readonly ids: readonly string[] } | null,
    live: LiveView,
  ): string | null {
    if (this.mayBeOn(offMs + resumeMs)) return 'a rule was on less than seven seconds ago';
    if (pause?.trigger.startsWith('rule:') !== true) return 'no rule made the pause';
    if (this.#pressedAt > pause.at) return 'somebody pressed pause since';
    if (this.#lostAt > pause.at || [...this.#sources.values()].some((source) => !this.#isThere(source)))
      return 'a source was lost';
    if (live.state !== 'paused') return `it is ${live.state}`;
    return live.recordings.some(({ id }) => !pause.ids.includes(id)) ? 'another recording began' : null;
  }

  #isThere({ heardAt, isLost }: Source): boolean {
    return !isLost && this.#now() - heardAt < silenceMs;
  }

  /** Time alone loses a source. */
  #look(): void {
    for (const source of this.#sources.values())
      if (!source.isLost && !this.#isThere(source)) {
        source.isLost = true;
        this.#lostAt = Math.max(this.#lostAt, source.heardAt + silenceMs);
      }
  }

  #turnsOn(id: string): void {
    const isOn = [...this.#sources.values()].some(({ on }) => on.has(id));
    const wasOff = !isOn && this.#now() - (this.#lastOn.get(id) ?? -Infinity) > offMs;
    if (wasOff) this.#overridden.clear();
  }

  #turnedOff({ isWindow, on }: Source, id: string): void {
    const now = this.#now();
    if (!isWindow || now - (on.get(id) ?? now) >= windowMs) this.#lastOn.set(id, now);
  }
}
