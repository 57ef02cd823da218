// The browser's half of handing files over: piece by piece, the next one when the one before it has been written.
import * as v from 'valibot';
import { problem, type Problem } from '../shared/domain/problem.ts';
import { err, ok, type Result } from '../shared/domain/result.ts';
import type { FilesTaken } from '../shared/ipc/uploads.ts';
import { fileAnswerSchema, pieceBytes, type FileAnswer } from './file-wire.ts';

/** The part of the browser's WebSocket that is used; tests hand in a fake. */
export type FileSocketLike = {
  send(data: string | ArrayBuffer): void;
  close(): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};

const lost: Result<never, Problem> = err(problem('server-connection-lost'));

/** Hands the files over, one after the other. Answers with a problem only where none of them was taken. */
export async function sendFiles(
  connect: () => FileSocketLike,
  files: readonly File[],
): Promise<Result<FilesTaken, Problem>> {
  if (files.length === 0) return err(problem('upload/no-files'));
  const line = new Line(connect());
  let added = 0;
  let leftOut = 0;
  let said: Result<never, Problem> | null = null;
  for (const file of files) {
    const taken = await sendOne(line, file);
    if (taken.ok) {
      added += taken.value.added;
      leftOut += taken.value.leftOut;
      continue;
    }
    said = taken;
    if (taken.error.code !== 'upload/too-many') break;
    leftOut += 1;
  }
  line.close();
  return added === 0 && said !== null ? said : ok({ added, leftOut });
}

async function sendOne(line: Line, file: File): Promise<Result<FilesTaken, Problem>> {
  let answer = await line.ask(JSON.stringify({ name: file.name, bytes: file.size, modifiedMs: file.lastModified }));
  while (answer !== null && 'got' in answer) {
    let piece: ArrayBuffer | null = null;
    try {
      piece = await file.slice(answer.got, answer.got + pieceBytes).arrayBuffer();
    } catch {
      // A folder, or a file that has gone meanwhile.
    }
    const isReadable = piece !== null && piece.byteLength > 0;
    answer = await line.ask(isReadable && piece !== null ? piece : JSON.stringify({ failed: true }));
  }
  return answer?.result ?? lost;
}

/** A socket on which each message is answered by one. */
class Line {
  private readonly socket: FileSocketLike;
  private readonly opened: Promise<boolean>;
  private waiting: ((answer: FileAnswer | null) => void) | null = null;
  private closed = false;

  constructor(socket: FileSocketLike) {
    this.socket = socket;
    this.opened = new Promise((resolve) => {
      socket.addEventListener('open', () => {
        resolve(true);
      });
      socket.addEventListener('close', () => {
        this.closed = true;
        resolve(false);
        this.waiting?.(null);
      });
    });
    socket.addEventListener('message', ({ data }) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileAnswerSchema), data);
      this.waiting?.(parsed.success ? parsed.output : null);
    });
  }

  /** The answer, or null when the line has broken. */
  async ask(message: string | ArrayBuffer): Promise<FileAnswer | null> {
    if (!(await this.opened) || this.closed) return null;
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.socket.send(message);
    });
  }

  close(): void {
    this.socket.close();
  }
}
