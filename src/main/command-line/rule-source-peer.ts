// The lasting kind of connection of the local socket: the extension of a browser says which rules are on. A line that is none of its few
// messages, one that is too long and a long silence end it; what it reported last is then unknown, and nothing is resumed for it.
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { parseJson } from '../core/platform/json.ts';
import type { Log } from '../core/platform/ports.ts';
import type { RuleSourceConnection } from '../core/automatic/rule-source-connections.ts';
import { sourceMessageSchema, type RulesMessage } from '../../shared/ipc/rule-source-messages.ts';

/** Longest message in bytes: a hello that names a hundred rules with the longest ids fits in. */
const maxMessageBytes = 16_384;
/** A peer that says nothing for so long (milliseconds) is let go; it should speak every ten seconds. */
const silenceMs = 60_000;

export type ConnectRules = (send: (message: RulesMessage) => void) => RuleSourceConnection;

/** Takes over a peer that has shown the secret; `received` is what it said after that. */
export function followRuleSource(peer: Socket, received: Buffer, log: Log, connect: ConnectRules): void {
  const connection = connect((message) => {
    if (!peer.destroyed) peer.write(`${JSON.stringify(message)}\n`);
  });
  let rest = Buffer.alloc(0);
  const refuse = (): void => {
    log.warn('rule source refused', { code: 'input-invalid' });
    peer.destroy();
  };
  const take = (chunk: Buffer): void => {
    if (peer.destroyed) return;
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      const parsed = v.safeParse(
        sourceMessageSchema,
        line.length > maxMessageBytes ? null : parseJson(line.toString('utf8')),
      );
      if (!parsed.success) {
        refuse();
        return;
      }
      connection.take(parsed.output);
    }
    if (rest.length > maxMessageBytes) refuse();
  };
  peer.setTimeout(silenceMs, refuse);
  peer.once('close', () => {
    connection.close();
  });
  peer.on('data', take);
  take(received);
}
