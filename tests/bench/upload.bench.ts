// Sending a recording of 256 MB through the whole core, beside curl sending the same file to the same server, turn by turn.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCore } from '../../src/main/core/core.ts';
import { filesOfUser } from '../../src/main/core/api/upload-handlers.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import type { UploadView } from '../../src/shared/ipc/uploads.ts';
import { waveHead } from '../support/audio-files.ts';
import { fakePorts } from '../support/fake-ports.ts';
import { figure } from './results.ts';
import { median, print, startSimulatorProcess } from './simulator-process.ts';

const turns = 5;
const bytes = 256 * 1024 * 1024;

const simulator = await startSimulatorProcess();
const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const file = join(folder, 'long.wav');
const head = waveHead(bytes - 44);
const handle = await open(file, 'w');
await handle.write(head);
const piece = Buffer.alloc(1024 * 1024, 0x55);
for (let at = head.length; at < bytes; at += piece.length)
  await handle.write(piece, 0, Math.min(piece.length, bytes - at));
await handle.close();

const clock: Clock = systemClock();
const ports = fakePorts(clock);
const core = createCore(ports);
await core.start();
const account = { server: simulator.url, username: 'ada.agent', password: 'demo' };
const signedIn = await core.handlers['session.signIn']({ ...account, allowPlainHttp: false, thisSessionOnly: true });
if (!signedIn.ok) throw new Error(signedIn.error.code);

let peakBytes = 0;
let pictures = 0;
core.onSnapshot(({ uploads }) => {
  if (!uploads.some(({ phase }) => phase === 'sending')) return;
  pictures += 1;
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
});

function until(fits: (view: UploadView) => boolean): Promise<UploadView> {
  return new Promise((resolve) => {
    const look = (views: readonly UploadView[]): boolean => {
      const found = views.at(-1);
      if (found === undefined || !fits(found)) return false;
      resolve(found);
      return true;
    };
    if (look(core.snapshot().uploads)) return;
    const stop = core.onSnapshot(({ uploads }) => {
      if (look(uploads)) stop();
    });
  });
}

async function bySidetone(): Promise<number> {
  core.addFiles(filesOfUser([file]));
  const { uploadId } = await until(({ phase }) => phase === 'draft');
  const details = await core.handlers['uploads.details']({ uploadId });
  if (!details.ok) throw new Error(details.error.code);
  await core.handlers['uploads.edit']({
    uploadId,
    details: { ...details.value, localNumber: '101', startGuessed: false },
  });
  const began = performance.now();
  await core.handlers['uploads.send']({ uploadIds: [uploadId] });
  const end = await until(({ phase }) => phase === 'done' || phase === 'failed');
  const ms = performance.now() - began;
  if (end.phase !== 'done') throw new Error(`The recording was not sent: ${end.problem?.code ?? ''}`);
  await core.handlers['uploads.forgetDone']({});
  return ms;
}

const metadata = JSON.stringify({
  startDateTime: '2026-09-25T13:00:00.0000000Z',
  duration: 'PT1M30S',
  direction: 1,
  localParty: { username: 'ada.agent', phoneNumber: '101' },
});
async function byCurl(): Promise<number> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)('curl', [
    ...['-s', '-o', join(folder, 'answer'), '-w', '%{http_code}', '-u', 'ada.agent:demo'],
    ...['-F', `jsondata=${metadata};type=application/json`, '-F', `attachment=@${file};type=audio/wav`],
    `${simulator.url}/fw/Apps/Recorder/WebAPI/Recordings`,
  ]);
  if (stdout !== '201') throw new Error(`curl was answered ${stdout}`);
  return performance.now() - began;
}

// Once for the caches of the server and the disk. The first upload of a run is measured too: it is the one that makes memory grow.
await byCurl();
globalThis.gc?.();
const beforeFirst = process.memoryUsage.rss();
peakBytes = beforeFirst;
await bySidetone();
const grownFirst = (peakBytes - beforeFirst) / 1e6;
globalThis.gc?.();
const before = process.memoryUsage.rss();
peakBytes = before;
pictures = 0;
const curls: number[] = [];
const ours: number[] = [];
const ratios: number[] = [];
for (let turn = 0; turn < turns; turn += 1) {
  const curl = await byCurl();
  const own = await bySidetone();
  curls.push(curl);
  ours.push(own);
  ratios.push(curl / own);
}
const speed = (ms: number): string => `${(bytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;
figure({
  what: `${(bytes / 1e6).toFixed(0)} MB sent through the whole core; curl -F`,
  ours: speed(median(ours)),
  plain: speed(median(curls)),
  ratio: median(ratios),
  goal: 'at least 1.0',
});
print('pictures of the progress in one upload', String(Math.round(pictures / turns)));
figure({ what: 'memory grew in the first upload by', ours: `${grownFirst.toFixed(1)} MB`, goal: 'at most 32 MB' });
figure({
  what: 'and in those after it by',
  ours: `${((peakBytes - before) / 1e6).toFixed(1)} MB`,
  goal: 'at most 32 MB',
});
await core.dispose();
await simulator.close();
await rm(folder, { recursive: true, force: true });
await rm(join(ports.profileFolder, '..'), { recursive: true, force: true });
