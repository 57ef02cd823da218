// Runs in each frame of each page, apart from the page's own scripts. Connects to the background when a field is used first.
import { extensionApi, type ApiPort } from '../extension-api.ts';
import { framePort, type FrameMessage } from '../frame-messages.ts';
import { FieldWatch } from './field-watch.ts';

const key = Symbol.for('io.sidetone.watch');

function start(end: AbortSignal): void {
  const { runtime } = extensionApi();
  let port: ApiPort | null = null;
  const connected = (): ApiPort => {
    if (port !== null) return port;
    const mine = runtime.connect({ name: framePort });
    mine.onDisconnect.addListener(() => {
      // Read, so that the browser doesn't report it as an error that nobody looked at.
      void runtime.lastError;
      if (port !== mine) return;
      port = null;
      if (runtime.id !== undefined) watch.tellAgain();
    });
    port = mine;
    return mine;
  };
  const watch = new FieldWatch((message: FrameMessage) => {
    // The extension was updated or removed: its next version brings a copy of its own.
    if (runtime.id === undefined) watch.stop();
    else connected().postMessage(message);
  });
  const leave = (): void => {
    port?.disconnect();
    port = null;
  };
  window.addEventListener('pagehide', leave, { signal: end });
  end.addEventListener('abort', () => {
    watch.stop();
    leave();
  });
}

/** The copy that runs in this frame, and what it speaks with. */
type Copy = { readonly end: AbortController; readonly runtime: unknown };
const isCopy = (value: unknown): value is Copy => typeof value === 'object' && value !== null && 'runtime' in value;

// A tab that was open when the background started may have a copy already: one of the version before, which has lost its extension, or one
// that goes on.
const before: unknown = Reflect.get(globalThis, key);
const { runtime } = extensionApi();
if (!isCopy(before) || before.runtime !== runtime) {
  if (isCopy(before)) before.end.abort();
  const copy: Copy = { end: new AbortController(), runtime };
  Reflect.set(globalThis, key, copy);
  start(copy.end.signal);
}
