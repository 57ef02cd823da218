// The organisation's policy from the managed preferences of macOS, as a configuration profile writes them: dictionaries `locked` and `defaults`.
import { execFile } from 'node:child_process';
import type { Log, PolicySource } from '../core/platform/ports.ts';
import { posixCheck, type PolicyFileCheck } from './policy-file-check.ts';
import { PolicyFileSource } from './policy-file-source.ts';

const answerLimitMs = 10_000;
const domain = 'io.sidetone.desktop';
const folder = '/Library/Managed Preferences';

/** A property list as JSON. Rejects when it is none, or holds what JSON can't: dates and data. */
export type ReadPropertyList = (place: string) => Promise<Uint8Array>;

const byPlutil: ReadPropertyList = (place) =>
  new Promise((resolve, reject) => {
    const words = ['-convert', 'json', '-o', '-', '--', place];
    execFile('/usr/bin/plutil', words, { timeout: answerLimitMs, encoding: 'buffer' }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(error.message));
    });
  });

/** The computer's, then the user's. Both belong to root, and count only as long as they do. */
export function managedPreferences(
  user: string,
  log: Log,
  readBytes: ReadPropertyList = byPlutil,
  check: (place: string) => PolicyFileCheck = posixCheck,
): PolicySource[] {
  const places = [`${folder}/${domain}.plist`, `${folder}/${user}/${domain}.plist`];
  return places.map((place) => new PolicyFileSource(check(place), { readBytes }, log));
}
