// What Sidetone remembers between starts, apart from the password. Every field has a default, so an old or empty file is valid.
import * as v from 'valibot';

export const settingsSchema = v.object({
  version: v.optional(v.literal(1), 1),
  /** Normalised address of the server; null before the first sign-in. */
  server: v.optional(v.nullable(v.string()), null),
  username: v.optional(v.nullable(v.string()), null),
  /** True: the password of this server and user is in the keychain, so that the next start can sign in automatically. */
  passwordInKeychain: v.optional(v.boolean(), false),
  /** Addresses for which the user allowed plain http, knowing what it means. */
  plainHttpAllowed: v.optional(v.array(v.string()), () => []),
  /** What the user chose, by name; names and values are checked against preferences.ts one by one when they are read. */
  preferences: v.optional(v.record(v.string(), v.unknown()), () => ({})),
  /** Hotkeys that were seen to work, by the computer they were pressed on: settings may roam. */
  provenHotkeys: v.optional(
    v.fallback(v.record(v.string(), v.array(v.string())), () => ({})),
    () => ({}),
  ),
  /** The question whether to pause while a card field is in use was answered, however: it isn't asked again. */
  cardFieldAnswered: v.optional(v.fallback(v.boolean(), false), false),
  /** How each server lists my own recordings, learned by asking it once. */
  mineRoutes: v.optional(v.record(v.string(), v.picklist(['mine', 'username'])), () => ({})),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const defaultSettings: Settings = v.parse(settingsSchema, {});
