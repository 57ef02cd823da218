// The way from the key to the wire, and from the press to the confirmation, beside what plain Node needs for the same requests.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { createCore } from '../../src/main/core/core.ts';
import { keyMarks } from '../../src/main/core/live/key-marks.ts';
import { nodeFiles } from '../../src/main/core/platform/node-files.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { MemoryKeychain } from '../support/fake-ports.ts';
import { quietLog } from '../support/quiet-log.ts';

const rounds = 300;
const warmUp = 30;

const messageSchema = v.variant('kind', [
  v.object({ kind: v.literal('ready'), url: v.string(), recordingId: v.string() }),
  v.object({ kind: v.literal('arrived'), endpoint: v.string(), at: v.string() }),
  v.object({ kind: v.literal('unpaused') }),
]);
type Message = v.InferOutput<typeof messageSchema>;
type MessageOf<K extends Message['kind']> = Extract<Message, { kind: K }>;

const child = fork(path.join(import.meta.dirname, 'pause-server.ts'), {
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
const listeners = new Set<(message: Message) => void>();
child.on('message', (message) => {
  const parsed = v.parse(messageSchema, message);
  for (const listener of [...listeners]) listener(parsed);
});

function next<K extends Message['kind']>(kind: K): Promise<MessageOf<K>> {
  return new Promise((resolve) => {
    const listener = (message: Message): void => {
      if (message.kind !== kind) return;
      listeners.delete(listener);
      resolve(message as MessageOf<K>);
    };
    listeners.add(listener);
  });
}

const { url, recordingId } = await next('ready');

/** When the bytes of the last PUT were given to the operating system: whoever sends them writes them to a socket in one piece. */
let written = 0n;
const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, ...args: unknown[]): boolean {
  if (typeof args[0] === 'string' && args[0].startsWith('PUT ')) written = process.hrtime.bigint();
  return Boolean(Reflect.apply(write, this, args));
};

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(name: string, values: readonly number[]): void {
  const figures = [0.5, 0.95, 0.99].map((share) => `${percentile(values, share).toFixed(2)} ms`.padStart(10));
  process.stdout.write(`${name.padEnd(58)}${figures.join('')}\n`);
}

const milliseconds = (from: bigint, to: bigint): number => Number(to - from) / 1e6;

async function unpause(): Promise<void> {
  const done = next('unpaused');
  child.send('unpause');
  await done;
}

/** Plain Node: one keep-alive connection, one request, nothing around it. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const authorization = `Basic ${Buffer.from('ada.agent:demo').toString('base64')}`;
function plain(method: 'GET' | 'PUT', target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}${target}`,
      { method, agent, headers: { Authorization: authorization, Accept: 'application/json', 'Content-Length': 0 } },
      (response) => {
        response.resume();
        response.once('end', () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve();
          else reject(new Error(`${method} ${target}: ${String(status)}`));
        });
      },
    );
    request.once('error', reject);
    request.end();
  });
}

const api = '/fw/Apps/Recorder/WebAPI/LiveRecordings';
const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-bench-'));
const key: { press: () => void } = { press: () => undefined };
/** Presses the key as the system does: as an event of its own, never in the middle of something else. Resolves to its moment. */
function press(): Promise<bigint> {
  return new Promise((resolve) => {
    setImmediate(() => {
      const began = process.hrtime.bigint();
      key.press();
      resolve(began);
    });
  });
}
const core = createCore({
  clock: systemClock(),
  keychain: new MemoryKeychain(),
  log: quietLog(),
  power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
  files: nodeFiles(),
  desktop: {
    kind: 'preview',
    platform: 'linux',
    locale: null,
    canShowInFolder: false,
    showInFolder: () => undefined,
    openMain: () => undefined,
    openWidget: () => undefined,
  },
  hotkeys: {
    platform: 'linux',
    register: (combination, onPress) => {
      if (combination === 'Control+Shift+F9') key.press = onPress;
      return true;
    },
    releaseAll: () => undefined,
  },
  random: Math.random,
  profileFolder: folder,
  downloadFolder: folder,
  version: '0.0.0-bench',
});
await core.start();
const signedIn = await core.handlers['session.signIn']({
  server: url,
  username: 'ada.agent',
  password: 'demo',
  allowPlainHttp: true,
  thisSessionOnly: true,
});
if (!signedIn.ok) throw new Error(`cannot sign in: ${signedIn.error.code}`);

function until(state: string): Promise<void> {
  return new Promise((resolve) => {
    if (core.snapshot().live.state === state) {
      resolve();
      return;
    }
    const stop = core.onSnapshot(({ live }) => {
      if (live.state !== state) return;
      stop();
      resolve();
    });
  });
}

const ours = {
  wire: [] as number[],
  arrived: [] as number[],
  request: [] as number[],
  confirmed: [] as number[],
  reply: [] as number[],
};
const bare = { wire: [] as number[], arrived: [] as number[], twoTrips: [] as number[] };

const between = (from: string, to: string): number => {
  const [begin, end] = [from, to].map((name) => performance.getEntriesByName(name, 'mark')[0]?.startTime ?? Number.NaN);
  return (end ?? Number.NaN) - (begin ?? Number.NaN);
};

for (let round = 0; round < rounds + warmUp; round += 1) {
  const keep = round >= warmUp;

  // The baseline: the same request, then the same read, one after the other.
  const arrivedBare = next('arrived');
  const { began: beganBare, ended: answered } = await new Promise<{ began: bigint; ended: Promise<void> }>(
    (resolve) => {
      setImmediate(() => {
        const moment = process.hrtime.bigint();
        resolve({ began: moment, ended: plain('PUT', `${api}/${recordingId}/Pause`) });
      });
    },
  );
  await answered;
  await plain('GET', `${api}/Mine`);
  const endedBare = process.hrtime.bigint();
  const bareAt = BigInt((await arrivedBare).at);
  if (keep) {
    bare.wire.push(milliseconds(beganBare, written));
    bare.arrived.push(milliseconds(beganBare, bareAt));
    bare.twoTrips.push(milliseconds(beganBare, endedBare));
  }
  await unpause();

  // Ours: from the callback of the key, with the core following the call as it does in the app.
  await core.handlers['live.refresh']({});
  await until('recording');
  const arrived = next('arrived');
  const shown = until('paused');
  const began = await press();
  const at = BigInt((await arrived).at);
  await shown;
  const ended = process.hrtime.bigint();
  if (keep) {
    ours.wire.push(milliseconds(began, written));
    ours.arrived.push(milliseconds(began, at));
    ours.request.push(between(keyMarks.key, keyMarks.request));
    ours.reply.push(between(keyMarks.key, keyMarks.reply));
    ours.confirmed.push(milliseconds(began, ended));
  }
  await core.command('resume', 'hotkey');
  await until('recording');
  // Longer than the guard against the keyboard's own repetition, which would take the next press for the same.
  await new Promise((resolve) => setTimeout(resolve, 260));
}

process.stdout.write(`${String(rounds)} pauses, simulator in a process of its own, warm connections${' '.repeat(3)}\n`);
process.stdout.write(`${''.padEnd(58)}${['p50', 'p95', 'p99'].map((name) => name.padStart(10)).join('')}\n`);
row('key to request handed to the network (marks)', ours.request);
row('key to request on the wire', ours.wire);
row('  plain Node, the same request', bare.wire);
row('key to request arrived at the server', ours.arrived);
row('  plain Node, the same request', bare.arrived);
row('key to the answer of the pause request (marks)', ours.reply);
row('key to "Paused" in the snapshot', ours.confirmed);
row('  plain Node, the same request and the same read', bare.twoTrips);

await core.dispose();
agent.destroy();
child.disconnect();
await rm(folder, { recursive: true, force: true });
