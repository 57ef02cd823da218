// The way from the key to the wire, and from the press to the confirmation, beside what plain Node needs for the same requests: turn by
// turn in the same run, so that a busy machine makes both slow. Also over a long way and over TLS.
import { Socket } from 'node:net';
import { goodTestCertificate } from '../../src/simulator/certificate.ts';
import { liveApi, plainFetch, plainNode, type PlainNode } from './plain-node.ts';
import { pressableCore, type PressableCore } from './pause-core.ts';
import { startPauseServer, type PauseServer } from './pause-orders.ts';
import { figure, percentile, spreadText } from './results.ts';

const warmUp = 30;
const [nearRounds, farRounds, againRounds] = [200, 15, 60];
/** Milliseconds of rest before each turn: nobody presses a key in a loop, and what is used in a loop is faster than it ever is at work. */
const restMs = 50;
const roundTrips = [20, 40, 100];

/** When the bytes of the last PUT were given to the operating system: whoever sends them writes them to a socket in one piece. */
let written = 0n;
const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, ...args: unknown[]): boolean {
  if (typeof args[0] === 'string' && args[0].startsWith('PUT ')) written = process.hrtime.bigint();
  return Boolean(Reflect.apply(write, this, args));
};

const milliseconds = (from: bigint, to: bigint): number => Number(to - from) / 1e6;

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, restMs));

type Turn = { readonly confirmed: number; readonly wire: number; readonly arrived: number };
type World = {
  readonly server: PauseServer;
  readonly plain: PlainNode;
  readonly fetch: PlainNode;
  readonly ours: PressableCore;
};

/** The same request, then the same read, one after the other; `reads` of them. */
async function plainTurn({ server, plain }: World, isNear: boolean, reads = 1): Promise<Turn> {
  await server.order({ kind: 'unpause' });
  await rest();
  const arrival = isNear ? server.nextArrival() : Promise.resolve(0n);
  const began = await new Promise<bigint>((resolve) => {
    setImmediate(() => {
      resolve(process.hrtime.bigint());
    });
  });
  await plain.send('PUT', `${liveApi}/${server.plainId}/Pause`);
  for (let read = 0; read < reads; read += 1) await plain.send('GET', `${liveApi}/Mine`);
  const confirmed = milliseconds(began, process.hrtime.bigint());
  return { confirmed, wire: milliseconds(began, written), arrived: milliseconds(began, await arrival) };
}

async function pressed({ server, ours }: World, isNear: boolean): Promise<Turn> {
  await rest();
  const arrival = isNear ? server.nextArrival() : Promise.resolve(0n);
  const shown = ours.until('paused');
  const began = await ours.press();
  const confirmed = milliseconds(began, await shown);
  return { confirmed, wire: milliseconds(began, written), arrived: milliseconds(began, await arrival) };
}

/** From the callback of the key, on a call that was not paused before, with the core following the call as it does in the app. */
async function ourTurn(world: World, isNear: boolean): Promise<Turn> {
  const { server, ours } = world;
  await server.order({ kind: 'call' });
  await ours.core.handlers['live.refresh']({});
  await ours.until('recording');
  return pressed(world, isNear);
}

/** A press within ten seconds of a resume of one's own: two reads are needed. */
async function ourTurnAgain(world: World): Promise<Turn> {
  await world.ours.core.command('resume', 'hotkey');
  await world.ours.until('recording');
  return pressed(world, true);
}

type Turns = { readonly ours: Turn[]; readonly plain: Turn[] };

async function turns(rounds: number, ours: () => Promise<Turn>, plain: () => Promise<Turn>): Promise<Turns> {
  const kept: Turns = { ours: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    kept.plain.push(await plain());
    kept.ours.push(await ours());
  }
  return kept;
}

function compare(what: string, of: keyof Turn, { ours, plain }: Turns, goal?: string): void {
  const [mine, theirs] = [ours.map((turn) => turn[of]), plain.map((turn) => turn[of])];
  const ratio = percentile(mine, 0.5) / percentile(theirs, 0.5);
  figure({ what, ours: spreadText(mine), plain: spreadText(theirs), ratio, ...(goal === undefined ? {} : { goal }) });
}

async function near(world: World, kind: string): Promise<void> {
  const oneTurn = [() => ourTurn(world, true), () => plainTurn(world, true)] as const;
  await turns(warmUp, ...oneTurn);
  const found = await turns(nearRounds, ...oneTurn);
  compare(`${kind}: key to request on the wire (p50 / p95 / p99)`, 'wire', found, 'at most 1.2 ×');
  compare(`${kind}: key to request arrived at the server`, 'arrived', found, 'at most 1.2 ×');
  compare(`${kind}: key to "Paused" in the snapshot; PUT and read`, 'confirmed', found, 'at most 1.25 ×');
  const library = await turns(nearRounds, () => plainTurn({ ...world, plain: world.fetch }, true), oneTurn[1]);
  compare(`${kind}: for comparison, node-fetch alone; PUT and read`, 'confirmed', library);
  const again = await turns(
    againRounds,
    () => ourTurnAgain(world),
    () => plainTurn(world, true, 2),
  );
  compare(`${kind}: the same soon after a resume; PUT and two reads`, 'confirmed', again, 'at most 1.25 ×');
}

async function far(world: World, kind: string): Promise<void> {
  for (const roundTripMs of roundTrips) {
    await world.server.order({ kind: 'delay', roundTripMs });
    const oneTurn = [() => ourTurn(world, false), () => plainTurn(world, false)] as const;
    await turns(2, ...oneTurn);
    const before = await world.server.order({ kind: 'delay', roundTripMs });
    const found = await turns(farRounds, ...oneTurn);
    const opened = (await world.server.order({ kind: 'delay', roundTripMs })) - before;
    const goal = `at most ${String(2 * roundTripMs + 10)} ms`;
    compare(`${kind}, ${String(roundTripMs)} ms of round trip: key to "Paused"`, 'confirmed', found, goal);
    figure({
      what: `${kind}, ${String(roundTripMs)} ms: connections opened during ${String(farRounds)} pauses`,
      ours: String(opened),
      goal: '0',
    });
  }
}

for (const kind of ['http', 'TLS']) {
  const authority = kind === 'TLS' ? goodTestCertificate.certificate : null;
  const server = await startPauseServer(authority !== null);
  for (const [url, part] of [
    [server.url, near],
    [server.proxyUrl, far],
  ] as const) {
    const plain = plainNode(url, 'ben.agent', authority);
    const fetch = plainFetch(url, 'ben.agent', authority);
    const ours = await pressableCore(url, authority);
    await part({ server, plain, fetch, ours }, kind);
    await ours.close();
    plain.close();
    fetch.close();
  }
  server.close();
}
