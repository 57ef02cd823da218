// What checking the audio of a paused call takes: decoding and measuring an hour in the worker as it is packaged, beside the thread that
// pauses, which must stay free. The hour is a speech-like MP3 made with lame where that is installed, else frames of the simulator.
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { measureAudio } from '../../src/main/core/audio-check/measure-audio.ts';
import { audioBytes } from '../../src/simulator/audio/audio.ts';
import { encodeWave } from '../support/audio-check/encode.ts';
import { talk } from '../support/audio-check/talk.ts';
import { print } from './simulator-process.ts';

const hourMs = 3_600_000;
await buildIfNeeded(['main']);
const worker = pathToFileURL(join(import.meta.dirname, '../../out/main/audio-worker.js'));
const folder = await mkdtemp(join(tmpdir(), 'sidetone-audio-'));

function hasLame(): boolean {
  try {
    execFileSync('lame', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** An hour of audio in a file, and what it is. */
async function makeHours(): Promise<{ readonly name: string; readonly path: string }[]> {
  const wav = join(folder, 'hour.wav');
  const minute = encodeWave([talk(1, 60 * 8_000, 8_000)], 8_000, 'ulaw').subarray(44);
  const body = Buffer.concat(Array.from({ length: 60 }, () => minute));
  const head = encodeWave([new Float32Array(0)], 8_000, 'ulaw');
  head.writeUInt32LE(body.length, head.length - 4);
  await writeFile(wav, Buffer.concat([head, body]));
  const mp3 = join(folder, 'hour.mp3');
  if (hasLame()) execFileSync('lame', ['--quiet', '-b', '16', '--resample', '8', wav, mp3]);
  else {
    const plan = { id: 'bench', durationMs: hourMs, pauses: [], bytes: null };
    await writeFile(mp3, Buffer.concat([...audioBytes(plan)]));
  }
  return [
    { name: hasLame() ? 'MP3, 8 kHz, 16 kbit/s' : 'MP3, 16 kHz, 40 kbit/s', path: mp3 },
    { name: 'WAV, µ-law, 8 kHz', path: wav },
  ];
}

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(256 * 1_024));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

try {
  for (const { name, path } of await makeHours()) {
    for (const [what, toMs] of [
      ['ten minutes of pause', 600_000],
      ['all of it paused', hourMs],
    ] as const) {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      const before = process.memoryUsage().rss;
      const cpu = process.cpuUsage();
      const began = performance.now();
      delay.enable();
      const result = await measureAudio(pieces(path), worker, [{ fromMs: 0, toMs }], new AbortController().signal);
      delay.disable();
      const seconds = (performance.now() - began) / 1_000;
      const { user, system } = process.cpuUsage(cpu);
      const megabytes = (process.memoryUsage().rss - before) / 1_000_000;
      const measured = result.ok ? `${(result.value.durationMs / 60_000).toFixed(1)} min` : result.error;
      print(
        `1 hour of ${name}, ${what}: ${measured}`,
        `${((user + system) / 1_000_000).toFixed(2)} s of one core, ${seconds.toFixed(2)} s (aim: under 3 s), ` +
          `+${megabytes.toFixed(0)} MB, longest wait of the thread that pauses ${(delay.max / 1_000_000).toFixed(0)} ms`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
