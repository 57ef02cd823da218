// The background of the extension: brings together tabs, frames and the connection to Sidetone.
import * as v from 'valibot';
import { extensionText } from '../../shared/messages/en/extension.ts';
import { extensionApi, type ExtensionApi, type TabFacts } from '../extension-api.ts';
import { AppLink, type LinkState } from './app-link.ts';
import { frameConnected } from './frame-connection.ts';
import { browserName, profileId } from './identity.ts';
import { Pace } from './pace.ts';
import { TabWatch, type SeenTab } from './tab-watch.ts';

const nativeHost = 'io.sidetone.browser';
const contentScript = 'content.js';
/** Sizes in pixels of the icons in the package. */
const iconSizes = [16, 32] as const;

const api = extensionApi();
const watch = new TabWatch();
let link: AppLink | null = null;
let linkState: LinkState = 'noHost';
let stopTimer: (() => void) | null = null;
let shownIcon = '';

const lastError = (): void => void api.runtime.lastError;

const timer = (ms: number, callback: () => void): (() => void) => {
  const id = setTimeout(callback, ms);
  return () => {
    clearTimeout(id);
  };
};

const pace = new Pace({ now: () => performance.now(), timer });

/** Something may be on or off. However often pages say so, what follows is bounded. */
function changed(at?: number): void {
  pace.run(
    () => {
      look(at);
    },
    () => {
      look();
    },
  );
}

/** What Sidetone is told comes first. */
function look(at?: number): void {
  link?.update(at);
  stopTimer?.();
  const now = performance.now();
  const end = watch.nextEnd(now);
  stopTimer = end === null ? null : timer(end - now, () => changed());
  showIcon();
}

function showIcon(): void {
  const isOn = linkState === 'open' && watch.on(performance.now()).length > 0;
  const name = linkState === 'open' ? (isOn ? 'on' : 'watching') : 'off';
  if (name === shownIcon) return;
  shownIcon = name;
  const path = Object.fromEntries(iconSizes.map((size) => [String(size), `icons/${name}-${String(size)}.png`]));
  void api.action.setIcon({ path });
  void api.action.setTitle({ title: extensionText.titles[name] });
}

let readsWanted = 0;
let isReading = false;

/** Reads which tabs there are, anew where it is asked for meanwhile. */
async function readTabs(): Promise<void> {
  readsWanted += 1;
  if (isReading) return;
  isReading = true;
  try {
    for (let began = 0; began !== readsWanted;) {
      began = readsWanted;
      const [tabs, windows] = await Promise.all([api.tabs.query({}), api.windows?.getAll() ?? []]);
      const minimized = new Set(windows.flatMap(({ id, state }) => (state === 'minimized' ? [id] : [])));
      watch.replaceTabs(tabs.flatMap((tab) => seen(tab, !minimized.has(tab.windowId))));
    }
  } finally {
    isReading = false;
  }
  changed();
}

function seen({ id, url = '', active = false }: TabFacts, isOpen: boolean): SeenTab[] {
  return id === undefined ? [] : [{ id, url, isShown: active && isOpen }];
}

const reread = (): void => {
  void readTabs();
};

function followTabs({ tabs, windows }: ExtensionApi): void {
  tabs.onUpdated.addListener((tabId, { url }) => {
    if (url === undefined) return;
    watch.moved(tabId, url);
    changed();
    reread();
  });
  tabs.onRemoved.addListener((tabId) => {
    watch.removed(tabId);
    changed();
  });
  for (const event of [tabs.onActivated, tabs.onAttached, tabs.onDetached, tabs.onReplaced]) event.addListener(reread);
  for (const event of windows === undefined ? [] : [windows.onFocusChanged, windows.onRemoved])
    event.addListener(reread);
}

/** Pages that were open before the extension came or was switched on have no content script. Where a page lets none in nothing happens. */
async function watchOpenTabs(): Promise<void> {
  const tabs = await api.tabs.query({});
  const ids = tabs.flatMap(({ id, url, discarded }) =>
    id !== undefined && discarded !== true && /^https?:/u.test(url ?? '') ? [id] : [],
  );
  await Promise.allSettled(
    ids.map((tabId) =>
      api.scripting.executeScript({
        target: { tabId, allFrames: true },
        files: [contentScript],
        injectImmediately: true,
      }),
    ),
  );
}

async function connect(): Promise<void> {
  const [id] = await Promise.all([profileId(), readTabs()]);
  const facts: unknown = Reflect.get(navigator, 'userAgentData');
  const named = v.safeParse(v.object({ brands: v.array(v.object({ brand: v.string() })) }), facts);
  const brands = named.success ? named.output.brands.map(({ brand }) => brand) : [];
  link = new AppLink({
    connect: () => api.runtime.connectNative(nativeHost),
    lastError,
    timer,
    identity: { id, browser: browserName({ userAgent: navigator.userAgent, brands }) },
    on: () => watch.on(performance.now()),
    rules: (rules) => {
      watch.rules = rules;
    },
    changed: (state) => {
      linkState = state;
      showIcon();
    },
  });
  link.start();
}

const now = (): number => performance.now();

api.runtime.onConnect.addListener((port) => {
  frameConnected(port, { watch, now, lastError, changed });
});
// They wake the background: what it does then is below.
for (const event of [api.runtime.onStartup, api.runtime.onInstalled]) event.addListener(() => undefined);
// A page of the extension with a field to try it.
api.action.onClicked.addListener(() => void api.tabs.create({ url: 'test.html' }));
followTabs(api);
void connect();
void watchOpenTabs();
