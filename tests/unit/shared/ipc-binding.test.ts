// The border, call by call: both bindings refuse by name what is not theirs to answer, and let go of who stops listening.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { dispatch } from '../../../src/main/core/api/dispatch.ts';
import { bindIpc, type IpcMainPort } from '../../../src/main/electron/ipc.ts';
import { addFilesChannel, callChannel, eventChannel } from '../../../src/main/electron/channels.ts';
import { browserBridge } from '../../../src/preview/browser-bridge.ts';
import { startPreviewHost } from '../../../src/preview/host.ts';
import { bindSocket } from '../../../src/preview/socket.ts';
import { callNames, eventNames, type CallHandlers } from '../../../src/shared/ipc/ipc-table.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import {
  sampleHandlers,
  sampleInputs,
  sampleOutputs,
  samplePayloads,
  sampleSnapshot,
} from '../../support/contract-samples.ts';
import { quietLog } from '../../support/quiet-log.ts';

/** Inputs that break the schema of every call: all of them take a strict object. */
const wrongInputs = [undefined, null, 'text', 7, ['the content'], { surplus: 'the content' }].map((input) => [input]);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

describe.each(callNames)('the call %s, at the border of the core,', (name) => {
  const options = { log: quietLog(), checkOutput: true };

  test('reaches its handler with a right input', async () => {
    const heard: string[] = [];
    const answer = await dispatch(sampleHandlers(heard), name, sampleInputs[name], options);
    expect(answer).toEqual(ok(sampleOutputs[name]));
    expect(heard).toEqual([name]);
  });

  test.each(wrongInputs)('is refused by name with the wrong input %j, which is not repeated', async (input) => {
    const heard: string[] = [];
    const answer = await dispatch(sampleHandlers(heard), name, input, options);
    expect(answer).toMatchObject({ ok: false, error: { code: 'input-invalid', values: { call: name } } });
    expect(JSON.stringify(answer)).not.toContain('the content');
    expect(heard).toEqual([]);
  });

  test('is answered by "internal", logged once, when its handler throws', async () => {
    const log = quietLog();
    const handlers = sampleHandlers([], { [name]: () => Promise.reject(new Error('secret +1555123456')) });
    const answer = await dispatch(handlers, name, sampleInputs[name], { log, checkOutput: true });
    expect(answer).toEqual(err({ code: 'internal', values: { call: name } }));
    expect(log.entries.filter((entry) => entry.level === 'error')).toHaveLength(1);
  });

  test('is answered by "internal" when its handler breaks the contract', async () => {
    const handlers = sampleHandlers([], { [name]: () => Promise.resolve(ok('not what was promised')) });
    const answer = await dispatch(handlers, name, sampleInputs[name], options);
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});

describe('the border of the core', () => {
  test.each(['', 'live.explode', '__proto__', 'constructor', 'toString', 7, null, undefined, ['live.pause']])(
    'refuses the unknown call %j by name',
    async (name) => {
      const heard: string[] = [];
      const answer = await dispatch(sampleHandlers(heard), name, {}, { log: quietLog(), checkOutput: true });
      expect(answer).toEqual(err({ code: 'call-unknown' }));
      expect(heard).toEqual([]);
    },
  );

  test('names the field that is wrong and not what stood in it', async () => {
    const input = { ...sampleInputs['session.signIn'], password: 12345678 };
    const answer = await dispatch(sampleHandlers(), 'session.signIn', input, { log: quietLog(), checkOutput: true });
    expect(answer).toEqual(err({ code: 'input-invalid', values: { call: 'session.signIn', field: 'password' } }));
  });

  test('does not check the answers of the core in the packaged app', async () => {
    const handlers = sampleHandlers([], { 'live.pause': () => Promise.resolve(ok({ state: 'paused', more: 1 })) });
    const answer = await dispatch(handlers, 'live.pause', {}, { log: quietLog(), checkOutput: false });
    expect(answer).toEqual(ok({ state: 'paused', more: 1 }));
  });
});

// ---- Electron -------------------------------------------------------------------------------------------------------

/** Electron's event of a call, by way of the binding: tests import electron as little as the core does. */
type IpcMainInvokeEvent = Parameters<Parameters<IpcMainPort['handle']>[1]>[0];

const ownUrl = 'sidetone-app://app/main.html';

function fakeIpc(handlers: CallHandlers = sampleHandlers()) {
  const listeners = new Map<string, (event: IpcMainInvokeEvent, ...input: unknown[]) => unknown>();
  const ipcMain: IpcMainPort = {
    handle: (channel, listener) => void listeners.set(channel, listener),
    removeHandler: (channel) => void listeners.delete(channel),
  };
  const sent: { readonly window: number; readonly channel: string; readonly payload: unknown }[] = [];
  const contents = (id: number, isDestroyed = false) => ({
    id,
    isDestroyed: () => isDestroyed,
    send: (channel: string, payload: unknown) => void sent.push({ window: id, channel, payload }),
  });
  const binding = bindIpc({
    ipcMain,
    handlers,
    windows: () => [contents(1), contents(2), contents(3, true)],
    isOwnPage: (url) => url === ownUrl,
    addFiles: (paths) => ok({ added: paths.length, leftOut: 0 }),
    log: quietLog(),
    checkOutput: true,
  });
  const invoke = async (sender: { readonly id: number; readonly frame: unknown }, name: unknown, input: unknown) => {
    // Only the two members that the binding reads are made: Electron's event has many more.
    const event = { sender: { id: sender.id }, senderFrame: sender.frame } as unknown as IpcMainInvokeEvent;
    return listeners.get(callChannel)?.(event, name, input);
  };
  const give = (sender: { readonly id: number; readonly frame: unknown }, paths: unknown) => {
    const event = { sender: { id: sender.id }, senderFrame: sender.frame } as unknown as IpcMainInvokeEvent;
    return listeners.get(addFilesChannel)?.(event, paths);
  };
  return { binding, invoke, give, sent, listeners };
}

const own = { id: 1, frame: { url: ownUrl, parent: null } };
const foreign = [
  ['a frame that has gone', { id: 1, frame: null }],
  ['a frame inside our page', { id: 1, frame: { url: ownUrl, parent: { url: ownUrl, parent: null } } }],
  ['a foreign page in our window', { id: 1, frame: { url: 'https://example.com/main.html', parent: null } }],
  ['a window that is not ours', { id: 99, frame: { url: ownUrl, parent: null } }],
  ['a window that was destroyed', { id: 3, frame: { url: ownUrl, parent: null } }],
] as const;

describe.each(callNames)('the call %s, from a window of the app,', (name) => {
  test('is answered to our own page', async () => {
    expect(await fakeIpc().invoke(own, name, sampleInputs[name])).toEqual(ok(sampleOutputs[name]));
  });

  test.each(foreign)('is refused by name to %s', async (_who, sender) => {
    const heard: string[] = [];
    const answer = await fakeIpc(sampleHandlers(heard)).invoke(sender, name, sampleInputs[name]);
    expect(answer).toEqual(err({ code: 'sender-refused' }));
    expect(heard).toEqual([]);
  });

  test('is refused by name with a wrong input', async () => {
    const answer = await fakeIpc().invoke(own, name, 'text');
    expect(answer).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
  });

  test('is refused by name when it is misspelt', async () => {
    expect(await fakeIpc().invoke(own, `${name}x`, sampleInputs[name])).toEqual(err({ code: 'call-unknown' }));
  });
});

describe('files that a window of the app was given', () => {
  test('are taken from our own page', () => {
    expect(fakeIpc().give(own, ['/calls/a.wav', '/calls/b.mp3'])).toEqual(ok({ added: 2, leftOut: 0 }));
  });

  test.each(foreign)('are refused by name to %s', (_who, sender) => {
    expect(fakeIpc().give(sender, ['/calls/a.wav'])).toEqual(err({ code: 'sender-refused' }));
  });

  test.each([['text'], [[7]], [['relative.wav']], [null], [Array.from({ length: 10_001 }, () => '/a.wav')]])(
    'are refused by name when they are no paths: %#',
    (paths) => {
      expect(fakeIpc().give(own, paths)).toEqual(err({ code: 'input-invalid', values: { field: 'files' } }));
    },
  );

  test('cannot be named through the contract', async () => {
    expect(await fakeIpc().invoke(own, 'uploads.add', ['/etc/passwd'])).toEqual(err({ code: 'call-unknown' }));
  });
});

describe('the binding to the windows of the app', () => {
  test.each(eventNames)('sends the event %s to each window that is open, and no other', (name) => {
    const { binding, sent } = fakeIpc();
    binding.push(name, samplePayloads[name]);
    expect(sent.map(({ window }) => window)).toEqual([1, 2]);
    expect(sent[0]).toEqual({ window: 1, channel: eventChannel(name), payload: samplePayloads[name] });
  });

  test('answers nobody once it was let go', () => {
    const { binding, listeners } = fakeIpc();
    binding.dispose();
    expect(listeners.size).toBe(0);
  });
});

describe('the preload', () => {
  async function loadPreload() {
    const exposed: Record<string, unknown> = {};
    const listeners = new Map<string, Set<(event: unknown, payload: unknown) => void>>();
    const invoke = vi.fn(() => Promise.resolve('answer'));
    vi.doMock('electron', () => ({
      contextBridge: { exposeInMainWorld: (key: string, api: unknown) => void (exposed[key] = api) },
      webUtils: { getPathForFile: (file: File) => (file.name === 'made up' ? '' : `/given/${file.name}`) },
      ipcRenderer: {
        invoke,
        on: (channel: string, listener: () => void) =>
          void listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
        off: (channel: string, listener: () => void) => listeners.get(channel)?.delete(listener),
      },
    }));
    ends.push(() => {
      vi.doUnmock('electron');
      vi.resetModules();
    });
    await import('../../../src/main/preload.ts');
    const api = exposed['sidetone'] as {
      call: (name: unknown, input: unknown) => Promise<unknown>;
      on: (name: unknown, listener: (payload: unknown) => void) => () => void;
      addFiles: (files: readonly File[]) => Promise<unknown>;
    };
    return { exposed, listeners, invoke, api };
  }

  test('gives the page one object with three functions, and hands calls on unjudged', async () => {
    const { exposed, api, invoke } = await loadPreload();
    expect(Object.keys(exposed)).toEqual(['sidetone']);
    expect(Object.keys(api).toSorted()).toEqual(['addFiles', 'call', 'on']);
    await expect(api.call('live.pause', {})).resolves.toBe('answer');
    expect(invoke).toHaveBeenCalledWith(callChannel, 'live.pause', {});
  });

  test('turns files into paths itself, and leaves out what has none', async () => {
    const { api, invoke } = await loadPreload();
    await api.addFiles([new File(['x'], 'call.wav'), new File(['x'], 'made up')]);
    expect(invoke).toHaveBeenCalledWith(addFilesChannel, ['/given/call.wav']);
  });

  test.each(eventNames)('lets go of a listener of %s, and keeps Electron`s event to itself', async (name) => {
    const { api, listeners } = await loadPreload();
    const heard: unknown[] = [];
    const stop = api.on(name, (...all: unknown[]) => void heard.push(all));
    for (const listener of listeners.get(eventChannel(name)) ?? []) listener({ sender: 'secret' }, 'payload');
    expect(heard).toEqual([['payload']]);
    stop();
    expect(listeners.get(eventChannel(name))?.size).toBe(0);
  });

  test('lets a page listen to nothing outside the contract', async () => {
    const { api } = await loadPreload();
    expect(() => api.on('ELECTRON_INTERNAL', () => undefined)).toThrow('contract');
  });
});

// ---- The preview ----------------------------------------------------------------------------------------------------

async function preview(handlers: CallHandlers = sampleHandlers()) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-test-'));
  const bridgeFile = path.join(folder, 'bridge.js');
  await writeFile(bridgeFile, '');
  const log = quietLog();
  const socket = bindSocket({
    handlers,
    log,
    checkOutput: true,
    onConnect: (send) => {
      send({ event: 'snapshot', payload: sampleSnapshot });
    },
  });
  const host = await startPreviewHost({ port: 0, rendererFolder: folder, bridgeFile, socket, log });
  const socketUrl = `${host.url.replace('http:', 'ws:')}socket?page=main`;
  const origin = new URL(host.url).origin;
  ends.push(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });
  return { host, socket, socketUrl, origin };
}

async function previewBridge(handlers?: CallHandlers) {
  const parts = await preview(handlers);
  const sockets: WebSocket[] = [];
  const retries: (() => void)[] = [];
  let attempt = parts.socketUrl;
  const bridge = browserBridge({
    connect: () => {
      const made = new WebSocket(attempt, { origin: parts.origin });
      made.on('error', () => undefined);
      sockets.push(made);
      return made;
    },
    connectForFiles: () => {
      throw new Error('no files in this test');
    },
    later: (_ms, callback) => void retries.push(callback),
    monotonic: () => 0,
    openPage: () => undefined,
  });
  ends.push(() => {
    for (const each of sockets) each.terminate();
  });
  return { ...parts, bridge, sockets, retries, aim: (url: string) => void (attempt = url) };
}

/** The status and body of a refused upgrade. */
async function refusal(url: string, headers: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const request = http.get(url.replace('ws:', 'http:'), {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      ...headers,
    },
  });
  const upgraded = once(request, 'upgrade').then(() => Promise.reject(new Error('the foreign sender was let in')));
  upgraded.catch(() => undefined);
  const [response] = (await Promise.race([once(request, 'response'), upgraded])) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

describe.each(callNames)('the call %s, from a page of the preview,', (name) => {
  test('is answered to our own page', async () => {
    const { bridge } = await previewBridge();
    expect(await bridge.call(name, sampleInputs[name])).toMatchObject({ ok: true });
  });

  test('is refused by name with a wrong input, and when it is misspelt', async () => {
    const heard: string[] = [];
    const { bridge } = await previewBridge(sampleHandlers(heard));
    // The page's own types forbid both; a page that was tampered with has no types.
    const call = bridge.call as (name: string, input: unknown) => Promise<unknown>;
    expect(await call(name, 'text')).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
    expect(await call(`${name}x`, {})).toEqual(err({ code: 'call-unknown' }));
    expect(heard).toEqual([]);
  });
});

describe('the binding to the pages of the preview', () => {
  test('refuses by name a page of another origin, a foreign host name, a wrong token, and a page that is none of ours', async () => {
    const { socketUrl, origin, host } = await preview();
    const refused = { status: 403, body: err({ code: 'sender-refused' }) };
    const port = String(host.port);
    expect(await refusal(socketUrl, { Origin: 'https://example.com' })).toEqual(refused);
    expect(await refusal(socketUrl, {})).toEqual(refused);
    expect(await refusal(socketUrl, { Origin: origin, Host: `evil.example:${port}` })).toEqual(refused);
    expect(await refusal(`ws://127.0.0.1:${port}/wrong/socket?page=main`, { Origin: origin })).toEqual(refused);
    expect(await refusal(socketUrl.replace('page=main', 'page=other'), { Origin: origin })).toEqual(refused);
  });

  test.each(eventNames)('brings the event %s to the page until it stops listening', async (name) => {
    const { bridge, socket } = await previewBridge();
    await bridge.call('live.refresh', {});
    const heard: unknown[] = [];
    const stop = bridge.on(name, (payload) => void heard.push(payload));
    const first = new Promise((resolve) => bridge.on(name, resolve));
    socket.push(name, samplePayloads[name]);
    await first;
    expect(heard).toHaveLength(1);
    stop();
    socket.push(name, samplePayloads[name]);
    // The answer to a call comes after the event that was sent before it.
    await bridge.call('live.refresh', {});
    expect(heard).toHaveLength(1);
  });

  test('lets a page listen to nothing outside the contract', async () => {
    const { bridge } = await previewBridge();
    const on = bridge.on as (name: string, listener: () => void) => () => void;
    expect(() => on('other', () => undefined)).toThrow('contract');
  });

  test('tells the page when the socket drops: calls fail by name and the last truth is no longer drawn as present', async () => {
    const hang = new Promise<never>(() => undefined);
    const { bridge, sockets, aim, retries, socketUrl } = await previewBridge(
      sampleHandlers([], { 'live.pause': () => hang }),
    );
    await bridge.call('live.refresh', {});
    const told = new Promise<typeof sampleSnapshot>((resolve) => bridge.on('snapshot', resolve));
    const pressed = bridge.call('live.pause', {});
    aim(socketUrl.replace('page=main', 'page=other'));
    sockets[0]?.terminate();
    expect(await pressed).toEqual(err({ code: 'server-connection-lost' }));
    const shown = await told;
    expect(shown.live).toMatchObject({ state: 'offline', button: null, lastKnown: { state: 'recording', ageMs: 0 } });
    expect(await bridge.call('live.resume', {})).toEqual(err({ code: 'server-connection-lost' }));

    aim(socketUrl);
    const back = new Promise<typeof sampleSnapshot>((resolve) => bridge.on('snapshot', resolve));
    retries.shift()?.();
    const fresh = await back;
    expect(fresh.live.state).toBe('recording');
    expect(fresh.revision).toBeGreaterThan(shown.revision);
    expect(await bridge.call('live.refresh', {})).toEqual(ok({}));
  });
});
