// A TCP proxy that lets everything arrive half a round trip later, as a long way does, and counts the connections that are opened.
import { once } from 'node:events';
import net, { type Socket } from 'node:net';

export type DelayingProxy = {
  readonly port: number;
  /** Milliseconds for the way there and back. */
  roundTripMs: number;
  /** Connections that were opened since the start. */
  readonly connections: number;
  close(): Promise<void>;
};

export async function startDelayingProxy(targetPort: number): Promise<DelayingProxy> {
  const sockets = new Set<Socket>();
  const state = { roundTripMs: 0, connections: 0 };
  /** What is written to `from` comes out of `to` later. The timers of one length fire in the order in which they were set. */
  const carry = (from: Socket, to: Socket, openMs: number): void => {
    // Opening a connection takes a round trip of its own, before the first byte can leave.
    let notBefore = performance.now() + openMs;
    const later = (act: () => void): void => {
      const wait = Math.max(0, notBefore - performance.now());
      if (wait === 0) notBefore = -Infinity;
      setTimeout(act, wait + state.roundTripMs / 2);
    };
    from.on('data', (bytes) => {
      later(() => to.write(bytes));
    });
    from.on('end', () => {
      later(() => to.end());
    });
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
    sockets.add(from);
  };
  const server = net.createServer({ noDelay: true }, (client) => {
    state.connections += 1;
    const target = net.connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    carry(client, target, state.roundTripMs);
    carry(target, client, 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    get roundTripMs() {
      return state.roundTripMs;
    },
    set roundTripMs(ms) {
      state.roundTripMs = ms;
    },
    get connections() {
      return state.connections;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
