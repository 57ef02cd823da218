// What the organisation decides for this desktop: the values of sources that only administrators can write, which lock preferences or
// set their defaults. What it doesn't name, the user may choose.
import { posix, win32 } from 'node:path';
import * as v from 'valibot';
import {
  isPolicyOnly,
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
  /** Values that hold until the user chooses others. */
  defaults: v.optional(v.record(v.string(), v.unknown()), () => ({})),
});

/** What holds where a policy is there and can't be understood: what protects is on. A link may never resume, with or without a policy. */
export const closed: Partial<Preferences> = {
  'network.plainHttp': false,
  'saving.allowed': false,
  'updates.mode': 'off',
};

/** Everything that can be said of a policy. */
export const policyProblems = ['policy-damaged', 'policy-unreadable', 'policy-untrusted'] as const;

export type Policy = {
  readonly locked: Partial<Preferences>;
  /** Names none that is locked. */
  readonly defaults: Partial<Preferences>;
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

/** The value of a preference as the policy sets it; undefined for one that it cannot have. */
function policyValue(name: PreferenceName, entry: unknown, system: PolicySystem): unknown {
  const chosen = parsePreference(name, entry);
  if (typeof chosen !== 'string' || !pathNames.includes(name)) return chosen;
  const path = expandedPath(chosen, system);
  // What it became must be one too: a variable may hold anything.
  return path === null ? undefined : parsePreference(name, path);
}

type Values = Partial<Record<PreferenceName, unknown>>;
type SourcePolicy = { readonly locked: Values; readonly defaults: Values; readonly problem: Problem | null };

const nothing: SourcePolicy = { locked: {}, defaults: {}, problem: null };

/** The entries that are valid, and the names of the others. */
function checkedValues(entries: Readonly<Record<string, unknown>>, system: PolicySystem) {
  const values: Values = {};
  const wrong: string[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const chosen = isPreferenceName(name) ? policyValue(name, entry, system) : undefined;
    if (chosen !== undefined && isPreferenceName(name)) values[name] = chosen;
    else wrong.push(name);
  }
  return { values, wrong };
}

/**
 * The valid part of a policy; the rest is reported: a spelling mistake in one line must not unlock the others. What protects and has a value
 * that it cannot have is on.
 */
function checkedPolicy(place: string, value: object, system: PolicySystem): SourcePolicy {
  const parsed = v.safeParse(policySchema, value);
  if (!parsed.success) return unusable(place, 'not-json');
  const locked = checkedValues(parsed.output.locked, system);
  const defaults = checkedValues(parsed.output.defaults, system);
  const wrong = [...new Set([...locked.wrong, ...defaults.wrong])];
  // What only an organisation decides has no user who could choose otherwise.
  const decided = Object.entries(defaults.values).filter(([name]) => isPreferenceName(name) && isPolicyOnly(name));
  const closing = Object.entries(closed).filter(([name]) => wrong.includes(name));
  return {
    locked: { ...Object.fromEntries(decided), ...locked.values, ...Object.fromEntries(closing) },
    defaults: defaults.values,
    problem:
      wrong.length === 0
        ? null
        : problem('policy-damaged', {
            file: place,
            detail: 'invalid',
            names: wrong.map((name) => name.slice(0, 40)).join(', '),
          }),
  };
}

const unusable = (place: string, detail: 'unreadable' | 'not-json'): SourcePolicy => ({
  locked: closed,
  defaults: {},
  problem: problem('policy-unreadable', { file: place, detail }),
});

function sourcePolicy(found: PolicyFound, system: PolicySystem): SourcePolicy {
  switch (found.kind) {
    case 'none':
      return nothing;
    case 'untrusted':
      // Whoever can write it could remove it as well: to close anything would only let one user take saving from another.
      return { ...nothing, problem: problem('policy-untrusted', { file: found.place }) };
    case 'unreadable':
      return unusable(found.place, 'unreadable');
    case 'damaged':
      return unusable(found.place, 'not-json');
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
  const defaults: Values = {};
  const isNew = ([name]: [string, unknown]): boolean => !Object.hasOwn(locked, name) && !Object.hasOwn(defaults, name);
  for (const policy of policies) {
    const newDefaults = Object.entries(policy.defaults).filter(isNew);
    Object.assign(locked, Object.fromEntries(Object.entries(policy.locked).filter(isNew)));
    Object.assign(defaults, Object.fromEntries(newDefaults.filter(isNew)));
  }
  return {
    locked: locked as Partial<Preferences>,
    defaults: defaults as Partial<Preferences>,
    problems: policies.flatMap((policy) => (policy.problem === null ? [] : [policy.problem])),
    places: found.filter(({ kind }) => kind === 'policy').map(({ place }) => place),
  };
}
