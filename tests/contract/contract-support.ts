// What the contract tests share: a client of a simulator, one way to call each endpoint, a small WAV file, and a count of cases.
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import { createUcxClient } from '../../src/main/core/ucx/client.ts';
import type {
  EndpointName,
  UcxClient,
  UcxClientOptions,
  UcxFailure,
  UploadAudio,
  UploadMetadata,
} from '../../src/main/core/ucx/client-types.ts';
import type { Result } from '../../src/shared/domain/result.ts';
import { demoUsers, type Simulator } from '../../src/simulator/simulator.ts';

/** An id that no recording has. */
export const nobodysId = '00000000-0000-4000-8000-000000000000';

const open: UcxClient[] = [];
/** Calls of each simulator that have not ended, recorded or not. */
const calls = new WeakMap<Simulator, Set<string>>();

/** Remembers the calls of a simulator, for `reset`. */
export function follow(simulator: Simulator): void {
  if (calls.has(simulator)) return;
  const connected = new Set<string>();
  calls.set(simulator, connected);
  simulator.onChange(({ kind, callId }) => {
    if (callId === null) return;
    if (kind === 'call-began') connected.add(callId);
    if (kind === 'call-ended') connected.delete(callId);
  });
}

/** A client signed in as a demo user, closed at the end of the file. */
export function clientOf(
  simulator: Simulator,
  username = 'ada.agent',
  options: Partial<UcxClientOptions> = {},
): UcxClient {
  follow(simulator);
  const password = demoUsers().find((user) => user.username === username)?.password ?? '';
  const client = createUcxClient({ server: simulator.url, username, password, allowPlainHttp: false, ...options });
  open.push(client);
  return client;
}

/** A mono WAV of 8-bit PCM with `bytes` bytes of sound. */
export function wave(bytes = 800): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes, 128)]);
}

export function audioOf(bytes: Buffer, rest: Partial<UploadAudio> = {}): UploadAudio {
  return {
    stream: Readable.from([bytes]),
    length: bytes.length,
    contentType: 'audio/wav',
    fileName: 'call.wav',
    ...rest,
  };
}

export function metadata(rest: Partial<UploadMetadata> = {}): UploadMetadata {
  return {
    startDateTime: new Date(),
    durationMs: 90_000,
    direction: 'incoming',
    localParty: { username: 'ada.agent', phoneNumber: '101' },
    ...rest,
  };
}

export type Answer = Result<unknown, UcxFailure>;

/** One way to call each endpoint; `completedId` is a recording in the list. */
export const invoke: Readonly<Record<EndpointName, (client: UcxClient, completedId: string) => Promise<Answer>>> = {
  start: (client) => client.start({}),
  stopById: (client) => client.stopById(nobodysId),
  stopByLine: (client) => client.stopByLine({ directoryNumber: '101' }),
  stopMine: (client) => client.stopMine(),
  pauseById: (client) => client.pauseById(nobodysId),
  resumeById: (client) => client.resumeById(nobodysId),
  pauseByNumber: (client) => client.pauseByNumber('101'),
  resumeByNumber: (client) => client.resumeByNumber('101'),
  listLive: (client) => client.listLive({}),
  listMine: (client) => client.listMine(),
  listCompleted: (client) => client.listCompleted({ page: 0, pageSize: 10 }),
  detail: (client, id) => client.detail(id),
  media: (client, id) => client.media(id),
  upload: (client) => client.upload(metadata(), audioOf(wave())),
};

/** The failure of an answer. @throws Error when it succeeded. */
export function failureOf(answer: Answer): UcxFailure {
  if (answer.ok) throw new Error('This was expected to fail.');
  return answer.error;
}

/** The value of an answer. @throws Error with the name of the problem when it failed. */
export function valueOf<T>(answer: Result<T, UcxFailure>): T {
  if (!answer.ok) throw new Error(`Failed: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Ends every call of the simulator that began after its first client, and clears its faults. */
export function reset(simulator: Simulator): void {
  simulator.clearFaults();
  for (const callId of [...(calls.get(simulator) ?? [])]) simulator.endCall(callId);
}

/** Closes what was opened and says how many cases this file ran. */
export function reportCases(name: string, count: () => number): void {
  afterAll(() => {
    for (const client of open.splice(0)) client.close();
    process.stdout.write(`contract cases, ${name}: ${String(count())}\n`);
  });
}
