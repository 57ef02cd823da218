// The program in front on macOS, as Launch Services tells it to everybody: no permission is asked. Titles of other programs' windows would
// need the one for recording the screen, so they aren't seen. Written from the manual page of lsappinfo(8), and not tried on a Mac.
import { execFile } from 'node:child_process';
import path from 'node:path';
import type { FrontWindowPort } from '../core/platform/ports.ts';

const askEveryMs = 1_000;
/** An answer that takes longer (ms) is none. */
const patienceMs = 5_000;

/** The file name of a program in what `lsappinfo info` prints; null where it isn't there. */
export function programIn(info: string): string | null {
  const [, file] = /^\s*executable path="([^"\n]+)"/mu.exec(info) ?? [];
  return file === undefined ? null : path.posix.basename(file);
}

export const macosPort: Omit<FrontWindowPort, 'own'> = {
  sees: 'programs',
  watch: ({ seen, ended }) => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (args: readonly string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        execFile('/usr/bin/lsappinfo', [...args], { timeout: patienceMs }, (error, out) => {
          if (error === null) resolve(out);
          else reject(new Error('lsappinfo failed', { cause: error }));
        });
      });
    const look = async (): Promise<void> => {
      const serial = (await ask(['front'])).trim();
      const program = programIn(await ask(['info', serial]));
      if (isOver) return;
      if (program === null) throw new Error('lsappinfo names no program');
      seen({ program, title: '' });
      timer = setTimeout(again, askEveryMs);
    };
    const again = (): void => {
      look().catch(() => {
        if (isOver) return;
        isOver = true;
        ended();
      });
    };
    again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  },
};
