// Asks a simulator past the app, as the oracle of end-to-end tests: the newest recordings, and what their audio truly is.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Simulator } from '../../src/simulator/simulator.ts';

const listSchema = v.object({
  totalCount: v.number(),
  recordings: v.array(
    v.object({
      id: v.string(),
      referenceNumber: v.string(),
      remotePartyNumber: v.string(),
      direction: v.number(),
      ownerUsername: v.nullable(v.string()),
    }),
  ),
});

const base = '/fw/Apps/Recorder/WebAPI/Recordings';

function ask(simulator: Simulator, path: string, username?: string): Promise<Response> {
  const user = simulator.users.find((one) => username === undefined || one.username === username);
  const credentials = Buffer.from(`${user?.username ?? ''}:${user?.password ?? ''}`).toString('base64');
  return fetch(`${simulator.url}${base}${path}`, { headers: { Authorization: `Basic ${credentials}` } });
}

/** The newest recordings that a user sees, most recent first; those of the first user when nobody is named. */
export async function newestRecordings(
  simulator: Simulator,
  count: number,
  username?: string,
): Promise<v.InferOutput<typeof listSchema>> {
  const answer = await ask(simulator, `?page=0&pageSize=${String(count)}`, username);
  return v.parse(listSchema, await answer.json());
}

/** SHA-256 and length in bytes of a recording's audio as the server sends it. */
export async function audioOf(simulator: Simulator, id: string): Promise<{ sha256: string; bytes: number }> {
  const bytes = new Uint8Array(await (await ask(simulator, `/${id}/Media`)).arrayBuffer());
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
