// The table of quirks: every position of every switch changes what a client sees, and nothing outside the table is taken.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  allowedValues,
  defaultQuirks,
  quirkNames,
  quirkTable,
  type QuirkName,
} from '../../../src/simulator/faults/quirks.ts';
import { startSimulator, QuirkError, type Simulator } from '../../../src/simulator/simulator.ts';
import { ask, at, completed, live, manualClock, type Ask, type ManualClock } from './simulator-support.ts';

type Probe = {
  /** Positions to compare; for a choice all of them. */
  readonly values?: readonly number[];
  /** What a client sees, different for each position. */
  readonly see: (simulator: Simulator, clock: ManualClock) => Promise<unknown>;
};

const unnamed = { remoteNumber: '+1555123456' };

/** Sends a request without Content-Length, which Node's own client always adds; gives the first line of the answer. */
function statusLine(simulator: Simulator, firstLine: string): Promise<string> {
  const credentials = Buffer.from('ada.agent:demo').toString('base64');
  return new Promise((resolve, reject) => {
    const socket = connect(simulator.port, '127.0.0.1');
    let text = '';
    socket.on('error', reject);
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
    socket.on('data', (piece: Buffer) => (text += piece.toString()));
    socket.write(`${firstLine}\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic ${credentials}\r\n\r\n`);
  });
}

async function mine(simulator: Simulator): Promise<unknown> {
  return (await ask(simulator, 'GET', `${live}/Mine`)).json;
}

async function newest(simulator: Simulator): Promise<unknown> {
  const { json } = await ask(simulator, 'GET', `${completed}?page=0&pageSize=1`, { user: 'max.manager' });
  return at(json, 'recordings', 0);
}

async function detail(simulator: Simulator, tail = '', headers: Record<string, string> = {}) {
  const id = String(at(await newest(simulator), 'id'));
  return ask(simulator, 'GET', `${completed}/${id}${tail}`, { user: 'max.manager', headers });
}

async function seen(simulator: Simulator, method: string, path: string, how: Ask = {}): Promise<unknown> {
  const { status, text, headers } = await ask(simulator, method, path, how);
  return {
    status,
    text,
    type: headers['content-type'],
    authenticate: headers['www-authenticate'],
    location: headers.location,
  };
}

/** What users of all three levels are answered. */
async function byLevel(simulator: Simulator, method: string, path: (username: string) => string): Promise<unknown> {
  const answers: number[] = [];
  for (const user of ['rec.only', 'ada.agent', 'sam.supervisor']) {
    answers.push((await ask(simulator, method, path(user), { user })).status);
  }
  return answers;
}

function callsOfAll(simulator: Simulator, recorded: boolean): Map<string, string> {
  const users = ['rec.only', 'ada.agent', 'sam.supervisor'];
  return new Map(
    users.map((username) => [username, simulator.beginCall({ username, remoteNumber: '1', recorded }).id]),
  );
}

function upload(user: string | null): Ask {
  const data = {
    startDateTime: '2026-01-01T00:00:00Z',
    duration: 'PT1S',
    direction: 1,
    localParty: { username: 'ada.agent', phoneNumber: '1' },
  };
  const head = (name: string, type: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = `${head('jsondata', 'application/json')}${JSON.stringify(data)}\r\n${head('attachment', 'audio/mpeg')}ID3 sound\r\n--b--\r\n`;
  return { user, body, headers: { 'Content-Type': 'multipart/form-data; boundary=b' } };
}

function withRecording(see: (simulator: Simulator) => Promise<unknown>): Probe {
  return {
    see: (simulator) => {
      simulator.addCompleted({ durationMs: 73_400, remoteNumber: '+1555', note: 'Noted' });
      return see(simulator);
    },
  };
}

function withCall(see: (simulator: Simulator, clock: ManualClock) => Promise<unknown>): Probe {
  return {
    see: (simulator, clock) => {
      simulator.beginCall(unnamed);
      clock.advance(73_400);
      return see(simulator, clock);
    },
  };
}

async function pausedCallAfter(simulator: Simulator, clock: ManualClock): Promise<string> {
  const [recording] = simulator.live();
  const id = recording?.id ?? '';
  await ask(simulator, 'PUT', `${live}/${id}/Pause`);
  clock.advance(10_000);
  return id;
}

async function three(simulator: Simulator, query: string): Promise<unknown> {
  for (let k = 1; k <= 30; k += 1) simulator.addCompleted({ durationMs: 1000, startTime: k * 1000 });
  const { status, json } = await ask(simulator, 'GET', `${completed}?${query}`);
  const rows = at(json, 'recordings');
  return [status, Array.isArray(rows) ? rows.length : null, at(json, 'reason')];
}

const probes: Readonly<Record<QuirkName, Probe>> = {
  'credentials-charset': {
    see: (simulator) => seen(simulator, 'GET', `${live}/Mine`, { user: 'zoë', password: 'pässwörd€' }),
  },
  'authenticate-header': { see: (simulator) => seen(simulator, 'GET', `${live}/Mine`, { user: null }) },
  'lockout-after': {
    values: [0, 1, 2],
    see: async (simulator) => {
      const statuses: number[] = [];
      for (const password of ['wrong', 'demo', 'wrong', 'wrong', 'demo']) {
        statuses.push((await ask(simulator, 'GET', `${live}/Mine`, { password })).status);
      }
      return statuses;
    },
  },
  'error-body': { see: (simulator) => seen(simulator, 'POST', live) },
  'bare-error-body': { see: (simulator) => seen(simulator, 'GET', live) },
  'reason-as-string': { see: (simulator) => seen(simulator, 'POST', live) },
  'live-error-message': { see: (simulator) => seen(simulator, 'POST', live) },
  'undocumented-reasons': { see: (simulator) => seen(simulator, 'PUT', `${live}/Pause?directoryNumber=101`) },
  'base-slash': {
    see: async (simulator) => [
      (await ask(simulator, 'GET', `${completed}?pageSize=1`)).status,
      (await ask(simulator, 'GET', `${completed}/?pageSize=1`)).status,
    ],
  },
  'put-needs-length': { see: (simulator) => statusLine(simulator, `PUT ${live}/Pause?directoryNumber=101 HTTP/1.1`) },
  'guid-case': withCall(async (simulator) => at(await mine(simulator), 0, 'id')),
  'mine-route': { see: (simulator) => seen(simulator, 'GET', `${live}/Mine`) },
  'list-live-own': { see: (simulator) => seen(simulator, 'GET', `${live}?username=ada.agent`) },
  'live-single': withCall(mine),
  'is-paused-form': withCall(mine),
  'remote-party-blank': withCall(mine),
  'started-at-zone': withCall(mine),
  'date-fraction-digits': { ...withCall(mine), values: [0, 1, 3, 7] },
  'duration-form': withCall(mine),
  'start-no-body': { see: (simulator) => seen(simulator, 'POST', live) },
  'start-empty-body': { see: (simulator) => seen(simulator, 'POST', live, { body: '{}' }) },
  'start-level': {
    see: (simulator) => {
      callsOfAll(simulator, false);
      return byLevel(simulator, 'POST', () => live);
    },
  },
  'start-delay-ms': {
    values: [0, 500],
    see: async (simulator) => {
      simulator.beginCall({ ...unnamed, recorded: false });
      await ask(simulator, 'POST', live);
      return simulator.live().length;
    },
  },
  'start-location': {
    see: async (simulator) => {
      simulator.beginCall({ ...unnamed, recorded: false });
      return (await ask(simulator, 'POST', live)).headers.location === undefined;
    },
  },
  'stop-level': {
    see: (simulator) => {
      const ids = callsOfAll(simulator, true);
      return byLevel(simulator, 'DELETE', (user) => `${live}/${ids.get(user) ?? ''}`);
    },
  },
  'pause-level': {
    see: (simulator) => {
      const ids = callsOfAll(simulator, true);
      return byLevel(simulator, 'PUT', (user) => `${live}/${ids.get(user) ?? ''}/Pause`);
    },
  },
  'number-touches': {
    see: async (simulator) => {
      simulator.beginCall(unnamed);
      simulator.beginCall(unnamed);
      await ask(simulator, 'PUT', `${live}/Pause?directoryNumber=101`);
      return simulator.live().map((recording) => recording.isPaused);
    },
  },
  'number-mixed': {
    see: async (simulator) => {
      simulator.setPaused(simulator.beginCall(unnamed).id, true);
      simulator.beginCall(unnamed);
      return (await ask(simulator, 'PUT', `${live}/Pause?directoryNumber=101`)).status;
    },
  },
  'pause-duration': withCall(async (simulator, clock) => {
    await pausedCallAfter(simulator, clock);
    return at(await mine(simulator), 0, 'duration');
  }),
  'pause-audio': withCall(async (simulator, clock) => {
    simulator.endCall(await pausedCallAfter(simulator, clock));
    clock.advance(1000);
    const recording = await newest(simulator);
    const { bytes } = await ask(simulator, 'GET', `${completed}/${String(at(recording, 'id'))}/Media`);
    return [at(recording, 'duration'), bytes.toString('base64')];
  }),
  'live-id-is-completed-id': withCall(async (simulator, clock) => {
    const id = simulator.live()[0]?.id ?? '';
    simulator.endCall(id);
    clock.advance(1000);
    return at(await newest(simulator), 'id') === id;
  }),
  'completed-delay-ms': {
    values: [0, 5000],
    see: async (simulator) => {
      simulator.endCall(simulator.beginCall(unnamed).id);
      return (await newest(simulator)) === undefined;
    },
  },
  'list-narrow': { see: (simulator) => seen(simulator, 'GET', `${completed}?ownerUsername=ben.agent`) },
  'other-recording': {
    see: async (simulator) => {
      const { id } = simulator.addCompleted({ username: 'ben.agent', durationMs: 1 });
      return (await ask(simulator, 'GET', `${completed}/${id}`)).status;
    },
  },
  'remote-party-param': withRecording(async (simulator) => {
    const count = async (name: string) =>
      at((await ask(simulator, 'GET', `${completed}?${name}=none`)).json, 'totalCount');
    return [await count('remoteParty'), await count('remotePartyNumber')];
  }),
  'page-past-end': { see: (simulator) => three(simulator, 'page=9&pageSize=25') },
  'page-without-size': { see: (simulator) => three(simulator, 'page=0') },
  'max-page-size': { values: [0, 7, 10], see: (simulator) => three(simulator, 'page=0&pageSize=25') },
  'page-size-over-max': {
    see: (simulator) => {
      simulator.setQuirk('max-page-size', 10);
      return three(simulator, 'page=0&pageSize=25');
    },
  },
  'start-time-zone': withRecording(newest),
  'preserving-user': withRecording(async (simulator) => at((await detail(simulator)).json, 'preservingUser')),
  'note-owner': withRecording(async (simulator) => at((await detail(simulator)).json, 'note')),
  'hash-form': withRecording(async (simulator) => at((await detail(simulator)).json, 'hash')),
  'hash-covers': withRecording(async (simulator) => at((await detail(simulator)).json, 'hash')),
  'pbx-info': withRecording(async (simulator) => at((await detail(simulator)).json, 'pbxInfo', 'type')),
  'pbx-call-id': withRecording(async (simulator) => at((await detail(simulator)).json, 'pbxCallId') === undefined),
  'media-length': withRecording(async (simulator) => (await detail(simulator, '/Media')).headers['content-length']),
  'media-range': withRecording(async (simulator) => {
    const { status, bytes, headers } = await detail(simulator, '/Media', { Range: 'bytes=100-199' });
    return [status, bytes.length, headers['content-range']];
  }),
  'media-etag': withRecording(async (simulator) => (await detail(simulator, '/Media')).headers.etag === undefined),
  'media-disposition': withRecording(
    async (simulator) => (await detail(simulator, '/Media')).headers['content-disposition'],
  ),
  'upload-auth': { see: async (simulator) => (await ask(simulator, 'POST', completed, upload(null))).status },
  'upload-level': { see: async (simulator) => (await ask(simulator, 'POST', completed, upload('ada.agent'))).status },
  'upload-id-key': {
    see: async (simulator) =>
      (await ask(simulator, 'POST', completed, upload('sam.supervisor'))).text.replaceAll(/:.*/g, ''),
  },
};

function positions(name: QuirkName): readonly (string | number)[] {
  const entry = quirkTable[name];
  return entry.kind === 'choice' ? entry.values : (probes[name].values ?? []);
}

describe('every quirk', () => {
  it.each(quirkNames)('%s shows a client something else in each of its positions', async (name) => {
    const sights = new Map<string, string | number>();
    for (const value of positions(name)) {
      const clock = manualClock();
      const simulator = await startSimulator({ clock, quirks: { [name]: value } });
      try {
        // Ids differ from run to run by the time of the start; the clock here always starts at the same.
        const sight = JSON.stringify({ sight: await probes[name].see(simulator, clock) });
        expect(sights.get(sight), `${name}=${value} looks like another position: ${sight}`).toBeUndefined();
        sights.set(sight, value);
      } finally {
        await simulator.close();
      }
    }
    expect(sights.size).toBeGreaterThan(1);
  });

  it('has a default that it allows itself, a meaning and a place in the contract', () => {
    const defaults = defaultQuirks();
    for (const name of quirkNames) {
      const entry = quirkTable[name];
      expect(defaults[name]).toBe(entry.default);
      expect(entry.meaning).not.toBe('');
      expect(entry.source).not.toBe('');
      if (entry.kind === 'choice') expect(allowedValues(name).split(', ')).toContain(entry.default);
    }
  });
});

describe('a quirk that is not in the table', () => {
  it('is refused in words, and so is a value it does not have', async () => {
    const simulator = await startSimulator();
    try {
      expect(() => simulator.setQuirk('max-page-size', -1)).toThrow(/a whole number from 0 to 1000000/);
      const wrong: object = { quirks: { 'mine-route': 'sideways' } };
      await expect(startSimulator(wrong)).rejects.toThrow(/present, 404, 405, 400, guid400/);
      const unknown: object = { quirks: { 'no-such-quirk': '1' } };
      await expect(startSimulator(unknown)).rejects.toThrow(QuirkError);
    } finally {
      await simulator.close();
    }
  });
});
