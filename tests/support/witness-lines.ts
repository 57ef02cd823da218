// Checkpoints as a witness has them: what Sidetone sends, in the forms in which receivers keep it.
import { syslogMessage } from '../../src/main/core/alerts/syslog-message.ts';
import type { CheckpointMessage } from '../../src/shared/domain/alert.ts';
import type { JournalEntry } from '../../src/shared/domain/journal.ts';

export const witnessForms = {
  /** Bodies of a webhook, one a line. */
  json: (message) => JSON.stringify(message),
  /** Syslog messages as they came. */
  syslog: (message) => syslogMessage(message, 'local0'),
  /** What rsyslog and syslog-ng write unless they are told otherwise: no structured data, a name and a time of their own. */
  traditional: (message) => `Nov 22 09:00:14 192.0.2.7 Sidetone ${jsonOf(message)}`,
  /** A log server's own JSON with the message in it. */
  wrapped: (message) => JSON.stringify({ host: '192.0.2.7', message: syslogMessage(message, 'local0') }),
  /** Copied from a search: behind other fields, and with something behind it. */
  quoted: (message) => `"2026-11-22","Sidetone",${jsonOf(message)} (1 hit)`,
} as const satisfies Record<string, (message: CheckpointMessage) => string>;

const jsonOf = (message: CheckpointMessage): string => {
  const text = syslogMessage(message, 'local0');
  return text.slice(text.indexOf('{'));
};

export type WitnessForm = keyof typeof witnessForms;

/** What was sent of these entries' checkpoints, with alerts in between that are none. */
export function witnessLines(form: WitnessForm, entries: readonly JournalEntry[]): string {
  const lines = entries.flatMap(({ fact, at, sequence }) => {
    if (fact.kind !== 'checkpoint') return [];
    const id = `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`;
    const { publicKey, note } = fact;
    const common = { version: 1, id, at, appVersion: '0.1.0', user: null } as const;
    return [
      'Nov 22 09:00:00 host other: a line {of} something else',
      witnessForms[form]({ ...common, kind: 'checkpoint', publicKey, note }),
    ];
  });
  return `${lines.join('\n')}\n`;
}
