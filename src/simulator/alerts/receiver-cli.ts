// The command `alert-receiver`: shows an administrator what Sidetone sends, and keeps it as a witness.
import { randomBytes } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { TestCertificate } from '../certificate.ts';
import { freshCertificate } from './fresh-certificate.ts';
import { help, parseReceiverCommand, ReceiverUsageError, type ReceiverOptions } from './receiver-command.ts';
import { ReceiverWords } from './receiver-words.ts';
import { SyslogReceiver, type SyslogTransport } from './syslog-receiver.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

type Running = { close(): Promise<void> };

/** @param say called with each line; @throws a Node system error where a port or a file can't be used */
export async function startReceivers(options: ReceiverOptions, say: (line: string) => void): Promise<Running> {
  const { host, port, isHttp, authority, syslog, out } = options;
  const certificate = await certificateFor(options);
  if (authority !== null) await writeFile(authority, certificate.certificate, { flag: 'wx' });
  const secret = options.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
  const words = new ReceiverWords();
  const { take, written } = keeper(out, say);
  const webhook = await WebhookReceiver.start({ certificate: isHttp ? null : certificate, secret, host, port });
  webhook.onArrival = (arrival) => {
    take(words.webhook(arrival), arrival.body);
  };
  const started: Running[] = [webhook];
  const policy: Record<string, string> = { 'alerts.webhook': webhook.url, 'alerts.webhookSecret': secret };
  for (const transport of ['udp', 'tcp', 'tls'] as const) {
    if (syslog[transport] === null) continue;
    const receiver = await SyslogReceiver.start({
      transport,
      certificate,
      host,
      port: syslog[transport],
      onArrival: (arrival) => {
        take(words.syslog(arrival), arrival.raw);
      },
    });
    started.push(receiver);
    policy['alerts.syslog'] = addressOf(transport, host, receiver.port);
  }
  if (authority !== null) policy['network.authorityFile'] = authority;
  say(`policy ${JSON.stringify({ locked: policy })}`);
  return {
    close: async () => {
      await Promise.all(started.map((one) => one.close()));
      await written();
    },
  };
}

/** Says each line, and keeps each message in the file `out`. `written` resolves when all that were taken are kept. */
function keeper(out: string | null, say: (line: string) => void) {
  let writing: Promise<void> = Promise.resolve();
  const take = (line: string, message: string): void => {
    say(line);
    // One after the other: lines must not mix.
    if (out !== null)
      writing = writing
        .then(() => appendFile(out, `${message.replaceAll('\n', ' ')}\n`))
        .catch((error: unknown) => {
          say(`Not written to ${out}: ${error instanceof Error ? error.message : 'unknown'}`);
        });
  };
  return { take, written: () => writing };
}

const addressOf = (transport: SyslogTransport, host: string, port: number): string =>
  `${transport}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

async function certificateFor({ certificate, host }: ReceiverOptions): Promise<TestCertificate> {
  if (certificate === null) return freshCertificate([...new Set([host, 'localhost', '127.0.0.1', '::1'])]);
  const { file, keyFile } = certificate;
  return { certificate: await readFile(file, 'utf8'), key: await readFile(keyFile, 'utf8') };
}

async function run(): Promise<void> {
  try {
    const options = parseReceiverCommand(process.argv.slice(2));
    if (options === null) {
      process.stdout.write(help);
      return;
    }
    const running = await startReceivers(options, (line) => process.stdout.write(`${line}\n`));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
  } catch (error) {
    if (error instanceof ReceiverUsageError) {
      process.stderr.write(`${error.message}\nTry --help.\n`);
      process.exitCode = 2;
      return;
    }
    // A port that is in use, a file that is there already: Node says which.
    process.stderr.write(`Can't start: ${error instanceof Error ? error.message : 'unknown'}\n`);
    process.exit(1);
  }
}

if (process.argv[1] === import.meta.filename) await run();
