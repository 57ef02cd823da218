// What the extension of a browser and the app say to each other, one JSON value a message. The extension names rules by their ids: no
// address and no title of a page is in any message, and there is no word for resuming, starting or stopping.
import * as v from 'valibot';
import { maxRules, ruleIdSchema } from '../domain/automatic-rule.ts';
import { browserNames } from './automatic.ts';

export const sourceMessageSchema = v.variant('kind', [
  /** The whole state: what isn't in `on` is off. `id` is the same for one browser profile whenever it connects. */
  v.strictObject({
    kind: v.literal('hello'),
    id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u)),
    browser: v.picklist(browserNames),
    on: v.pipe(v.array(ruleIdSchema), v.maxLength(maxRules)),
  }),
  /** Every ten seconds. */
  v.strictObject({ kind: v.literal('heartbeat') }),
  /** `at`: when a field got the focus, in epoch milliseconds of the same computer. Only the test of a browser reads it. */
  v.strictObject({
    kind: v.literal('on'),
    rule: ruleIdSchema,
    at: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.strictObject({ kind: v.literal('off'), rule: ruleIdSchema }),
]);
export type SourceMessage = v.InferOutput<typeof sourceMessageSchema>;

const pattern = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const watchedRuleSchema = v.union([
  v.strictObject({ id: ruleIdSchema, url: pattern }),
  v.strictObject({ id: ruleIdSchema, field: pattern, where: v.optional(pattern) }),
]);
/** A rule as a browser knows it: without its name. */
export type WatchedRule = v.InferOutput<typeof watchedRuleSchema>;

const rulesMessageSchema = v.strictObject({
  kind: v.literal('rules'),
  rules: v.pipe(v.array(watchedRuleSchema), v.maxLength(maxRules)),
});
/** The rules that a browser watches. Sent after its first hello and whenever they change; it answers with a hello. */
export type RulesMessage = v.InferOutput<typeof rulesMessageSchema>;

/** What reaches the extension: from the app, and from the native host whether there is an app. */
export const hostMessageSchema = v.variant('kind', [
  rulesMessageSchema,
  /** The host has reached the app: a hello is due. */
  v.strictObject({ kind: v.literal('open') }),
  /** The app is gone. The host goes on looking for it. */
  v.strictObject({ kind: v.literal('closed') }),
]);
