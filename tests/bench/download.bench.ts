// Saving 256 MB with the SHA-256 taken on the way, beside curl writing the same bytes from the same server, turn by turn.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { saveMedia } from '../../src/main/core/downloads/media-file.ts';
import { newPartMark } from '../../src/main/core/downloads/partial-files.ts';
import { nodeFiles } from '../../src/main/core/platform/node-files.ts';
import { createUcxClient } from '../../src/main/core/ucx/client.ts';
import { err } from '../../src/shared/domain/result.ts';
import { quietLog } from '../support/quiet-log.ts';
import { median, print, startSimulatorProcess } from './simulator-process.ts';

const turns = 8;
/** Length of a recording of 256 MB at the 40 kbit/s of the simulator's MP3, in milliseconds. */
const durationMs = 53_687_000;

const simulator = await startSimulatorProcess();
const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const made = v.parse(
  v.object({ id: v.string(), sizeBytes: v.number() }),
  await simulator.control('POST', 'completed', { username: 'ada.agent', durationMs, remoteNumber: '+390551104729' }),
);
const client = createUcxClient({
  server: simulator.url,
  username: 'ada.agent',
  password: 'demo',
  allowPlainHttp: false,
});
const media = `${simulator.url}/fw/Apps/Recorder/WebAPI/Recordings/${made.id}/Media`;

/** Milliseconds of curl alone, and of curl followed by forcing its file to the disk, which Sidetone does too. */
async function byCurl(turn: number): Promise<{ readonly alone: number; readonly forced: number }> {
  const file = join(folder, `curl-${String(turn)}`);
  const began = performance.now();
  await promisify(execFile)('curl', ['-s', '-u', 'ada.agent:demo', '-o', file, media]);
  const alone = performance.now() - began;
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
  return { alone, forced: performance.now() - began };
}

let peakBytes = 0;
let asked = 0;

async function bySidetone(turn: number): Promise<number> {
  const began = performance.now();
  const outcome = await saveMedia({
    ports: { files: nodeFiles(), log: quietLog() },
    target: {
      folder,
      makeFolder: true,
      baseName: `sidetone-${String(turn)}`,
      partMark: newPartMark(),
      metadata: null,
    },
    expected: { sha256: null, bytes: null },
    transfer: {
      open: async (signal) => {
        const answer = await client.media(made.id, signal);
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
  if (outcome.kind !== 'saved' || outcome.bytes !== made.sizeBytes)
    throw new Error('The recording was not saved whole');
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
const forced: number[] = [];
const ratios: number[] = [];
const forcedRatios: number[] = [];
for (let turn = 1; turn <= turns; turn += 1) {
  // Whoever comes second writes to a disk that is still busy with the first: each goes first in every other turn.
  const early = turn % 2 === 0 ? await bySidetone(turn) : null;
  const curl = await byCurl(turn);
  const own = early ?? (await bySidetone(turn));
  curls.push(curl.alone);
  forced.push(curl.forced);
  ours.push(own);
  ratios.push(curl.alone / own);
  forcedRatios.push(curl.forced / own);
  await rm(join(folder, `curl-${String(turn)}`));
  await rm(join(folder, `sidetone-${String(turn)}.mp3`));
}
const speed = (ms: number): string => `${(made.sizeBytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;
print(
  `download of ${(made.sizeBytes / 1e6).toFixed(0)} MB, curl`,
  `${speed(median(curls))} (median of ${String(turns)})`,
);
print('the same, and forced to the disk', `${speed(median(forced))} (median of ${String(turns)})`);
print('the same, Sidetone with SHA-256 and fsync', `${speed(median(ours))} (median of ${String(turns)})`);
print('Sidetone over curl forced to the disk, pair by pair', `${median(forcedRatios).toFixed(2)} (aim: at least 0.90)`);
print('Sidetone over curl alone, pair by pair', median(ratios).toFixed(2));
print('resident memory grew by at most', `${((peakBytes - before) / 1e6).toFixed(1)} MB (aim: below 32)`);
client.close();
await simulator.close();
await rm(folder, { recursive: true, force: true });
