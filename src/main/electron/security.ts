// What no page of this app may ever do: leave, open windows, embed others, ask for devices, reach the network.
import { app, type Session, type WebPreferences } from 'electron';
import type { Log } from '../core/platform/ports.ts';
import { isOwnPage } from './app-scheme.ts';

/** The preferences of every window. */
export function windowPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    spellcheck: false,
    enableWebSQL: false,
    navigateOnDragDrop: false,
    devTools: !app.isPackaged,
    backgroundThrottling: false,
    // The widget never takes the focus, so nobody ever clicks it first: its sounds must not wait for that.
    autoplayPolicy: 'no-user-gesture-required',
  };
}

/** Confines every page that will ever exist. Call before the app is ready. */
export function confinePages(log: Log): void {
  app.enableSandbox();
  app.on('web-contents-created', (_created, contents) => {
    const refuseNavigation = (event: { preventDefault(): void }, url: string, kind: string): void => {
      if (isOwnPage(url)) return;
      event.preventDefault();
      log.warn('navigation refused', { kind });
    };
    contents.on('will-navigate', (event) => {
      refuseNavigation(event, event.url, 'navigate');
    });
    contents.on('will-frame-navigate', (event) => {
      refuseNavigation(event, event.url, 'frame');
    });
    contents.on('will-redirect', (event) => {
      refuseNavigation(event, event.url, 'redirect');
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      log.warn('navigation refused', { kind: 'webview' });
    });
    contents.setWindowOpenHandler(() => {
      log.warn('navigation refused', { kind: 'window' });
      return { action: 'deny' };
    });
  });
}

/** Denies every permission and every request to a network, whatever a page asks. Call once the app is ready. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'] },
    (_details, answer) => {
      answer({ cancel: true });
    },
  );
}
