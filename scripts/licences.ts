// Writes resources/licences.json: whose work is shipped with Sidetone, and under which licence. `node scripts/licences.ts [--check]`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'resources', 'licences.json');
/** Built into the windows, though package.json lists them as tools: they are shipped as much as the dependencies. */
export const bundled = ['svelte', 'clsx', 'libphonenumber-js'];
/** What the packages are made around. Chromium's own licences lie beside it, in LICENSES.chromium.html. */
const around = 'electron';

/** Work of others inside a package that names only its own licence. */
const inside = [
  {
    name: 'libmpg123',
    version: 'in mpg123-decoder',
    licence: 'LGPL-2.1',
    text:
      'The mpg123 decoder library, compiled to WebAssembly by the package mpg123-decoder, which holds it unchanged. ' +
      'Copyright by the mpg123 project. Source: https://www.mpg123.de and https://github.com/eshaz/wasm-audio-decoders.\n\n' +
      // The licence asks that a copy of it goes with the library.
      readFileSync(path.join(import.meta.dirname, 'licence-texts', 'LGPL-2.1.txt'), 'utf8'),
  },
];

type Manifest = { name: string; version: string; license: string; dependencies: Record<string, string> };

function manifestOf(folder: string): Manifest {
  const value: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const field = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const text = (name: string): string => {
    const found = field(name);
    return typeof found === 'string' ? found : '';
  };
  const dependencies: unknown = field('dependencies') ?? {};
  const names = typeof dependencies === 'object' && dependencies !== null ? Object.entries(dependencies) : [];
  return {
    name: text('name'),
    version: text('version'),
    license: text('license') || oldLicence(field('licenses')),
    dependencies: Object.fromEntries(names.map(([name, version]) => [name, String(version)])),
  };
}

/** The licence where a package names it as npm did before 2014: a list of `{ type }`. */
function oldLicence(list: unknown): string {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  const type: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'type') : undefined;
  return typeof type === 'string' ? type : '';
}

/** Where Node finds `name` from `from`; null when it is not installed (an optional part of another system). */
function folderOf(name: string, from: string): string | null {
  for (let at = from; at.startsWith(root); at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    try {
      readFileSync(path.join(folder, 'package.json'));
      return folder;
    } catch {
      // Further up.
    }
  }
  return null;
}

/** For a package that names this licence and has no text of it. https://spdx.org/licenses/MIT.html */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The text of a package's licence: its own file, else what its description says of it, else the text of the licence that it names. */
function textOf(folder: string, { name, license }: Manifest): string {
  const files = readdirSync(folder);
  const read = (pattern: RegExp): string => {
    const file = files.find((candidate) => pattern.test(candidate));
    return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8');
  };
  const own = read(/^licen[cs]e(\.|$)/iu).trim();
  if (own !== '') return own;
  const described = /^(?:#+ *licen[cs]e|licen[cs]e *\r?\n-+) *$([\s\S]*?)(?=^#|^\[|(?![\s\S]))/imu.exec(
    read(/^readme\.md$/iu),
  );
  const text = described?.[1]?.trim().replaceAll('&lt;', '<').replaceAll('&gt;', '>') ?? '';
  if (/copyright/iu.test(text)) return text;
  return license === 'MIT'
    ? `Copyright (c) the authors of ${name}, who publish it under the MIT licence.\n\n${mit}`
    : '';
}

/** Everything that is shipped, by name, as the text of the file. */
export function licences(): string {
  const found = new Map<string, { name: string; version: string; licence: string; text: string }>();
  const visit = (name: string, from: string): void => {
    const folder = folderOf(name, from);
    if (folder === null) return;
    const manifest = manifestOf(folder);
    const key = `${manifest.name}@${manifest.version}`;
    if (found.has(key)) return;
    const { version, license: licence } = manifest;
    found.set(key, { name: manifest.name, version, licence, text: textOf(folder, manifest) });
    for (const dependency of Object.keys(manifest.dependencies)) visit(dependency, folder);
  };
  for (const name of Object.keys(manifestOf(root).dependencies)) visit(name, root);
  for (const name of [...bundled, around]) {
    const folder = folderOf(name, root);
    if (folder === null) throw new Error(`${name} isn't installed`);
    const manifest = manifestOf(folder);
    const { version, license: licence } = manifest;
    found.set(`${name}@${version}`, { name, version, licence, text: textOf(folder, manifest) });
  }
  const sorted = [...found.values(), ...inside].sort((left, right) => left.name.localeCompare(right.name, 'en'));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--check')) writeFileSync(target, licences());
  else if (readFileSync(target, 'utf8') !== licences()) {
    process.stderr.write('resources/licences.json is out of date. Run "node scripts/licences.ts".\n');
    process.exitCode = 1;
  }
}
