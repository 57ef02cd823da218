// The files of the windows, as both shells serve them: found inside one folder and never outside, with the headers that confine a page.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/**
 * The policy of every page. `connect` is `'none'` in the app, where a page has no network at all, and the preview's own socket in the preview.
 */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that go with every file of a window. */
export function pageHeaders(connect: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(connect),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/**
 * Finds the file that a URL path means.
 *
 * @param folder absolute folder of the built windows
 * @param urlPath path part of a URL, still percent-encoded, beginning with `/`
 * @returns the absolute path, or null when it cannot be decoded, is not a kind of file we serve, or lies outside the folder
 */
export function locate(folder: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const file = path.join(folder, decoded);
  const relative = path.relative(folder, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return null;
  return contentTypes[path.extname(file)] === undefined ? null : file;
}

export type RendererFile = { readonly body: Buffer; readonly contentType: string };

/** Reads a file of the windows; null when there is no such file. Rejects with a Node system error when it cannot be read. */
export async function readRendererFile(folder: string, urlPath: string): Promise<RendererFile | null> {
  const file = locate(folder, urlPath);
  if (file === null) return null;
  const contentType = contentTypes[path.extname(file)] ?? 'application/octet-stream';
  try {
    return { body: await readFile(file), contentType };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return null;
    throw error;
  }
}
