// The baselines of the pause: plain Node, one kept-alive connection, a PUT and a GET whose answer is read and parsed; and node-fetch, which
// Sidetone sends its requests with, doing the same. Nothing around them.
import http from 'node:http';
import https from 'node:https';
import fetch from 'node-fetch';

export const liveApi = '/fw/Apps/Recorder/WebAPI/LiveRecordings';

export type PlainNode = {
  send(method: 'GET' | 'PUT', target: string): Promise<unknown>;
  close(): void;
};

/** `authority`: the certificate that is trusted, in PEM form; null for plain http. */
function agentOf(authority: string | null): http.Agent {
  const client = authority === null ? http : https;
  return new client.Agent({
    keepAlive: true,
    maxSockets: 1,
    noDelay: true,
    ...(authority === null ? {} : { ca: authority }),
  });
}

const authorizationOf = (username: string): string => `Basic ${Buffer.from(`${username}:demo`).toString('base64')}`;

const parsed = (text: string): unknown => (text === '' ? null : (JSON.parse(text) as unknown));

/** `authority`: see `agentOf`. */
export function plainFetch(url: string, username: string, authority: string | null): PlainNode {
  const agent = agentOf(authority);
  const headers = { Authorization: authorizationOf(username), Accept: 'application/json' };
  return {
    send: async (method, target) => {
      const response = await fetch(`${url}${target}`, { method, agent, headers, redirect: 'manual' });
      if (!response.ok) throw new Error(`${method} ${target}: ${String(response.status)}`);
      return parsed(await response.text());
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** `authority`: see `agentOf`. */
export function plainNode(url: string, username: string, authority: string | null): PlainNode {
  const client = authority === null ? http : https;
  const agent = agentOf(authority);
  const authorization = authorizationOf(username);
  return {
    send: (method, target) =>
      new Promise((resolve, reject) => {
        const request = client.request(
          `${url}${target}`,
          { method, agent, headers: { Authorization: authorization, Accept: 'application/json', 'Content-Length': 0 } },
          (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.once('end', () => {
              const status = response.statusCode ?? 0;
              const text = Buffer.concat(parts).toString('utf8');
              if (status < 200 || status >= 300) reject(new Error(`${method} ${target}: ${String(status)}`));
              else resolve(parsed(text));
            });
          },
        );
        request.once('error', reject);
        request.end();
      }),
    close: () => {
      agent.destroy();
    },
  };
}
