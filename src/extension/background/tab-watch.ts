// Which rules are on: from the pages that can be seen, the field with the focus in each, and the text that was put into fields without it.
// Addresses are compared here, in memory, and go no further.
import { matchesGlob } from '../../shared/domain/text/glob.ts';
import type { WatchedRule } from '../../shared/ipc/rule-source-messages.ts';
import type { FrameMessage } from '../frame-messages.ts';
import { matchesAddress } from './page-address.ts';

/** Text that was put into a field without focus counts for so long (milliseconds). */
const putMs = 10_000;

type Tab = { url: string; isShown: boolean };
type Frame = {
  readonly tabId: number;
  /** Null for the page itself, whose address is the tab's. */
  readonly url: string | null;
  names: readonly string[];
  puts: readonly { readonly names: readonly string[]; readonly until: number }[];
};
/** What is known of a tab: its address, where the extension may see it, and whether it is the one in front of its window. */
export type SeenTab = { readonly id: number; readonly url: string; readonly isShown: boolean };

export class TabWatch {
  #rules: readonly WatchedRule[] = [];
  #tabs = new Map<number, Tab>();
  readonly #frames = new Map<object, Frame>();
  /** Of each tab, the frames that have told the names of a focused field: as a rule one, or two while the focus moves. */
  readonly #named = new Map<number, Set<Frame>>();

  set rules(rules: readonly WatchedRule[]) {
    this.#rules = rules;
  }

  get count(): number {
    return this.#rules.length;
  }

  /** All tabs there are. */
  replaceTabs(tabs: readonly SeenTab[]): void {
    this.#tabs = new Map(tabs.map(({ id, url, isShown }) => [id, { url, isShown }]));
  }

  setTab({ id, url, isShown }: SeenTab): void {
    this.#tabs.set(id, { url, isShown });
  }

  moved(id: number, url: string): void {
    const tab = this.#tabs.get(id);
    if (tab !== undefined) tab.url = url;
  }

  removed(id: number): void {
    this.#tabs.delete(id);
  }

  /** A frame has something to tell. `key` stands for it until `frameGone`. */
  frameCame(key: object, tabId: number, url: string | null): void {
    this.#frames.set(key, { tabId, url, names: [], puts: [] });
  }

  frameGone(key: object): void {
    const frame = this.#frames.get(key);
    this.#frames.delete(key);
    if (frame !== undefined) this.#name(frame, []);
  }

  /** `now`: milliseconds that only grow. */
  told(key: object, message: FrameMessage, now: number): void {
    const frame = this.#frames.get(key);
    if (frame === undefined) return;
    if (message.kind === 'put') {
      const name = JSON.stringify(message.names);
      const others = frame.puts.filter((put) => put.until > now && JSON.stringify(put.names) !== name);
      frame.puts = [...others.slice(-9), { names: message.names, until: now + putMs }];
      return;
    }
    // One frame of a tab has the focus.
    if (message.has) for (const other of this.#named.get(frame.tabId) ?? []) other.names = [];
    if (message.has) this.#named.delete(frame.tabId);
    this.#name(frame, message.names);
  }

  #name(frame: Frame, names: readonly string[]): void {
    frame.names = names;
    const named = this.#named.get(frame.tabId) ?? new Set();
    if (names.length > 0) named.add(frame);
    else named.delete(frame);
    if (named.size > 0) this.#named.set(frame.tabId, named);
    else this.#named.delete(frame.tabId);
  }

  /** The ids of the rules that are on, in the order of the rules. */
  on(now: number): string[] {
    const frames = [...this.#frames.values()].filter((frame) => this.#tabs.get(frame.tabId)?.isShown === true);
    const pages = [...this.#tabs.values()].filter(({ isShown }) => isShown);
    return this.#rules
      .filter((rule) =>
        'url' in rule
          ? pages.some(({ url }) => matchesAddress(rule.url, url))
          : frames.some((frame) => this.#isInUse(rule, frame, now)),
      )
      .map(({ id }) => id);
  }

  /** When text that was put somewhere ceases to count; null where nothing does. */
  nextEnd(now: number): number | null {
    const ends = [...this.#frames.values()].flatMap(({ puts }) => puts.map(({ until }) => until));
    const next = Math.min(...ends.filter((until) => until > now));
    return Number.isFinite(next) ? next : null;
  }

  #isInUse(rule: Extract<WatchedRule, { field: string }>, frame: Frame, now: number): boolean {
    const names = [...frame.names, ...frame.puts.flatMap((put) => (put.until > now ? put.names : []))];
    if (!names.some((name) => matchesGlob(rule.field, name))) return false;
    const { where } = rule;
    if (where === undefined) return true;
    const addresses = [this.#tabs.get(frame.tabId)?.url ?? '', frame.url ?? ''];
    return addresses.some((address) => matchesAddress(where, address));
  }
}
