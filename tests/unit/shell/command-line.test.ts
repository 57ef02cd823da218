// The command line: what is understood, what reaches the running app over the socket, and what it answers.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { profileArgument, ownArguments, readArguments } from '../../../src/main/command-line/arguments.ts';
import { sendCommand } from '../../../src/main/command-line/client.ts';
import { handleCommand } from '../../../src/main/command-line/handle-command.ts';
import { localFolder, profileFolder } from '../../../src/main/command-line/profile-folder.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { endpointFile, startCommandServer, type CommandServer } from '../../../src/main/command-line/server.ts';
import type { CommandResponse, Command } from '../../../src/main/command-line/wire.ts';
import { fakeCore, firstId } from '../../support/fake-core.ts';
import { noRules } from '../../support/no-rules.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('what is asked', () => {
  test.each([
    [[], { kind: 'app' }],
    [['--user-data-dir=/x'], { kind: 'app' }],
    [['--disable-gpu', '--inspect=0'], { kind: 'app' }],
    [['pause'], { kind: 'verb', verb: 'pause' }],
    [['--disable-gpu', 'resume', '--user-data-dir=/x'], { kind: 'verb', verb: 'resume' }],
    [['--user-data-dir=/x', 'status'], { kind: 'verb', verb: 'status' }],
    [['--help'], { kind: 'help' }],
    [['pause', '--help'], { kind: 'help' }],
    [['verify-journal', 'a.jsonl'], { kind: 'verify', files: ['a.jsonl'], witness: null, key: null }],
    [
      ['verify-journal', '--witness', 'w', 'a', `--key=${'AB:'.repeat(32).slice(0, -1)}`, '--user-data-dir=/x', 'b'],
      { kind: 'verify', files: ['a', 'b'], witness: 'w', key: 'ab'.repeat(32) },
    ],
    [['verify-journal', 'a', '--witness'], { kind: 'wrong', why: { code: 'needsValue', word: '--witness' } }],
    [['verify-journal', 'a', '--witness='], { kind: 'wrong', why: { code: 'needsValue', word: '--witness' } }],
    [['verify-journal', '--key', 'abc', 'a'], { kind: 'wrong', why: { code: 'notAFingerprint', word: 'abc' } }],
    [['verify-journal', '--witness=w'], { kind: 'wrong', why: { code: 'needsFile' } }],
    [['verify-journal', 'a', '--force'], { kind: 'wrong', why: { code: 'unknownFlag', word: '--force' } }],
    [['pauze'], { kind: 'wrong', why: { code: 'unknown', word: 'pauze' } }],
    [['Pause'], { kind: 'wrong', why: { code: 'unknown', word: 'Pause' } }],
    [['pause', 'now'], { kind: 'wrong', why: { code: 'tooMany', word: 'now' } }],
    [['pause', '--force'], { kind: 'wrong', why: { code: 'unknownFlag', word: '--force' } }],
    [['start'], { kind: 'verb', verb: 'start' }],
    [['stop'], { kind: 'verb', verb: 'stop' }],
    [['verify-journal'], { kind: 'wrong', why: { code: 'needsFile' } }],
    [['status', '--user-data-dir', '/x'], { kind: 'wrong', why: { code: 'needsFolder' } }],
    [['status', '--user-data-dir='], { kind: 'wrong', why: { code: 'needsFolder' } }],
  ])('%j', (words, asked) => {
    expect(readArguments(words)).toEqual(asked);
  });

  test('the folder that Electron runs is no word of ours', () => {
    expect(ownArguments(['electron', '--disable-gpu', '/app', 'pause'], true)).toEqual(['--disable-gpu', 'pause']);
    expect(ownArguments(['sidetone', 'pause'], false)).toEqual(['pause']);
  });

  test('the profile is where Electron has it, or where the flag says', () => {
    expect(profileArgument(['pause', '--user-data-dir=/x'])).toBe('/x');
    expect(profileFolder(['--user-data-dir=/x'])).toBe(path.resolve('/x'));
    expect(profileFolder([], 'linux', {}, '/home/ada')).toBe(path.join('/home/ada', '.config', 'Sidetone'));
    expect(profileFolder([], 'linux', { XDG_CONFIG_HOME: '/conf' }, '/home/ada')).toBe(path.join('/conf', 'Sidetone'));
    expect(profileFolder([], 'darwin', {}, '/Users/ada')).toBe('/Users/ada/Library/Application Support/Sidetone');
    expect(profileFolder([], 'win32', { APPDATA: '/roaming' }, '/ada')).toBe(path.join('/roaming', 'Sidetone'));
  });

  test('leaves what is of this computer alone out of the profile that roams, unless a folder was named', () => {
    const windows = { APPDATA: '/roaming', LOCALAPPDATA: '/local' };
    expect(localFolder([], 'win32', windows, '/ada')).toBe(path.join('/local', 'Sidetone'));
    expect(localFolder([], 'win32', {}, '/ada')).toBe(path.join('/ada', 'AppData', 'Local', 'Sidetone'));
    expect(localFolder(['--user-data-dir=/x'], 'win32', windows)).toBe(path.resolve('/x'));
    expect(localFolder([], 'linux', {}, '/home/ada')).toBe(profileFolder([], 'linux', {}, '/home/ada'));
  });
});

describe('over the socket', () => {
  let folder = '';
  let server: CommandServer;
  let answer: CommandResponse;
  const heard: Command[] = [];
  const log = quietLog();

  beforeEach(async () => {
    heard.length = 0;
    answer = { confirmed: true, state: 'paused', armed: false };
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-cli-'));
    server = await startCommandServer({
      profileFolder: folder,
      log,
      connectRules: noRules,
      handle: async (asked) => {
        heard.push(asked);
        return answer;
      },
    });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(...words: string[]): Promise<{ code: number; out: string; problems: string }> {
    const asked = readArguments(words);
    if (asked.kind === 'app') throw new Error('this starts the app');
    let out = '';
    let problems = '';
    const code = await runCommand(asked, {
      profileFolder: folder,
      locale: 'en',
      say: (text) => (out += text),
      complain: (text) => (problems += text),
    });
    return { code, out, problems };
  }

  /** Sends bytes and waits for the end of the conversation. Answers what came back. */
  async function sendRaw(bytes: string | Uint8Array): Promise<string> {
    const socket = createConnection({ path: server.address });
    let back = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (back += text));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await once(socket, 'close');
    return back;
  }

  test.each([
    ['that say a byte a second', false],
    ['that had their answer and never hang up', true],
  ])('peers %s hold their places for some seconds and no longer', async (_what, isAsking) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { secret } = JSON.parse(await readFile(path.join(folder, endpointFile), 'utf8')) as { secret: string };
    const peers = Array.from({ length: 16 }, () => createConnection({ path: server.address, allowHalfOpen: isAsking }));
    for (const peer of peers) peer.on('error', () => undefined).resume();
    // What is written has arrived a turn of the event loop later: the server is in this process.
    const say = async (text: string): Promise<void> => {
      await Promise.all(peers.map((peer) => new Promise((resolve) => peer.write(text, resolve))));
      await new Promise((resolve) => setImmediate(resolve));
    };
    if (isAsking) {
      const answered = peers.map((peer) => once(peer, 'data'));
      await say(`${JSON.stringify({ kind: 'verb', verb: 'status', secret })}\n`);
      await Promise.all(answered);
    }
    // Whoever does not hang up sees that the other end is gone when it says more.
    let seconds = 0;
    while (peers.some(({ closed }) => !closed)) {
      await say(' ');
      vi.advanceTimersByTime(1_000);
      seconds += 1;
    }
    // Five, and the turns that it takes to connect and to hear of the end; a line may have 4,096 bytes.
    expect(seconds).toBeLessThan(60);
    expect(await sendCommand(folder, { kind: 'verb', verb: 'status' })).toEqual(answer);
  });

  test('a command is handed over, the state is printed, and a confirmed one exits with 0', async () => {
    expect(await run('pause')).toEqual({ code: 0, out: 'Paused\n', problems: '' });
    expect(heard).toEqual([{ kind: 'verb', verb: 'pause' }]);
  });

  test('a command that was not confirmed exits with 1 and the state that is true', async () => {
    answer = { confirmed: false, state: 'unconfirmed', armed: false };
    expect(await run('pause')).toMatchObject({ code: 1, out: 'Not confirmed\n' });
    answer = { confirmed: false, state: 'idle', armed: true };
    expect(await run('pause')).toMatchObject({
      code: 1,
      out: 'Not recording\n',
      problems: expect.stringContaining('will be paused when it starts') as string,
    });
  });

  test('a start that was refused exits with 1, prints the state that is true, and says why in words', async () => {
    answer = { confirmed: false, state: 'idle', armed: false, problem: { code: 'start/no-call' } };
    expect(await run('start')).toEqual({
      code: 1,
      out: 'Not recording\n',
      problems: "There's no connected call to record. Start recording once the call is connected.\n",
    });
    expect(heard).toEqual([{ kind: 'verb', verb: 'start' }]);
  });

  test('wrong use exits with 2, says why on standard error, and asks nobody', async () => {
    expect(await run('pauze')).toEqual({ code: 2, out: '', problems: 'Unknown command "pauze".\nTry --help.\n' });
    expect(await run('sidetone://stop')).toMatchObject({ code: 2 });
    expect(await run('sidetone://resume')).toMatchObject({ code: 2 });
    expect(heard).toEqual([]);
  });

  test('where nothing runs it exits with 3, also when a killed run left its traces', async () => {
    const left = await readFile(path.join(folder, endpointFile), 'utf8');
    await server.close();
    expect(await run('pause')).toMatchObject({ code: 3, out: '' });
    await writeFile(path.join(folder, endpointFile), left);
    expect(await run('pause')).toMatchObject({ code: 3, out: '' });
    await writeFile(path.join(folder, endpointFile), '{"address":7}');
    expect(await run('status')).toMatchObject({ code: 3 });
    server = await startCommandServer({
      profileFolder: folder,
      log,
      connectRules: noRules,
      handle: async () => answer,
    });
    expect(await run('status')).toMatchObject({ code: 0, out: 'Paused\n' });
  });

  describe('before it returns, for a start without a display,', () => {
    /** Asks in a program of its own: who waits for the answer cannot give it. */
    async function askAtOnce(profile: string): Promise<unknown> {
      const client = path.resolve(import.meta.dirname, '../../../src/main/command-line/client-at-once.ts');
      const script = `import { sendCommandAtOnce } from ${JSON.stringify(pathToFileURL(client).href)};
        process.stdout.write(JSON.stringify(sendCommandAtOnce(${JSON.stringify(profile)}, { kind: 'verb', verb: 'status' })));`;
      const words = ['--input-type=module', '--no-warnings', '-e', script];
      const { stdout } = await promisify(execFile)(process.execPath, words);
      return JSON.parse(stdout);
    }

    test('the app is asked, and where nothing runs that is known', async () => {
      expect(await askAtOnce(folder)).toEqual(answer);
      expect(heard).toEqual([{ kind: 'verb', verb: 'status' }]);
      const left = await readFile(path.join(folder, endpointFile), 'utf8');
      await server.close();
      expect(await askAtOnce(folder)).toBe('notRunning');
      await writeFile(path.join(folder, endpointFile), left);
      expect(await askAtOnce(folder)).toBe('notRunning');
      server = await startCommandServer({
        profileFolder: folder,
        log,
        connectRules: noRules,
        handle: async () => answer,
      });
    });

    test('an app that hangs up without an answer has not answered', async () => {
      await server.close();
      server = await startCommandServer({
        profileFolder: folder,
        log,
        connectRules: noRules,
        handle: () => Promise.reject(new Error('no')),
      });
      expect(await askAtOnce(folder)).toBe('noAnswer');
    });
  });

  test('a link is handed over as a link', async () => {
    expect(await sendCommand(folder, { kind: 'link', verb: 'pause' })).toEqual(answer);
    expect(heard).toEqual([{ kind: 'link', verb: 'pause' }]);
  });

  test('garbage is refused without an answer, and the next command is heard', async () => {
    const { secret } = JSON.parse(await readFile(path.join(folder, endpointFile), 'utf8')) as { secret: string };
    const wrong = { kind: 'verb', verb: 'pause', secret: secret.replace(/^./, (first) => (first === 'a' ? 'b' : 'a')) };
    for (const bytes of [
      '\n',
      'pause\n',
      '{"verb":"pause"}\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
      `${JSON.stringify(wrong)}\n`,
      `${JSON.stringify({ kind: 'verb', verb: 'pause', secret: null })}\n`,
      `${JSON.stringify({ kind: 'link', verb: 'resume', secret })}\n`,
      `${JSON.stringify({ kind: 'verb', verb: 'pause', secret, more: 1 })}\n`,
      `${JSON.stringify([{ kind: 'verb', verb: 'pause', secret }])}\n`,
      `{"__proto__":{"verb":"pause"}}\n`,
      Buffer.alloc(5000, 0x61),
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      `${'{"a":'.repeat(700)}\n`,
    ]) {
      expect(await sendRaw(bytes)).toBe('');
    }
    expect(heard).toEqual([]);
    expect(log.entries.filter(({ event }) => event === 'command refused').length).toBeGreaterThanOrEqual(13);
    expect(JSON.stringify(log.entries)).not.toContain(secret);
    expect(await run('pause')).toMatchObject({ code: 0 });
  });

  test('half a line and a closed connection harm nothing, and one line is answered once', async () => {
    const half = createConnection({ path: server.address });
    half.write('{"kind":"ve');
    half.end();
    await once(half, 'close');
    const { secret } = JSON.parse(await readFile(path.join(folder, endpointFile), 'utf8')) as { secret: string };
    const line = `${JSON.stringify({ kind: 'verb', verb: 'status', secret })}\n`;
    expect(await sendRaw(line + line)).toBe(`${JSON.stringify(answer)}\n`);
    expect(heard).toHaveLength(1);
  });

  test('a crowd is turned away at the door', async () => {
    const crowd = Array.from({ length: 40 }, () => createConnection({ path: server.address }));
    const turnedAway = crowd.map((socket) => {
      socket.on('error', () => undefined);
      return once(socket, 'close');
    });
    await Promise.race(turnedAway);
    for (const socket of crowd) socket.destroy();
    await Promise.all(turnedAway);
    await waitFor(async () => expect(await run('status')).toMatchObject({ code: 0 }));
  });

  test.runIf(process.platform !== 'win32')('socket and secret are for this user alone', async () => {
    expect((await stat(server.address)).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(folder, endpointFile))).mode & 0o777).toBe(0o600);
  });

  test('a profile in a deep folder gets a socket elsewhere, which goes with the app', async () => {
    const deep = path.join(folder, 'a'.repeat(60), 'b'.repeat(60));
    const there = await startCommandServer({
      profileFolder: deep,
      log,
      connectRules: noRules,
      handle: async () => answer,
    });
    expect(await sendCommand(deep, { kind: 'verb', verb: 'status' })).toEqual(answer);
    await there.close();
    expect(await sendCommand(deep, { kind: 'verb', verb: 'status' })).toBe('notRunning');
    await expect(stat(path.dirname(there.address))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('the secret is another one at each start', async () => {
    const first = await readFile(path.join(folder, endpointFile), 'utf8');
    await server.close();
    server = await startCommandServer({
      profileFolder: folder,
      log,
      connectRules: noRules,
      handle: async () => answer,
    });
    expect(await readFile(path.join(folder, endpointFile), 'utf8')).not.toBe(first);
  });
});

describe('in the running app', () => {
  async function withCore(use: (fake: Awaited<ReturnType<typeof fakeCore>>, shown: () => number) => Promise<void>) {
    const fake = await fakeCore();
    await use(fake, () => fake.ports.shown.length);
    await fake.dispose();
  }
  const does = (fake: Awaited<ReturnType<typeof fakeCore>>, asked: Command): Promise<CommandResponse> =>
    handleCommand(asked, { core: fake.core, showWidget: () => fake.ports.shown.push('widget') });

  test('pause, resume and toggle are answered when the recorder has confirmed them', async () => {
    await withCore(async (fake) => {
      fake.recorder.begin(firstId);
      await fake.clock.advance(2_500);
      for (const [verb, state] of [
        ['pause', 'paused'],
        ['pause', 'paused'],
        ['resume', 'recording'],
        ['toggle', 'paused'],
        ['toggle', 'recording'],
      ] as const) {
        const answered = does(fake, { kind: 'verb', verb });
        await fake.clock.advance(300);
        expect(await answered).toEqual({ confirmed: true, state, armed: false });
      }
    });
  });

  test('a pause that the recorder does not carry out is not confirmed', async () => {
    await withCore(async (fake) => {
      fake.recorder.begin(firstId);
      fake.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      await fake.clock.advance(2_500);
      const answered = does(fake, { kind: 'verb', verb: 'pause' });
      await fake.clock.advance(2_000);
      expect(await answered).toEqual({ confirmed: false, state: 'unconfirmed', armed: false });
    });
  });

  test('a pause before the recording begins is answered at once: it waits', async () => {
    await withCore(async (fake) => {
      expect(await does(fake, { kind: 'verb', verb: 'pause' })).toEqual({
        confirmed: false,
        state: 'idle',
        armed: true,
      });
    });
  });

  test('with nobody signed in nothing is confirmed', async () => {
    const fake = await fakeCore({ signIn: false });
    expect(await does(fake, { kind: 'verb', verb: 'pause' })).toMatchObject({ confirmed: false, state: 'signedOut' });
    expect(await does(fake, { kind: 'verb', verb: 'status' })).toMatchObject({ confirmed: true, state: 'signedOut' });
    await fake.dispose();
  });

  test('show shows the widget, by command and by link', async () => {
    await withCore(async (fake, shown) => {
      await does(fake, { kind: 'verb', verb: 'show' });
      await does(fake, { kind: 'link', verb: 'show' });
      expect(shown()).toBe(2);
      expect(fake.ports.shown).toEqual(['widget', 'widget']);
    });
  });
});

test('in plain Node the command line helps, and knows that nothing runs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-cli-'));
  const cli = path.resolve(import.meta.dirname, '../../../src/main/cli.ts');
  const run = (...words: string[]): Promise<{ code: number | null; out: string }> =>
    new Promise((resolve) => {
      const child = execFile(process.execPath, [cli, ...words], (_error, out) => {
        resolve({ code: child.exitCode, out });
      });
    });
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: sidetone') as string });
  expect(await run('status', `--user-data-dir=${folder}`)).toEqual({ code: 3, out: '' });
  await rm(folder, { recursive: true, force: true });
});
