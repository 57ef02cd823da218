// rsyslog as Debian has it, as a log server of a test: by UDP, TCP and TLS on ports of its own, in a folder of its own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, watch, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import net, { type AddressInfo, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { goodTestCertificate } from '../../src/simulator/certificate.ts';

const program = '/usr/sbin/rsyslogd';

/** Null where it can run; else why it can't. */
export function whyNoRsyslog(): string | null {
  if (spawnSync(program, ['-v']).status !== 0) return 'there is no rsyslog (apt-get install rsyslog rsyslog-openssl)';
  const hasTls = spawnSync('sh', ['-c', 'ls /usr/lib/*/rsyslog/lmnsd_ossl.so']).status === 0;
  return hasTls ? null : 'rsyslog has no OpenSSL driver (apt-get install rsyslog-openssl)';
}

/** What it has understood of a message. */
export type Understood = {
  readonly priority: string;
  readonly app: string;
  readonly kind: string;
  readonly time: string;
  readonly data: string;
  readonly message: string;
  /** As its own file has it (RSYSLOG_SyslogProtocol23Format). */
  readonly line: string;
};

export class Rsyslog {
  readonly understood: Understood[] = [];
  readonly ports: Readonly<Record<'udp' | 'tcp' | 'tls', number>>;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #lines: Server;
  #onLine = (): void => undefined;

  private constructor(process: ChildProcess, folder: string, lines: Server, ports: Rsyslog['ports']) {
    this.#process = process;
    this.#folder = folder;
    this.#lines = lines;
    this.ports = ports;
    lines.on('connection', (socket) => {
      createInterface(socket).on('line', (text) => {
        const [priority = '', app = '', kind = '', time = '', data = '', message = '', line = ''] = text.split('\t');
        this.understood.push({ priority, app, kind, time, data, message, line });
        this.#onLine();
      });
    });
  }

  static async start(): Promise<Rsyslog> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-rsyslog-'));
    const udp = await freePort();
    const lines = net.createServer();
    lines.listen(0, '127.0.0.1');
    await once(lines, 'listening');
    const out = (lines.address() as AddressInfo).port;
    const file = path.join(folder, 'rsyslog.conf');
    await writeFile(path.join(folder, 'certificate.pem'), goodTestCertificate.certificate);
    await writeFile(path.join(folder, 'key.pem'), goodTestCertificate.key);
    await writeFile(file, configuration(folder, udp, out));
    const process = spawn(program, ['-n', '-f', file, '-i', path.join(folder, 'process')], { stdio: 'ignore' });
    const [tcp, tls] = await Promise.all([portOf(folder, 'tcp'), portOf(folder, 'tls')]);
    return new Rsyslog(process, folder, lines, { udp, tcp, tls });
  }

  /** Resolves when it has taken so many messages. */
  async has(count: number): Promise<void> {
    while (this.understood.length < count) await new Promise<void>((resolve) => (this.#onLine = resolve));
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    this.#lines.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const configuration = (folder: string, udp: number, out: number): string => `
global(workDirectory="${folder}"
  defaultNetstreamDriverCAFile="${folder}/certificate.pem"
  defaultNetstreamDriverCertFile="${folder}/certificate.pem"
  defaultNetstreamDriverKeyFile="${folder}/key.pem")
module(load="imudp")
module(load="imtcp")
template(name="all" type="list") {
  property(name="pri-text") constant(value="\\t")
  property(name="app-name") constant(value="\\t")
  property(name="msgid") constant(value="\\t")
  property(name="timestamp" dateFormat="rfc3339") constant(value="\\t")
  property(name="structured-data") constant(value="\\t")
  property(name="msg") constant(value="\\t")
  constant(value="<") property(name="pri") constant(value=">1 ")
  property(name="timestamp" dateFormat="rfc3339") constant(value=" ")
  property(name="hostname") constant(value=" ") property(name="app-name") constant(value=" ")
  property(name="procid") constant(value=" ") property(name="msgid") constant(value=" ")
  property(name="structured-data") constant(value=" ") property(name="msg") constant(value="\\n")
}
ruleset(name="out") { action(type="omfwd" target="127.0.0.1" port="${String(out)}" protocol="tcp" template="all") }
input(type="imtcp" port="0" listenPortFileName="${folder}/tcp" address="127.0.0.1" ruleset="out")
input(type="imtcp" port="0" listenPortFileName="${folder}/tls" address="127.0.0.1" ruleset="out"
  streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imudp" port="${String(udp)}" address="127.0.0.1" ruleset="out")
`;

/** It writes each port that it was given into a file. */
async function portOf(folder: string, name: string): Promise<number> {
  const end = new AbortController();
  // Begins to watch before the first look: nothing is missed in between.
  const changes = watch(folder, { signal: end.signal })[Symbol.asyncIterator]();
  let next = changes.next();
  for (;;) {
    const port = Number(await readFile(path.join(folder, name), 'utf8').catch(() => ''));
    if (port > 0) {
      next.catch(() => undefined);
      end.abort();
      return port;
    }
    await next;
    next = changes.next();
  }
}

async function freePort(): Promise<number> {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
