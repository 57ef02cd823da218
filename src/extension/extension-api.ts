// The few parts of the browsers' extension API that are used, as Chrome, Edge and Firefox have them alike under Manifest V3.
// https://developer.chrome.com/docs/extensions/reference/api and https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API

type Event<Listener> = { addListener(listener: Listener): void };

export type TabFacts = {
  readonly id?: number;
  readonly windowId?: number;
  readonly active?: boolean;
  /** There for pages of the sites that the extension may see. */
  readonly url?: string;
  /** It is loaded anew, with the content script, when it is shown. */
  readonly discarded?: boolean;
};

/** A connection inside the extension, or to the native host. */
export type ApiPort = {
  readonly name: string;
  readonly sender?: { readonly tab?: TabFacts; readonly frameId?: number; readonly url?: string };
  readonly onMessage: Event<(message: unknown) => void>;
  readonly onDisconnect: Event<() => void>;
  postMessage(message: unknown): void;
  disconnect(): void;
};

type Runtime = {
  /** Undefined in a content script whose extension was updated or removed. */
  readonly id?: string;
  readonly lastError?: { readonly message?: string };
  readonly onConnect: Event<(port: ApiPort) => void>;
  readonly onInstalled: Event<() => void>;
  readonly onStartup: Event<() => void>;
  connect(options: { readonly name: string }): ApiPort;
  connectNative(host: string): ApiPort;
};

type Tabs = {
  readonly onActivated: Event<(active: { readonly tabId: number; readonly windowId: number }) => void>;
  readonly onUpdated: Event<(tabId: number, change: { readonly url?: string }) => void>;
  readonly onRemoved: Event<(tabId: number) => void>;
  readonly onAttached: Event<() => void>;
  readonly onDetached: Event<() => void>;
  readonly onReplaced: Event<(added: number, removed: number) => void>;
  create(tab: { readonly url: string }): Promise<unknown>;
  query(filter: Readonly<Record<string, never>>): Promise<readonly TabFacts[]>;
};

type Windows = {
  readonly onFocusChanged: Event<(windowId: number) => void>;
  readonly onRemoved: Event<(windowId: number) => void>;
  getAll(): Promise<readonly { readonly id?: number; readonly state?: string }[]>;
};

export type ExtensionApi = {
  readonly runtime: Runtime;
  readonly tabs: Tabs;
  /** Not in Firefox for Android. */
  readonly windows?: Windows;
  readonly scripting: {
    executeScript(injection: {
      readonly target: { readonly tabId: number; readonly allFrames: true };
      readonly files: readonly string[];
      readonly injectImmediately: true;
    }): Promise<unknown>;
  };
  readonly action: {
    readonly onClicked: Event<() => void>;
    setIcon(icon: { readonly path: Readonly<Record<string, string>> }): Promise<void>;
    setTitle(title: { readonly title: string }): Promise<void>;
  };
};

declare const chrome: ExtensionApi;

export const extensionApi = (): ExtensionApi => chrome;
