// Alerts by syslog: each message is one that a strict reader of RFC 5424 takes, also a real rsyslog; and a receiver of any kind of fault
// neither gets lost alerts nor delays anything.
import { once } from 'node:events';
import net, { type AddressInfo, type LookupFunction } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { oneLookup } from '../../../src/main/core/alerts/one-lookup.ts';
import { syslog } from '../../../src/main/core/alerts/syslog.ts';
import { syslogMessage } from '../../../src/main/core/alerts/syslog-message.ts';
import { createSecureContext } from '../../../src/main/core/ucx/transport/secure-context.ts';
import {
  alertKinds,
  syslogAddressSchema,
  syslogFacilityNames,
  type AlertMessage,
} from '../../../src/shared/domain/alert.ts';
import {
  expiredTestCertificate,
  goodTestCertificate,
  wrongHostTestCertificate,
  type TestCertificate,
} from '../../../src/simulator/certificate.ts';
import { parseSyslog, SyslogError } from '../../../src/simulator/alerts/syslog-parser.ts';
import {
  SyslogReceiver,
  type SyslogArrival,
  type SyslogTransport,
} from '../../../src/simulator/alerts/syslog-receiver.ts';
import { bytesHeld, heldAtMost } from '../../support/memory-held.ts';
import { Rsyslog, whyNoRsyslog } from '../../support/rsyslog.ts';
import * as v from 'valibot';
import { sampleAlert as message } from '../../support/sample-alerts.ts';

const transports = ['udp', 'tcp', 'tls'] as const;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const trusting = (...trusted: readonly TestCertificate[]) =>
  Promise.resolve(createSecureContext(trusted.map(({ certificate }) => certificate)));

function sender(
  address: string,
  trusted: readonly TestCertificate[] = [goodTestCertificate],
  lookup: LookupFunction = oneLookup(),
) {
  const deliver = syslog({
    address,
    facility: 'local0',
    secureContext: trusting(...trusted),
    lookup,
  });
  return (sent: AlertMessage = message, signal = new AbortController().signal) => deliver(sent, signal);
}

/** A server by TCP that does with each connection what the test says. */
async function rawServer(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `tcp://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

async function receiverOf(transport: SyslogTransport, certificate = goodTestCertificate) {
  const arrived: SyslogArrival[] = [];
  const receiver = await SyslogReceiver.start({
    transport,
    certificate,
    onArrival: (arrival) => arrived.push(arrival),
  });
  cleanups.push(() => receiver.close());
  return { arrived, address: `${transport}://127.0.0.1:${String(receiver.port)}` };
}

describe('a message', () => {
  test.each(alertKinds)('%s is one that a strict reader takes, whoever the user is', (kind) => {
    fc.assert(
      fc.property(
        fc.record({
          user: fc.option(fc.string({ unit: 'binary', maxLength: 100 })),
          appVersion: fc.string({ maxLength: 40 }),
          facility: fc.constantFrom(...syslogFacilityNames),
        }),
        ({ user, appVersion, facility }) => {
          const sent = { ...message, kind, user, appVersion };
          const read = parseSyslog(Buffer.from(syslogMessage(sent, facility)));
          expect(JSON.parse(read.message)).toEqual(JSON.parse(JSON.stringify(sent)));
          expect(read).toMatchObject({ timestamp: message.at, hostname: null, appName: 'Sidetone', msgId: kind });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('names only what is registered, and no enterprise', () => {
    const { data, facility, severity } = parseSyslog(Buffer.from(syslogMessage(message, 'audit')));
    expect(data).toEqual({ timeQuality: { tzKnown: '1' }, origin: { software: 'Sidetone', swVersion: '0.1.0' } });
    expect([facility, severity]).toEqual([13, 2]);
  });
});

describe.each(transports)('by %s', (transport) => {
  test('a message arrives as it is, counted where there is a stream, and is taken', async () => {
    const { arrived, address } = await receiverOf(transport);
    const send = sender(address);
    expect(await send()).toBe('taken');
    expect(await send({ ...message, user: 'Zoë 😀' })).toBe('taken');
    expect(arrived.map(({ raw }) => raw)).toEqual([
      syslogMessage(message, 'local0'),
      syslogMessage({ ...message, user: 'Zoë 😀' }, 'local0'),
    ]);
    expect(arrived.every(({ read }) => !(read instanceof SyslogError))).toBe(true);
  });

  test('nobody there is said', async () => {
    const { address } = await receiverOf(transport);
    await cleanups.pop()?.();
    expect(await sender(address)()).toMatchObject({ code: 'server-unreachable' });
  });

  test('a name that is not there is said', async () => {
    const notThere: LookupFunction = (_name, _options, found) => {
      found(Object.assign(new Error('not there'), { code: 'ENOTFOUND' }), '');
    };
    const send = sender(`${transport}://logs.example`, [], notThere);
    expect(await send()).toMatchObject({ code: 'server-name-unknown' });
  });

  test('rsyslog takes it', async (context) => {
    const why = whyNoRsyslog();
    context.skip(why !== null, why ?? '');
    const rsyslog = await Rsyslog.start();
    cleanups.push(() => rsyslog.close());
    const send = sender(`${transport}://127.0.0.1:${String(rsyslog.ports[transport])}`);
    // Until it listens: a datagram is refused before that.
    while ((await send()) !== 'taken');
    await rsyslog.has(1);
    expect(rsyslog.understood[0]).toMatchObject({
      priority: 'local0.crit',
      app: 'Sidetone',
      kind: 'resumed-elsewhere',
      time: message.at,
      data: '[timeQuality tzKnown="1"][origin software="Sidetone" swVersion="0.1.0"]',
    });
    expect(JSON.parse(rsyslog.understood[0]?.message ?? '')).toEqual(message);
  });
});

describe('a certificate', () => {
  test.each([
    ['that nobody vouches for', goodTestCertificate, [], 'server-certificate-untrusted', 'localhost'],
    [
      'of another name',
      wrongHostTestCertificate,
      [wrongHostTestCertificate],
      'server-certificate-name',
      'other.example',
    ],
    ['that has run out', expiredTestCertificate, [expiredTestCertificate], 'server-certificate-expired', 'localhost'],
  ] as const)('%s: nothing is sent, and whose it is is said', async (_name, shown, trusted, code, subject) => {
    const { arrived, address } = await receiverOf('tls', shown);
    expect(await sender(address, trusted)()).toMatchObject({ code, values: { subject, host: 'the log server' } });
    expect(arrived).toEqual([]);
  });
});

describe('a receiver by TCP', () => {
  test('that closes at once has not taken it', async () => {
    const send = sender(await rawServer((socket) => socket.end()));
    expect(await send()).toMatchObject({ code: 'server-connection-lost' });
  });

  test('that closes first while this computer is busy has not taken it', async () => {
    const address = await rawServer((socket) => {
      socket.once('data', () => {
        socket.destroy();
        // Longer than a receiver has to refuse: the end is here, and nobody has looked at it.
        const until = performance.now() + 400;
        while (performance.now() < until);
      });
    });
    expect(await sender(address)()).toMatchObject({ code: 'server-connection-lost' });
  });

  test('that resets has not taken it', async () => {
    const send = sender(await rawServer((socket) => socket.resetAndDestroy()));
    expect(await send()).not.toBe('taken');
  });

  test('that never closes has not taken it, and the end of the try closes the connection', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const abort = new AbortController();
    const address = await rawServer((socket) => {
      socket.on('close', closed);
      socket.on('end', () => {
        abort.abort();
        // The reset of a connection is seen by whoever writes to it.
        socket.end('x');
      });
      socket.resume();
    });
    expect(await sender(address)(message, abort.signal)).toBe('again');
    await isClosed;
  });

  test('that answers with 100 MB is not listened to, and nothing of it is kept', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    let sent = 0;
    const most = bytesHeld() + (10 << 20);
    const address = await rawServer((socket) => {
      const more = (): void => {
        while (sent < 100 << 20) {
          sent += piece.length;
          if (!socket.write(piece)) return;
        }
        // While the connection is open still.
        void heldAtMost(most).then(() => {
          if (socket.readableEnded) socket.end();
          else socket.once('end', () => socket.end());
        });
      };
      socket.on('drain', more);
      socket.resume();
      more();
    });
    expect(await sender(address)()).toBe('taken');
    expect(sent).toBe(100 << 20);
  });
});

test('a datagram has its limit: the words go first', async () => {
  const { arrived, address } = await receiverOf('udp');
  const user = '\u4e2d'.repeat(256);
  expect(await sender(address)({ ...message, user, text: 'x'.repeat(300) })).toBe('taken');
  expect(arrived[0]?.raw.length).toBeLessThanOrEqual(2_048);
  expect(arrived[0]?.raw).toContain('"text":""');
});

test.each([
  ['tls://logs.example.com', true],
  ['tcp://logs.example.com:1601', true],
  ['udp://[2001:db8::1]:514', true],
  ['tls://192.0.2.1:6514', true],
  ['https://logs.example.com', false],
  ['tls://user@logs.example.com', false],
  ['tls://logs.example.com/path', false],
  ['logs.example.com', false],
  ['tls://logs.example.com:99999', false],
])('the address %s is one for the policy: %s', (address, isOne) => {
  expect(v.safeParse(syslogAddressSchema, address).success).toBe(isOne);
});
