// A second start's end of the socket: finds the running app of a profile, asks, and waits for the answer.
import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../core/platform/json.ts';
import { endpointFile } from './server.ts';
import {
  responseSchema,
  maxLineBytes,
  endpointSchema,
  type CommandResponse,
  type Command,
  type Endpoint,
} from './wire.ts';

/** Longest wait for an answer in milliseconds; a resume that the server carries out late needs a few seconds. */
const responseTimeoutMs = 15_000;

/** The answer; or that nobody listens; or that somebody does and said nothing that can be understood. */
export type CommandOutcome = CommandResponse | 'notRunning' | 'noAnswer';

async function readEndpoint(profileFolder: string): Promise<Endpoint | null> {
  try {
    const parsed = v.safeParse(
      endpointSchema,
      parseJson(await readFile(path.join(profileFolder, endpointFile), 'utf8')),
    );
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Asks the Sidetone of that profile. Never rejects. */
export async function sendCommand(profileFolder: string, asked: Command): Promise<CommandOutcome> {
  const meeting = await readEndpoint(profileFolder);
  if (meeting === null) return 'notRunning';
  return new Promise((resolve) => {
    const socket = createConnection({ path: meeting.address });
    let received = '';
    let connected = false;
    const end = (answer: CommandOutcome): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(() => end(connected ? 'noAnswer' : 'notRunning'), responseTimeoutMs);
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ ...asked, secret: meeting.secret })}\n`);
    });
    socket.on('error', () => end(connected ? 'noAnswer' : 'notRunning'));
    socket.on('close', () => end('noAnswer'));
    socket.on('data', (text: string) => {
      received += text;
      if (received.length > maxLineBytes) end('noAnswer');
      else if (received.includes('\n')) {
        const parsed = v.safeParse(responseSchema, parseJson(received.slice(0, received.indexOf('\n'))));
        end(parsed.success ? parsed.output : 'noAnswer');
      }
    });
  });
}
