// The same question as in client.ts, answered before it returns. Without a display Electron aborts as soon as the program lets it go on:
// a verb that is typed over ssh must be done by then. A thread speaks, and this one waits for it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { endpointOf, requestLine, responseOf, responseTimeoutMs, type CommandOutcome } from './client.ts';
import { endpointFile } from './server.ts';
import { maxLineBytes, type Command } from './wire.ts';

/** Numbers in front of the answer: how far it got, and the length of the answer in bytes. */
const headNumbers = 2;
const progress = { waiting: 0, failed: 1, connected: 2, answered: 3 } as const;

/** Plain JavaScript, since a thread of its own file would have to be a file of the packaged app. */
const speaker = `
const { workerData: { address, line, shared, most, progress, headNumbers } } = require('node:worker_threads');
const head = new Int32Array(shared, 0, headNumbers);
const room = new Uint8Array(shared, headNumbers * 4);
let received = Buffer.alloc(0);
let reached = progress.failed;
const end = (how) => { Atomics.store(head, 0, how); Atomics.notify(head, 0); };
const socket = require('node:net').createConnection({ path: address });
socket.on('connect', () => { reached = progress.connected; socket.write(line); });
socket.on('error', () => end(reached));
socket.on('close', () => end(reached));
socket.on('data', (bytes) => {
  received = Buffer.concat([received, bytes]);
  const at = received.indexOf(10);
  if (at === -1 && received.length <= most) return;
  if (at === -1 || at > most) return end(reached);
  room.set(received.subarray(0, at));
  Atomics.store(head, 1, at);
  reached = progress.answered;
  end(reached);
});
`;

/** Asks the Sidetone of that profile, and returns with its answer. Never throws. */
export function sendCommandAtOnce(profileFolder: string, asked: Command): CommandOutcome {
  let text: string;
  try {
    text = readFileSync(path.join(profileFolder, endpointFile), 'utf8');
  } catch {
    return 'notRunning';
  }
  const endpoint = endpointOf(text);
  if (endpoint === null) return 'notRunning';
  const shared = new SharedArrayBuffer(headNumbers * 4 + maxLineBytes);
  const head = new Int32Array(shared, 0, headNumbers);
  const line = requestLine(asked, endpoint);
  const workerData = { address: endpoint.address, line, shared, most: maxLineBytes, progress, headNumbers };
  const worker = new Worker(speaker, { eval: true, workerData, execArgv: [] });
  Atomics.wait(head, 0, progress.waiting, responseTimeoutMs);
  void worker.terminate();
  const reached = Atomics.load(head, 0);
  if (reached === progress.failed || reached === progress.waiting) return 'notRunning';
  if (reached !== progress.answered) return 'noAnswer';
  return responseOf(Buffer.from(new Uint8Array(shared, headNumbers * 4, Atomics.load(head, 1))).toString('utf8'));
}
