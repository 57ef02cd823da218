// What else the app may be doing when somebody presses the key. Each load goes on until it is stopped.
import { open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { waveHead } from '../../support/audio-files.ts';
import type { SimulatorProcess } from '../simulator-process.ts';
import type { Debugger } from './devtools.ts';

/** Ends a load, and resolves when nothing of it is left. */
export type StopLoad = () => Promise<void>;

/** 256 MB at the 40 kbit/s of the simulator's MP3, in milliseconds. */
const longRecordingMs = 53_687_000;
const uploadBytes = 256 * 1024 * 1024;
/** Three at once: together a gigabit line. Bytes a second. */
const saveSpeed = 40_000_000;

/** Scrolls through all rows of the list, a screen a frame. */
export async function scrolling(main: Debugger): Promise<StopLoad> {
  await main.until('document.querySelectorAll(".scroller.recordings [role=row].body").length > 3');
  await main.evaluate(`(() => {
    const scroller = document.querySelector('.scroller.recordings');
    window.benchScrolls = true;
    let down = 1;
    const step = () => {
      if (!window.benchScrolls) return;
      const end = scroller.scrollHeight - scroller.clientHeight;
      if (scroller.scrollTop >= end - 1) down = -1;
      else if (scroller.scrollTop <= 1) down = 1;
      scroller.scrollTop += down * scroller.clientHeight * 0.9;
      requestAnimationFrame(step);
    };
    step();
  })()`);
  return async () => {
    await main.evaluate('window.benchScrolls = false');
  };
}

/** Does a thing again and again until it is stopped; the first time is over, or has begun, when this resolves. */
function again(once: () => Promise<void>): StopLoad {
  const state = { stopped: false };
  const running = (async () => {
    while (!state.stopped) await once();
  })();
  // What went wrong is thrown when it is stopped.
  running.catch(() => undefined);
  return async () => {
    state.stopped = true;
    await running;
  };
}

const isDone = (list: 'downloads' | 'uploads'): string =>
  `window.sidetone.call('snapshot.get', {}).then(({ value }) => value.${list}.every(({ phase }) => ['saved', 'failed', 'cancelled', 'done'].includes(phase)))`;

async function untilDone(main: Debugger, list: 'downloads' | 'uploads'): Promise<void> {
  await main.evaluate(`new Promise((resolve) => {
    const look = () => ${isDone(list)}.then((done) => { if (done) resolve(); else setTimeout(look, 250); });
    look();
  })`);
}

/** Saves three long recordings at a time, new ones each time. */
export async function saving(main: Debugger, simulator: SimulatorProcess, downloads: string): Promise<StopLoad> {
  const speed = { matcher: { endpoint: 'media' }, fault: { kind: 'slow-body', bytesPerSecond: saveSpeed } };
  await simulator.control('PUT', 'faults', [speed]);
  const made = v.object({ id: v.string() });
  const stop = again(async () => {
    for (let file = 0; file < 3; file += 1) {
      const recording = { username: 'ada.agent', durationMs: longRecordingMs, remoteNumber: '+390551104729' };
      const { id } = v.parse(made, await simulator.control('POST', 'completed', recording));
      const input = JSON.stringify({ recordingId: id, referenceNumber: `BENCH-${String(file)}` });
      await main.evaluate(`window.sidetone.call('downloads.start', ${input})`);
    }
    await untilDone(main, 'downloads');
    await main.evaluate(`window.sidetone.call('downloads.forgetEnded', {})`);
    await rm(downloads, { recursive: true, force: true });
  });
  return async () => {
    await main.evaluate(`window.sidetone.call('downloads.cancelAll', {})`);
    await stop();
    await simulator.control('DELETE', 'faults');
  };
}

async function writeLongFile(file: string): Promise<void> {
  const handle: FileHandle = await open(file, 'w');
  await handle.write(waveHead(uploadBytes - 44));
  const piece = Buffer.alloc(1024 * 1024, 0x55);
  for (let at = 44; at < uploadBytes; at += piece.length)
    await handle.write(piece, 0, Math.min(piece.length, uploadBytes - at), at);
  await handle.close();
}

/** Sends one long file after the other, as fast as it goes. The dialog of the system is answered in the main process. */
export async function uploading(main: Debugger, process: Debugger, folder: string): Promise<StopLoad> {
  const file = path.join(folder, 'long.wav');
  await writeLongFile(file);
  const chosen = JSON.stringify({ canceled: false, filePaths: [file] });
  await process.evaluate(
    `(process.mainModule ?? { require }).require('electron').dialog.showOpenDialog = () => Promise.resolve(${chosen})`,
  );
  const once = again(async () => {
    const sent = await main.evaluate(`(async () => {
      const call = window.sidetone.call;
      await call('uploads.choose', {});
      const draft = async () => (await call('snapshot.get', {})).value.uploads.find(({ phase }) => phase === 'draft');
      let found = await draft();
      while (found === undefined) { await new Promise((resolve) => setTimeout(resolve, 50)); found = await draft(); }
      const { uploadId } = found;
      const details = await call('uploads.details', { uploadId });
      await call('uploads.edit', { uploadId, details: { ...details.value, startGuessed: false, localNumber: '101' } });
      return (await call('uploads.send', { uploadIds: [uploadId] })).value.queued;
    })()`);
    if (sent !== 1) throw new Error('The upload did not begin');
    await untilDone(main, 'uploads');
    await main.evaluate(`window.sidetone.call('uploads.forgetDone', {})`);
  });
  return once;
}
