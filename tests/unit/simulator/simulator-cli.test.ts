// The simulator as a command and as a server beside other processes: flags, control plane, certificates, automatic calls.
import { spawn } from 'node:child_process';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '../../../src/simulator/cli.ts';
import { goodTestCertificate } from '../../../src/simulator/certificate.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { ask, at, live, manualClock } from './simulator-support.ts';

let simulator: Simulator | null = null;
async function started(options: SimulatorOptions = {}): Promise<Simulator> {
  simulator = await startSimulator(options);
  return simulator;
}
afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

describe('the command', () => {
  it('prints one line with its address once it listens, and ends cleanly when told to', async () => {
    const child = spawn(process.execPath, ['src/simulator/cli.ts', '--recordings', '3', '--quirk', 'mine-route=404']);
    let out = '';
    let err = '';
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    const line = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => reject(new Error(err)));
      child.stdout.on('data', (piece: Buffer) => {
        out += piece.toString();
        if (out.includes('\n')) resolve(out);
      });
    });
    expect(line).toMatch(/^simulator http:\/\/127\.0\.0\.1:\d+\n$/);
    const answer = await fetch(`${line.slice('simulator '.length).trim()}/_simulator/state`);
    expect(at(await answer.json(), 'quirks', 'mine-route')).toBe('404');
    child.removeAllListeners('exit');
    const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(out).toBe(line);
  });

  it('begins with a crowd on the phone when told to', () => {
    const command = parseCommand(['--crowd', '25']);
    expect(command).toMatchObject({ kind: 'start', options: { crowd: 25 } });
    expect(() => parseCommand(['--crowd', '20001'])).toThrow(/--crowd must be a whole number from 0 to 20000/);
  });

  it.each([
    [['--port', '99999'], /--port must be a whole number from 0 to 65535, not "99999"/],
    [['--recordings', 'many'], /--recordings must be a whole number/],
    [['--calls', 'some'], /--calls must be auto or none, not "some"/],
    [['--quirk', 'mine-route'], /--quirk must be NAME=VALUE/],
    [['--quirk', 'mine-route=9'], /Values: present, 404, 405, 400, guid400/],
    [['--quirk', 'nonsense=9'], /Unknown quirk "nonsense"/],
    [['--bogus'], /--bogus/],
    [['extra'], /extra/],
  ])('refuses %j in words', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(message);
  });

  it('exits 2 for a wrong flag, with nothing on standard output', async () => {
    const child = spawn(process.execPath, ['src/simulator/cli.ts', '--bogus']);
    const texts = { out: '', err: '' };
    child.stdout.on('data', (piece: Buffer) => (texts.out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (texts.err += piece.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, texts.out]).toEqual([2, '']);
    expect(texts.err).toContain('--bogus');
  });

  it('understands every flag of its help', () => {
    const { kind } = parseCommand(['--help']);
    expect(kind).toBe('help');
    expect(parseCommand(['--list-quirks']).kind).toBe('list-quirks');
    const args = [
      '--port',
      '8081',
      '--recordings',
      '9',
      '--calls',
      'auto',
      '--call-speed',
      '10',
      '--seed',
      '4',
      '--tls',
    ];
    expect(parseCommand([...args, '--quirk', 'pause-level=10', '--quirk', 'max-page-size=100'])).toMatchObject({
      kind: 'start',
      options: {
        port: 8081,
        recordings: 9,
        calls: 'auto',
        callSpeed: 10,
        seed: 4,
        tls: true,
        quirks: { 'pause-level': '10', 'max-page-size': 100 },
      },
    });
  });
});

describe('automatic calls', () => {
  it('begin after two seconds, come and go, and leave finished recordings', async () => {
    const clock = manualClock();
    const server = await started({ clock, calls: 'auto' });
    const begun: string[] = [];
    server.onChange(({ kind }) => begun.push(kind));
    clock.advance(1999);
    expect(server.live()).toEqual([]);
    clock.advance(1);
    expect(server.live()).toMatchObject([{ username: 'ada.agent', isPaused: false }]);
    clock.advance(600_000);
    const count = (kind: string) => begun.filter((other) => other === kind).length;
    expect(count('call-began')).toBeGreaterThan(8);
    expect(count('completed')).toBeGreaterThan(5);
    expect(server.live().every((recording) => recording.elapsedMs <= 120_000)).toBe(true);
    expect(new Set(server.live().map((recording) => recording.username)).size).toBe(server.live().length);
  });

  it('are ten times as quick when told so, and the same for the same seed', async () => {
    const history = async (callSpeed: number, ms: number): Promise<string[]> => {
      const clock = manualClock();
      const server = await startSimulator({ clock, calls: 'auto', callSpeed, seed: 9 });
      const numbers: string[] = [];
      server.onChange(({ kind }) => {
        if (kind === 'recording-began') numbers.push(server.live().at(-1)?.remoteNumber ?? '');
      });
      clock.advance(ms);
      await server.close();
      return numbers;
    };
    const slow = await history(1, 300_000);
    expect(slow.length).toBeGreaterThan(4);
    expect(await history(10, 30_000)).toEqual(slow);
  });
});

describe('the control plane', () => {
  const json = (body: unknown) => ({ user: null, body: JSON.stringify(body) });

  it('lets another process make calls, pause them and see the truth', async () => {
    const server = await started();
    const begun = await ask(server, 'POST', '/_simulator/calls', json({ username: 'ben.agent', remoteNumber: '+1' }));
    expect(begun.status).toBe(201);
    const id = String(at(begun.json, 'id'));
    expect((await ask(server, 'PUT', `/_simulator/calls/${id}/paused`, json({ paused: true }))).status).toBe(204);
    const state = await ask(server, 'GET', '/_simulator/state', { user: null });
    expect(at(state.json, 'live', 0)).toMatchObject({ id, username: 'ben.agent', isPaused: true });
    expect(state.text).not.toContain('pässwörd€');
    expect((await ask(server, 'DELETE', `/_simulator/calls/${id}`, { user: null })).status).toBe(204);
    expect(server.live()).toEqual([]);
    const added = await ask(
      server,
      'POST',
      '/_simulator/completed',
      json({ durationMs: 36, referenceNumber: '..\\CON' }),
    );
    expect(added.json).toMatchObject({ sizeBytes: 180 });
  });

  it('sets faults, quirks, conditions and passwords', async () => {
    const server = await started();
    const put = async (what: string, body: unknown) =>
      (await ask(server, 'PUT', `/_simulator/${what}`, json(body))).status;
    expect(await put('faults', [{ matcher: { endpoint: 'listMine' }, fault: { kind: 'status', status: 500 } }])).toBe(
      204,
    );
    expect((await ask(server, 'GET', `${live}/Mine`)).status).toBe(500);
    expect((await ask(server, 'DELETE', '/_simulator/faults', { user: null })).status).toBe(204);
    expect(await put('quirks', { 'mine-route': '405', 'max-page-size': 5 })).toBe(204);
    expect((await ask(server, 'GET', `${live}/Mine`)).status).toBe(405);
    expect(server.quirks['max-page-size']).toBe(5);
    expect(await put('users/ada.agent', { password: 'other' })).toBe(204);
    expect((await ask(server, 'GET', `${live}/Mine`)).status).toBe(401);
    expect(await put('conditions', { serviceDown: true })).toBe(204);
    expect((await ask(server, 'GET', `${live}/Mine`, { password: 'other' })).status).toBe(504);
    expect(server.requests.every((request) => !request.path.startsWith('/_simulator'))).toBe(true);
  });

  it('refuses in words what it does not understand, and changes nothing then', async () => {
    const server = await started();
    const problem = async (method: string, path: string, body: unknown) => {
      const { status, json: said } = await ask(server, method, `/_simulator/${path}`, json(body));
      return `${status} ${String(at(said, 'problem'))}`;
    };
    expect(await problem('POST', 'calls', {})).toMatch(/^400 remoteNumber/);
    expect(await problem('PUT', 'faults', [{ matcher: {}, fault: { kind: 'earthquake' } }])).toMatch(/^400 0\.fault/);
    expect(await problem('PUT', 'quirks', { 'mine-route': '404', 'no-such': 1 })).toMatch(/^400 Unknown quirk/);
    expect(server.quirks['mine-route']).toBe('present');
    expect(await problem('DELETE', 'calls/6b98303a', {})).toMatch(/^400 Call not found/);
    expect(await problem('GET', 'weather', {})).toMatch(/^404/);
  });

  it('tells of changes and requests as they happen', async () => {
    const server = await started();
    const answer = await fetch(`${server.url}/_simulator/events`);
    const reader = answer.body?.getReader();
    server.beginCall({ remoteNumber: '1' });
    let text = '';
    while (!text.includes('recording-began')) {
      const piece = await reader?.read();
      text += new TextDecoder().decode(piece?.value);
    }
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ change: { kind: 'call-began' } });
    await reader?.cancel();
  });
});

describe('a certificate', () => {
  const handshake = (server: Simulator) =>
    new Promise<string>((resolve) => {
      const ca = [goodTestCertificate.certificate];
      const socket = connect({ host: '127.0.0.1', port: server.port, ca }, () => {
        socket.destroy();
        resolve('trusted');
      });
      socket.on('error', (error: Error) => resolve(error.message));
    });

  it('of the simulator is good for 127.0.0.1 to whoever trusts it', async () => {
    const server = await started({ tls: true });
    expect(server.url).toMatch(/^https:/);
    expect(await handshake(server)).toBe('trusted');
    expect((await ask(server, 'GET', `${live}/Mine`)).status).toBe(200);
  });

  it.each(['wrong-host', 'expired'] as const)('that is %s is not', async (tls) => {
    expect(await handshake(await started({ tls }))).not.toBe('trusted');
  });
});
