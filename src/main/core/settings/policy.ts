// What the organisation decides for this desktop: a file that only administrators can write, whose values lock preferences.
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

/**
 * Reads the policy. No file is no policy. Of a file that can be read in part, the valid part applies, and the rest is reported:
 * a spelling mistake in one line must not unlock the others.
 */
export async function readPolicy(path: string | null, files: Files, log: Log): Promise<Policy> {
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
    const chosen = isPreferenceName(name) ? parsePreference(name, entry) : undefined;
    if (chosen === undefined || !isPreferenceName(name)) wrong.push(name.slice(0, 40));
    else locked[name] = chosen;
  }
  const reported =
    wrong.length === 0 ? null : problem('policy-damaged', { file: path, detail: 'invalid', names: wrong.join(', ') });
  return { locked: locked as Partial<Preferences>, problem: reported };
}
