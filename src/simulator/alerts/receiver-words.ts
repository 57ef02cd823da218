// What the command `alert-receiver` says of a message: what it tells, and what a receiver must not trust.
import { SyslogError } from './syslog-parser.ts';
import type { SyslogArrival } from './syslog-receiver.ts';
import { objectOf, type WebhookArrival } from './webhook-receiver.ts';

/** Seconds that a time stamp may be off before it may be an old message again (https://www.standardwebhooks.com). */
const oldSeconds = 300;

/** One line for each message; remembers what was there before. */
export class ReceiverWords {
  readonly #seen = new Set<string>();

  webhook({ said, isSigned, time, id }: WebhookArrival, now = Date.now()): string {
    const off = Math.abs(now / 1_000 - Number(time));
    return this.#line('webhook', said, [
      isSigned ? 'signature right' : "SIGNATURE WRONG: don't trust it",
      ...(off <= oldSeconds ? [] : [`OLD: its time stamp is ${String(Math.round(off))} s off`]),
      ...(said['id'] === id ? [] : ['ID WRONG: the header has another one']),
    ]);
  }

  syslog({ transport, read, raw }: SyslogArrival): string {
    if (read instanceof SyslogError) return `syslog ${transport}: NOT RFC 5424: ${read.message} ${plain(raw)}`;
    return this.#line(`syslog ${transport}`, objectOf(read.message), [
      `severity ${String(read.severity)}`,
      ...(transport === 'tls' ? [] : ['UNENCRYPTED: anyone can have sent it']),
    ]);
  }

  #line(way: string, said: Readonly<Record<string, unknown>>, remarks: readonly string[]): string {
    const { at, kind, user, text, note, id, leftOut } = said;
    const name = `${way} ${String(id)}`;
    const isAgain = this.#seen.has(name);
    this.#seen.add(name);
    const all = [
      ...remarks,
      ...(isAgain ? ['AGAIN: this id was here before'] : []),
      ...(typeof leftOut === 'number' && leftOut > 0 ? [`${String(leftOut)} before it were left out`] : []),
    ];
    const what = typeof note === 'string' ? note.split('\n').slice(1, 3).join(', ') : text;
    const who = typeof user === 'string' ? ` (${user})` : '';
    return plain(`${String(at)} ${way}: ${String(kind)}${who}: ${String(what)} [${all.join('; ')}]`);
  }
}

/** Nothing that a terminal obeys. */
const plain = (text: string): string => text.replaceAll(/\p{C}/gu, '\u{FFFD}').slice(0, 2_000);
