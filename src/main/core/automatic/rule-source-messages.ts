// What the extension of a browser and the app say to each other, one JSON value a message. The extension names rules by their ids: no
// address and no title of a page is in any message, and there is no word for resuming, starting or stopping.
import * as v from 'valibot';
import { maxRules, ruleIdSchema } from '../../../shared/domain/automatic-rule.ts';
import type { AutomaticRule } from '../../../shared/domain/automatic-rule.ts';
import { browserNames } from '../../../shared/ipc/automatic.ts';

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
  v.strictObject({ kind: v.literal('on'), rule: ruleIdSchema }),
  v.strictObject({ kind: v.literal('off'), rule: ruleIdSchema }),
]);
export type SourceMessage = v.InferOutput<typeof sourceMessageSchema>;

type Watched<R extends AutomaticRule> = R extends { readonly url: string } | { readonly field: string }
  ? Omit<R, 'name'>
  : never;

/** The rules that a browser watches. Sent after its first hello and whenever they change; it answers with a hello. */
export type RulesMessage = { readonly kind: 'rules'; readonly rules: readonly Watched<AutomaticRule>[] };
