// A second start's end of the socket: finds the running app of a profile, asks, and waits for the answer.
import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../core/platform/json.ts';
import { meetingFile } from './server.ts';
import {
  answerSchema,
  maxLineBytes,
  meetingSchema,
  type CommandAnswer,
  type CommandAsked,
  type Meeting,
} from './wire.ts';

/** Longest wait for an answer in milliseconds; a resume that the server carries out late needs a few seconds. */
const answerLimitMs = 15_000;

/** The answer; or that nobody listens; or that somebody does and said nothing that can be understood. */
export type Asked = CommandAnswer | 'notRunning' | 'noAnswer';

async function meetingOf(profileFolder: string): Promise<Meeting | null> {
  try {
    const parsed = v.safeParse(meetingSchema, parseJson(await readFile(path.join(profileFolder, meetingFile), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Asks the Sidetone of that profile. Never rejects. */
export async function askRunning(profileFolder: string, asked: CommandAsked): Promise<Asked> {
  const meeting = await meetingOf(profileFolder);
  if (meeting === null) return 'notRunning';
  return new Promise((resolve) => {
    const socket = createConnection({ path: meeting.address });
    let heard = '';
    let connected = false;
    const end = (answer: Asked): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(() => end(connected ? 'noAnswer' : 'notRunning'), answerLimitMs);
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ ...asked, secret: meeting.secret })}\n`);
    });
    socket.on('error', () => end(connected ? 'noAnswer' : 'notRunning'));
    socket.on('close', () => end('noAnswer'));
    socket.on('data', (text: string) => {
      heard += text;
      if (heard.length > maxLineBytes) end('noAnswer');
      else if (heard.includes('\n')) {
        const parsed = v.safeParse(answerSchema, parseJson(heard.slice(0, heard.indexOf('\n'))));
        end(parsed.success ? parsed.output : 'noAnswer');
      }
    });
  });
}
