// The command line against the simulator: the client, the socket, the server and the core that a second start of the app uses.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArguments } from '../../src/main/command-line/arguments.ts';
import { handleCommand } from '../../src/main/command-line/handle-command.ts';
import { runCommand } from '../../src/main/command-line/run-command.ts';
import { rulesEndpointFile, startCommandServer, type CommandServer } from '../../src/main/command-line/server.ts';
import { coreAndSimulator, type World } from '../support/core-and-simulator.ts';
import { quietLog } from '../support/quiet-log.ts';

let world: World;
let folder = '';
let server: CommandServer;
beforeEach(async () => {
  world = await coreAndSimulator();
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-cli-'));
  server = await startCommandServer({
    profileFolder: folder,
    log: quietLog(),
    connectRules: (send) => world.core.automatic.connect(send),
    handle: (asked) => handleCommand(asked, { core: world.core, showWidget: () => undefined }),
  });
});
afterEach(async () => {
  expect(world.breaches).toEqual([]);
  await server.close();
  await world.dispose();
  await rm(folder, { recursive: true });
});

/** What a second start with that command prints and exits with. */
async function command(...words: string[]): Promise<{ code: number; out: string }> {
  const asked = readArguments(words);
  if (asked.kind === 'app') throw new Error('this starts the app');
  let out = '';
  const say = (text: string): void => void (out += text);
  const code = await runCommand(asked, { profileFolder: folder, locale: 'en', say, complain: () => undefined });
  return { code, out: out.trim() };
}

/** As a person does: a pause that a busy machine confirms too late is rightly "Not confirmed", and is asked for again. */
async function paused(...words: string[]): Promise<{ code: number; out: string }> {
  for (;;) {
    const answer = await command(...words);
    if (answer.out !== 'Not confirmed') return answer;
  }
}

test('pause, status and resume print the state that the recorder has, and a pause that it does not carry out is not confirmed', async () => {
  const { simulator } = world;
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await world.until(({ state }) => state === 'recording');

  expect(await paused('pause')).toEqual({ code: 0, out: 'Paused' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  expect(await command('status')).toEqual({ code: 0, out: 'Paused' });
  expect(await command('resume')).toEqual({ code: 0, out: 'Recording' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([false]);

  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'lie' });
  expect(await command('pause')).toEqual({ code: 1, out: 'Not confirmed' });
});

test('a browser that reports a rule pauses at the recorder; off asks, and the rule never resumes by default', async () => {
  const { simulator, core } = world;
  const rule = { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' };
  await core.handlers['preferences.set']({ name: 'automatic.rules', value: [rule] });
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await world.until(({ state }) => state === 'recording');
  const text = await readFile(path.join(folder, rulesEndpointFile), 'utf8');
  const { address, secret } = JSON.parse(text) as { address: string; secret: string };
  const browser = createConnection({ path: address });
  const say = (message: unknown): void => void browser.write(`${JSON.stringify(message)}\n`);
  say({ kind: 'rules', secret });
  say({ kind: 'hello', id: 'a', browser: 'chrome', on: [] });
  say({ kind: 'on', rule: 'pay' });
  await world.until(({ state }) => state === 'paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  say({ kind: 'off', rule: 'pay' });
  await world.until(() => core.snapshot().automatic.asks !== null);
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  browser.destroy();
});

test('start and stop are confirmed by the recorder too, and a refusal exits with 1', async () => {
  const { simulator } = world;
  expect(await command('start')).toEqual({ code: 1, out: 'Not recording' });
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101', recorded: false });
  expect(await command('start')).toEqual({ code: 0, out: 'Recording' });
  expect(simulator.live()).toHaveLength(1);
  expect(await command('stop')).toEqual({ code: 0, out: 'Not recording' });
  expect(simulator.live()).toEqual([]);
});

test('a link pauses as a command does, and a link that would resume reaches nobody', async () => {
  const { simulator } = world;
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await world.until(({ state }) => state === 'recording');
  expect(await paused('sidetone://pause')).toEqual({ code: 0, out: 'Paused' });
  expect(await command('sidetone://resume')).toEqual({ code: 2, out: '' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});
