// Writes build/policy (ADMX and ADML for Group Policy and Intune) and the policy reference of docs/admin-guide.md.
// `node scripts/policy-templates.ts [--check]`; with --check nothing is written, and the exit code is 1 when something isn't current.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withReference } from './policy/reference.ts';
import { adml, admx } from './policy/templates.ts';
import { de } from './policy/words/de.ts';
import { en } from './policy/words/en.ts';
import { es } from './policy/words/es.ts';
import { fr } from './policy/words/fr.ts';
import { it } from './policy/words/it.ts';

const root = path.resolve(import.meta.dirname, '..');
export const languages = { 'en-US': en, 'it-IT': it, 'de-DE': de, 'fr-FR': fr, 'es-ES': es } as const;

/** The text at a path; empty where there is none. */
function textOf(file: string): string {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return '';
  }
}

/** Every file that is made from the table of preferences, by its path in the repository. */
export function policyFiles(): Map<string, string> {
  return new Map([
    ['build/policy/Sidetone.admx', admx()],
    ...Object.entries(languages).map(([tag, words]) => [`build/policy/${tag}/Sidetone.adml`, adml(words)] as const),
    ['docs/admin-guide.md', withReference(textOf('docs/admin-guide.md'))],
  ]);
}

/** The files that are not as they should be. */
export const outdated = (): string[] =>
  [...policyFiles()].filter(([file, text]) => textOf(file) !== text).map(([file]) => file);

if (process.argv[1] === import.meta.filename) {
  const files = outdated();
  if (process.argv.includes('--check')) {
    for (const file of files) process.stderr.write(`${file} isn't current: node scripts/policy-templates.ts\n`);
    process.exitCode = files.length === 0 ? 0 : 1;
  } else {
    for (const [file, text] of policyFiles()) {
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
  }
}
