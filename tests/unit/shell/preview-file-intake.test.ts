// Files that a page of the preview hands over: what arrives whole is added, and of all else nothing stays on the disk.
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { tooLarge } from '../../../src/main/core/uploads/upload-inspect.ts';
import type { UploadSource } from '../../../src/main/core/uploads/upload-entry.ts';
import { startFileIntake, type FileIntake } from '../../../src/preview/file-intake.ts';
import { sendFiles } from '../../../src/preview/send-files.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import { ok } from '../../../src/shared/domain/result.ts';
import { mostUploadBytes } from '../../../src/shared/ipc/uploads.ts';
import { quietLog } from '../../support/quiet-log.ts';

let own = '';
let spool = '';
let server: Server;
let intake: FileIntake;
let address = '';
let added: UploadSource[] = [];

beforeEach(async () => {
  own = await mkdtemp(path.join(tmpdir(), 'sidetone-test-'));
  spool = path.join(own, 'upload-spool');
  added = [];
  intake = await startFileIntake({
    addFiles: (sources) => {
      added.push(...sources);
      return ok({ added: sources.length, leftOut: 0 });
    },
    folder: spool,
    log: quietLog(),
  });
  server = createServer();
  server.on('upgrade', (request, connection, head) => {
    intake.accept(request, connection, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port');
  address = `ws://127.0.0.1:${String(bound.port)}/`;
});
afterEach(async () => {
  await intake.dispose();
  server.close();
  await rm(own, { recursive: true });
});

const spooled = (): Promise<string[]> => readdir(spool).catch((): string[] => []);

/** A page that says what a test wants it to. */
async function page(): Promise<{
  socket: WebSocket;
  ask: (message: string | Buffer) => Promise<unknown>;
}> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  return {
    socket,
    ask: (message) =>
      new Promise((resolve) => {
        socket.once('message', (data) => {
          resolve(data instanceof Buffer ? JSON.parse(data.toString('utf8')) : null);
        });
        socket.send(message);
      }),
  };
}
const announced = (bytes: number): string => JSON.stringify({ name: 'call.wav', bytes, modifiedMs: 1 });

test('a file arrives whole, with its name and date, in a private folder', async () => {
  const { socket, ask } = await page();
  expect(await ask(announced(6))).toEqual({ got: 0 });
  expect(await ask(Buffer.from('abc'))).toEqual({ got: 3 });
  expect(await ask(Buffer.from('def'))).toEqual({ result: ok({ added: 1, leftOut: 0 }) });
  expect(added).toMatchObject([{ name: 'call.wav', modifiedMs: 1, temporary: true }]);
  const [file = ''] = await spooled();
  expect(path.join(spool, file)).toBe(added[0]?.path);
  const { size, mode } = await stat(path.join(spool, file));
  expect(size).toBe(6);
  expect(mode & 0o077).toBe(0);
  socket.close();
});

test('a file of more than 256 MB is refused by name before a byte of it is taken', async () => {
  const { socket, ask } = await page();
  expect(await ask(announced(mostUploadBytes + 1))).toMatchObject({ result: { ok: true } });
  expect(added).toMatchObject([
    { name: 'call.wav', temporary: false, refused: { problem: tooLarge(mostUploadBytes + 1) } },
  ]);
  expect(await spooled()).toEqual([]);
  // The line goes on: the next file is taken.
  expect(await ask(announced(3))).toEqual({ got: 0 });
  socket.close();
});

test('a page that sends more than it said is cut off while it sends, and nothing stays', async () => {
  const { socket, ask } = await page();
  await ask(announced(4));
  await ask(Buffer.from('abc'));
  expect(await spooled()).toHaveLength(1);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.send(Buffer.from('def'));
  expect(await closed).toBe(1008);
  await expect.poll(spooled).toEqual([]);
  expect(added).toEqual([]);
});

test('a connection that breaks in the middle of a file leaves nothing', async () => {
  const { socket, ask } = await page();
  await ask(announced(1000));
  await ask(Buffer.alloc(400));
  const [file = ''] = await spooled();
  expect((await stat(path.join(spool, file))).size).toBe(400);
  socket.terminate();
  await expect.poll(spooled).toEqual([]);
  expect(added).toEqual([]);
});

test('what the app of yesterday left behind is gone when it starts', async () => {
  const { socket, ask } = await page();
  await ask(announced(1000));
  expect(await spooled()).toHaveLength(1);
  const next = await startFileIntake({ addFiles: () => ok({ added: 0, leftOut: 0 }), folder: spool, log: quietLog() });
  expect(await spooled()).toEqual([]);
  await next.dispose();
  socket.close();
});

test('a dropped folder is said in words, and the files beside it are taken', async () => {
  // As a browser gives a folder: a file of some length whose first read fails.
  const folder = new File(['x'.repeat(4096)], 'calls of June');
  folder.slice = () => {
    const unreadable = new Blob();
    unreadable.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    return unreadable;
  };
  const file = new File(['sound'], 'call.wav', { lastModified: 7 });
  const taken = await sendFiles(() => new globalThis.WebSocket(address), [folder, file]);
  expect(taken).toEqual(ok({ added: 2, leftOut: 0 }));
  expect(added.map(({ name }) => name)).toEqual(['calls of June', 'call.wav']);
  const refused = added[0]?.refused?.problem;
  expect(refused === undefined ? '' : problemText(refused).what).toContain('a folder');
  expect(added[1]?.refused).toBeUndefined();
  expect(await spooled()).toHaveLength(1);
});

test('a file that goes away in the middle is said to be unreadable, not a folder', async () => {
  const { socket, ask } = await page();
  await ask(announced(10));
  await ask(Buffer.from('abc'));
  await ask(JSON.stringify({ failed: true }));
  expect(added).toMatchObject([{ refused: { problem: { code: 'upload/file-unreadable' }, bytes: 10 } }]);
  expect(await spooled()).toEqual([]);
  socket.close();
});
