// The address of the server as a person types it, made into the base of every request, or a problem that says what is wrong.
import { isIPv4 } from 'node:net';
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';

export type ServerAddress = {
  /** Scheme, host, port where it is not the usual one, path prefix; never a slash at the end. */
  readonly base: string;
  /** `ucx.example.com` or `ucx.example.com:8443`, for people. */
  readonly host: string;
  /** Plain http to a host that is not this computer: everybody on the way can read the password. */
  readonly plainHttp: boolean;
};

const hostName = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/;
/** The product's own part of an address that was copied from the browser; it is removed. */
const ownPath = /\/fw(?:\/.*)?$/i;

/** True for this computer itself: 127.0.0.0/8, ::1 and localhost. `hostname` as the URL class gives it. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIPv4(hostname) && hostname.startsWith('127.');
}

/**
 * Reads what was typed: `ucx.example.com`, with scheme, port or path prefix. Without a scheme it is https.
 * Problems: `server-plain-http` for http to another computer that was not allowed; `server-address-invalid` for the rest,
 * with `detail` one of empty, credentials, scheme, host, text.
 */
export function parseServerAddress(typed: string, allowPlainHttp: boolean): Result<ServerAddress, Problem> {
  const invalid = (detail: string): Result<never, Problem> => err(problem('server-address-invalid', { detail }));
  const text = typed.trim();
  if (text === '') return invalid('empty');
  // A backslash would silently count as a slash; white space and control characters would silently vanish.
  // oxlint-disable-next-line no-control-regex
  if (text.length > 2000 || /[\s\\\u0000-\u001f\u007f]/.test(text)) return invalid('text');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return invalid('scheme');
  let url: URL;
  try {
    url = new URL(scheme === undefined ? `https://${text.replace(/^\/\//, '')}` : text);
  } catch {
    return invalid('host');
  }
  if (url.username !== '' || url.password !== '' || /^[^/?#]*@/.test(text.replace(/^[^/]*\/\//, ''))) {
    return invalid('credentials');
  }
  const isIPv6 = url.hostname.startsWith('[');
  if ((!isIPv6 && !hostName.test(url.hostname)) || url.port === '0') return invalid('host');
  const plainHttp = url.protocol === 'http:' && !isLoopback(url.hostname);
  if (plainHttp && !allowPlainHttp) return err(problem('server-plain-http', { host: url.host }));
  const prefix = url.pathname.replace(/\/+$/, '').replace(ownPath, '').replace(/\/+$/, '');
  return ok({ base: `${url.protocol}//${url.host}${prefix}`, host: url.host, plainHttp });
}
