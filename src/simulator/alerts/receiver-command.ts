// Flags of the command `alert-receiver`.
import { parseArgs } from 'node:util';

export const help = `Usage: npm run alert-receiver -- [OPTIONS]

Receives Sidetone's alerts, checks them and prints what arrives. Without options it
is a webhook on this computer, by HTTPS with a certificate made for this run.

  --host NAME        Name or address of this computer to listen on (default: 127.0.0.1)
  --port N           Port of the webhook; 0 uses any free port (default: 0)
  --http             HTTP in place of HTTPS; only on this computer itself
  --secret SECRET    The policy's alerts.webhookSecret (default: a new one, printed)
  --certificate FILE PEM files of a certificate and its key, in place of one made
  --key FILE         for this run
  --authority FILE   Writes the certificate to a new FILE, for network.authorityFile
  --syslog-udp N     Also receives syslog by UDP, TCP or TLS on this port; 0 uses any
  --syslog-tcp N     free port
  --syslog-tls N
  --out FILE         Adds what arrives to FILE, a message on each line: a witness for
                     sidetone verify-journal --witness FILE
  --help             Show this help

Prints the policy to set, then a line for each message: what it says, and what is wrong
with it. Ends with Ctrl+C.
`;

export class ReceiverUsageError extends Error {}

export type ReceiverOptions = {
  readonly host: string;
  readonly port: number;
  readonly isHttp: boolean;
  readonly secret: string | null;
  /** Files of a certificate and its key. */
  readonly certificate: { readonly file: string; readonly keyFile: string } | null;
  readonly authority: string | null;
  readonly syslog: { readonly udp: number | null; readonly tcp: number | null; readonly tls: number | null };
  readonly out: string | null;
};

const loopback = ['127.0.0.1', 'localhost', '::1'];
/** https://www.standardwebhooks.com */
const secretPattern = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/u;

function portOf(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535)
    throw new ReceiverUsageError(`--${flag} must be a port from 0 to 65535, not "${text}".`);
  return Number(text);
}

function flags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        host: text,
        port: text,
        http: { type: 'boolean' },
        secret: text,
        certificate: text,
        key: text,
        authority: text,
        'syslog-udp': text,
        'syslog-tcp': text,
        'syslog-tls': text,
        out: text,
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ReceiverUsageError(error instanceof Error ? error.message : "Can't read the options.");
  }
}

/** Null where the help is asked for. @throws ReceiverUsageError in words when a flag is wrong. */
export function parseReceiverCommand(args: readonly string[]): ReceiverOptions | null {
  const values = flags(args);
  if (values.help === true) return null;
  const { host = '127.0.0.1', secret = null, certificate: file, key: keyFile } = values;
  const isHttp = values.http === true;
  if (isHttp && !loopback.includes(host))
    throw new ReceiverUsageError('--http is for this computer itself: Sidetone sends nothing unencrypted to others.');
  if (secret !== null && !secretPattern.test(secret))
    throw new ReceiverUsageError('--secret must be whsec_ and 24 to 64 bytes in Base64.');
  if ((file === undefined) !== (keyFile === undefined))
    throw new ReceiverUsageError('--certificate and --key belong together.');
  return {
    host,
    port: portOf('port', values.port) ?? 0,
    isHttp,
    secret,
    certificate: file === undefined || keyFile === undefined ? null : { file, keyFile },
    authority: values.authority ?? null,
    syslog: {
      udp: portOf('syslog-udp', values['syslog-udp']),
      tcp: portOf('syslog-tcp', values['syslog-tcp']),
      tls: portOf('syslog-tls', values['syslog-tls']),
    },
    out: values.out ?? null,
  };
}
