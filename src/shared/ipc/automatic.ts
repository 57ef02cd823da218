// The part of the snapshot about the automatic pause: which rules are on, and what that does to the recording. Ids and names of rules
// alone: no title and no address of a window or a page is in it.
import * as v from 'valibot';
import { ruleKinds } from '../domain/automatic-rule.ts';
import { nothing, type CallTable } from './parts.ts';

/** Browsers by name, as their extension calls them. `other`: any other that takes the same extension. */
export const browserNames = ['chrome', 'edge', 'firefox', 'chromium', 'brave', 'opera', 'vivaldi', 'other'] as const;
export type BrowserName = (typeof browserNames)[number];

/** What watches: the helper that sees the front window, and the extension of a browser. */
const ruleSourceKinds = ['window', 'browser'] as const;
export type RuleSourceKind = (typeof ruleSourceKinds)[number];

/** What the system shows of the windows of other programs: programs and titles, programs alone, or nothing. */
const frontWindowSights = ['windows', 'programs', 'nothing'] as const;
export type FrontWindowSight = (typeof frontWindowSights)[number];

const ruleName = v.string();
/** Its kind decides what is said of it: a page is open, a field in use, a window in front. */
const namedRule = v.object({ name: ruleName, kind: v.picklist(ruleKinds) });

const ruleViewSchema = v.object({
  id: v.string(),
  name: ruleName,
  kind: v.picklist(ruleKinds),
  byOrganisation: v.boolean(),
  /** `unknown`: what would see it is gone, or there is nothing that could. */
  level: v.picklist(['on', 'off', 'unknown']),
  /** It is silent because a person resumed while it was on. */
  overridden: v.boolean(),
  /** It turned on and off more than ten times within a minute. */
  restless: v.boolean(),
});

export const automaticViewSchema = v.object({
  rules: v.array(ruleViewSchema),
  /** Rules that can't be used, by what they are called. */
  dropped: v.array(v.string()),
  /** Nothing is recorded, and this rule pauses what begins. */
  willPause: v.nullable(namedRule),
  /** The pause in force was made by this rule. */
  pausedBy: v.nullable(ruleName),
  /** What this rule paused for is over: does the person want to resume? */
  asks: v.nullable(namedRule),
  /** Until a rule resumes, in milliseconds. */
  resumes: v.nullable(v.object({ leftMs: v.number(), totalMs: v.number() })),
  /** A resume was refused because this rule is on: said for a moment. */
  refused: v.nullable(namedRule),
  /** Rules for what it doesn't show are never watched. */
  sees: v.picklist(frontWindowSights),
  /** Browsers whose extension is connected, each once. */
  browsers: v.array(v.picklist(browserNames)),
  /** The question whether to pause while a card field is in use was answered once. */
  answered: v.boolean(),
  /** What isn't watched although there are rules for it. `browser` is null where none ever connected. */
  notWorking: v.array(v.object({ kind: v.picklist(ruleSourceKinds), browser: v.nullable(v.picklist(browserNames)) })),
});
export type AutomaticView = v.InferOutput<typeof automaticViewSchema>;

const glob = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** A rule for browsers while it is written. */
const ruleDraftSchema = v.union([
  v.strictObject({ url: glob }),
  v.strictObject({ field: glob, where: v.optional(glob) }),
]);
export type BrowserRuleDraft = v.InferOutput<typeof ruleDraftSchema>;

const ruleLookSchema = v.object({
  /** What is in front; null where nothing is known of it. While Sidetone itself is in front, what was there before. */
  window: v.nullable(v.object({ program: v.string(), title: v.string() })),
  /** The rules for windows that this one matches, by id. */
  matches: v.array(v.string()),
  /** The browsers that show what the draft watches. */
  browsers: v.array(v.picklist(browserNames)),
  /** How long after the focus in a field each of them said so (ms). */
  seen: v.optional(v.array(v.object({ browser: v.picklist(browserNames), ms: v.number() }))),
});
export type RuleLook = v.InferOutput<typeof ruleLookSchema>;

export const automaticCalls = {
  /**
   * What is in front now, for whoever tries the rules or writes one. Asked again and again; what watches runs until nobody has asked for three
   * seconds. The title goes to the window that asks and nowhere else.
   */
  'automatic.look': { input: v.strictObject({ draft: v.nullable(ruleDraftSchema) }), output: ruleLookSchema },
  /** The question whether to pause while a card field is in use was answered. A yes is a rule, saved before by `preferences.set`. */
  'automatic.answered': { input: nothing, output: nothing },
} as const satisfies CallTable;
