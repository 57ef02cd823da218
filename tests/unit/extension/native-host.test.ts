// The native host for Linux and macOS: carries messages both ways, adds the secret, goes on looking for the app, and neither a hostile
// extension nor a hostile app makes it do more.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, type TestContext } from 'vitest';
import { compileUnixHost } from '../../../scripts/extension/native-host.ts';

const secret = 'ab'.repeat(32);
let folder = '';
let program: string | null = null;
const children: ChildProcess[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-host-'));
  const target = path.join(folder, 'host');
  program = process.platform !== 'win32' && (await compileUnixHost(target)) ? target : null;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(path.join(folder, 'rules.json'), { force: true });
  await rm(path.join(folder, 's'), { force: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const frame = (json: string): Buffer => {
  const length = Buffer.alloc(4);
  if (os.endianness() === 'LE') length.writeUInt32LE(Buffer.byteLength(json));
  else length.writeUInt32BE(Buffer.byteLength(json));
  return Buffer.concat([length, Buffer.from(json)]);
};

/** Hands out what arrives, in pieces that `cut` finds. */
function reader(stream: NodeJS.ReadableStream, cut: (bytes: Buffer) => number): () => Promise<string> {
  let rest = Buffer.alloc(0);
  const wake: (() => void)[] = [];
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (const go of wake.splice(0)) go();
  });
  return async () => {
    for (;;) {
      const end = cut(rest);
      if (end > 0 && rest.length >= end) {
        const piece = rest.subarray(0, end);
        rest = rest.subarray(end);
        return piece.toString('utf8');
      }
      await new Promise<void>((resolve) => wake.push(resolve));
    }
  };
}

function startHost({ skip }: Pick<TestContext, 'skip'>) {
  if (program === null) return skip('there is no C compiler');
  const child = spawn(program, [`--user-data-dir=${folder}`, 'chrome-extension://x/'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  child.stdin.on('error', () => undefined);
  const next = reader(child.stdout, (bytes) => (bytes.length < 4 ? 0 : 4 + bytes.readUInt32LE(0)));
  return {
    child,
    write: (bytes: Buffer | string) => child.stdin.write(bytes),
    next: async () => JSON.parse((await next()).slice(4)) as unknown,
    ended: once(child, 'exit'),
  };
}

type Peer = { readonly socket: Socket; readonly line: () => Promise<string> };
async function startApp(): Promise<{ readonly peer: () => Promise<Peer>; readonly server: Server }> {
  const address = path.join(folder, 's');
  const waiting: Peer[] = [];
  const wake: (() => void)[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    waiting.push({ socket, line: reader(socket, (bytes) => bytes.indexOf(10) + 1) });
    for (const go of wake.splice(0)) go();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(address, resolve));
  await writeFile(path.join(folder, 'rules.json'), `${JSON.stringify({ address, secret })}\n`);
  const peer = async (): Promise<Peer> => {
    for (;;) {
      const first = waiting.shift();
      if (first !== undefined) return first;
      await new Promise<void>((resolve) => wake.push(resolve));
    }
  };
  return { peer, server };
}

const opening = `${JSON.stringify({ kind: 'rules', secret })}\n`;

test('it waits for the app, adds the secret, carries both ways, and says when the app is gone and back', async (context) => {
  const host = startHost(context);
  const app = await startApp();
  const peer = await app.peer();
  expect([await host.next(), await peer.line()]).toEqual([{ kind: 'open' }, opening]);
  host.write(Buffer.concat([frame('{"kind":"hello"}'), frame('{"kind":\n"heartbeat"}')]));
  expect([await peer.line(), await peer.line()]).toEqual(['{"kind":"hello"}\n', '{"kind": "heartbeat"}\n']);
  const long = { kind: 'rules', rules: 'é'.repeat(100_000) };
  peer.socket.write(`${JSON.stringify(long)}\n{"kind":"x"}\n`);
  expect([await host.next(), await host.next()]).toEqual([long, { kind: 'x' }]);
  peer.socket.destroy();
  expect(await host.next()).toEqual({ kind: 'closed' });
  const again = await app.peer();
  expect([await host.next(), await again.line()]).toEqual([{ kind: 'open' }, opening]);
  host.child.stdin.end();
  expect(await host.ended).toEqual([0, null]);
});

test.for([
  ['a length of 4 GB', Buffer.from('ffffffff7b7d', 'hex'), 1],
  ['a length of nothing', Buffer.alloc(8), 1],
  ['more than the app takes', frame('x'.repeat(16_385)), 1],
  ['half a message, and the end', frame('{"kind":"hello"}').subarray(0, 9), 0],
  ['half a length, and the end', Buffer.from([5, 0]), 0],
] as const)('%s ends it, and the app hears nothing of it', async ([, bytes, code], context) => {
  const app = await startApp();
  const host = startHost(context);
  const peer = await app.peer();
  expect(await peer.line()).toBe(opening);
  const closed = once(peer.socket, 'close');
  const heard: Buffer[] = [];
  peer.socket.on('data', (chunk: Buffer) => heard.push(chunk));
  host.child.stdin.end(bytes);
  expect(await host.ended).toEqual([code, null]);
  await closed;
  expect(heard).toEqual([]);
});

test('a message that comes byte by byte arrives whole', async (context) => {
  const app = await startApp();
  const host = startHost(context);
  const peer = await app.peer();
  await peer.line();
  const json = JSON.stringify({ kind: 'on', rule: 'r'.repeat(64) });
  for (const byte of frame(json)) host.write(Buffer.from([byte]));
  expect(await peer.line()).toBe(`${json}\n`);
});

test('an app that says more than there can be to say is left, and looked for anew', async (context) => {
  const app = await startApp();
  const host = startHost(context);
  const peer = await app.peer();
  expect(await host.next()).toEqual({ kind: 'open' });
  peer.socket.write('x'.repeat(600_000));
  expect(await host.next()).toEqual({ kind: 'closed' });
  expect(await host.next()).toEqual({ kind: 'open' });
});

test('an app that hangs up at once is not asked again at once', async (context) => {
  const app = await startApp();
  const opened = { byHost: 0, byTest: 0 };
  app.server.on('connection', (socket) => {
    opened.byHost += 1;
    socket.end();
  });
  const host = startHost(context);
  expect([await host.next(), await host.next()]).toEqual([{ kind: 'open' }, { kind: 'closed' }]);
  // Two hundred turns of the app, in which a host that does not wait would come about as often.
  while (opened.byTest < 200) {
    opened.byTest += 1;
    const own = createConnection({ path: path.join(folder, 's') });
    own.resume();
    await once(own, 'close');
  }
  expect(opened.byHost - opened.byTest).toBeLessThan(50);
});

test.for([
  ['nothing', ''],
  ['half of it', '{"address":"'],
  ['a number', '{"address":7,"secret":"x"}'],
  ['a long path', `{"address":"${'x'.repeat(5_000)}"}`],
  ['no text', '\0'],
] as const)('a file with %s in it is no place to speak, until there is one', async ([, text], context) => {
  await writeFile(path.join(folder, 'rules.json'), text);
  const host = startHost(context);
  host.write(frame('{"kind":"heartbeat"}'));
  const app = await startApp();
  expect(await host.next()).toEqual({ kind: 'open' });
  expect(await (await app.peer()).line()).toBe(opening);
});
