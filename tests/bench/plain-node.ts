// The baseline of the pause: plain Node, one kept-alive connection, a PUT and a GET whose answer is read and parsed. Nothing around it.
import http from 'node:http';
import https from 'node:https';

export const liveApi = '/fw/Apps/Recorder/WebAPI/LiveRecordings';

export type PlainNode = {
  send(method: 'GET' | 'PUT', target: string): Promise<unknown>;
  close(): void;
};

/** `authority`: the certificate that is trusted, in PEM form; null for plain http. */
export function plainNode(url: string, username: string, authority: string | null): PlainNode {
  const client = authority === null ? http : https;
  const agent = new client.Agent({
    keepAlive: true,
    maxSockets: 1,
    noDelay: true,
    ...(authority === null ? {} : { ca: authority }),
  });
  const authorization = `Basic ${Buffer.from(`${username}:demo`).toString('base64')}`;
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
              else resolve(text === '' ? null : (JSON.parse(text) as unknown));
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
