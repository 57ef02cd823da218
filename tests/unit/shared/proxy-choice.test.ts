// What may be set as a proxy: an address without a password, or one of two words.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProxyChoice, parseProxyAddress } from '../../../src/shared/domain/proxy-choice.ts';
import { parsePreference } from '../../../src/shared/domain/preferences.ts';

describe('the address of a proxy', () => {
  test.each([
    ['proxy.example.com:8080', { host: 'proxy.example.com', port: 8080, isSecure: false }],
    ['http://proxy.example.com:8080/', { host: 'proxy.example.com', port: 8080, isSecure: false }],
    ['https://proxy.example.com', { host: 'proxy.example.com', port: 443, isSecure: true }],
    [' Proxy.Example.COM ', { host: 'proxy.example.com', port: 80, isSecure: false }],
    ['10.0.0.1:3128', { host: '10.0.0.1', port: 3128, isSecure: false }],
    ['[2001:db8::1]:3128', { host: '2001:db8::1', port: 3128, isSecure: false }],
  ])('%s', (typed, address) => {
    expect(parseProxyAddress(typed)).toEqual(address);
    expect(parsePreference('network.proxy', typed)).toBe(typed);
  });

  test.each([
    '',
    'http://',
    'user:secret@proxy.example.com:8080',
    'http://user@proxy.example.com',
    'socks5://proxy.example.com:1080',
    'proxy.example.com:0',
    'proxy.example.com:99999',
    'proxy.example.com:8080/path',
    'proxy.example.com?x',
    'proxy example com',
    'file:///etc/passwd',
  ])('%j is none', (typed) => {
    expect(parseProxyAddress(typed)).toBeNull();
    expect(parsePreference('network.proxy', typed)).toBeUndefined();
  });
});

test('the system’s proxy and none are choices, with no value for the first', () => {
  for (const choice of ['system', 'none', null]) expect(parsePreference('network.proxy', choice)).toBe(choice);
});

test('no text with a password in it is ever a choice', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, password) => {
      expect(isProxyChoice(`http://${name}:${password}@proxy.example.com:8080`)).toBe(false);
    }),
  );
});
