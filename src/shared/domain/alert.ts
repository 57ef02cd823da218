// Alerts that leave this computer: their kinds, what each may say, and where they may be sent. No field has room for a customer's name or
// number, a recording or a rule.
import * as v from 'valibot';

/** Where alerts are sent. */
export const alertChannels = ['webhook', 'syslog'] as const;
export type AlertChannel = (typeof alertChannels)[number];

export const alertKinds = [
  /** A pause has not been confirmed for so many seconds. */
  'not-confirmed',
  /** A pause of Sidetone's has lasted for so many seconds. */
  'paused-long',
  /** A call ended during a confirmed pause. */
  'ended-paused',
  'resume-failed',
  /** Somebody else, or the recorder, resumed what Sidetone had paused. */
  'resumed-elsewhere',
  /** A check of a recording's audio found sound in a pause. */
  'sound-found',
  'journal-damaged',
  'automatic-not-working',
  'hotkey-lost',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What is wrong with the journal, what the automatic pause lacks, which hotkey is lost. */
export const alertDetails = [
  'broken-chain',
  'torn',
  'older-copy',
  'unreadable',
  'not-written',
  'window',
  'browser',
  'pause',
  'resume',
  'toggle',
] as const;
export type AlertDetail = (typeof alertDetails)[number];

const common = {
  version: v.literal(1),
  /** The same at each try to send it. */
  id: v.pipe(v.string(), v.uuid()),
  /** Time of this computer's clock, ISO 8601 in UTC. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  appVersion: v.pipe(v.string(), v.maxLength(40)),
  /** As the policy says: the user name, 32 hexadecimal digits in its place, or null. */
  user: v.nullable(v.pipe(v.string(), v.maxLength(256))),
};

const alertMessageSchema = v.strictObject({
  ...common,
  kind: v.picklist(alertKinds),
  /** Names the pause in the journal. */
  pauseId: v.nullable(v.pipe(v.string(), v.uuid())),
  /** The limit that was passed, in seconds. */
  seconds: v.nullable(v.pipe(v.number(), v.integer())),
  detail: v.nullable(v.picklist(alertDetails)),
  /** What happened, in English. */
  text: v.pipe(v.string(), v.maxLength(300)),
  /** Alerts since the last one that were left out because they were too many. */
  leftOut: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export type AlertMessage = v.InferOutput<typeof alertMessageSchema>;

/** A signed checkpoint of the journal for a witness. Its texts name an entry, hashes, times and a key. */
const checkpointMessageSchema = v.strictObject({
  ...common,
  kind: v.literal('checkpoint'),
  publicKey: v.pipe(v.string(), v.maxLength(100)),
  note: v.pipe(v.string(), v.maxLength(2_000)),
});

export type CheckpointMessage = v.InferOutput<typeof checkpointMessageSchema>;

/** All that leaves this computer on the channels. */
export const outgoingMessageSchema = v.union([alertMessageSchema, checkpointMessageSchema]);
export type OutgoingMessage = AlertMessage | CheckpointMessage;

/** Encrypted, and without a user name in it; unencrypted to this computer alone. */
const webhookPattern =
  /^(?:https:\/\/[^\s/?#@\\]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)(?:[/?#]\S*)?$/u;
export const webhookAddressSchema = v.pipe(v.string(), v.maxLength(2_000), v.regex(webhookPattern), v.url());

/** How a log server is reached, with the usual port (RFC 5425 section 4.1, RFC 6587 section 2, RFC 5426 section 3.3). */
export const syslogPorts = { tls: 6514, tcp: 601, udp: 514 } as const;

const syslogPattern =
  /^(?:tls|tcp|udp):\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/u;
/** A log server: its transport, its name or address, and its port unless it is the usual one. */
export const syslogAddressSchema = v.pipe(v.string(), v.maxLength(300), v.regex(syslogPattern), v.url());

/** Facilities that an alert may have (RFC 5424, table 1). */
export const syslogFacilityNames = [
  'user',
  'daemon',
  'auth',
  'authpriv',
  'audit',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;
export type SyslogFacility = (typeof syslogFacilityNames)[number];

/** A symmetric secret of 24 to 64 bytes as https://www.standardwebhooks.com writes it. */
export const webhookSecretSchema = v.pipe(v.string(), v.maxLength(100), v.regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/u));
