// What the packages carry for browsers: the same bytes at each build, an id that follows from the key, and manifests that name it.
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { crxOf, zipFolder } from '../../../scripts/extension/crx.ts';
import { chromiumId, manifestKey, signingKey } from '../../../scripts/extension/extension-id.ts';
import { extensionManifest } from '../../../scripts/extension/manifest.ts';
import { hostManifest } from '../../../scripts/extension/native-host.ts';
import { chromiumIds } from '../../../scripts/extension/pack-extension.ts';
import { policyFiles } from '../../../scripts/extension/policies.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = path.join(folder, 'key.pem');
writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }));

function someFiles(name: string, names: readonly string[]): string {
  const place = path.join(folder, name);
  for (const one of names) {
    mkdirSync(path.dirname(path.join(place, one)), { recursive: true });
    writeFileSync(path.join(place, one), `content of ${one}`);
  }
  return place;
}

test('a ZIP depends on the files alone, and holds them all', () => {
  const names = ['manifest.json', 'icons/on-16.png', 'background.js'];
  const zip = zipFolder(someFiles('one', names));
  expect(zip.equals(zipFolder(someFiles('two', names.toReversed())))).toBe(true);
  const inside = unzipSync(new Uint8Array(zip));
  expect(Object.keys(inside)).toEqual(names.toSorted());
  expect(Buffer.from(inside['icons/on-16.png'] ?? []).toString()).toBe('content of icons/on-16.png');
});

test('a CRX is the same at each build, holds the ZIP, and is signed by the key that gives the id', () => {
  const zip = zipFolder(someFiles('three', ['manifest.json']));
  const crx = crxOf(zip, privateKey);
  expect(crx.equals(crxOf(zip, privateKey))).toBe(true);
  expect([crx.subarray(0, 4).toString(), crx.readUInt32LE(4)]).toEqual(['Cr24', 3]);
  const header = crx.subarray(12, 12 + crx.readUInt32LE(8));
  expect(crx.subarray(12 + header.length).equals(zip)).toBe(true);
  // The parts of the header stand in its order: the proof (its key and its signature), and what is signed beside the ZIP.
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const signature = header.subarray(header.indexOf(der) + der.length + 3).subarray(0, 256);
  const signedData = header.subarray(-18);
  expect(signedData.subarray(2).equals(createHash('sha256').update(der).digest().subarray(0, 16))).toBe(true);
  const length = Buffer.from([signedData.length, 0, 0, 0]);
  const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), length, signedData, zip]);
  expect(verify('sha256', signed, privateKey, signature)).toBe(true);
});

test('the id follows from the key, and stores may have given others', () => {
  const environment = { SIDETONE_EXTENSION_KEY: pem, SIDETONE_EXTENSION_IDS: ` ${'a'.repeat(32)}, ` };
  const own = chromiumId(manifestKey(signingKey(environment)));
  expect(own).toMatch(/^[a-p]{32}$/u);
  expect(chromiumIds(environment)).toEqual([own, 'a'.repeat(32)]);
  expect(chromiumIds({})).not.toContain(own);
  expect(() => chromiumIds({ SIDETONE_EXTENSION_IDS: 'https://evil.example' })).toThrow('no id of an extension');
  // https://developer.chrome.com/docs/extensions/reference/manifest/key has no example with both; this pair is Chromium's own test.
  expect(chromiumId(Buffer.from('').toString('base64'))).toBe('odlameecjipmbmbejkplpemijjgpljce');
});

test('manifests ask for no more than is used, and name one host and one extension', () => {
  for (const kind of ['chromium', 'firefox'] as const) {
    const manifest = extensionManifest(kind, '1.2.3', 'KEY');
    expect(manifest['permissions']).toEqual(['nativeMessaging', 'scripting']);
    expect(manifest['host_permissions']).toEqual(['http://*/*', 'https://*/*']);
    expect(Object.keys(manifest).filter((name) => /optional|external|web_acc|update/u.test(name))).toEqual([]);
  }
  expect(extensionManifest('chromium', '1.2.3', 'KEY')['key']).toBe('KEY');
  const chromium: unknown = JSON.parse(hostManifest('chromium', '/x', ['abc']));
  expect(chromium).toMatchObject({ path: '/x', type: 'stdio', allowed_origins: ['chrome-extension://abc/'] });
  const firefox: unknown = JSON.parse(hostManifest('firefox', '/x', ['abc']));
  expect(firefox).toMatchObject({ allowed_extensions: ['extension@sidetone.example'] });
});

test('templates of policies are what browsers can read', () => {
  const files = policyFiles('abc', '1.2.3');
  expect(JSON.parse(files['chrome-and-edge.json'] ?? '')).toMatchObject({
    ExtensionSettings: { abc: { installation_mode: 'force_installed' } },
    NativeMessagingAllowlist: ['io.sidetone.browser'],
  });
  expect(JSON.parse(files['firefox-policies.json'] ?? '')).toHaveProperty('policies.ExtensionSettings');
  const keys = (files['windows.reg'] ?? '').split('\r\n').filter((line) => line.startsWith('['));
  const policies = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies`;
  expect(keys).toEqual([
    String.raw`[${policies}\Google\Chrome]`,
    String.raw`[${policies}\Google\Chrome\NativeMessagingAllowlist]`,
    String.raw`[${policies}\Microsoft\Edge]`,
    String.raw`[${policies}\Microsoft\Edge\NativeMessagingAllowlist]`,
    String.raw`[${policies}\Mozilla\Firefox]`,
  ]);
  const values = (files['windows.reg'] ?? '').split('\r\n').filter((line) => line.startsWith('"ExtensionSettings"='));
  expect(values).toHaveLength(3);
  for (const line of values) expect(JSON.parse(JSON.parse(line.split('=').slice(1).join('=')) as string)).toBeTruthy();
  expect(files['updates.xml']).toContain('appid="abc"');
});
