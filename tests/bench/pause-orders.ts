// What the benchmark of the pause and its server say to each other.
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as v from 'valibot';

export const pauseOrderSchema = v.variant('kind', [
  /** The agent's call ends, and another customer calls. */
  v.object({ kind: v.literal('call') }),
  /** The call of the baseline is recorded again. */
  v.object({ kind: v.literal('unpause') }),
  v.object({ kind: v.literal('delay'), roundTripMs: v.number() }),
]);
type PauseOrder = v.InferOutput<typeof pauseOrderSchema>;

const reportSchema = v.variant('kind', [
  v.object({ kind: v.literal('ready'), url: v.string(), proxyUrl: v.string(), plainId: v.string() }),
  /** When a PUT arrived, in nanoseconds of the clock that all processes share. */
  v.object({ kind: v.literal('arrived'), at: v.string() }),
  /** `connections`: opened through the proxy so far. */
  v.object({ kind: v.literal('done'), connections: v.number() }),
]);
export type PauseReport = v.InferOutput<typeof reportSchema>;
type ReportOf<K extends PauseReport['kind']> = Extract<PauseReport, { kind: K }>;

export type PauseServer = ReportOf<'ready'> & {
  /** Resolves, when it is done, with the number of connections opened through the proxy. */
  order(order: PauseOrder): Promise<number>;
  /** The moment (nanoseconds) at which the next PUT arrives. */
  nextArrival(): Promise<bigint>;
  close(): void;
};

function nextReport<K extends PauseReport['kind']>(child: ChildProcess, kind: K): Promise<ReportOf<K>> {
  return new Promise((resolve) => {
    const listener = (message: unknown): void => {
      const parsed = v.parse(reportSchema, message);
      if (parsed.kind !== kind) return;
      child.off('message', listener);
      resolve(parsed as ReportOf<K>);
    };
    child.on('message', listener);
  });
}

export async function startPauseServer(tls: boolean): Promise<PauseServer> {
  const child = fork(path.join(import.meta.dirname, 'pause-server.ts'), tls ? ['--tls'] : [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await nextReport(child, 'ready');
  return {
    ...ready,
    order: async (order) => {
      const done = nextReport(child, 'done');
      child.send(order);
      return (await done).connections;
    },
    nextArrival: async () => BigInt((await nextReport(child, 'arrived')).at),
    close: () => {
      child.disconnect();
    },
  };
}
