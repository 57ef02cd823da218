// A log server for tests and for looking at what Sidetone sends: RFC 5424 messages by UDP (RFC 5426), TCP (RFC 6587, section 3.4.1) and TLS
// (RFC 5425).
import dgram from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import type { TestCertificate } from '../certificate.ts';
import { parseSyslog, SyslogError, type SyslogMessage } from './syslog-parser.ts';

export type SyslogTransport = 'udp' | 'tcp' | 'tls';

export type SyslogArrival = {
  readonly transport: SyslogTransport;
  /** As it came, without the count in front of it. */
  readonly raw: string;
  /** What it says, or what is wrong with it. */
  readonly read: SyslogMessage | SyslogError;
};

export type SyslogReceiverOptions = {
  readonly transport: SyslogTransport;
  readonly certificate: TestCertificate;
  readonly host?: string;
  readonly port?: number;
  readonly onArrival: (arrival: SyslogArrival) => void;
};

/** Octets that every receiver by TLS should take (RFC 5425, section 4.3.1). */
const longestMessage = 8_192;

export class SyslogReceiver {
  readonly port: number;
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.#close = close;
  }

  static start(options: SyslogReceiverOptions): Promise<SyslogReceiver> {
    return options.transport === 'udp' ? SyslogReceiver.#udp(options) : SyslogReceiver.#stream(options);
  }

  close(): Promise<void> {
    return this.#close();
  }

  static async #udp({ host = '127.0.0.1', port = 0, onArrival }: SyslogReceiverOptions): Promise<SyslogReceiver> {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    socket.on('message', (bytes) => {
      onArrival({ transport: 'udp', ...readOf(bytes) });
    });
    socket.bind(port, host);
    await once(socket, 'listening');
    return new SyslogReceiver(socket.address().port, () => new Promise((resolve) => socket.close(() => resolve())));
  }

  static async #stream(options: SyslogReceiverOptions): Promise<SyslogReceiver> {
    const { transport, certificate, host = '127.0.0.1', port = 0, onArrival } = options;
    const sockets = new Set<Socket>();
    const take = (socket: Socket): void => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      const frames = new Frames((bytes) => {
        onArrival({ transport, ...readOf(bytes) });
      });
      socket.on('data', (chunk: Buffer) => {
        if (frames.take(chunk)) return;
        onArrival({ transport, raw: '', read: new SyslogError('A message has no count in front of it.') });
        socket.destroy();
      });
    };
    const { certificate: cert, key } = certificate;
    const server = transport === 'tls' ? tls.createServer({ cert, key }, take) : net.createServer(take);
    server.on('tlsClientError', () => undefined);
    server.listen(port, host);
    await once(server, 'listening');
    return new SyslogReceiver((server.address() as AddressInfo).port, async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
  }
}

function readOf(bytes: Buffer): Pick<SyslogArrival, 'raw' | 'read'> {
  const raw = bytes.toString('utf8');
  try {
    return { raw, read: parseSyslog(bytes) };
  } catch (error) {
    if (!(error instanceof SyslogError)) throw error;
    return { raw, read: error };
  }
}

/** Takes a stream apart: octets, a space, so many octets. */
class Frames {
  readonly #onFrame: (bytes: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onFrame: (bytes: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** False where it is no such stream. */
  take(chunk: Buffer): boolean {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#rest.subarray(0, 6).toString('latin1');
      const [count, octets = ''] = /^([1-9]\d{0,3}) /u.exec(head) ?? [];
      if (count === undefined) return /^(?:[1-9]\d{0,3})?$/u.test(head);
      if (Number(octets) > longestMessage) return false;
      const end = count.length + Number(octets);
      if (this.#rest.length < end) return true;
      this.#onFrame(this.#rest.subarray(count.length, end));
      this.#rest = this.#rest.subarray(end);
    }
  }
}
