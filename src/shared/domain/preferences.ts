// What a person may choose and an organisation may lock: one table of every preference with its schema and its default.
import * as v from 'valibot';
import { syslogAddressSchema, syslogFacilityNames, webhookAddressSchema, webhookSecretSchema } from './alert.ts';
import { isProxyChoice } from './proxy-choice.ts';
import { feedAddressSchema, updateModes } from './update.ts';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
/** A key combination in Electron's form, such as `Control+Shift+F9`; null for none. */
const hotkey = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(60)));

/** Name, schema and default of every preference. Times are in seconds unless the name says otherwise. */
export const preferenceTable = {
  'hotkey.pause': { schema: hotkey, fallback: 'Control+Shift+F9' },
  'hotkey.resume': { schema: hotkey, fallback: 'Control+Shift+F10' },
  'hotkey.toggle': { schema: hotkey, fallback: null },
  'hotkey.showWidget': { schema: hotkey, fallback: null },
  /** Whether keys without a modifier act everywhere on a page (WCAG 2.1.4). */
  'keys.characters': { schema: v.boolean(), fallback: true },
  'widget.size': { schema: v.picklist(['normal', 'small']), fallback: 'normal' },
  'widget.hideWhenIdle': { schema: v.boolean(), fallback: false },
  /** Where every call is recorded automatically, the button is not needed. */
  'widget.startButton': { schema: v.boolean(), fallback: true },
  'sound.on': { schema: v.boolean(), fallback: true },
  'sound.volume': { schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), fallback: 0.6 },
  'app.startAtLogin': { schema: v.boolean(), fallback: false },
  /** A recording that begins while paused is paused too. */
  'pause.newRecordings': { schema: v.boolean(), fallback: true },
  /** How long a pause that was pressed too early waits for a recording. */
  'pause.armFor': { schema: whole(5, 600), fallback: 60 },
  /** Milliseconds after which a pause that is not confirmed is loud. */
  'pause.notConfirmedMs': { schema: whole(500, 5_000), fallback: 1_500 },
  'pause.remind': { schema: v.boolean(), fallback: true },
  'pause.remindAfter': { schema: whole(10, 600), fallback: 60 },
  'pause.remindEvery': { schema: whole(5, 600), fallback: 30 },
  /** Automatic resume after so many seconds; null for never. */
  'pause.resumeAfter': { schema: v.nullable(whole(10, 600)), fallback: null },
  /** The longest pause that "Add 30 seconds" can reach. */
  'pause.resumeAtMost': { schema: whole(10, 3_600), fallback: 600 },
  /** Folder for saved recordings; null for the usual one. */
  'download.folder': { schema: v.nullable(v.pipe(v.string(), v.maxLength(1_000))), fallback: null },
  'download.namePattern': {
    schema: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    fallback: '{date}_{time}_{direction}_{remote}_{reference}',
  },
  'download.withMetadata': { schema: v.boolean(), fallback: false },
  /** What stands between the cells of an exported CSV file. */
  'export.separator': { schema: v.picklist(['system', 'comma', 'semicolon']), fallback: 'system' },
  /** The server that signing in begins with; locked it is the only one. Null for the last one used. */
  'server.address': { schema: v.nullable(v.pipe(v.string(), v.maxLength(2_000))), fallback: null },
  /** Whether plain http may be allowed to a server at all. */
  'network.plainHttp': { schema: v.boolean(), fallback: true },
  /** A file with certificate authorities (PEM) in addition to the system's; null for none. */
  'network.authorityFile': { schema: v.nullable(v.pipe(v.string(), v.maxLength(1_000))), fallback: null },
  /** The proxy to the server: null or `system` for the system's, `none`, or a fixed address. */
  'network.proxy': {
    schema: v.nullable(v.pipe(v.string(), v.maxLength(300), v.check(isProxyChoice))),
    fallback: null,
  },
  /** User name for a proxy that wants a sign-in; its password is in the keychain. */
  'network.proxyUser': { schema: v.nullable(v.pipe(v.string(), v.maxLength(200))), fallback: null },
  /** Recording mode of a manual start: 0 Media Forking, 1 Dial-In; null leaves it to the server. */
  'start.mode': { schema: v.nullable(v.picklist([0, 1])), fallback: null },
  'start.deviceName': { schema: v.nullable(v.pipe(v.string(), v.maxLength(100))), fallback: null },
  'start.directoryNumber': { schema: v.nullable(v.pipe(v.string(), v.maxLength(100))), fallback: null },
  /** Rules of the automatic pause (automatic-rule.ts says what each may be); a bad one is dropped and named. */
  'automatic.rules': { schema: v.array(v.unknown()), fallback: [] as unknown[] },
  /** Whether rules pause at all, the organisation's too. */
  'automatic.on': { schema: v.boolean(), fallback: true },
  /** A rule that is over resumes what rules alone have paused. */
  'automatic.resume': { schema: v.boolean(), fallback: false },
  /** After so many seconds in which every rule is off. */
  'automatic.resumeWait': { schema: whole(5, 60), fallback: 5 },
  /** Whether there are sounds for what rules do; `sound.on` is for all. */
  'automatic.sound': { schema: v.boolean(), fallback: true },
  /** Whether a person may resume while a rule is on. */
  'automatic.override': { schema: v.picklist(['allow', 'refuse']), fallback: 'allow' },
  /** Whether newer versions are looked for, and installed. */
  'updates.mode': { schema: v.picklist(updateModes), fallback: 'off' },
  /** The HTTPS folder that newer versions come from; null for none. */
  'updates.feed': { schema: v.nullable(feedAddressSchema), fallback: null },
  // Below: what an organisation alone decides (policyOnlyNames).
  /** The only servers that may be signed in to; empty for any. */
  'servers.allowed': {
    schema: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(2_000))), v.maxLength(100)),
    fallback: [] as string[],
  },
  /** The organisation's rules of the automatic pause, in front of the user's own. */
  automaticPauseRules: { schema: v.array(v.unknown()), fallback: [] as unknown[] },
  /** The user is alerted when the automatic pause stops working. */
  'automatic.alert': { schema: v.boolean(), fallback: false },
  /** The audio of each paused call is fetched and checked when it is over: each fetch is an audit entry at the server. */
  audioCheck: { schema: v.boolean(), fallback: false },
  'saving.allowed': { schema: v.boolean(), fallback: true },
  /** Exporting lists of recordings. The journal, which names nobody, can always be exported. */
  'export.allowed': { schema: v.boolean(), fallback: true },
  'playback.allowed': { schema: v.boolean(), fallback: true },
  'uploads.allowed': { schema: v.boolean(), fallback: true },
  /** Pausing, resuming, starting and stopping other users' recordings. */
  'live.controlAllowed': { schema: v.boolean(), fallback: true },
  /** Days after which saved recordings are deleted from this computer; null for never. */
  'saved.keepDays': { schema: v.nullable(whole(1, 3_650)), fallback: null },
  /** Seconds between two reads while nothing is recorded: after ten minutes without a call, and while the screen is locked. */
  'server.idleInterval': { schema: whole(2, 4), fallback: 4 },
  'server.lockedInterval': { schema: whole(2, 60), fallback: 15 },
  /** Where alerts are sent; null for nowhere. The address may hold a secret of the receiver. */
  'alerts.webhook': { schema: v.nullable(webhookAddressSchema), fallback: null },
  /** Signs what is sent to the webhook. */
  'alerts.webhookSecret': { schema: v.nullable(webhookSecretSchema), fallback: null },
  /** The log server that alerts are sent to, with its transport; null for none. */
  'alerts.syslog': { schema: v.nullable(syslogAddressSchema), fallback: null },
  'alerts.syslogFacility': { schema: v.picklist(syslogFacilityNames), fallback: 'local0' },
  /** What an alert says of the user. */
  'alerts.user': { schema: v.picklist(['none', 'pseudonym', 'name']), fallback: 'none' },
  /** Makes the pseudonyms; without it there are none. */
  'alerts.userSecret': {
    schema: v.nullable(v.pipe(v.string(), v.minLength(16), v.maxLength(200))),
    fallback: null,
  },
  /** Seconds after which a pause that is not confirmed is an alert; null for never. */
  'alerts.notConfirmedAfter': { schema: v.nullable(whole(1, 600)), fallback: 10 },
  /** Seconds after which a pause is an alert; null for never. */
  'alerts.pausedAfter': { schema: v.nullable(whole(10, 7_200)), fallback: 300 },
  /** Every signed checkpoint of the journal is sent where alerts are sent. */
  'alerts.witness': { schema: v.boolean(), fallback: false },
  /** The least severe events that the log file holds. */
  'log.level': { schema: v.picklist(['error', 'warn', 'info']), fallback: 'info' },
} as const satisfies Record<string, { schema: v.GenericSchema; fallback: unknown }>;

export type PreferenceName = keyof typeof preferenceTable;
export type Preferences = { readonly [N in PreferenceName]: v.InferOutput<(typeof preferenceTable)[N]['schema']> };

export const preferenceNames = Object.keys(preferenceTable) as PreferenceName[];

export const defaultPreferences: Preferences = Object.fromEntries(
  preferenceNames.map((name) => [name, preferenceTable[name].fallback]),
) as Preferences;

/** What the user can't choose at all: it is the default, or what the policy says. */
export const policyOnlyNames = [
  'servers.allowed',
  'automaticPauseRules',
  'automatic.alert',
  'audioCheck',
  'saving.allowed',
  'export.allowed',
  'playback.allowed',
  'uploads.allowed',
  'live.controlAllowed',
  'saved.keepDays',
  'server.idleInterval',
  'server.lockedInterval',
  'alerts.webhook',
  'alerts.webhookSecret',
  'alerts.syslog',
  'alerts.syslogFacility',
  'alerts.user',
  'alerts.userSecret',
  'alerts.notConfirmedAfter',
  'alerts.pausedAfter',
  'alerts.witness',
  'log.level',
] as const satisfies readonly PreferenceName[];

const policyOnly: ReadonlySet<PreferenceName> = new Set(policyOnlyNames);
export const isPolicyOnly = (name: PreferenceName): boolean => policyOnly.has(name);

/** Never shown, logged or handed to a window. */
export const secretNames = [
  'alerts.webhook',
  'alerts.webhookSecret',
  'alerts.syslog',
  'alerts.userSecret',
] as const satisfies readonly PreferenceName[];

/** The same preferences, in which every secret is as if it had not been set. */
export function withoutSecrets<P extends Partial<Preferences>>(preferences: P): P {
  const hidden = secretNames.filter((name) => Object.hasOwn(preferences, name));
  return { ...preferences, ...Object.fromEntries(hidden.map((name) => [name, defaultPreferences[name]])) };
}

/** All preferences at once, as a snapshot carries them. */
export const preferencesSchema = v.object(
  Object.fromEntries(preferenceNames.map((name) => [name, preferenceTable[name].schema])) as {
    [N in PreferenceName]: (typeof preferenceTable)[N]['schema'];
  },
);

/** The value if it is one that this preference may have, else undefined (no preference has undefined as a value). */
export function parsePreference<N extends PreferenceName>(name: N, value: unknown): Preferences[N] | undefined {
  const parsed = v.safeParse(preferenceTable[name].schema, value);
  return parsed.success ? (parsed.output as Preferences[N]) : undefined;
}

export const isPreferenceName = (name: string): name is PreferenceName => Object.hasOwn(preferenceTable, name);
