// A rule of the automatic pause while it is typed: one of four kinds, its pattern and its name.
import { maxRules, type AutomaticRule, type RuleKind } from '../../../../shared/domain/automatic-rule.ts';
import { matchesGlob } from '../../../../shared/domain/text/glob.ts';
import type { BrowserRuleDraft } from '../../../../shared/ipc/automatic.ts';

export const watchKinds = ['program', 'title', 'page', 'field'] as const;
export type WatchKind = (typeof watchKinds)[number];

export function watchOf(rule: AutomaticRule): WatchKind {
  if ('url' in rule) return 'page';
  if ('field' in rule) return 'field';
  return rule.program === undefined ? 'title' : 'program';
}

export const kindOfWatch = (kind: WatchKind): RuleKind => (kind === 'page' || kind === 'field' ? kind : 'window');

/** What a rule compares, as it is shown under its name. */
export function patternOf(rule: AutomaticRule): string {
  if ('url' in rule) return rule.url;
  if ('field' in rule) return [rule.field, rule.where].filter((part) => part !== undefined).join(' · ');
  return [rule.program, rule.title].filter((part) => part !== undefined).join(' · ');
}

/** The limits of a rule (automatic-rule.ts). */
const longestPattern = 200;
const longestName = 60;

export class RuleDraft {
  kind = $state<WatchKind>('page');
  pattern = $state('');
  /** Of a field: the pages on which it counts; empty for all. */
  where = $state('');
  name = $state('');
  /** Whether it may resume when it is left. */
  resume = $state<NonNullable<AutomaticRule['resume']>>('whenLeft');
  /** Somebody has tried to save it: what is missing is said. */
  tried = $state(false);
  readonly #id: string;
  /** Of a rule that watches program and title both, the one that isn't edited. */
  readonly #title: string | undefined;

  constructor(rule: AutomaticRule | null) {
    this.#id = rule?.id ?? newId();
    this.#title = rule !== null && 'program' in rule && rule.program !== undefined ? rule.title : undefined;
    if (rule === null) return;
    this.kind = watchOf(rule);
    this.name = rule.name;
    this.resume = rule.resume ?? 'whenLeft';
    if ('url' in rule) this.pattern = rule.url;
    else if ('field' in rule) {
      this.pattern = rule.field;
      this.where = rule.where ?? '';
    } else this.pattern = rule.program ?? rule.title ?? '';
  }

  get isPatternWrong(): boolean {
    const length = this.pattern.trim().length;
    return length === 0 || length > longestPattern || this.where.trim().length > longestPattern;
  }

  get isNameWrong(): boolean {
    const length = this.name.trim().length;
    return length === 0 || length > longestName;
  }

  /** Of a window, title and program both where a rule has both. */
  get watchesTitle(): boolean {
    return this.kind === 'title' || (this.kind === 'program' && this.#title !== undefined);
  }

  matches({ program, title }: { readonly program: string; readonly title: string }): boolean {
    const pattern = this.pattern.trim();
    if (this.kind === 'title') return matchesGlob(pattern, title);
    const isTitle = this.#title === undefined || matchesGlob(this.#title, title);
    return this.kind === 'program' && isTitle && matchesGlob(pattern, program);
  }

  /** What browsers are asked to watch while it is written; null while there is nothing for them. */
  get forBrowsers(): BrowserRuleDraft | null {
    if (this.isPatternWrong) return null;
    const pattern = this.pattern.trim();
    const where = this.where.trim();
    if (this.kind === 'page') return { url: pattern };
    if (this.kind !== 'field') return null;
    return { field: pattern, ...(where === '' ? {} : { where }) };
  }

  /** The rule as it would be saved; null while something is missing. */
  get rule(): AutomaticRule | null {
    if (this.isPatternWrong || this.isNameWrong) return null;
    const resume = this.resume === 'never' ? { resume: this.resume } : {};
    const base = { id: this.#id, name: this.name.trim(), ...resume };
    const pattern = this.pattern.trim();
    const where = this.where.trim();
    switch (this.kind) {
      case 'program':
        return { ...base, program: pattern, ...(this.#title === undefined ? {} : { title: this.#title }) };
      case 'title':
        return { ...base, title: pattern };
      case 'page':
        return { ...base, url: pattern };
      case 'field':
        return { ...base, field: pattern, ...(where === '' ? {} : { where }) };
    }
  }
}

/** Not by `randomUUID`, which a page has only in what the browser takes for a secure context. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The list with this rule in it: in its place, or at the end. Null where there is no room. */
export function withRule(list: readonly unknown[], rule: AutomaticRule): unknown[] | null {
  const at = list.findIndex((one) => isRule(one, rule.id));
  if (at >= 0) return list.map((one, index) => (index === at ? { ...enabledOf(one), ...rule } : one));
  return list.length >= maxRules ? null : [...list, rule];
}

export const withoutRule = (list: readonly unknown[], at: number): unknown[] => list.filter((_, index) => index !== at);

const isRule = (one: unknown, id: string): boolean =>
  typeof one === 'object' && one !== null && 'id' in one && one.id === id;

/** A rule that is switched off stays so when it is edited. */
const enabledOf = (one: unknown): { enabled?: false } =>
  typeof one === 'object' && one !== null && 'enabled' in one && one.enabled === false ? { enabled: false } : {};

/** A line of the table of rules. */
export type RuleRow = {
  /** Its place in the user's own list; null for one of the organisation. */
  readonly at: number | null;
  readonly rule: AutomaticRule | null;
  /** What a rule is called that can't be used. */
  readonly called: string;
};
