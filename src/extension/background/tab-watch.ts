// Which rules are on: from the pages that can be seen, the field with the focus in each, and the text that was put into fields without it.
// Addresses are compared here, in memory, and go no further.
import { matchesGlob } from '../../shared/domain/text/glob.ts';
import type { WatchedRule } from '../../shared/ipc/rule-source-messages.ts';
import type { FrameMessage } from '../frame-messages.ts';
import { matchesAddress } from './page-address.ts';

/** Text that was put into a field without focus counts for so long (milliseconds). */
const putMs = 10_000;

/**
 * So much is kept of a tab beside the field with the focus, however many frames it has: what came longest ago goes first. A person is in one
 * field, and a password manager fills a few.
 */
const maxNamed = 20;
const maxPuts = 50;
/** Of these, so many of one frame. */
const maxPutsOfFrame = 10;

type Tab = { url: string; isShown: boolean };
type Frame = {
  readonly tabId: number;
  /** Null for the page itself, whose address is the tab's. */
  readonly url: string | null;
};
/** The field that a frame is in. `has`: the frame has the focus too, and what frames without it say never takes its place. */
type Named = { readonly names: readonly string[]; readonly has: boolean };
type Put = { readonly frame: Frame; readonly names: readonly string[]; readonly until: number };
/** What is used in the frames of a tab. */
type Use = {
  /** The focused field of a frame: as a rule of one, or of two while the focus moves. */
  readonly named: Map<Frame, Named>;
  puts: readonly Put[];
};
/** What is known of a tab: its address, where the extension may see it, and whether it is the one in front of its window. */
export type SeenTab = { readonly id: number; readonly url: string; readonly isShown: boolean };

export class TabWatch {
  #rules: readonly WatchedRule[] = [];
  #tabs = new Map<number, Tab>();
  readonly #frames = new Map<object, Frame>();
  readonly #uses = new Map<number, Use>();

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
    this.#frames.set(key, { tabId, url });
  }

  frameGone(key: object): void {
    const frame = this.#frames.get(key);
    this.#frames.delete(key);
    const use = frame === undefined ? undefined : this.#uses.get(frame.tabId);
    if (frame === undefined || use === undefined) return;
    use.named.delete(frame);
    use.puts = use.puts.filter((put) => put.frame !== frame);
    if (use.named.size + use.puts.length === 0) this.#uses.delete(frame.tabId);
  }

  /** `now`: milliseconds that only grow. */
  told(key: object, message: FrameMessage, now: number): void {
    const frame = this.#frames.get(key);
    if (frame === undefined) return;
    const use: Use = this.#uses.get(frame.tabId) ?? { named: new Map(), puts: [] };
    this.#uses.set(frame.tabId, use);
    const { names } = message;
    if (message.kind === 'put') {
      const others = use.puts.filter((put) => put.until > now && !(put.frame === frame && isSame(put.names, names)));
      const own = others.filter((put) => put.frame === frame);
      // A frame that tells much pushes out what it told itself, not what others did.
      const [oldest] = own.length < maxPutsOfFrame ? [] : own;
      use.puts = [...others.filter((put) => put !== oldest), { frame, names, until: now + putMs }].slice(-maxPuts);
      return;
    }
    const { has } = message;
    // One frame of a tab has the focus.
    if (has) use.named.clear();
    use.named.delete(frame);
    if (names.length > 0) use.named.set(frame, { names, has });
    const others = [...use.named].filter(([, field]) => !field.has);
    for (const [oldest] of others.slice(0, -maxNamed)) use.named.delete(oldest);
  }

  /** The ids of the rules that are on, in the order of the rules. */
  on(now: number): string[] {
    const pages = [...this.#tabs.values()].filter(({ isShown }) => isShown);
    const used = [...this.#uses].flatMap(([tabId, use]) => {
      const tab = this.#tabs.get(tabId);
      return tab?.isShown === true ? usedIn(tab, use, now) : [];
    });
    return this.#rules
      .filter((rule) =>
        'url' in rule
          ? pages.some(({ url }) => matchesAddress(rule.url, url))
          : used.some((field) => isInUse(rule, field)),
      )
      .map(({ id }) => id);
  }

  /** When text that was put somewhere ceases to count; null where nothing does. */
  nextEnd(now: number): number | null {
    let next: number | null = null;
    for (const { puts } of this.#uses.values())
      for (const { until } of puts) if (until > now) next = Math.min(until, next ?? until);
    return next;
  }
}

/** A field with the names it has, and the addresses of its page and its frame. */
type UsedField = { readonly names: readonly string[]; readonly addresses: readonly string[] };

function usedIn(tab: Tab, { named, puts }: Use, now: number): UsedField[] {
  const field = (frame: Frame, names: readonly string[]): UsedField => ({
    names,
    addresses: [tab.url, frame.url ?? ''],
  });
  return [
    ...[...named].map(([frame, { names }]) => field(frame, names)),
    ...puts.filter(({ until }) => until > now).map(({ frame, names }) => field(frame, names)),
  ];
}

function isInUse(rule: Extract<WatchedRule, { field: string }>, { names, addresses }: UsedField): boolean {
  if (!names.some((name) => matchesGlob(rule.field, name))) return false;
  const { where } = rule;
  return where === undefined || addresses.some((address) => matchesAddress(where, address));
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at]);
