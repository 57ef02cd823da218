// A connection to the feed: encrypted, on the way that the company's proxy settings name, to a certificate that the server of recordings
// could have as well.
import type { TLSSocket } from 'node:tls';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { ConnectToFeed, Ports } from '../platform/ports.ts';
import { readAuthorities } from '../session/certificate-authorities.ts';
import { connectToServer, openConnection } from '../ucx/transport/connect.ts';
import type { Hop } from '../ucx/transport/proxy.ts';
import type { FindRoute } from '../ucx/transport/route-finder.ts';
import { createSecureContext } from '../ucx/transport/secure-context.ts';
import { WireError, wireFailureOf } from '../ucx/transport/wire-failure.ts';

/** Milliseconds that one way may take. */
const connectMs = 20_000;

type FeedConnectionDependencies = {
  readonly ports: Pick<Ports, 'files' | 'log'>;
  readonly preferences: () => Preferences;
  readonly findRoute: FindRoute;
};

/** One way, tried until its session is encrypted. Rejects where it leads nowhere. */
function tryWay(url: URL, hop: Hop, authorities: readonly string[]): Promise<TLSSocket> {
  const secureContext = createSecureContext(authorities);
  const options = { url, hop, connectMs, secureContext: () => secureContext };
  return new Promise((resolve, reject) => {
    const overTunnel: Parameters<typeof openConnection>[1] = (tunnel) => {
      const socket = connectToServer(options, tunnel) as TLSSocket;
      socket.setTimeout(connectMs, () => socket.destroy(new Error('no connection in time')));
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        socket.setTimeout(0);
        socket.off('error', reject);
        resolve(socket);
      });
      return socket;
    };
    openConnection(options, overTunnel, (error) => {
      if (error !== null) reject(error);
    });
  });
}

/** Tries each way in its order. Rejects with a WireError, whose code is logged. */
export function feedConnection({ ports, preferences, findRoute }: FeedConnectionDependencies): ConnectToFeed {
  return async (url) => {
    const fail = (failure: WireError['failure']): never => {
      ports.log.warn('update-not-connected', { code: failure.problem.code });
      throw new WireError(failure);
    };
    const found = await readAuthorities(preferences()['network.authorityFile'], ports.files);
    const ways = await findRoute(url.href);
    if (!ways.ok) return fail({ problem: ways.error, cancelled: false });
    let last: unknown = null;
    for (const hop of ways.value) {
      try {
        return await tryWay(url, hop, found.ok ? found.value : []);
      } catch (error) {
        last = error;
      }
    }
    return fail(wireFailureOf(last, url.host));
  };
}
