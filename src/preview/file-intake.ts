// Takes the bytes of files that a page was given, because a browser tells nobody where a file lies: into a private folder of the profile,
// one piece at a time, and no more than the server would take.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import * as v from 'valibot';
import type { Core } from '../main/core/core-types.ts';
import { diskProblem } from '../main/core/platform/files/disk-problems.ts';
import type { Log } from '../main/core/platform/ports.ts';
import { tooLarge } from '../main/core/uploads/upload-inspect.ts';
import { problem, type Problem } from '../shared/domain/problem.ts';
import { err } from '../shared/domain/result.ts';
import { mostUploadBytes } from '../shared/ipc/uploads.ts';
import { fileRequestSchema, pieceBytes, type FileAnswer } from './file-wire.ts';

export type FileIntake = {
  accept(request: IncomingMessage, connection: Duplex, head: Buffer): void;
  dispose(): Promise<void>;
};

export type FileIntakeOptions = {
  readonly addFiles: Core['addFiles'];
  /** Absolute; belongs to this intake alone, which empties it at start and end. */
  readonly folder: string;
  readonly log: Log;
};

type Arriving = {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly handle: FileHandle;
  got: number;
};

export async function startFileIntake(options: FileIntakeOptions): Promise<FileIntake> {
  const { folder, log } = options;
  await rm(folder, { recursive: true, force: true });
  const server = new WebSocketServer({ noServer: true, maxPayload: pieceBytes + 1024 });
  const running = new Set<Promise<void>>();
  return {
    accept: (request, connection, head) => {
      server.handleUpgrade(request, connection, head, (socket) => {
        const page = new PageFiles(socket, options);
        const ended = new Promise<void>((resolve) => {
          socket.on('close', () => {
            void page.ended().finally(() => {
              running.delete(ended);
              resolve();
            });
          });
        });
        running.add(ended);
        socket.on('error', () => {
          socket.terminate();
        });
        socket.on('message', (data, isBinary) => {
          if (data instanceof Buffer) page.received(data, isBinary);
          else socket.close(1003, 'input-invalid');
        });
      });
    },
    dispose: async () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await Promise.all(running);
      await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
        log.error('upload-copies-not-deleted', error);
      });
    },
  };
}

/** The files that come over one socket. Messages are worked off in their order, one at a time. */
class PageFiles {
  private readonly socket: WebSocket;
  private readonly options: FileIntakeOptions;
  private work: Promise<void> = Promise.resolve();
  private arriving: Arriving | null = null;

  constructor(socket: WebSocket, options: FileIntakeOptions) {
    this.socket = socket;
    this.options = options;
  }

  received(data: Buffer, isBinary: boolean): void {
    this.work = this.work
      .then(() => (isBinary ? this.piece(data) : this.text(data.toString('utf8'))))
      .catch(async (error: unknown) => {
        await this.cancel();
        this.answer({ result: err(diskProblem(error, this.options.folder)) });
      });
  }

  /** The page has gone: half a file is of no use. */
  async ended(): Promise<void> {
    await this.work;
    await this.cancel();
  }

  private async text(text: string): Promise<void> {
    const parsed = v.safeParse(fileRequestSchema, readJson(text));
    if (!parsed.success || 'failed' in parsed.output !== (this.arriving !== null)) {
      this.socket.close(1008, 'input-invalid');
      return;
    }
    const asked = parsed.output;
    if ('failed' in asked) {
      const { name = '', bytes = 0, got = 0 } = this.arriving ?? {};
      await this.cancel();
      // A browser shows a folder as a file of which not one byte can be read.
      this.refuse(name, bytes, problem(got === 0 ? 'upload/file-or-folder-unreadable' : 'upload/file-unreadable'));
    } else if (asked.bytes > mostUploadBytes) this.refuse(asked.name, asked.bytes, tooLarge(asked.bytes));
    else await this.begin(asked);
  }

  private async begin(asked: { name: string; bytes: number; modifiedMs: number }): Promise<void> {
    const { folder } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, randomUUID());
    this.arriving = { ...asked, path: file, handle: await open(file, 'wx', 0o600), got: 0 };
    if (asked.bytes === 0) await this.whole(this.arriving);
    else this.answer({ got: 0 });
  }

  private async piece(data: Buffer): Promise<void> {
    const { arriving } = this;
    if (arriving === null || arriving.got + data.length > arriving.bytes) {
      this.socket.close(1008, 'input-invalid');
      return;
    }
    for (let at = 0; at < data.length;) at += (await arriving.handle.write(data, at)).bytesWritten;
    arriving.got += data.length;
    if (arriving.got < arriving.bytes) this.answer({ got: arriving.got });
    else await this.whole(arriving);
  }

  private async whole(arriving: Arriving): Promise<void> {
    await arriving.handle.close();
    this.arriving = null;
    const { name, modifiedMs } = arriving;
    this.answer({ result: this.options.addFiles([{ path: arriving.path, name, modifiedMs, temporary: true }]) });
  }

  private refuse(name: string, bytes: number, said: Problem): void {
    const refused = { problem: said, bytes };
    const source = { path: `refused ${randomUUID()}`, name, modifiedMs: null, temporary: false, refused };
    this.answer({ result: this.options.addFiles([source]) });
  }

  private async cancel(): Promise<void> {
    const { arriving } = this;
    this.arriving = null;
    if (arriving === null) return;
    await arriving.handle.close().catch(() => undefined);
    await rm(arriving.path, { force: true }).catch((error: unknown) => {
      this.options.log.error('upload-copy-not-deleted', error);
    });
  }

  private answer(answer: FileAnswer): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(answer));
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
