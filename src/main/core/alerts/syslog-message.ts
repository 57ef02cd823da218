// An alert as a syslog message (RFC 5424).
import type { OutgoingMessage, SyslogFacility } from '../../../shared/domain/alert.ts';

/** RFC 5424, table 1. */
const facilities: Record<SyslogFacility, number> = {
  user: 1,
  daemon: 3,
  auth: 4,
  authpriv: 10,
  audit: 13,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
};

/** RFC 5424, table 2: 2 critical, 3 error, 4 warning, 5 notice. Critical is what may mean that card data is in a recording, or that nobody can tell. */
const severities: Record<OutgoingMessage['kind'], 2 | 3 | 4 | 5> = {
  'not-confirmed': 2,
  'resumed-elsewhere': 2,
  'sound-found': 2,
  'journal-damaged': 2,
  'resume-failed': 3,
  'automatic-not-working': 3,
  'hotkey-lost': 3,
  'paused-long': 4,
  'ended-paused': 4,
  checkpoint: 5,
};

/** Longest value of `swVersion` (RFC 5424, section 7.2.4). */
const longestVersion = 32;

/** JSON in printable ASCII: without a byte order mark a receiver may read a message in any encoding (RFC 5424, section 6.4). */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The host stays unnamed: names of computers are often names of people, and a log server knows the address. An SD-ID of one's own needs the
 * number of an enterprise, which Sidetone has not, and that of RFC 5612 is for documents alone: so there are registered ones (RFC 5424,
 * section 7), and all facts are in the message, the same JSON as a webhook gets.
 */
export function syslogMessage(message: OutgoingMessage, facility: SyslogFacility): string {
  const priority = facilities[facility] * 8 + severities[message.kind];
  const version = message.appVersion.replaceAll(/[^!-~]|["\\\]]/gu, '').slice(0, longestVersion);
  const data = `[timeQuality tzKnown="1"][origin software="Sidetone" swVersion="${version}"]`;
  return `<${String(priority)}>1 ${message.at} - Sidetone - ${message.kind} ${data} ${asciiJson(message)}`;
}
