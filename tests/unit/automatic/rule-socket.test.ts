// The lasting connection of browsers over the real socket: what they can do, and what a stranger or a broken one can't.
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  rulesEndpointFile,
  endpointFile,
  startCommandServer,
  type CommandServer,
} from '../../../src/main/command-line/server.ts';
import { handleCommand } from '../../../src/main/command-line/handle-command.ts';
import { startPreview } from '../../../src/preview/preview.ts';
import { firstId } from '../../support/fake-core.ts';
import { MemoryKeychain } from '../../support/fake-ports.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { payRule, ruledCore, type RuledCore } from '../../support/ruled-core.ts';
import { waitFor } from '../../support/wait-for.ts';

type Secret = { readonly address: string; readonly secret: string };

let folder = '';
let server: CommandServer;
let ruled: RuledCore;
let browser: Secret;
let command: Secret;
const log = quietLog();

const readSecret = async (inFolder: string, name: string): Promise<Secret> =>
  JSON.parse(await readFile(path.join(inFolder, name), 'utf8')) as Secret;

beforeEach(async () => {
  ruled = await ruledCore();
  ruled.recorder.begin(firstId);
  await ruled.clock.advance(2_500);
  ruled.edge.close();
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-rules-'));
  server = await startCommandServer({
    profileFolder: folder,
    log,
    handle: (asked) => handleCommand(asked, { core: ruled.core, showWidget: () => undefined }),
    connectRules: (send) => ruled.core.automatic.connect(send),
  });
  [browser, command] = await Promise.all([readSecret(folder, rulesEndpointFile), readSecret(folder, endpointFile)]);
});

afterEach(async () => {
  await server.close();
  await ruled.dispose();
  await rm(folder, { recursive: true });
});

const opening = (): string => `${JSON.stringify({ kind: 'rules', secret: browser.secret })}\n`;
const hello = (on: readonly string[] = []): string =>
  `${JSON.stringify({ kind: 'hello', id: 'edge-1', browser: 'edge', on })}\n`;
const level = (): string | undefined => ruled.view().rules[0]?.level;

function connect(): Socket {
  const socket = createConnection({ path: server.address });
  socket.on('error', () => undefined);
  return socket;
}

/** Resolves when the connection has ended, however. */
const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });

/** A browser that has said hello and was told its rules; `told` grows with each message to it. */
async function greeted(on: readonly string[] = []): Promise<{ socket: Socket; told: unknown[] }> {
  const socket = connect();
  const told: unknown[] = [];
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    told.push(...lines.map((line): unknown => JSON.parse(line)));
  });
  socket.write(opening() + hello(on));
  await waitFor(() => expect(told).toMatchObject([{ kind: 'rules' }]));
  return { socket, told };
}

test('a browser says hello, is told its rules, pauses and is asked about', async () => {
  const { socket } = await greeted();
  expect(level()).toBe('off');
  socket.write('{"kind":"on","rule":"pay"}\n');
  await waitFor(() => expect(ruled.recorder.sent.map(({ kind }) => kind)).toEqual(['pause']));
  await ruled.clock.advance(500);
  expect(ruled.live().state).toBe('paused');
  socket.write('{"kind":"off","rule":"pay"}\n{"kind":"heartbeat"}\n');
  await waitFor(async () => {
    await ruled.clock.advance(500);
    expect(ruled.view().asks).toEqual({ name: 'Payment page', kind: 'page' });
  });
  socket.destroy();
  await waitFor(() => expect(level()).toBe('unknown'));
});

test('a change of the rules reaches it at once, and none without a need', async () => {
  const { told } = await greeted();
  await ruled.prefer('automatic.rules', [{ id: 'own', name: 'Own', url: 'x' }]);
  const rules = [
    { id: 'pay', url: payRule.url },
    { id: 'card', field: 'cc-*' },
    { id: 'own', url: 'x' },
  ];
  await waitFor(() => expect(told.slice(1)).toEqual([{ kind: 'rules', rules }]));
});

test('messages may come in pieces, and several at once', async () => {
  const socket = connect();
  const text = opening() + hello() + '{"kind":"on","rule":"card"}\n';
  for (const sign of text) socket.write(sign);
  await waitFor(() => expect(ruled.view().rules.map((rule) => rule.level)).toEqual(['off', 'on']));
});

describe('a browser that has shown its secret can do nothing but report rules', () => {
  const verbs = ['pause', 'resume', 'toggle', 'start', 'stop', 'status', 'show', 'quit'];
  test.each([
    ...verbs.map((verb) => JSON.stringify({ kind: 'verb', verb })),
    ...verbs.map((verb) => JSON.stringify({ kind: verb })),
    '{"kind":"link","verb":"pause"}',
    '{"kind":"on"}',
    '{"kind":"on","rule":"pay","more":1}',
    '{"kind":"on","rule":"https://pay.example.com/"}',
    '{"kind":"hello","id":"b","browser":"edge"}',
    '{"kind":"hello","id":"b","browser":"My bank – card 4929","on":[]}',
    `{"kind":"hello","id":"b","browser":"edge","on":[${'"pay",'.repeat(100)}"pay"]}`,
    '[{"kind":"on","rule":"pay"}]',
    '{"__proto__":{"kind":"on","rule":"pay"}}',
    '{"kind":"on","rule":"pay"',
    'on pay',
    '',
    'null',
    '{"a":'.repeat(3_000),
    'x'.repeat(20_000),
    '\u0000\u0000\u0000\u0010',
  ])('message %#', async (message) => {
    const { socket } = await greeted();
    const closed = gone(socket);
    socket.write(`${message}\n{"kind":"on","rule":"pay"}\n`);
    await closed;
    await waitFor(() => expect(level()).toBe('unknown'));
    await ruled.clock.advance(5_000);
    expect(ruled.recorder.sent).toEqual([]);
    expect(ruled.live().state).toBe('recording');
    expect(ruled.ports.shown).toEqual([]);
  });

  test('bytes without an end, as those of a length of 4 GB, are not kept', async () => {
    const { socket } = await greeted();
    const closed = gone(socket);
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    for (let sent = 0; sent < 100; sent += 1) socket.write(Buffer.alloc(65_536, 0x61));
    await closed;
    await waitFor(() => expect(level()).toBe('unknown'));
  });

  test('half a message and the end of the connection say nothing', async () => {
    const { socket } = await greeted();
    socket.end('{"kind":"on","rule":"pay"}');
    await waitFor(() => expect(level()).toBe('unknown'));
    expect(ruled.recorder.sent).toEqual([]);
  });
});

describe('secrets open their own door alone', () => {
  test.each([
    ['the secret of commands, for rules', () => opening().replace(browser.secret, command.secret) + hello(['pay'])],
    [
      'the secret of rules, for a command',
      () => `${JSON.stringify({ kind: 'verb', verb: 'pause', secret: browser.secret })}\n`,
    ],
    ['none', () => hello(['pay'])],
    ['a wrong one', () => opening().replace(browser.secret, '0'.repeat(64)) + hello(['pay'])],
  ])('%s', async (_what, text) => {
    const socket = connect();
    const closed = gone(socket);
    socket.write(text());
    await closed;
    expect(ruled.recorder.sent).toEqual([]);
    expect(level()).toBe('unknown');
    expect(JSON.stringify(log.entries)).not.toMatch(/[0-9a-f]{64}/u);
  });

  test.runIf(process.platform !== 'win32')('and are for this user alone, until the end', async () => {
    const file = path.join(folder, rulesEndpointFile);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(browser.secret).not.toBe(command.secret);
    await server.close();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    server = await startCommandServer({
      profileFolder: folder,
      log,
      connectRules: (send) => ruled.core.automatic.connect(send),
    });
    await expect(stat(path.join(folder, endpointFile))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('however many browsers connect, commands are heard, and the other way round', async () => {
  const all = Array.from({ length: 40 }, connect);
  const closed = all.map((socket) => gone(socket));
  for (const socket of all) socket.write(opening() + hello());
  await Promise.race(closed);
  const asking = connect();
  asking.write(`${JSON.stringify({ kind: 'verb', verb: 'status', secret: command.secret })}\n`);
  const [answer] = (await once(asking, 'data')) as [Buffer];
  expect(JSON.parse(answer.toString('utf8'))).toMatchObject({ confirmed: true, state: 'recording' });
  for (const socket of all) socket.destroy();
});

test('the preview serves it too', async () => {
  const profileFolder = path.join(folder, 'preview');
  const preview = await startPreview({
    port: 0,
    profileFolder,
    rendererFolder: folder,
    bridgeFile: path.join(folder, 'bridge.js'),
    version: '0.0.0-test',
    log,
    keychain: new MemoryKeychain(),
  });
  onTestFinished(() => preview.close());
  await preview.core.start();
  await preview.core.handlers['preferences.set']({ name: 'automatic.rules', value: [payRule] });
  const { address, secret } = await readSecret(profileFolder, rulesEndpointFile);
  const socket = createConnection({ path: address });
  onTestFinished(() => void socket.destroy());
  socket.write(`${JSON.stringify({ kind: 'rules', secret })}\n${hello(['pay'])}`);
  await waitFor(() => expect(preview.core.snapshot().automatic.rules).toMatchObject([{ id: 'pay', level: 'on' }]));
});
