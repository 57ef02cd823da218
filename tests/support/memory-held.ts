// Waits until memory is free again: what is kept on purpose never is, and the test's own time limit says so.
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes outside the heap. What nobody holds is freed some turns after it was collected. */
export const bytesHeld = (): number => process.memoryUsage().arrayBuffers;

/** Resolves when at most so many bytes are held outside the heap. */
export async function heldAtMost(bytes: number): Promise<void> {
  v8.setFlagsFromString('--expose-gc');
  while (bytesHeld() > bytes) {
    runInNewContext('gc()');
    await new Promise(setImmediate);
  }
}
