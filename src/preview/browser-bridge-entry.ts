// Runs in a page of the preview before the page's own script, and gives it `window.sidetone`.
import { browserBridge, filesUrl, socketUrl } from './browser-bridge.ts';
import type { PageName } from './wire.ts';

const features: Record<PageName, string> = { main: '', widget: 'popup,width=400,height=76' };

const bridge = browserBridge({
  connect: () => new WebSocket(socketUrl(new URL(window.location.href))),
  connectForFiles: () => new WebSocket(filesUrl(new URL(window.location.href))),
  later: (ms, callback) => {
    window.setTimeout(callback, ms);
  },
  monotonic: () => performance.now(),
  openPage: (page) => {
    window.open(`${page}.html`, `sidetone-${page}`, features[page]);
  },
});

Object.defineProperty(window, 'sidetone', { value: Object.freeze(bridge), enumerable: true });
