// Saving without a server: a queue over the real disk under a fake clock, with audio, account and faults as a test sets them.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { RecordingToSave } from '../../src/main/core/downloads/download-types.ts';
import { Downloads } from '../../src/main/core/downloads/downloads.ts';
import type { Files } from '../../src/main/core/platform/ports.ts';
import { QueueFile, type NamedFile, type QueuedSave } from '../../src/main/core/downloads/queue-file.ts';
import { SavedIndex } from '../../src/main/core/downloads/saved-index.ts';
import type { Media, RecordingDetail, UcxClient } from '../../src/main/core/ucx/client-types.ts';
import { problem, type Problem } from '../../src/shared/domain/problem.ts';
import type { CompletedRecording } from '../../src/shared/domain/recording.ts';
import { err, ok } from '../../src/shared/domain/result.ts';
import type { DownloadView } from '../../src/shared/ipc/snapshot.ts';
import type { FakeClock } from './fake-clock.ts';
import { fakePorts, type FakePorts } from './fake-ports.ts';
import { FakeRecorder } from './fake-recorder.ts';

export const audio = randomBytes(3_000_000);
export const sha256 = createHash('sha256').update(audio).digest('hex');

export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const recordingOf = (recordingId: string, referenceNumber: string): CompletedRecording => ({
  id: recordingId,
  referenceNumber,
  startTime: null,
  durationMs: 60_000,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: null,
  ownerUsername: null,
});

/** Recordings `R001`, `R002` and so on. */
export const many = (count: number): RecordingToSave[] =>
  Array.from({ length: count }, (_, index) => {
    const referenceNumber = `R${String(index + 1).padStart(3, '0')}`;
    return { recordingId: id(index + 1), referenceNumber, recording: recordingOf(id(index + 1), referenceNumber) };
  });

function* chunks(bytes: Buffer, size = 65_536): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const whole = (): Media => ({
  stream: Readable.from(chunks(audio)),
  contentType: 'audio/mpeg',
  format: 'mp3',
  length: audio.length,
});

/** Nine bytes of audio, for tests of hundreds. */
export const short = (): Media => ({ ...whole(), stream: Readable.from([Buffer.from('an mp3   ')]), length: 9 });

/** Media that breaks off. */
export const cut = (): Media => ({
  ...whole(),
  stream: Readable.from(
    (function* () {
      yield audio.subarray(0, 100_000);
      throw new Error('socket hang up');
    })(),
  ),
});

/** Media that has begun and never goes on. */
export function stuck(): Media {
  let begun = false;
  const stream = new Readable({
    read() {
      if (!begun) this.push(audio.subarray(0, 65_536));
      begun = true;
    },
  });
  return { ...whole(), stream };
}

export class SavingWorld {
  readonly ports: FakePorts<FakeClock> = fakePorts();
  files: Files = this.ports.files;
  /** What the server sends for a recording, or why it does not. */
  media: (id: string) => Media | Problem = whole;
  serverHash: string | null = null;
  serverSize: number | null = null;
  isSignedIn = true;
  /** Why nothing may be saved. */
  forbidden: Problem | null = null;
  account = 'ada.agent';
  makeFolder = true;
  withMetadata = false;
  /** Recordings whose audio was asked for, in that order. */
  readonly asked: string[] = [];
  mostAtOnce = 0;
  private atOnce = 0;
  private waiters: (() => void)[] = [];
  private current = this.build();

  get saved(): SavedIndex {
    return this.current.saved;
  }

  get queueFile(): QueueFile {
    return this.current.queueFile;
  }

  get downloads(): Downloads {
    return this.current.downloads;
  }

  /** The same folders, with nothing in memory. */
  make(): void {
    this.current = this.build();
  }

  private build(): { readonly saved: SavedIndex; readonly queueFile: QueueFile; readonly downloads: Downloads } {
    const { ports, files } = this;
    const client: UcxClient = {
      ...new FakeRecorder(ports.clock).client(),
      media: (recordingId) => {
        this.asked.push(recordingId);
        const answer = this.media(recordingId);
        if ('code' in answer) {
          return Promise.resolve(
            err({ endpoint: 'media', outcome: 'unknown', status: null, reason: null, problem: answer }),
          );
        }
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        answer.stream.on('close', () => (this.atOnce -= 1));
        return Promise.resolve(ok(answer));
      },
      detail: (recordingId) => Promise.resolve(ok(this.detailOf(recordingId))),
    };
    const saved = new SavedIndex(ports.profileFolder, files, ports.log, ports.clock);
    const queueFile = new QueueFile(ports.profileFolder, files, ports.log);
    const downloads = new Downloads({
      ports: { ...ports, files },
      saved,
      source: {
        client: () => (this.isSignedIn ? client : null),
        account: () => this.account,
        openMedia: async (recordingId, signal) => {
          const answer = await client.media(recordingId, signal);
          return answer.ok ? answer : err(answer.error.problem);
        },
      },
      choices: () => ({
        folder: ports.downloadFolder,
        makeFolder: this.makeFolder,
        pattern: '{reference}',
        withMetadata: this.withMetadata,
      }),
      forbidden: () => this.forbidden,
      onChange: () => {
        for (const wake of this.waiters.splice(0)) wake();
      },
    });
    return { saved, queueFile, downloads };
  }

  private detailOf(recordingId: string): RecordingDetail {
    return {
      ...recordingOf(recordingId, ''),
      pbxCallId: null,
      pbxInfo: null,
      owner: null,
      preservingUser: null,
      note: null,
      sizeBytes: this.serverSize,
      otherHash: null,
      sha256: this.serverHash,
    };
  }

  /** An order as it stands in the queue on disk. */
  queued(asked: RecordingToSave): QueuedSave {
    const { account, makeFolder, withMetadata } = this;
    const folder = this.ports.downloadFolder;
    return { ...asked, folder, makeFolder, pattern: '{reference}', withMetadata, account, partMark: 'abcd1234' };
  }

  start(number: number, referenceNumber: string): ReturnType<Downloads['start']> {
    const recordingId = id(number);
    return this.downloads.start({ recordingId, referenceNumber, recording: recordingOf(recordingId, referenceNumber) });
  }

  /** The disk as a kill leaves it right after the whole file of `R001` got its name. */
  async killedAfterNaming(named: Partial<NamedFile>): Promise<void> {
    const { downloadFolder } = this.ports;
    await mkdir(downloadFolder, { recursive: true });
    const path = join(downloadFolder, 'R001.mp3');
    await writeFile(path, audio);
    await this.queueFile.add(many(1).map((asked) => this.queued(asked)));
    const facts = { path, sha256, bytes: audio.length, verified: 'size', warning: null, beside: null } as const;
    await this.queueFile.named({ named: id(1), ...facts, ...named });
  }

  /** The app was started again, and the same user signed in. */
  async startAgain(): Promise<Problem[]> {
    this.make();
    await this.saved.load();
    const said = await this.downloads.restore();
    this.downloads.signedIn();
    return said;
  }

  async until(fits: () => boolean): Promise<void> {
    while (!fits()) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  /** Lets time pass until it fits: in steps, since the disk is a real one and takes its own time. */
  async pass(fits: () => boolean): Promise<void> {
    while (!fits()) await this.ports.clock.advance(250);
  }

  /** Lets time pass until nothing is queued or running. */
  async passed(): Promise<DownloadView[]> {
    await this.pass(() => this.downloads.views().length > 0 && this.hasEnded());
    return this.downloads.views();
  }

  private hasEnded(): boolean {
    return this.phases().every((phase) => phase !== 'queued' && phase !== 'running');
  }

  /** Waits until nothing is queued or running. */
  async finished(): Promise<DownloadView[]> {
    await this.until(() => this.hasEnded());
    return this.downloads.views();
  }

  phases(): DownloadView['phase'][] {
    return this.downloads.views().map(({ phase }) => phase);
  }

  /** Waits until bytes of a recording have arrived. */
  async running(): Promise<void> {
    while (!this.downloads.views().some((view) => view.receivedBytes > 0)) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  inFolder = async (): Promise<string[]> => (await readdir(this.ports.downloadFolder).catch(() => [])).sort();

  async dispose(): Promise<void> {
    await this.downloads.dispose();
    await rm(dirname(this.ports.profileFolder), { recursive: true, force: true });
  }
}

export const gone = problem('media/gone');
