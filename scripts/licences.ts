// Writes resources/licences.json: whose work is shipped with Sidetone, and under which licence. `node scripts/licences.ts [--check]`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'resources', 'licences.json');
/** Built into the windows, though package.json lists them as tools: they are shipped as much as the dependencies. */
export const bundled = ['svelte', 'libphonenumber-js'];

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
    license: text('license'),
    dependencies: Object.fromEntries(names.map(([name, version]) => [name, String(version)])),
  };
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

function textOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.|$)/iu.test(name));
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
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
    found.set(key, { name: manifest.name, version, licence, text: textOf(folder) });
    for (const dependency of Object.keys(manifest.dependencies)) visit(dependency, folder);
  };
  for (const name of Object.keys(manifestOf(root).dependencies)) visit(name, root);
  for (const name of bundled) {
    const folder = folderOf(name, root);
    if (folder === null) throw new Error(`${name} isn't installed`);
    const { version, license: licence } = manifestOf(folder);
    found.set(`${name}@${version}`, { name, version, licence, text: textOf(folder) });
  }
  const sorted = [...found.values()].sort((left, right) => left.name.localeCompare(right.name, 'en'));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--check')) writeFileSync(target, licences());
  else if (readFileSync(target, 'utf8') !== licences()) {
    process.stderr.write('resources/licences.json is out of date. Run "node scripts/licences.ts".\n');
    process.exitCode = 1;
  }
}
