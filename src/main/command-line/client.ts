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
export const responseTimeoutMs = 15_000;

/** The answer; or that nobody listens; or that somebody does and said nothing that can be understood. */
export type CommandOutcome = CommandResponse | 'notRunning' | 'noAnswer';

/** Where the running app listens, from the text of the file in its profile; null when it is damaged. */
export function endpointOf(text: string): Endpoint | null {
  const parsed = v.safeParse(endpointSchema, parseJson(text));
  return parsed.success ? parsed.output : null;
}

export const requestLine = (asked: Command, { secret }: Endpoint): string =>
  `${JSON.stringify({ ...asked, secret })}\n`;

export function responseOf(line: string): CommandOutcome {
  const parsed = v.safeParse(responseSchema, parseJson(line));
  return parsed.success ? parsed.output : 'noAnswer';
}

async function readEndpoint(profileFolder: string): Promise<Endpoint | null> {
  try {
    return endpointOf(await readFile(path.join(profileFolder, endpointFile), 'utf8'));
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
      socket.write(requestLine(asked, meeting));
    });
    socket.on('error', () => end(connected ? 'noAnswer' : 'notRunning'));
    socket.on('close', () => end('noAnswer'));
    socket.on('data', (text: string) => {
      received += text;
      if (received.length > maxLineBytes) end('noAnswer');
      else if (received.includes('\n')) end(responseOf(received.slice(0, received.indexOf('\n'))));
    });
  });
}
