// `sidetone quit`: an installer may end Sidetone with it, but never in the middle of a call or of a pause.
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sendCommand } from '../../../src/main/command-line/client.ts';
import { handleCommand, mayQuit } from '../../../src/main/command-line/handle-command.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { endpointFile, startCommandServer } from '../../../src/main/command-line/server.ts';
import type { CommandResponse } from '../../../src/main/command-line/wire.ts';
import { fakeCore, firstId, type FakeCore } from '../../support/fake-core.ts';
import { noRules } from '../../support/no-rules.ts';
import { quietLog } from '../../support/quiet-log.ts';

const quit = { kind: 'verb', verb: 'quit' } as const;

function ask(fake: FakeCore): Promise<CommandResponse> {
  return handleCommand(quit, { core: fake.core, showWidget: () => undefined });
}

test('without a call Sidetone may end; during a recorded call and a pause it stays', async () => {
  const fake = await fakeCore();
  onTestFinished(() => fake.dispose());
  expect(await ask(fake)).toEqual({ confirmed: true, state: 'idle', armed: false });
  fake.recorder.begin(firstId);
  await fake.clock.advance(2_500);
  expect(await ask(fake)).toMatchObject({ confirmed: false, state: 'recording' });
  void fake.core.command('pause', 'command');
  expect(await ask(fake)).toMatchObject({ confirmed: false });
  await fake.clock.advance(300);
  expect(await ask(fake)).toMatchObject({ confirmed: false, state: 'paused' });
});

test('a pause that waits for a recording keeps Sidetone running', async () => {
  const fake = await fakeCore();
  onTestFinished(() => fake.dispose());
  void fake.core.command('pause', 'command');
  expect(await ask(fake)).toMatchObject({ confirmed: false, armed: true });
});

test('so does everything that is being saved or sent', async () => {
  const fake = await fakeCore();
  onTestFinished(() => fake.dispose());
  const snapshot = fake.core.snapshot();
  expect(mayQuit(snapshot)).toBe(true);
  for (const phase of ['queued', 'running'] as const)
    expect(mayQuit({ ...snapshot, downloads: [{ phase }] as never })).toBe(false);
  for (const phase of ['waiting', 'sending'] as const)
    expect(mayQuit({ ...snapshot, uploads: [{ phase }] as never })).toBe(false);
});

test('the app ends only after its answer has left, and a refusal says why', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-quit-'));
  const events: string[] = [];
  let confirmed = true;
  const server = await startCommandServer({
    profileFolder: folder,
    log: quietLog(),
    connectRules: noRules,
    handle: () => {
      events.push('handled');
      return Promise.resolve({ confirmed, state: 'idle', armed: false });
    },
    onAnswered: ({ verb }, answer) => events.push(`${verb} ${String(answer.confirmed)}`),
  });
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  expect(await sendCommand(folder, quit)).toMatchObject({ confirmed: true });
  await expect.poll(() => events).toEqual(['handled', 'quit true']);
  confirmed = false;
  let complaint = '';
  const code = await runCommand(quit, {
    profileFolder: folder,
    locale: 'en',
    say: () => undefined,
    complain: (text) => (complaint += text),
  });
  expect(code).toBe(1);
  expect(complaint).toContain('Sidetone keeps running');
});

test('the app ends too where whoever asked has hung up before the answer', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-quit-'));
  let answer: () => void = () => undefined;
  const events: string[] = [];
  const server = await startCommandServer({
    profileFolder: folder,
    log: quietLog(),
    connectRules: noRules,
    handle: () => {
      events.push('handled');
      return new Promise((resolve) => {
        answer = () => {
          resolve({ confirmed: true, state: 'idle', armed: false });
        };
      });
    },
    onAnswered: ({ verb }) => events.push(verb),
  });
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const { secret } = JSON.parse(await readFile(path.join(folder, endpointFile), 'utf8')) as { secret: string };
  const peer = createConnection({ path: server.address });
  peer.write(`${JSON.stringify({ ...quit, secret })}\n`);
  await expect.poll(() => events).toEqual(['handled']);
  peer.destroy();
  await once(peer, 'close');
  // The other end is in this process: it hears of the end a turn or two later.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  answer();
  await expect.poll(() => events).toEqual(['handled', 'quit']);
});
