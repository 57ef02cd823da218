// Saving 256 MB, and 200 files of 1 MB, with the SHA-256 and forced to the disk, beside a shell that does the same work, turn by turn.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { saveMedia } from '../../src/main/core/downloads/media-file.ts';
import { newPartMark } from '../../src/main/core/downloads/partial-files.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import { createUcxClient } from '../../src/main/core/ucx/client.ts';
import { err } from '../../src/shared/domain/result.ts';
import { quietLog } from '../support/quiet-log.ts';
import { figure } from './results.ts';
import { median, startSimulatorProcess } from './simulator-process.ts';

const [turns, manyFiles, manyTurns] = [7, 200, 3];
/** Length of a recording of 256 MB at the 40 kbit/s of the simulator's MP3, in milliseconds. */
const durationMs = 53_687_000;

const simulator = await startSimulatorProcess();
const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const madeSchema = v.object({ id: v.string(), sizeBytes: v.number() });
type Made = v.InferOutput<typeof madeSchema>;
const make = async (lengthMs: number): Promise<Made> =>
  v.parse(
    madeSchema,
    await simulator.control('POST', 'completed', {
      username: 'ada.agent',
      durationMs: Math.round(lengthMs),
      remoteNumber: '+390551104729',
    }),
  );
const made = await make(durationMs);
const client = createUcxClient({
  server: simulator.url,
  username: 'ada.agent',
  password: 'demo',
  allowPlainHttp: false,
});
const mediaOf = (id: string): string => `${simulator.url}/fw/Apps/Recorder/WebAPI/Recordings/${id}/Media`;
const media = mediaOf(made.id);

const run = promisify(execFile);

/** Milliseconds of a shell's line that does the same work: fetch, write, hash, force to the disk. */
async function byShell(line: string): Promise<number> {
  const began = performance.now();
  await run('sh', ['-ec', line], { cwd: folder });
  return performance.now() - began;
}

const byCurl = (turn: number): Promise<number> =>
  byShell(
    `curl -s -u ada.agent:demo '${media}' | tee curl-${String(turn)} | sha256sum >sum; sync curl-${String(turn)}`,
  );

let peakBytes = 0;
let asked = 0;

async function save({ id, sizeBytes }: Made, baseName: string): Promise<void> {
  const outcome = await saveMedia({
    ports: { files: nodeFiles(), log: quietLog() },
    target: {
      folder,
      makeFolder: true,
      baseName,
      partMark: newPartMark(),
      metadata: null,
    },
    expected: { sha256: null, bytes: null },
    transfer: {
      open: async (signal) => {
        const answer = await client.media(id, signal);
        return answer.ok ? answer : err(answer.error.problem);
      },
      onProgress: () => {
        // Asking for the memory costs more than a packet: not at each of them.
        if ((asked += 1) % 256 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
      },
      onNamed: () => Promise.resolve(),
    },
    signal: new AbortController().signal,
  });
  if (outcome.kind !== 'saved' || outcome.bytes !== sizeBytes) throw new Error('The recording was not saved whole');
}

async function bySidetone(turn: number): Promise<number> {
  const began = performance.now();
  await save(made, `sidetone-${String(turn)}`);
  return performance.now() - began;
}

// Once each for the caches of the server, the disk and the compiler.
await byCurl(0);
await bySidetone(0);
globalThis.gc?.();
const before = process.memoryUsage.rss();
peakBytes = before;
const curls: number[] = [];
const ours: number[] = [];
for (let turn = 1; turn <= turns; turn += 1) {
  // Whoever comes second writes to a disk that is still busy with the first: each goes first in every other turn.
  const early = turn % 2 === 0 ? await bySidetone(turn) : null;
  curls.push(await byCurl(turn));
  ours.push(early ?? (await bySidetone(turn)));
  await rm(join(folder, `curl-${String(turn)}`));
  await rm(join(folder, `sidetone-${String(turn)}.mp3`));
}
const grown = (peakBytes - before) / 1e6;

/** Pair by pair, so that a busy moment of the machine hits both. */
const ratioOf = (plain: readonly number[], own: readonly number[]): number =>
  median(plain.map((ms, turn) => ms / (own[turn] ?? Number.NaN)));
const speed = (bytes: number, ms: number): string => `${(bytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;
figure({
  what: `${(made.sizeBytes / 1e6).toFixed(0)} MB saved with SHA-256 and fsync; curl | tee | sha256sum; sync`,
  ours: speed(made.sizeBytes, median(ours)),
  plain: speed(made.sizeBytes, median(curls)),
  ratio: ratioOf(curls, ours),
  goal: 'at least 1.0',
});
figure({ what: 'resident memory grew by', ours: `${grown.toFixed(1)} MB`, goal: 'at most 32 MB' });

const many: Made[] = [];
for (let file = 0; file < manyFiles; file += 1) many.push(await make(durationMs / 256));
await writeFile(
  join(folder, 'curl.txt'),
  many.map(({ id }, file) => `url = "${mediaOf(id)}"\noutput = "many-${String(file)}"`).join('\n'),
);
const manyByCurl = (): Promise<number> =>
  byShell('curl -s -u ada.agent:demo --parallel -K curl.txt; sha256sum many-* >sum; sync many-*; rm many-*');
/** Three at once, as the queue of the app has it. */
async function manyBySidetone(): Promise<number> {
  const began = performance.now();
  const waiting = many.entries();
  const worker = async (): Promise<void> => {
    for (const [file, each] of waiting) await save(each, `small-${String(file)}`);
  };
  await Promise.all([worker(), worker(), worker()]);
  const ms = performance.now() - began;
  await run('sh', ['-c', 'rm small-*'], { cwd: folder });
  return ms;
}
await manyByCurl();
await manyBySidetone();
const pairs: (readonly [curl: number, own: number])[] = [];
for (let turn = 0; turn < manyTurns; turn += 1) pairs.push([await manyByCurl(), await manyBySidetone()]);
const total = many.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
figure({
  what: `${String(manyFiles)} files of 1 MB, three at once; curl --parallel; sha256sum; sync`,
  ours: speed(total, median(pairs.map(([, own]) => own))),
  plain: speed(total, median(pairs.map(([curl]) => curl))),
  ratio: ratioOf(
    pairs.map(([curl]) => curl),
    pairs.map(([, own]) => own),
  ),
  goal: 'at least 1.0',
});
client.close();
await simulator.close();
await rm(folder, { recursive: true, force: true });
