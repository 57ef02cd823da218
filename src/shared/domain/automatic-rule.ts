// The rules of the automatic pause: what each may say, and the lists of organisation and user read into one. A bad rule is dropped and
// named, so that a spelling mistake in one does not switch off the others.
import * as v from 'valibot';
import { plainLine } from './text/plain-text.ts';

/** Rules beyond so many are dropped and named. */
export const maxRules = 100;

export const ruleIdSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/u));
/** It is shown beside the state: nothing in it may look like one. */
const name = v.pipe(v.string(), v.transform(plainLine), v.minLength(1), v.maxLength(60));
/** A pattern as `glob.ts` compares it. */
const glob = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
/** `enabled: false` leaves a rule in its list, and unused. What a rule with `resume: never` has paused, a person resumes. */
const base = {
  id: ruleIdSchema,
  name,
  enabled: v.optional(v.boolean()),
  resume: v.optional(v.picklist(['whenLeft', 'never'])),
};

const windowRuleSchema = v.pipe(
  v.strictObject({ ...base, program: v.optional(glob), title: v.optional(glob) }),
  v.check(({ program, title }) => program !== undefined || title !== undefined),
);
const pageRuleSchema = v.strictObject({ ...base, url: glob });
const fieldRuleSchema = v.strictObject({ ...base, field: glob, where: v.optional(glob) });

/** The front window's program and title (both must match), the address of a page, or a field that is in use on a page. */
const ruleSchema = v.union([windowRuleSchema, pageRuleSchema, fieldRuleSchema]);
export type AutomaticRule = v.InferOutput<typeof ruleSchema>;

export const ruleKinds = ['window', 'page', 'field'] as const;
export type RuleKind = (typeof ruleKinds)[number];

export function kindOfRule(rule: AutomaticRule): RuleKind {
  if ('url' in rule) return 'page';
  return 'field' in rule ? 'field' : 'window';
}

/** The rule that a list holds, as it is written there; null for one that can't be used. */
export function readRule(value: unknown): AutomaticRule | null {
  const parsed = v.safeParse(ruleSchema, written(value));
  return parsed.success ? parsed.output : null;
}

export type CheckedRules = {
  readonly rules: readonly { readonly rule: AutomaticRule; readonly byOrganisation: boolean }[];
  /** What the dropped ones are called: the name or the id where that can be read, else the place in its list. */
  readonly dropped: readonly string[];
};

/** Reads the rules of organisation and user; of two with the same id the first holds, and the organisation's come first. */
export function checkedRules(organisation: readonly unknown[], own: readonly unknown[]): CheckedRules {
  const rules: CheckedRules['rules'][number][] = [];
  const dropped: string[] = [];
  const ids = new Set<string>();
  const read = (list: readonly unknown[], byOrganisation: boolean): void => {
    for (const [index, value] of list.entries()) {
      const parsed = v.safeParse(ruleSchema, written(value));
      if (!parsed.success || ids.has(parsed.output.id) || rules.length >= maxRules) {
        dropped.push(calledOf(written(value)) ?? `#${String(index + 1)}`);
        continue;
      }
      ids.add(parsed.output.id);
      if (parsed.output.enabled === false) continue;
      rules.push({ rule: parsed.output, byOrganisation });
    }
  };
  read(organisation, true);
  read(own, false);
  return { rules, dropped };
}

/** The registry of Windows has lists of texts alone: there a rule is written as the text of its JSON. */
function written(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a rule is called that may be anything. */
function calledOf(value: unknown): string | null {
  const named = v.safeParse(v.looseObject({ name }), value);
  if (named.success) return named.output.name;
  const identified = v.safeParse(v.looseObject({ id: ruleIdSchema }), value);
  return identified.success ? identified.output.id : null;
}
