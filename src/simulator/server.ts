// Puts the simulator together: recorder, completed recordings, front, control, and the sockets they are reached by.
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Failures } from './api/answer.ts';
import { AudioHashes, audioSize } from './audio/audio.ts';
import { AutoCalls } from './calls/auto-calls.ts';
import { Calls, type Ended, type LiveRecording } from './calls/calls.ts';
import { Catalogue } from './calls/catalogue.ts';
import { expiredTestCertificate, goodTestCertificate, wrongHostTestCertificate } from './certificate.ts';
import { systemClock } from './calls/clock.ts';
import { completedHandlers } from './api/completed-api.ts';
import { controlPath, serveControl } from './api/control.ts';
import { crowd } from './calls/crowd.ts';
import { Faults } from './faults/faults.ts';
import { Front } from './api/front.ts';
import { liveHandlers } from './api/live-api.ts';
import { applyQuirk, defaultQuirks } from './faults/quirks.ts';
import { randomFrom } from './calls/random.ts';
import type { Recording } from './calls/recording.ts';
import { RecordingStore } from './calls/recording-store.ts';
import { Listeners, RequestLog } from './api/request-log.ts';
import { SignIn } from './api/sign-in.ts';
import type { Conditions, Simulator, SimulatorChange, SimulatorOptions, SimulatorUser, UploadEntry } from './types.ts';
import { uploadHandler } from './api/upload-api.ts';
import { defaultOrphanLines, demoUsers, linesOf } from './calls/users.ts';

/** A clock that stands before this (a fake one at zero) would give recordings of another century. */
const earliest = Date.UTC(2000, 0, 1);
const fallbackNow = Date.UTC(2026, 0, 15, 18);

function defaultConditions(): Conditions {
  return {
    serviceDown: false,
    licenceValid: true,
    recordingPilot: 'ok',
    licensedChannels: Infinity,
    unmonitoredDevices: [],
    blacklistedNumbers: [],
    filteredDirections: [],
    filteredTraffic: [],
    retentionDays: 3650,
  };
}

function serverFor(tls: NonNullable<SimulatorOptions['tls']>, listener: RequestListener): Server {
  const options = { keepAliveTimeout: 120_000, requestTimeout: 0 };
  if (tls === false) return createHttpServer(options, listener);
  const pair =
    tls === 'wrong-host' ? wrongHostTestCertificate : tls === 'expired' ? expiredTestCertificate : goodTestCertificate;
  return createHttpsServer({ ...options, cert: pair.certificate, key: pair.key }, listener);
}

function listening(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The simulator has no port.'));
      else resolve(address);
    });
  });
}

/** Numbers as the vendor's "2015200000023": the year and nine digits that never repeat. */
function referenceNumbers(): (start: number) => string {
  let last = 0;
  return (start) => {
    last = Math.max(last + 1, Math.floor(start / 1000) % 100_000_000);
    return `${new Date(start).getUTCFullYear()}3${String(last).padStart(8, '0')}`;
  };
}

/** Everything of a simulator but its sockets. */
type World = ReturnType<typeof makeWorld>;

function makeWorld(options: SimulatorOptions) {
  const { recordings = 0, seed = 1, clock = systemClock } = options;
  const quirks = defaultQuirks();
  for (const [name, value] of Object.entries(options.quirks ?? {})) applyQuirk(quirks, name, value);
  const conditions = { ...defaultConditions(), ...options.conditions };
  const [first, ...more] = options.users ?? demoUsers();
  if (first === undefined) throw new Error('The simulator needs at least one user.');
  const users: [SimulatorUser, ...SimulatorUser[]] = [first, ...more];
  const lines = linesOf(users, options.orphanLines ?? defaultOrphanLines);
  const changes = new Listeners<SimulatorChange>();
  const before = options.recordingsBefore ?? (clock.now() < earliest ? fallbackNow : clock.now());
  const store = new RecordingStore(new Catalogue(seed, recordings, users, before));
  const newReference = referenceNumbers();
  const finished = (ended: Ended): void => {
    addFinished(store, newReference, ended);
  };
  const calls = new Calls({ clock, quirks, seed, lines, finished, changed: (change) => changes.tell(change) });
  const uploads: UploadEntry[] = [];
  const log = new RequestLog();
  return { seed, clock, quirks, conditions, users, lines, changes, store, newReference, calls, uploads, log };
}

/** A live recording that is over becomes a finished one, where somebody owns its line. */
function addFinished(store: RecordingStore, newReference: (start: number) => string, ended: Ended): void {
  const { id, call, startedAt, durationMs, pauses } = ended;
  const { line, direction, remoteNumber } = call;
  const owner = line.user;
  if (owner === null) return;
  store.add({
    id,
    referenceNumber: newReference(startedAt),
    start: startedAt,
    durationMs,
    direction,
    localNumber: line.directoryNumber,
    remoteNumber,
    owner,
    pauses,
    note: null,
    preservedBy: null,
    bytes: null,
  });
}

/** What answers requests in this world, and what spoils the answers. */
function makeFront(world: World): { readonly front: Front; readonly faults: Faults } {
  const { seed, clock, quirks, conditions, users, lines, changes, store, newReference, calls, uploads, log } = world;
  const failures = new Failures(quirks);
  const faults = new Faults(randomFrom(seed ^ 0xfa017));
  const signIn = new SignIn(users, quirks, failures);
  const newId = (): string => calls.newId();
  const received = (upload: UploadEntry): void => {
    uploads.push(upload);
    changes.tell({ kind: 'completed', id: upload.id, callId: null });
  };
  const handlers = {
    ...liveHandlers({ calls, quirks, conditions, failures, lines }),
    ...completedHandlers({ store, hashes: new AudioHashes(), quirks, failures, users }),
    upload: uploadHandler({ store, quirks, conditions, failures, users, clock, newId, newReference, received }),
  };
  const front = new Front({ handlers, faults, failures, log, signIn, quirks, conditions, clock, users });
  return { front, faults };
}

function ownerNamed({ users }: World, username: string | undefined): SimulatorUser {
  const owner = username === undefined ? users[0] : users.find((candidate) => candidate.username === username);
  if (owner === undefined) throw new Error('User not found.');
  return owner;
}

function liveById({ calls }: World, id: string): LiveRecording {
  const recording = calls.find(id);
  if (recording === null) throw new Error('Live recording not found. It may have ended.');
  return recording;
}

function addCompleted(
  world: World,
  request: Parameters<Simulator['addCompleted']>[0],
): ReturnType<Simulator['addCompleted']> {
  const { calls, clock, newReference, store, changes } = world;
  const owner = ownerNamed(world, request.username);
  const start = request.startTime ?? clock.now() - request.durationMs;
  const recording: Recording = {
    id: calls.newId(),
    referenceNumber: request.referenceNumber ?? newReference(start),
    start,
    durationMs: request.durationMs,
    direction: request.direction ?? 1,
    localNumber: owner.directoryNumber ?? '',
    remoteNumber: request.remoteNumber ?? '',
    owner,
    note: request.note === undefined ? null : { author: owner, text: request.note },
    preservedBy: request.preservedBy === undefined ? null : ownerNamed(world, request.preservedBy),
    pauses: [],
    bytes: null,
  };
  store.add(recording);
  changes.tell({ kind: 'completed', id: recording.id, callId: null });
  return { id: recording.id, sizeBytes: audioSize(recording) };
}

/** All that can be done to the world, without its sockets. */
function controls(world: World, faults: Faults) {
  const { users, conditions, quirks, uploads, calls, lines, seed, changes, log } = world;
  return {
    users,
    conditions,
    quirks,
    uploads,
    setQuirk: (name, value) => applyQuirk(quirks, name, value),
    beginCall: (call) => calls.begin(call),
    crowd: (count) => crowd({ calls, users, lines, seed }, count),
    endCall: (id) => calls.end(id),
    live: () => calls.live().map((recording) => calls.truth(recording)),
    setPaused: (id, paused) => calls.setPaused(liveById(world, id), paused),
    addCompleted: (request) => addCompleted(world, request),
    onChange: (listener) => changes.add(listener),
    nextChange: (fits) => changes.next(fits),
    setFault: (matcher, fault) => faults.set(matcher, fault),
    clearFaults: () => faults.clear(),
    onRequest: (listener) => log.arrived.add(listener),
    onAnswered: (listener) => log.answered.add(listener),
    nextRequest: (fits) => log.arrived.next(fits),
  } satisfies Partial<Simulator>;
}

/** See startSimulator in simulator.ts. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', tls = false } = options;
  const world = makeWorld(options);
  const { calls, clock, users, log, seed } = world;
  const { front, faults } = makeFront(world);
  const server = serverFor(tls, (request, response) => {
    if (request.url?.startsWith(controlPath) === true) void serveControl(simulator, request, response);
    else void front.serve(request, response);
  });
  // Where a client sends rubbish or leaves, the server goes on.
  server.on('clientError', (_error, socket) => void socket.destroy());
  const { port: taken } = await listening(server, port, host);
  const control = controls(world, faults);
  control.crowd(options.crowd ?? 0);
  const autoCalls = options.calls === 'auto' ? new AutoCalls(calls, users, clock, seed, options.callSpeed ?? 1) : null;
  const simulator: Simulator = {
    ...control,
    url: `${tls === false ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    get requests() {
      return log.last();
    },
    cutConnections: () => server.closeAllConnections(),
    async close() {
      autoCalls?.close();
      calls.close();
      front.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return simulator;
}
