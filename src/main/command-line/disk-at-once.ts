// The disk of the commands, which has answered when a call returns: without a display Electron aborts as soon as the program lets it go on,
// and a report that is made over ssh must be written by then. Nobody waits for anything else meanwhile.
import { closeSync, fsyncSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import type { Files } from '../core/platform/ports.ts';

/** Calls `work` with an open file, which is closed in any case. */
function withFile<Answer>(path: string, flags: 'r' | 'wx', work: (file: number) => Answer): Answer {
  const file = openSync(path, flags, 0o600);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

function readPart(path: string, from: number, length: number): Uint8Array {
  return withFile(path, 'r', (file) => {
    const bytes = new Uint8Array(length);
    let got = 0;
    for (let read = -1; read !== 0 && got < length; got += read)
      read = readSync(file, bytes, got, length - got, from + got);
    return bytes.subarray(0, got);
  });
}

/** Both reject with a Node system error. */
export const filesAtOnce: Pick<Files, 'readPart' | 'size'> = {
  readPart: async (path, from, length) => readPart(path, from, length),
  size: async (path) => statSync(path).size,
};

/** Makes a file that isn't there yet and forces it to the disk. @throws a Node system error: EEXIST where it is there */
export function writeNewFileAtOnce(path: string, pieces: Iterable<string | Uint8Array>): void {
  withFile(path, 'wx', (file) => {
    for (const piece of pieces) writeFileSync(file, piece);
    fsyncSync(file);
  });
}
