// A whole core that followed a call with a pause of ours to its end, and a server that has its audio as one recorder or another writes it.
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import type { Ports } from '../../../src/main/core/platform/ports.ts';
import type { RecordingDetail, UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { journalEntrySchema, type JournalFact } from '../../../src/shared/domain/journal.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { audioBytes } from '../../../src/simulator/audio/audio.ts';
import * as v from 'valibot';
import { FakeClock } from '../fake-clock.ts';
import { adaSignIn } from '../fake-core.ts';
import { fakePorts, type FakePorts } from '../fake-ports.ts';
import { FakeRecorder } from '../fake-recorder.ts';
import { audioWorker } from './worker-file.ts';

export const callId = '33333333-3333-4333-8333-333333333333';

const detail: RecordingDetail = {
  id: callId,
  referenceNumber: '1',
  startTime: null,
  durationMs: 60_000,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: null,
  ownerUsername: null,
  pbxCallId: null,
  pbxInfo: null,
  owner: null,
  preservingUser: null,
  note: null,
  sizeBytes: null,
  sha256: null,
  otherHash: null,
};

export type Written = 'silence' | 'recorded' | 'tone' | 'cut';

export class PausedCall {
  readonly clock = new FakeClock();
  readonly recorder = new FakeRecorder(this.clock);
  readonly ports: FakePorts<FakeClock>;
  readonly core: Core;
  /** How often the audio was fetched. */
  fetches = 0;
  /** How often the server was asked for the recording's details. */
  looks = 0;
  /** The server has the recording. */
  isThere = true;
  readonly #written: Written;

  constructor(written: Written, ports: Partial<Ports> = {}) {
    this.#written = written;
    this.ports = fakePorts(this.clock, { audioWorker, ...ports });
    this.core = createCore(this.ports, { createClient: () => this.#client() });
  }

  /** A call of a minute, paused from 20 s to 32 s. */
  async live(): Promise<void> {
    const { core, clock, recorder } = this;
    await core.start();
    const signedIn = core.handlers['session.signIn'](adaSignIn);
    await clock.advance(50);
    await signedIn;
    await clock.advance(50);
    recorder.begin(callId);
    await clock.advance(20_000);
    void core.handlers['live.pause']({});
    await clock.advance(12_000);
    void core.handlers['live.resume']({});
    await clock.advance(28_000);
    recorder.end(callId);
    await clock.advance(5_000);
    await this.factsUntil('recording-over');
  }

  /** What the journal holds on the disk, once it holds a fact of that kind. */
  async factsUntil(kind: JournalFact['kind']): Promise<JournalFact[]> {
    for (;;) {
      const text = await readFile(join(this.ports.profileFolder, 'journal', '2026-11.jsonl'), 'utf8').catch(() => '');
      const facts = wholeLines(text).lines.map((line) => v.parse(journalEntrySchema, JSON.parse(line)).fact);
      if (facts.some((fact) => fact.kind === kind)) return facts;
      await this.clock.settle();
    }
  }

  async dispose(): Promise<void> {
    await this.core.dispose();
    await rm(dirname(this.ports.profileFolder), { recursive: true, force: true });
  }

  #client(): UcxClient {
    const gone = { outcome: 'unknown', status: 404, reason: null, problem: problem('media/gone') } as const;
    return {
      ...this.recorder.client(),
      detail: () => {
        this.looks += 1;
        return Promise.resolve(this.isThere ? ok(detail) : err({ endpoint: 'detail', ...gone }));
      },
      media: () => {
        if (!this.isThere) return Promise.resolve(err({ endpoint: 'media', ...gone }));
        this.fetches += 1;
        const bytes = this.#bytes();
        const stream = Readable.from([bytes], { objectMode: false });
        return Promise.resolve(ok({ stream, contentType: 'audio/mpeg', format: 'mp3', length: bytes.length }));
      },
    };
  }

  #bytes(): Buffer {
    const pause = { from: 20_100, to: 32_100 };
    const pauses = {
      silence: [pause],
      tone: [{ ...pause, sound: 'tone' as const }],
      recorded: [],
      cut: [],
    }[this.#written];
    const durationMs = this.#written === 'cut' ? 48_000 : 60_000;
    return Buffer.concat([...audioBytes({ id: callId, durationMs, pauses, bytes: null })]);
  }
}
