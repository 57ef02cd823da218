// How a second start knows that the first one heard of it. No Electron here: tests bring their own clock and file.
import * as v from 'valibot';
import type { Clock } from '../../core/platform/ports.ts';

const markSchema = v.object({ mark: v.pipe(v.string(), v.uuid()) });

/** The mark in what Electron hands over from another start, or null where there is none. */
export function startMarkOf(data: unknown): string | null {
  const parsed = v.safeParse(markSchema, data);
  return parsed.success ? parsed.output.mark : null;
}

/** How long (ms) the one that runs is given to answer: it may be busy starting itself. And how often it is looked. */
const answerMs = 5_000;
const lookEveryMs = 50;

/** Whether the one that runs wrote down this start. `read` gives what it wrote last, or throws. */
export async function wasHeard(mark: string, read: () => string, clock: Clock): Promise<boolean> {
  const end = clock.monotonic() + answerMs;
  for (;;) {
    try {
      if (read() === mark) return true;
    } catch {
      // Nothing was written yet.
    }
    if (clock.monotonic() >= end) return false;
    await new Promise<void>((resolve) => clock.timer(lookEveryMs, resolve));
  }
}
