// Prints a page to a PDF in a hidden window that can do nothing else: no script, no Node, no network, no file, no storage, and gone in any case.
import { randomUUID } from 'node:crypto';
import { BrowserWindow, session, type Session } from 'electron';
import type { Paper } from '../../../shared/domain/paper.ts';
import type { Clock } from '../../core/platform/ports.ts';
import { confineSession } from '../security.ts';

const scheme = 'sidetone-paper';
/** Longest time in milliseconds that loading and printing may take: ten thousand rows need about ten seconds. */
const limitMs = 120_000;
const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** The pages that are printed now, by their addresses. */
const pages = new Map<string, string>();

/** A session in memory of its own, which knows these pages and nothing else. */
function paperSession(): Session {
  const found = session.fromPartition('paper');
  if (found.protocol.isProtocolHandled(scheme)) return found;
  confineSession(found);
  found.protocol.handle(scheme, ({ url }) => {
    const html = pages.get(url);
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy };
    return html === undefined ? new Response(null, { status: 404 }) : new Response(html, { headers });
  });
  return found;
}

function hiddenWindow(): BrowserWindow {
  return new BrowserWindow({
    show: false,
    webPreferences: {
      session: paperSession(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webgl: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
      backgroundThrottling: false,
    },
  });
}

/** Rejects when the page's process ends, or takes too long. `stop` ends the waiting. */
function failureOf(
  window: BrowserWindow,
  clock: Clock,
): { readonly failed: Promise<never>; readonly stop: () => void } {
  let stop = (): void => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    stop = clock.timer(limitMs, () => reject(new Error('printing takes too long')));
    window.webContents.once('render-process-gone', (_event, { reason }) => {
      reject(new Error(`the process of the page has ended: ${reason}`));
    });
  });
  return { failed, stop };
}

async function print(window: BrowserWindow, url: string, paper: Paper): Promise<Uint8Array> {
  await window.loadURL(url);
  // Margins, and the numbers of the pages in them, are the page's own.
  return window.webContents.printToPDF({ pageSize: paper, printBackground: true });
}

/** Call it once the app is ready. Rejects where the page couldn't be printed. */
export async function printPdf(html: string, paper: Paper, clock: Clock): Promise<Uint8Array> {
  const url = `${scheme}://report/${randomUUID()}`;
  pages.set(url, html);
  const window = hiddenWindow();
  const { failed, stop } = failureOf(window, clock);
  try {
    return await Promise.race([print(window, url, paper), failed]);
  } finally {
    stop();
    pages.delete(url);
    window.destroy();
  }
}
