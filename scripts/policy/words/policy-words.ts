// What each language of the policy templates has to say.
import type { PreferenceName } from '../../../src/shared/domain/preferences.ts';

export type PolicyWords = {
  readonly title: string;
  readonly description: string;
  /** Which versions the templates are for. */
  readonly supported: string;
  /** The category of the policies that users may change. */
  readonly defaults: string;
  readonly lockedHelp: string;
  readonly defaultHelp: string;
  /** What switching off a policy with a value means, where the setting may have none. */
  readonly disabledHelp: string;
  readonly valuesHelp: string;
  readonly usualHelp: string;
  /** The name of each setting and what it means. */
  readonly settings: Readonly<Record<PreferenceName, readonly [name: string, meaning: string]>>;
};
