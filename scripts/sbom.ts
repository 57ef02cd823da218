// The command `sbom`: what is shipped with Sidetone as a bill of materials in CycloneDX, for whoever checks it against known faults.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { bundled, licences } from './licences.ts';
import { ended, readFlags, root, say } from './project.ts';

const help = `Usage: npm run sbom [-- --out FILE]

Writes a bill of materials (CycloneDX 1.5, JSON): the packages that Sidetone needs at run time, those that are built into
its windows, and Electron.

  --out FILE   Where to (default: dist/sbom.cdx.json)
  --help       Show this help
`;

const licencesSchema = v.array(v.object({ license: v.object({ id: v.string() }) }));
const componentSchema = v.looseObject({
  type: v.string(),
  name: v.string(),
  version: v.string(),
  purl: v.string(),
  licenses: v.optional(licencesSchema),
});
export const billSchema = v.looseObject({
  bomFormat: v.literal('CycloneDX'),
  metadata: v.looseObject({ component: v.looseObject({ name: v.string(), version: v.string() }) }),
  components: v.array(componentSchema),
});
type Component = v.InferOutput<typeof componentSchema>;
export type Bill = v.InferOutput<typeof billSchema>;

const ownLicencesSchema = v.array(v.object({ name: v.string(), licence: v.string() }));
const lockSchema = v.object({
  packages: v.record(
    v.string(),
    v.looseObject({
      version: v.optional(v.string()),
      license: v.optional(v.string()),
      integrity: v.optional(v.string()),
    }),
  ),
});

/** A package of the lock file as a component; its hash is that of the archive in the registry. Throws where it is not there. */
function component(
  name: string,
  packages: v.InferOutput<typeof lockSchema>['packages'],
  type: 'library' | 'framework',
) {
  const { version, license, integrity } = packages[`node_modules/${name}`] ?? {};
  if (version === undefined) throw new Error(`${name} isn't in package-lock.json`);
  const [algorithm = '', hash = ''] = (integrity ?? '').split('-', 2);
  return {
    'bom-ref': `${name}@${version}`,
    type,
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name}@${version}`,
    ...(license === undefined ? {} : { licenses: [{ license: { id: license } }] }),
    ...(algorithm === 'sha512'
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }] }
      : {}),
  };
}

/** npm's own bill, and what npm takes for tools although it is shipped: what is built into the windows, and Electron. */
export function completed(bill: Bill, lockText: string): Bill {
  const { packages } = v.parse(lockSchema, JSON.parse(lockText));
  const more = [
    ...bundled.map((name) => component(name, packages, 'library')),
    component('electron', packages, 'framework'),
  ];
  const licenceOf = new Map(
    v.parse(ownLicencesSchema, JSON.parse(licences())).map(({ name, licence }) => [name, licence]),
  );
  // npm knows no licence of a package that names it in an old way.
  const withLicence = (one: Component): Component => {
    const id = licenceOf.get(one.name) ?? '';
    return one.licenses !== undefined || id === '' ? one : { ...one, licenses: [{ license: { id } }] };
  };
  const known = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, type: 'application', name: 'sidetone' } },
    components: [...bill.components, ...more.filter(({ name, version }) => !known.has(`${name}@${version}`))].map(
      withLicence,
    ),
  };
}

/** What npm knows of the run-time dependencies. Throws where npm fails or says something else. */
async function ofNpm(): Promise<Bill> {
  const npm = process.env['npm_execpath'];
  const isScript = npm !== undefined && /\.[cm]?js$/u.test(npm);
  const args = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'];
  const child = spawn(isScript ? process.execPath : 'npm', isScript ? [npm, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: !isScript && process.platform === 'win32',
  });
  const [said, code] = await Promise.all([text(child.stdout), ended(child)]);
  if (code !== 0) throw new Error(`npm sbom ended with ${String(code)}`);
  return v.parse(billSchema, JSON.parse(said));
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { out: { type: 'string', default: path.join('dist', 'sbom.cdx.json') } });
  if ('exit' in read) return read.exit;
  const file = path.resolve(root, read.values.out);
  try {
    const bill = completed(await ofNpm(), readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
    say(`${String(bill.components.length)} components in ${path.relative(root, file)}.`);
    return 0;
  } catch (error) {
    say(`The bill of materials couldn't be made: ${error instanceof Error ? error.message : 'unknown cause'}.`);
    return 1;
  }
}
