// Sends alerts to a log server: by TLS (RFC 5425), TCP (RFC 6587, section 3.4.1) or UDP (RFC 5426). Always directly: a proxy for HTTP passes
// nothing else on.
import dgram from 'node:dgram';
import net, { type LookupFunction, type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { syslogPorts, type OutgoingMessage, type SyslogFacility } from '../../../shared/domain/alert.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { rememberCertificate } from '../ucx/transport/peer-certificate.ts';
import { wireFailureOf } from '../ucx/transport/wire-failure.ts';
import { receivers, type Deliver, type Delivery } from './alert-outbox.ts';
import { syslogMessage } from './syslog-message.ts';

export type SyslogTarget = {
  /** Of the form of syslogAddressSchema. */
  readonly address: string;
  readonly facility: SyslogFacility;
  readonly secureContext: Promise<SecureContext>;
  readonly lookup: LookupFunction;
};

/** Octets that a receiver by UDP should take (RFC 5426, section 3.2). */
const longestDatagram = 2_048;
/**
 * Syslog has no receipt. For so many milliseconds a receiver may show that it is none: by closing the connection, or by a refusal of the
 * datagram (ICMP).
 */
const refusalMs = 200;
const receiver = receivers.syslog;

/** Calls when the time for a refusal is over, after all that has come until then was seen, also where this computer was busy meanwhile. */
function unlessRefused(callback: () => void): () => void {
  let seen: NodeJS.Immediate | undefined;
  const time = setTimeout(() => {
    seen = setImmediate(callback);
  }, refusalMs);
  return () => {
    clearTimeout(time);
    clearImmediate(seen);
  };
}

type Place = { readonly transport: keyof typeof syslogPorts; readonly host: string; readonly port: number };

function placeOf(address: string): Place {
  const { protocol, hostname, port } = new URL(address);
  const transport = protocol === 'udp:' ? 'udp' : protocol === 'tcp:' ? 'tcp' : 'tls';
  return { transport, host: hostname.replace(/^\[|\]$/gu, ''), port: Number(port) || syslogPorts[transport] };
}

/** Delivers by syslog (RFC 5424): one datagram each over UDP, octet counting (RFC 6587 §3.4.1) over TCP and TLS (RFC 5425). */
export function syslog(target: SyslogTarget): Deliver {
  const place = placeOf(target.address);
  return async (message, signal) => {
    if (place.transport === 'udp') return sendDatagram(datagramOf(message, target.facility), place, target, signal);
    const text = syslogMessage(message, target.facility);
    const frame = `${String(Buffer.byteLength(text))} ${text}`;
    return sendFrame(frame, await open(place, target), signal);
  };
}

/** The words are left out first: they say what the other facts say. */
function datagramOf(message: OutgoingMessage, facility: SyslogFacility): string {
  const text = syslogMessage(message, facility);
  if (Buffer.byteLength(text) <= longestDatagram || !('text' in message)) return text;
  return syslogMessage({ ...message, text: '' }, facility);
}

async function open({ transport, host, port }: Place, { secureContext, lookup }: SyslogTarget): Promise<Socket> {
  const common = { host, port, lookup, allowHalfOpen: true, noDelay: true };
  if (transport === 'tcp') return net.connect(common);
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  // Said expressly: else NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the check off.
  return tls.connect({ ...common, ...servername, secureContext: await secureContext, rejectUnauthorized: true });
}

/**
 * A connection for each message: there are few, and none is to be kept open at thousands of desktops. It is taken when the receiver closes
 * the connection after us (RFC 5425, section 4.4): one that closes first may not have read it.
 */
function sendFrame(frame: string, socket: Socket, signal: AbortSignal): Promise<Delivery> {
  return new Promise((resolve) => {
    rememberCertificate(socket);
    let isOver = false;
    let delivery: Delivery = 'again';
    let cancel = (): void => undefined;
    const stop = (): void => {
      socket.destroy();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', () => {
      socket.write(frame);
      cancel = unlessRefused(() => {
        isOver = true;
        socket.end();
      });
    });
    // A log server sends nothing; whatever it sends is discarded.
    socket.resume();
    socket.once('end', () => {
      delivery = isOver ? 'taken' : problem('server-connection-lost', { host: receiver });
      stop();
    });
    socket.once('error', (error) => {
      delivery = wireFailureOf(error, receiver).problem;
    });
    socket.once('close', () => {
      cancel();
      signal.removeEventListener('abort', stop);
      resolve(delivery);
    });
  });
}

/** Taken when it's on its way and nobody has refused it: whether it arrives, nobody can know. */
function sendDatagram(text: string, place: Place, { lookup }: SyslogTarget, signal: AbortSignal): Promise<Delivery> {
  if (Buffer.byteLength(text) > longestDatagram) return Promise.resolve('refused');
  return new Promise((resolve) => {
    lookup(place.host, {}, (error, address, family) => {
      if (error !== null || typeof address !== 'string') resolve(wireFailureOf(error, receiver).problem);
      else sendTo(address, family === 6 ? 'udp6' : 'udp4');
    });
    const sendTo = (address: string, type: dgram.SocketType): void => {
      const socket = dgram.createSocket({ type, signal });
      let delivery: Delivery = 'again';
      let cancel = (): void => undefined;
      const end = (found: Delivery): void => {
        cancel();
        delivery = found;
        socket.close();
      };
      socket.once('error', (error) => {
        end(wireFailureOf(error, receiver).problem);
      });
      socket.once('close', () => {
        cancel();
        resolve(delivery);
      });
      socket.connect(place.port, address, () => {
        socket.send(text, () => {
          cancel = unlessRefused(() => {
            end('taken');
          });
        });
      });
    };
  });
}
