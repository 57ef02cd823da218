// What the organisation decides for this desktop: the values of its sources that only administrators can write, which lock preferences.
import { posix, win32 } from 'node:path';
import * as v from 'valibot';
import {
  isPreferenceName,
  parsePreference,
  type PreferenceName,
  type Preferences,
} from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { PolicyFound, PolicySource } from '../platform/ports.ts';

const policySchema = v.object({
  /** Values that hold and cannot be changed on this desktop. */
  locked: v.optional(v.record(v.string(), v.unknown()), () => ({})),
});

/** What holds where a policy is there and can't be understood: what protects is on. A link may never resume, with or without a policy. */
export const closed: Partial<Preferences> = { 'network.plainHttp': false };

export type Policy = {
  readonly locked: Partial<Preferences>;
  /** What to show the user: a source is damaged, not to be trusted, or contains an unknown preference or an invalid value. */
  readonly problems: readonly Problem[];
  /** Where a policy was found that counts. */
  readonly places: readonly string[];
};

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

type Values = Partial<Record<PreferenceName, unknown>>;
type SourcePolicy = { readonly locked: Values; readonly problem: Problem | null };

/**
 * The valid part of a policy; the rest is reported: a spelling mistake in one line must not unlock the others. What protects and has a value
 * that it cannot have is on.
 */
function checkedPolicy(place: string, value: object, system: PolicySystem): SourcePolicy {
  const parsed = v.safeParse(policySchema, value);
  if (!parsed.success)
    return { locked: closed, problem: problem('policy-unreadable', { file: place, detail: 'not-json' }) };
  const locked: Values = {};
  const wrong: string[] = [];
  for (const [name, entry] of Object.entries(parsed.output.locked)) {
    const chosen = isPreferenceName(name) ? lockedValue(name, entry, system) : undefined;
    if (chosen !== undefined && isPreferenceName(name)) locked[name] = chosen;
    else wrong.push(name.slice(0, 40));
    if (chosen === undefined && isPreferenceName(name) && Object.hasOwn(closed, name)) locked[name] = closed[name];
  }
  if (wrong.length === 0) return { locked, problem: null };
  return { locked, problem: problem('policy-damaged', { file: place, detail: 'invalid', names: wrong.join(', ') }) };
}

function sourcePolicy(found: PolicyFound, system: PolicySystem): SourcePolicy {
  switch (found.kind) {
    case 'none':
      return { locked: {}, problem: null };
    case 'untrusted':
      // Whoever can write it could remove it as well: to close anything would only let one user take saving from another.
      return { locked: {}, problem: problem('policy-untrusted', { file: found.place }) };
    case 'unreadable':
      return { locked: closed, problem: problem('policy-unreadable', { file: found.place, detail: 'unreadable' }) };
    case 'damaged':
      return { locked: closed, problem: problem('policy-unreadable', { file: found.place, detail: 'not-json' }) };
    case 'policy':
      return checkedPolicy(found.place, found.value, system);
  }
}

/** Reads the policy from all its sources; of two that name the same preference the first decides. Never rejects. */
export async function readPolicy(
  sources: readonly PolicySource[],
  system: PolicySystem = { platform: process.platform, environment: process.env },
): Promise<Policy> {
  const found = await Promise.all(sources.map((source) => source.read()));
  const policies = found.map((each) => sourcePolicy(each, system));
  const locked: Values = {};
  for (const policy of policies.toReversed()) Object.assign(locked, policy.locked);
  return {
    locked: locked as Partial<Preferences>,
    problems: policies.flatMap((policy) => (policy.problem === null ? [] : [policy.problem])),
    places: found.filter(({ kind }) => kind === 'policy').map(({ place }) => place),
  };
}
