// The bill of materials names everything that is shipped, and nothing of it twice.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { licences } from '../../../scripts/licences.ts';
import { completed, type Bill } from '../../../scripts/sbom.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
const shipped = (JSON.parse(licences()) as { name: string; version: string }[]).map(
  ({ name, version }) => `${name}@${version}`,
);
/** As npm writes it: the run-time dependencies alone. */
const ofNpm = (names: readonly string[]): Bill => ({
  bomFormat: 'CycloneDX',
  metadata: { component: { type: 'library', name: 'main', version: '0.1.0' } },
  components: names.map((name) => {
    const at = name.lastIndexOf('@');
    return { type: 'library', name: name.slice(0, at), version: name.slice(at + 1), purl: `pkg:npm/${name}` };
  }),
});
const names = ({ components }: Bill): string[] => components.map(({ name, version }) => `${name}@${version}`);

test('what is built into the windows and Electron come to what npm knows, each with its licence and hash', () => {
  const bundled = shipped.filter((name) => /^(?:svelte|clsx|libphonenumber-js|electron)@/u.test(name));
  const bill = completed(ofNpm(shipped.filter((name) => !bundled.includes(name))), lock);
  expect(names(bill)).toEqual(expect.arrayContaining(shipped));
  const electron = bill.components.find(({ name }) => name === 'electron');
  expect(electron).toMatchObject({ type: 'framework', licenses: [{ license: { id: 'MIT' } }] });
  expect(electron).toHaveProperty(['hashes', 0, 'content'], expect.stringMatching(/^[0-9a-f]{128}$/u));
  expect(bill.metadata.component).toMatchObject({ type: 'application', name: 'sidetone' });
});

test('every component names its licence, also one that names it as packages did long ago', () => {
  const bill = completed(ofNpm(shipped), lock);
  expect(bill.components.filter(({ licenses }) => licenses === undefined).map(({ name }) => name)).toEqual([]);
  expect(bill.components.find(({ name }) => name === 'x11')).toMatchObject({ licenses: [{ license: { id: 'MIT' } }] });
});

test('nothing is named twice', () => {
  const bill = completed(ofNpm(shipped), lock);
  expect(new Set(names(bill)).size).toBe(bill.components.length);
});

test('a package that is not locked is told by name', () => {
  expect(() => completed(ofNpm([]), JSON.stringify({ packages: {} }))).toThrow('svelte');
});
