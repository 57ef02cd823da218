// From the start of the process to the icon in the tray, beside an Electron app that has nothing but an icon, turn by turn.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { median, print } from './simulator-process.ts';

const turns = 5;
const root = path.resolve(import.meta.dirname, '../..');
const executable = process.env['ELECTRON_EXECUTABLE'];
/** Longest wait for an icon, in milliseconds. */
const limitMs = 60_000;

/** The moment (epoch milliseconds) at which the app in `folder` said in `file` that its icon is there; the app is ended then. */
async function start(program: string, folder: string, profile: string, file: string): Promise<number> {
  const began = Date.now();
  const child = spawn(program, [folder, `--user-data-dir=${profile}`], { stdio: 'ignore' });
  try {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => '');
      // The log's own time counts, not the moment at which it is looked at here.
      const stamp = /^(\S+) info tray$/mu.exec(text)?.[1];
      if (stamp !== undefined) return new Date(stamp).getTime() - began;
      if (Date.now() - began > limitMs) throw new Error(`No icon after ${String(limitMs)} ms`);
      await delay(50);
    }
  } finally {
    child.kill();
    await new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve(null);
      else child.once('exit', resolve);
    });
  }
}

const emptyApp = `const { app, Tray } = require('electron');
const { writeFileSync } = require('node:fs');
const path = require('node:path');
app.whenReady().then(() => {
  globalThis.tray = new Tray(path.join(__dirname, 'icon.png'));
  writeFileSync(process.argv.find((word) => word.startsWith('--user-data-dir=')).slice(16) + '/empty.log', new Date().toISOString() + ' info tray');
});
app.on('window-all-closed', () => undefined);
`;

if (executable === undefined) print('start to tray', 'not run: ELECTRON_EXECUTABLE names no Electron');
else {
  const work = await mkdtemp(path.join(tmpdir(), 'sidetone-start-'));
  const empty = path.join(work, 'empty');
  await mkdir(empty);
  await writeFile(path.join(empty, 'package.json'), '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }\n');
  await writeFile(path.join(empty, 'main.cjs'), emptyApp);
  await cp(path.join(root, 'resources', 'app.png'), path.join(empty, 'icon.png'));
  const fresh = async (): Promise<string> => mkdtemp(path.join(work, 'profile-'));
  const byEmpty = async (): Promise<number> => {
    const profile = await fresh();
    return start(executable, empty, profile, path.join(profile, 'empty.log'));
  };
  const bySidetone = async (): Promise<number> => {
    const profile = await fresh();
    return start(executable, root, profile, path.join(profile, 'logs', 'sidetone.log'));
  };
  // Once each for the caches of the disk.
  await byEmpty();
  await bySidetone();
  const empties: number[] = [];
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const bare = await byEmpty();
    const own = await bySidetone();
    empties.push(bare);
    ours.push(own);
    ratios.push(own / bare);
  }
  print('start to tray, an empty Electron app', `${median(empties).toFixed(0)} ms (median of ${String(turns)})`);
  print('start to tray, Sidetone', `${median(ours).toFixed(0)} ms (median of ${String(turns)})`);
  print('Sidetone over the empty app, pair by pair', `${median(ratios).toFixed(2)} (aim: at most 1.10)`);
  await rm(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
