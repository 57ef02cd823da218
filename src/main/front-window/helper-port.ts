// Watches the front window of Windows by a small program of our own (src/native/watch.c), which tells it line by line.
import { spawn } from 'node:child_process';
import type { FrontWindowPort } from '../core/platform/ports.ts';
import { HelperLines } from './helper-lines.ts';

/** @param program the helper; @param args what stands before it where another program runs it */
export function helperPort(program: string, args: readonly string[] = []): Omit<FrontWindowPort, 'own'> {
  return { sees: 'windows', watch: (watcher) => runHelper(program, args, watcher) };
}

/** Runs it until the function that this returns is called, it ends, or it says what no helper says. */
function runHelper(
  program: string,
  args: readonly string[],
  { seen, ended }: Parameters<FrontWindowPort['watch']>[0],
): () => void {
  // Its input says nothing: it ends when this end of it does, also where the app is killed.
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  const lines = new HelperLines();
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    child.stdin.destroy();
    child.stdout.destroy();
    child.kill();
  };
  const end = (): void => {
    if (isOver) return;
    stop();
    ended();
  };
  child.once('error', end);
  child.once('exit', end);
  child.stdin.on('error', end);
  child.stdout.on('error', end);
  child.stdout.on('data', (chunk: Buffer) => {
    if (isOver) return;
    const windows = lines.take(chunk);
    // Of several that waited, only the last one is in front.
    const latest = windows?.at(-1);
    if (windows === null) end();
    else if (latest !== undefined) seen(latest);
  });
  return stop;
}
