// Starting and stopping by hand over real HTTP: every refusal the vendor documents, in the words that a person reads.
import { afterEach, describe, expect, test } from 'vitest';
import { problemText } from '../../src/shared/messages/problems.ts';
import type { PreferenceName } from '../../src/shared/domain/preferences.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { coreAndSimulator, type World } from '../support/core-and-simulator.ts';

let world: World;
afterEach(() => world.dispose());

const manual = async (call: 'live.start' | 'live.stop'): Promise<{ confirmed: boolean; code: string | null }> => {
  const result = await world.core.handlers[call]({});
  if (!result.ok) throw new Error(result.error.code);
  return { confirmed: result.value.confirmed, code: result.value.problem?.code ?? null };
};

const prefer = async (name: PreferenceName, value: unknown): Promise<void> => {
  const kept = await world.core.handlers['preferences.set']({ name, value });
  expect(kept.ok).toBe(true);
};

/** A call on ada's line that is not recorded. */
const onTheLine = (remoteNumber = '+1555123456'): { readonly id: string } =>
  world.simulator.beginCall({ username: 'ada.agent', remoteNumber, recorded: false });

const ada = (simulator: Simulator) => {
  const [user] = simulator.users;
  if (user === undefined) throw new Error('the simulator has no user');
  return user;
};

const requestsTo = (endpoint: string): number =>
  world.simulator.requests.filter((request) => request.endpoint === endpoint).length;

describe('starting by hand', () => {
  test('a call on my own line is started with no body, and is told as started only when the recorder shows it', async () => {
    world = await coreAndSimulator();
    onTheLine();
    const began = world.simulator.nextRequest(({ endpoint }) => endpoint === 'start');
    const end = manual('live.start');
    expect(world.core.snapshot().manual.phase).toBe('starting');
    expect(await end).toEqual({ confirmed: true, code: null });
    expect((await began).contentLength ?? '0').toBe('0');
    expect(world.core.snapshot().live.state).toBe('recording');
    expect(world.core.snapshot().manual).toEqual({ phase: 'none', problem: null, canStart: false, canStop: true });
    expect(world.core.snapshot().rights.start).toBe('yes');
  });

  test('a reply that was lost after the server acted is found out by the read', async () => {
    world = await coreAndSimulator();
    onTheLine();
    world.simulator.setFault({ endpoint: 'start', times: 1 }, { kind: 'cut-after' });
    expect(await manual('live.start')).toEqual({ confirmed: true, code: null });
    expect(world.core.snapshot().live.state).toBe('recording');
  });

  test('a pause that waits takes hold of what is started', async () => {
    world = await coreAndSimulator();
    onTheLine();
    void world.core.handlers['live.pause']({});
    expect(await manual('live.start')).toEqual({ confirmed: true, code: null });
    await world.until(({ state }) => state === 'paused');
    expect(world.breaches).toEqual([]);
  });

  test('two presses are one command', async () => {
    world = await coreAndSimulator();
    onTheLine();
    const ends = await Promise.all([manual('live.start'), manual('live.start')]);
    expect(ends).toEqual([
      { confirmed: true, code: null },
      { confirmed: true, code: null },
    ]);
    expect(requestsTo('start')).toBe(1);
  });

  test('the phone and the way of recording that Settings name are asked for', async () => {
    world = await coreAndSimulator();
    onTheLine();
    await prefer('start.deviceName', 'SEP000000000101');
    await prefer('start.directoryNumber', '101');
    await prefer('start.mode', 1);
    expect(await manual('live.start')).toEqual({ confirmed: true, code: null });
    const asked = world.simulator.requests.find(({ endpoint }) => endpoint === 'start');
    expect(asked?.bodyBytes).toBe(
      JSON.stringify({ deviceName: 'SEP000000000101', directoryNumber: '101', mode: 1 }).length,
    );
  });

  test('a recording that is being started already is followed until it appears', async () => {
    world = await coreAndSimulator();
    onTheLine();
    // The first request reaches the server and its answer is lost; the second meets "starting".
    world.simulator.setFault({ endpoint: 'start', times: 1 }, { kind: 'status', status: 429, reason: 0 });
    const end = manual('live.start');
    await world.simulator.nextRequest(({ endpoint }) => endpoint === 'listMine');
    world.simulator.beginCall({ username: 'ada.agent', remoteNumber: '+1555000002', recorded: true });
    expect(await end).toEqual({ confirmed: true, code: null });
    expect(requestsTo('start')).toBe(1);
  });

  test('a call that is recorded already is adopted', async () => {
    world = await coreAndSimulator();
    // The recording begins behind the back of the last read.
    world.simulator.beginCall({ username: 'ada.agent', remoteNumber: '+1555123456', recorded: true });
    expect(await manual('live.start')).toEqual({ confirmed: true, code: null });
    expect(world.core.snapshot().live.state).toBe('recording');
  });

  const refusals: readonly {
    readonly name: string;
    readonly code: string;
    readonly words: string;
    readonly prepare: () => Promise<void> | void;
  }[] = [
    {
      name: 'no connected call',
      code: 'start/no-call',
      words: "There's no connected call to record.",
      prepare: () => undefined,
    },
    {
      name: 'a line that is not monitored',
      code: 'start/line-unknown',
      words: "The server can't record on SEP000000000101.",
      prepare: () => {
        onTheLine();
        world.simulator.conditions.unmonitoredDevices.push('SEP000000000101');
      },
    },
    {
      name: 'an automatic device',
      code: 'start/automatic',
      words: "This phone is recorded automatically, so you can't start it manually.",
      prepare: () => {
        ada(world.simulator).automatic = true;
        onTheLine();
      },
    },
    {
      name: 'a user without a number',
      code: 'start/no-extension',
      words: 'Your account has no phone number on the server.',
      prepare: () => {
        world.simulator.setFault({ endpoint: 'start' }, { kind: 'status', status: 400, reason: 3 });
      },
    },
    {
      name: 'an account that is not authorized',
      code: 'start/not-allowed',
      words: "You don't have permission to start recording.",
      prepare: () => {
        world.simulator.setQuirk('start-level', '10');
        onTheLine();
      },
    },
    {
      name: 'a user who may not be recorded',
      code: 'start/user-not-allowed',
      words: "Recording isn't allowed for ada.agent.",
      prepare: () => {
        ada(world.simulator).mayBeRecorded = false;
        onTheLine();
      },
    },
    {
      name: 'a direction that is filtered',
      code: 'start/direction-filtered',
      words: "Calls in this direction aren't recorded.",
      prepare: () => {
        world.simulator.conditions.filteredDirections.push(1);
        onTheLine();
      },
    },
    {
      name: 'a kind of traffic that is filtered',
      code: 'start/traffic-filtered',
      words: "Calls of this type aren't recorded.",
      prepare: () => {
        world.simulator.conditions.filteredTraffic.push('external');
        onTheLine();
      },
    },
    {
      name: 'a remote party on the blacklist',
      code: 'start/party-blacklisted',
      words: 'Recording is blocked for this number.',
      prepare: () => {
        world.simulator.conditions.blacklistedNumbers.push('+1555000666');
        onTheLine('+1555000666');
      },
    },
    {
      name: 'a line without a user',
      code: 'start/line-without-user',
      words: 'The call is on 199, which has no user.',
      prepare: async () => {
        ada(world.simulator).level = 10;
        await prefer('start.directoryNumber', '199');
        world.simulator.beginCall({ directoryNumber: '199', remoteNumber: '+1555123456', recorded: false });
      },
    },
    {
      name: 'no licence',
      code: 'start/no-licence',
      words: 'Call recording has no valid licence on 127.0.0.1',
      prepare: () => {
        world.simulator.conditions.licenceValid = false;
        onTheLine();
      },
    },
    {
      name: 'no pilot',
      code: 'start/no-pilot',
      words: "Call recording isn't fully set up on 127.0.0.1",
      prepare: () => {
        world.simulator.conditions.recordingPilot = 'missing';
        onTheLine();
      },
    },
    {
      name: 'a pilot that leads elsewhere',
      code: 'start/pilot-misconfigured',
      words: "Call recording isn't set up correctly on 127.0.0.1",
      prepare: () => {
        world.simulator.conditions.recordingPilot = 'misrouted';
        onTheLine();
      },
    },
    {
      name: 'every channel used',
      code: 'start/no-channel',
      words: 'All recording channels are in use.',
      prepare: () => {
        world.simulator.conditions.licensedChannels = 0;
        onTheLine();
      },
    },
    {
      name: 'a service that is away',
      code: 'start/service-unavailable',
      words: "The call recording service isn't available.",
      prepare: () => {
        world.simulator.setFault(
          { endpoint: 'start' },
          { kind: 'status', status: 504, body: '<html>Gateway Timeout</html>', contentType: 'text/html' },
        );
      },
    },
  ];

  test.each(refusals)(
    '$name is said in words, and nothing is started',
    async ({ code, words, prepare }) => {
      world = await coreAndSimulator();
      await prepare();
      expect(await manual('live.start')).toEqual({ confirmed: false, code });
      const { problem, phase } = world.core.snapshot().manual;
      if (problem === null) throw new Error('nothing is said');
      const said = problemText(problem);
      expect(said.what).toContain(words);
      expect(said.next).not.toBe('');
      expect(phase).toBe('none');
      // Whatever was refused, the person is still signed in.
      expect(world.core.snapshot().session.phase).toBe('signedIn');
      expect(world.simulator.live()).toEqual([]);
    },
    20_000,
  );

  test('a refusal for want of the right is learned, and a refusal about the call is not', async () => {
    world = await coreAndSimulator();
    await manual('live.start');
    expect(world.core.snapshot().rights.start).toBe('unknown');
    world.simulator.setQuirk('start-level', '10');
    onTheLine();
    await manual('live.start');
    expect(world.core.snapshot().rights.start).toBe('no');
  });
});

describe('stopping by hand', () => {
  const recorded = async (): Promise<void> => {
    world.simulator.beginCall({ username: 'ada.agent', remoteNumber: '+1555123456' });
    await world.until(({ state }) => state === 'recording');
  };

  test('is told as stopped only when the recorder no longer shows it', async () => {
    world = await coreAndSimulator();
    await recorded();
    expect(await manual('live.stop')).toEqual({ confirmed: true, code: null });
    expect(world.simulator.live()).toEqual([]);
    expect(world.core.snapshot().live.state).toBe('idle');
  });

  test('a recording that has just ended counts as stopped', async () => {
    world = await coreAndSimulator();
    await recorded();
    for (const { callId } of world.simulator.live()) world.simulator.endCall(callId);
    expect(await manual('live.stop')).toEqual({ confirmed: true, code: null });
  });

  test('a server without the route for my own line is asked recording by recording', async () => {
    world = await coreAndSimulator();
    ada(world.simulator).level = 10;
    await recorded();
    world.simulator.setFault({ endpoint: 'stopMine' }, { kind: 'status', status: 404 });
    expect(await manual('live.stop')).toEqual({ confirmed: true, code: null });
    expect(requestsTo('stopById')).toBe(1);
  });

  test('a device that records by itself is said, and the recording goes on', async () => {
    world = await coreAndSimulator();
    ada(world.simulator).level = 10;
    await recorded();
    world.simulator.setFault({ endpoint: 'stopMine' }, { kind: 'status', status: 404 });
    ada(world.simulator).automatic = true;
    expect(await manual('live.stop')).toEqual({ confirmed: false, code: 'stop/automatic' });
    expect(world.core.snapshot().live.state).toBe('recording');
  });

  test.each([
    [400, 'stop/line-refused', "The server can't stop recording on this phone."],
    [500, 'stop/server-fault', 'reported an error while stopping the recording.'],
    [504, 'stop/service-unavailable', "The call recording service isn't available."],
  ] as const)(
    'a refusal by %i is said in words',
    async (status, code, words) => {
      world = await coreAndSimulator();
      await recorded();
      world.simulator.setFault({ endpoint: 'stopMine' }, { kind: 'status', status });
      world.simulator.setFault({ endpoint: 'stopById' }, { kind: 'status', status });
      const end = await manual('live.stop');
      expect(end.confirmed).toBe(false);
      const { problem } = world.core.snapshot().manual;
      if (problem === null) throw new Error('nothing is said');
      expect(problemText(problem).what).toContain(words);
      expect(end.code).toBe(code);
      expect(world.core.snapshot().live.state).toBe('recording');
    },
    20_000,
  );
});
