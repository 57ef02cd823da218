// What the browser's own tracing says of a stretch of work: the frames that were drawn and the tasks of the page's main thread.
import type { Browser, CDPSession } from 'playwright';
import * as v from 'valibot';

/** Longest wait (ms) for anything of a trace. */
const limitMs = 60_000;
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
const frameCategory = 'disabled-by-default-devtools.timeline.frame';

/** `ts` and `dur` in microseconds, `tdur` those of them in which the thread ran. */
const eventSchema = v.object({
  name: v.string(),
  pid: v.number(),
  tid: v.number(),
  ts: v.number(),
  dur: v.optional(v.number()),
  tdur: v.optional(v.number()),
  args: v.optional(v.object({ name: v.optional(v.unknown()) })),
});
type TraceEvent = v.InferOutput<typeof eventSchema>;
const traceSchema = v.object({ traceEvents: v.array(eventSchema) });

/** All in milliseconds. */
export type Traced = {
  /** From each frame that was drawn to the next one. */
  readonly frames: readonly number[];
  /** Each task of the page's main thread: how long it took, and how long the thread ran for it. */
  readonly tasks: readonly { readonly tookMs: number; readonly ranMs: number }[];
};

/** What a promise answers; an error where it takes longer than `ms`. */
export async function within<T>(what: string, promise: Promise<T>, ms = limitMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} took more than ${String(ms / 1000)} s`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Traces what `work` does in a browser with one page. */
export async function traced(browser: Browser, work: () => Promise<void>): Promise<Traced> {
  const cdp = await browser.newBrowserCDPSession();
  const traceConfig = {
    recordMode: 'recordContinuously' as const,
    includedCategories: [...categories, frameCategory],
    excludedCategories: ['*'],
  };
  await within('The begin of the trace', cdp.send('Tracing.start', { transferMode: 'ReturnAsStream', traceConfig }));
  try {
    await work();
  } catch (error) {
    await ended(cdp);
    throw error;
  }
  const text = await within('The trace', textOf(cdp, await ended(cdp)));
  await cdp.detach();
  return told(v.parse(traceSchema, JSON.parse(text)).traceEvents);
}

/** Ends the trace; answers the stream that holds it. */
async function ended(cdp: CDPSession): Promise<string> {
  const complete = new Promise<string | undefined>((resolve) => {
    cdp.once('Tracing.tracingComplete', ({ stream }) => {
      resolve(stream);
    });
  });
  await cdp.send('Tracing.end');
  const stream = await within('The end of the trace', complete);
  if (stream === undefined) throw new Error('The browser gave no trace');
  return stream;
}

async function textOf(cdp: CDPSession, handle: string): Promise<string> {
  const pieces: Buffer[] = [];
  for (;;) {
    const { data, eof, base64Encoded } = await cdp.send('IO.read', { handle });
    pieces.push(Buffer.from(data, base64Encoded === true ? 'base64' : 'utf8'));
    if (eof) break;
  }
  await cdp.send('IO.close', { handle });
  return Buffer.concat(pieces).toString('utf8');
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${String(pid)}/${String(tid)}`;

function told(events: readonly TraceEvent[]): Traced {
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const all = events.filter((event) => event.name === 'RunTask' && mains.has(threadOf(event)));
  // A browser keeps a spare process: the page is the one that works.
  const byThread = [...Map.groupBy(all, threadOf).values()];
  const [main = []] = byThread.toSorted((one, other) => other.length - one.length);
  const pid = main[0]?.pid;
  const drawn = events
    .filter((event) => event.name === 'DrawFrame' && event.pid === pid)
    .map(({ ts }) => ts / 1000)
    .toSorted((one, other) => one - other);
  return {
    frames: drawn.slice(1).map((at, index) => at - (drawn[index] ?? at)),
    tasks: main.map(({ dur = 0, tdur = 0 }) => ({ tookMs: dur / 1000, ranMs: tdur / 1000 })),
  };
}
