// The server address as people type it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLoopback, parseServerAddress } from '../../../src/main/core/ucx/transport/address.ts';

test.each([
  ['ucx.example.com', 'https://ucx.example.com'],
  ['  ucx.example.com \n', 'https://ucx.example.com'],
  ['https://ucx.example.com/', 'https://ucx.example.com'],
  ['HTTPS://UCX.Example.COM', 'https://ucx.example.com'],
  ['https://ucx.example.com:443', 'https://ucx.example.com'],
  ['ucx.example.com:8443', 'https://ucx.example.com:8443'],
  ['ucx.example.com/voice/', 'https://ucx.example.com/voice'],
  ['https://ucx.example.com:8443/a/b//', 'https://ucx.example.com:8443/a/b'],
  ['https://ucx.example.com/fw/Apps/Recorder/WebAPI/Recordings', 'https://ucx.example.com'],
  ['https://ucx.example.com/voice/fw/', 'https://ucx.example.com/voice'],
  ['https://ucx.example.com/?lang=en#top', 'https://ucx.example.com'],
  ['ucx', 'https://ucx'],
  ['10.1.2.3', 'https://10.1.2.3'],
  ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ['localhost:8080', 'https://localhost:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://127.0.0.1:1234/', 'http://127.0.0.1:1234'],
  ['http://127.9.8.7', 'http://127.9.8.7'],
  ['http://[::1]:99', 'http://[::1]:99'],
  ['münchen.example', 'https://xn--mnchen-3ya.example'],
])('%j is the server %s', (typed, base) => {
  expect(parseServerAddress(typed, false)).toMatchObject({ ok: true, value: { base, plainHttp: false } });
});

test.each([
  'http://ucx.example.com',
  'http://10.0.0.1',
  'http://localhost.example.com',
  'http://[2001:db8::1]',
  'http://128.0.0.1',
])('plain http to %s is refused, and allowed only by somebody who was told', (typed) => {
  expect(parseServerAddress(typed, false)).toMatchObject({ ok: false, error: { code: 'server-plain-http' } });
  expect(parseServerAddress(typed, true)).toMatchObject({ ok: true, value: { plainHttp: true } });
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['ftp://ucx.example.com', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['javascript:alert(1)', 'host'],
  ['https://', 'host'],
  ['https://ucx.example.com:99999', 'host'],
  ['ucx.example.com:0', 'host'],
  ['ucx.example.com:abc', 'host'],
  ['!!!', 'host'],
  ['https://-ucx.example.com', 'host'],
  ['two words', 'text'],
  ['\\\\server\\share', 'text'],
  ['ucx\u0000.example.com', 'text'],
  ['x'.repeat(3000), 'text'],
  ['https://ada:secret@ucx.example.com', 'credentials'],
  ['ada@ucx.example.com', 'credentials'],
  ['https://@ucx.example.com', 'credentials'],
])('%j is refused: %s', (typed, detail) => {
  expect(parseServerAddress(typed, true)).toEqual({
    ok: false,
    error: { code: 'server-address-invalid', values: { detail } },
  });
});

test('a password typed into the address is in no problem', () => {
  expect(JSON.stringify(parseServerAddress('https://ada:s3cret@ucx.example.com', false))).not.toContain('s3cret');
});

test('whatever is typed gives an address or a problem, never an exception, and an address is stable when typed again', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.domain(), fc.ipV6()),
      (typed) => {
        const first = parseServerAddress(typed, true);
        if (!first.ok) return;
        expect(first.value.base).toMatch(/^https?:\/\/[^/@\s]+(?:\/.*[^/])?$/);
        expect(parseServerAddress(first.value.base, true)).toEqual(first);
      },
    ),
  );
});

test('without permission no address that is not loopback is plain http', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.ipV4().map((ip) => `http://${ip}`),
      ),
      (typed) => {
        const parsed = parseServerAddress(typed, false);
        if (parsed.ok && parsed.value.base.startsWith('http:'))
          expect(isLoopback(new URL(parsed.value.base).hostname)).toBe(true);
      },
    ),
  );
});
