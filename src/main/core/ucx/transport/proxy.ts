// The ways to the server: directly, or by a proxy.
import { isIPv6 } from 'node:net';
import { parseProxyAddress, type ProxyAddress } from '../../../../shared/domain/proxy-choice.ts';

export type ProxyCredentials = { readonly username: string; readonly password: string };

export type Proxy = ProxyAddress & {
  /** For a proxy that wants a sign-in: Basic (RFC 7617), sent to it alone. */
  readonly credentials: ProxyCredentials | null;
};

/** One way to the server; null is the direct one. */
export type Hop = Proxy | null;

/** A name or an address with a port, as a URL has it. */
export const authority = (host: string, port: number): string => `${isIPv6(host) ? `[${host}]` : host}:${String(port)}`;

export const proxyName = ({ host, port }: ProxyAddress): string => authority(host, port);

/** What the proxy needs in the head of a request. */
export function proxyHeaders({ credentials }: Proxy): Record<string, string> {
  if (credentials === null) return {};
  const { username, password } = credentials;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };
}

/**
 * Reads the answer of a proxy script, such as `PROXY proxy.example.com:8080; DIRECT`: the ways in the order in which they are to be tried.
 * A variable of the environment may have a name and a password in front of the host (environment-proxy.ts).
 * Kinds that Sidetone doesn't have (SOCKS) are left out (https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file#return_value_format).
 */
export function parseProxyAnswer(answer: string, credentials: ProxyCredentials | null): Hop[] {
  return answer.split(';').flatMap((entry): Hop[] => {
    const [kind = '', place = ''] = entry.trim().split(/\s+/u);
    const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
    if (kind.toUpperCase() === 'DIRECT') return [null];
    const at = place.lastIndexOf('@');
    const address = scheme === undefined ? null : parseProxyAddress(`${scheme}://${place.slice(at + 1)}`);
    return address === null ? [] : [{ ...address, credentials: at < 0 ? credentials : signInOf(place.slice(0, at)) }];
  });
}

/** `name:password`, percent-encoded. */
function signInOf(text: string): ProxyCredentials | null {
  const [username = '', password = ''] = text.split(':', 2);
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return null;
  }
}

/** Whether an answer of a proxy that wants a sign-in offers the one that Sidetone has (RFC 9110, sections 11.6.1 and 11.7.1). */
export function offersBasic(header: string | null): boolean {
  return header !== null && /(?:^|[\s,])basic(?:$|[\s,])/iu.test(header);
}
