// The proxy of a program without a desktop: by the variables of the environment, as curl and others read them
// (https://everything.curl.dev/usingcurl/proxies/env.html).
import type { SystemProxy } from '../main/core/platform/ports.ts';
import { parseProxyAddress } from '../shared/domain/proxy-choice.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** In both spellings; the small one counts first. */
const variable = (environment: Environment, name: string): string =>
  environment[name.toLowerCase()] ?? environment[name] ?? '';

/** Whether `NO_PROXY` names a host: itself, a domain above it, or `*`; with a port, that port alone. */
function isExcepted(list: string, { hostname, port, protocol }: URL): boolean {
  const portNumber = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', onlyPort] = /^\*?\.?(.+?)(?::(\d+))?$/u.exec(entry.toLowerCase()) ?? [];
      const isHost = hostname === name || hostname === `[${name}]` || hostname.endsWith(`.${name}`);
      return isHost && (onlyPort === undefined || onlyPort === portNumber);
    });
}

/** Answers as a proxy script does. A name and password in a variable are passed on, percent-encoded. */
export function environmentProxy(environment: Environment): SystemProxy {
  return {
    find: (address) => {
      const url = new URL(address);
      const set = variable(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY').trim();
      if (set === '' || isExcepted(variable(environment, 'NO_PROXY'), url)) return Promise.resolve('DIRECT');
      const [, scheme = 'http', signIn = '', place = ''] = /^(?:([a-z0-9]+):\/\/)?(?:([^/]*)@)?(.*)$/iu.exec(set) ?? [];
      const kind = { http: 'PROXY', https: 'HTTPS' }[scheme.toLowerCase()];
      const isUsable = kind !== undefined && parseProxyAddress(`${scheme}://${place}`) !== null;
      return Promise.resolve(
        isUsable ? `${kind} ${signIn === '' ? '' : `${signIn}@`}${place.replace(/\/$/u, '')}` : '',
      );
    },
  };
}
