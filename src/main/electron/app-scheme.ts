// The app's own scheme: the only place a window's files come from.
import { protocol } from 'electron';

export const scheme = 'sidetone-app';
export const host = 'app';
const pages = new Set(['/main.html', '/widget.html']);

export type PageName = 'main' | 'widget';

export function pageUrl(page: PageName): string {
  return `${scheme}://${host}/${page}.html`;
}

export function parseUrl(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** Whether an address is one of the two pages of this app. */
export function isOwnPage(url: string): boolean {
  const parsed = parseUrl(url);
  return parsed !== null && parsed.protocol === `${scheme}:` && parsed.host === host && pages.has(parsed.pathname);
}

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, stream: true } }]);
}
