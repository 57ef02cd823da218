// Makes what the packages carry for browsers: the extension, how browsers find its native host, and templates of policies.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownVersion } from '../packaging/windows-compiler.ts';
import { root, say } from '../project.ts';
import { extensionFolder } from './build-extension.ts';
import { crxOf, zipFolder } from './crx.ts';
import { chromiumId, keyVariable, manifestKey, signingKey } from './extension-id.ts';
import { hostManifest } from './native-host.ts';
import { extensionKinds } from './manifest.ts';
import { policyFiles } from './policies.ts';

/** Names ids that stores have given the extension, with commas between them. */
const idsVariable = 'SIDETONE_EXTENSION_IDS';

/** Where the deb has the native host, and Windows has it as seen from its manifest. */
const hostPlaces = {
  linux: '/opt/Sidetone/resources/native/sidetone-browser',
  windows: String.raw`..\native\sidetone-browser.exe`,
} as const;

/** The ids of the extension in Chrome and Edge: its own, and those of stores. */
export function chromiumIds(environment: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const more = (environment[idsVariable] ?? '').split(',').map((id) => id.trim());
  const wrong = more.find((id) => id !== '' && !/^[a-p]{32}$/u.test(id));
  if (wrong !== undefined) throw new Error(`${idsVariable} has "${wrong}" in it, which is no id of an extension.`);
  return [...new Set([chromiumId(manifestKey(signingKey(environment))), ...more.filter((id) => id !== '')])];
}

/** Writes everything into a folder. The extension must be built. */
export function packExtension(target = path.join(root, 'out', 'extension-package')): void {
  const write = (name: string, content: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    writeFileSync(path.join(target, name), content);
  };
  rmSync(target, { recursive: true, force: true });
  const signer = signingKey();
  const ids = chromiumIds();
  const zip = zipFolder(path.join(extensionFolder, 'chromium'));
  if (signer === null) {
    write('sidetone-chromium.zip', zip);
    say(`NO CRX: ${keyVariable} names no key, so the extension for Chrome and Edge is an unsigned ZIP.`);
  } else write('sidetone-chromium.crx', crxOf(zip, signer));
  write('sidetone-firefox.xpi', zipFolder(path.join(extensionFolder, 'firefox')));
  for (const kind of extensionKinds) {
    write(`${kind}-host.json`, hostManifest(kind, hostPlaces.windows, ids));
    write(`linux/${kind}/io.sidetone.browser.json`, hostManifest(kind, hostPlaces.linux, ids));
  }
  for (const [name, content] of Object.entries(policyFiles(ids[0] ?? '', ownVersion())))
    write(`policies/${name}`, content);
}
