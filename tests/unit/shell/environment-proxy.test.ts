// The proxy of the preview, from the environment.
import { expect, test } from 'vitest';
import { parseProxyAnswer } from '../../../src/main/core/ucx/transport/proxy.ts';
import { environmentProxy } from '../../../src/preview/environment-proxy.ts';

const secure = 'https://ucx.example.com/';
const both = { HTTPS_PROXY: 'http://s.example:8080', HTTP_PROXY: 'http://p.example:8080' };

test.each([
  ['nothing is set', {}, secure, 'DIRECT'],
  ['the one for https', both, secure, 'PROXY s.example:8080'],
  ['the one for http', both, 'http://ucx.example.com/', 'PROXY p.example:8080'],
  ['small letters count first', { ...both, https_proxy: 'q.example:1' }, secure, 'PROXY q.example:1'],
  ['a proxy by TLS', { HTTPS_PROXY: 'https://s.example/' }, secure, 'HTTPS s.example'],
  ['a kind that Sidetone does not have', { HTTPS_PROXY: 'socks5://s.example:1080' }, secure, ''],
  ['nonsense', { HTTPS_PROXY: 'http://' }, secure, ''],
  ['the host is excepted', { ...both, NO_PROXY: 'other.example, ucx.example.com' }, secure, 'DIRECT'],
  ['a domain above it', { ...both, no_proxy: '.example.com' }, secure, 'DIRECT'],
  ['a domain above it, without a point', { ...both, NO_PROXY: 'example.com' }, secure, 'DIRECT'],
  ['a domain above it, with a star', { ...both, NO_PROXY: '*.example.com' }, secure, 'DIRECT'],
  ['another name that ends like it', { ...both, NO_PROXY: 'cx.example.com' }, secure, 'PROXY s.example:8080'],
  ['all', { ...both, NO_PROXY: '*' }, secure, 'DIRECT'],
  ['its port', { ...both, NO_PROXY: 'ucx.example.com:443' }, secure, 'DIRECT'],
  ['another port', { ...both, NO_PROXY: 'ucx.example.com:8443' }, secure, 'PROXY s.example:8080'],
  ['an address', { ...both, NO_PROXY: '10.1.2.3' }, 'https://10.1.2.3:8443/', 'DIRECT'],
  ['an IPv6 address', { ...both, NO_PROXY: '[2001:db8::1]' }, 'https://[2001:db8::1]:8443/', 'DIRECT'],
])('%s', async (_what, environment, url, answer) => {
  expect(await environmentProxy(environment).find(url)).toBe(answer);
});

test('a name and a password in the variable reach the proxy as they are', async () => {
  const answer = await environmentProxy({ HTTPS_PROXY: 'http://ada:p%40ss%3Bw@s.example:8080' }).find(secure);
  expect(parseProxyAnswer(answer, null)).toEqual([
    { host: 's.example', port: 8080, isSecure: false, credentials: { username: 'ada', password: 'p@ss;w' } },
  ]);
});
