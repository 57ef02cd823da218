// What the organisation decides for this desktop: a file that only administrators can write, whose values lock preferences.
import { posix, win32 } from 'node:path';
import * as v from 'valibot';
import {
  isPreferenceName,
  parsePreference,
  type PreferenceName,
  type Preferences,
} from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { decodedText, parseJson } from '../platform/json.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files, Log } from '../platform/ports.ts';

const policySchema = v.object({
  /** Values that hold and cannot be changed on this desktop. */
  locked: v.optional(v.record(v.string(), v.unknown()), () => ({})),
});

export type Policy = {
  readonly locked: Partial<Preferences>;
  /** What to show the user: the file is damaged, or contains an unknown preference or an invalid value. */
  readonly problem: Problem | null;
};

/** Where the policy file is on each system. Administrators alone can write there by default. */
export function policyPath(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32') return `${environment['ProgramData'] ?? 'C:\\ProgramData'}\\Sidetone\\policy.json`;
  if (platform === 'darwin') return '/Library/Application Support/Sidetone/policy.json';
  return '/etc/sidetone/policy.json';
}

/** Preferences that are paths. */
const pathNames: readonly string[] = ['download.folder', 'network.authorityFile'] satisfies PreferenceName[];

/** The system, as far as a path in a policy depends on it. */
export type PolicySystem = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/**
 * A path with its variables filled in, written as the system writes them: `%USERPROFILE%` on Windows, `${HOME}` elsewhere. Null when one is
 * not set, or the path is not absolute: a folder that depends on where the app was started is none.
 */
export function expandedPath(path: string, { platform, environment }: PolicySystem): string | null {
  const isWindows = platform === 'win32';
  const valueOf = (name: string): string | undefined => {
    const own = Object.keys(environment).find((key) =>
      isWindows ? key.toLowerCase() === name.toLowerCase() : key === name,
    );
    const value = own === undefined ? undefined : environment[own];
    return value === '' ? undefined : value;
  };
  const variable = isWindows ? /%([^%\\/]+)%/gu : /\$\{(\w+)\}/gu;
  const names = [...path.matchAll(variable)].map(([, name = '']) => name);
  if (names.some((name) => valueOf(name) === undefined)) return null;
  const expanded = path.replaceAll(variable, (_whole, name: string) => valueOf(name) ?? '');
  const isAbsolute = isWindows ? win32.isAbsolute(expanded) : posix.isAbsolute(expanded);
  return isAbsolute ? expanded : null;
}

/** The value of a preference as it is locked; undefined for one that it cannot have. */
function lockedValue(name: PreferenceName, entry: unknown, system: PolicySystem): unknown {
  const chosen = parsePreference(name, entry);
  if (typeof chosen !== 'string' || !pathNames.includes(name)) return chosen;
  const path = expandedPath(chosen, system);
  // What it became must be one too: a variable may hold anything.
  return path === null ? undefined : parsePreference(name, path);
}

/**
 * Reads the policy. No file is no policy. Of a file that can be read in part, the valid part applies, and the rest is reported:
 * a spelling mistake in one line must not unlock the others.
 */
export async function readPolicy(
  path: string | null,
  files: Files,
  log: Log,
  system: PolicySystem = { platform: process.platform, environment: process.env },
): Promise<Policy> {
  if (path === null) return { locked: {}, problem: null };
  let text: string;
  try {
    text = decodedText(await files.readBytes(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { locked: {}, problem: null };
    log.error('policy-unreadable', error);
    return { locked: {}, problem: problem('policy-damaged', { file: path, detail: 'unreadable' }) };
  }
  const value = parseJson(text);
  const parsed = v.safeParse(policySchema, Array.isArray(value) ? null : value);
  if (!parsed.success) {
    log.warn('policy-damaged');
    return { locked: {}, problem: problem('policy-damaged', { file: path, detail: 'not-json' }) };
  }
  const locked: Partial<Record<PreferenceName, unknown>> = {};
  const wrong: string[] = [];
  for (const [name, entry] of Object.entries(parsed.output.locked)) {
    const chosen = isPreferenceName(name) ? lockedValue(name, entry, system) : undefined;
    if (chosen === undefined || !isPreferenceName(name)) wrong.push(name.slice(0, 40));
    else locked[name] = chosen;
  }
  const reported =
    wrong.length === 0 ? null : problem('policy-damaged', { file: path, detail: 'invalid', names: wrong.join(', ') });
  return { locked: locked as Partial<Preferences>, problem: reported };
}
