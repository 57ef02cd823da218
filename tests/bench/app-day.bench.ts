// A day's work in the real app in a few minutes: 200 calls, 60 pauses, 100 saves, the main window opened and closed 100 times. After each tenth
// of it everything is at rest and is counted: memory of every process, timers, sockets, listeners, open files.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { BenchRow } from '../../scripts/bench-table.ts';
import { debuggerOf, debuggerOfProcess, portOfPages, type Debugger } from './desktop/devtools.ts';
import { megabytes, report } from './desktop/figures.ts';
import { costOf, spentBetween, type Spent } from './desktop/processes.ts';
import { signInOnce, type Run } from './desktop/programs.ts';
import { beginCall, onDesktop } from './desktop/session.ts';
import type { SimulatorProcess } from './simulator-process.ts';

const hours = 10;
const inAnHour = { calls: 20, pauses: 6, saves: 10, openings: 10 };
const inspectorPort = 9_742;
/** Half a minute of audio each. */
const savedMs = 30_000;
const restMs = 2_000;

type App = {
  readonly run: Run;
  readonly simulator: SimulatorProcess;
  readonly widget: Debugger;
  readonly main: Debugger;
  readonly downloads: string;
};

/** The state of the main process at rest, by its own word. */
const countsSchema = v.object({
  resources: v.record(v.string(), v.number()),
  listeners: v.number(),
  heapKb: v.number(),
});
type Rest = v.InferOutput<typeof countsSchema> & { readonly spent: Spent };

const call = (name: string, input: object = {}): string =>
  `window.sidetone.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`;
const stateIs = (word: string): string => `document.querySelector('[role=status]')?.textContent.trim() === '${word}'`;

async function oneCall({ simulator, widget }: App, number: number, isPaused: boolean): Promise<void> {
  const id = await beginCall(simulator, `+3905511${String(10_000 + number)}`);
  await widget.evaluate(call('live.refresh'));
  await widget.until(stateIs('Recording'));
  if (isPaused) {
    await widget.evaluate(call('live.pause'));
    await widget.until(stateIs('Paused'));
    await widget.evaluate(call('live.resume'));
    await widget.until(stateIs('Recording'));
  }
  await simulator.control('DELETE', `calls/${id}`);
  await widget.evaluate(call('live.refresh'));
  await widget.until(stateIs('Not recording'));
}

async function oneSave({ simulator, widget, downloads }: App, number: number): Promise<void> {
  const recording = { username: 'ada.agent', durationMs: savedMs, remoteNumber: '+390551104729' };
  const { id } = v.parse(v.object({ id: v.string() }), await simulator.control('POST', 'completed', recording));
  await widget.evaluate(call('downloads.start', { recordingId: id, referenceNumber: `DAY-${String(number)}` }));
  await widget.until(`(await ${call('snapshot.get')}).value.downloads.every(({ phase }) => phase === 'saved')`);
  await widget.evaluate(call('downloads.forgetEnded'));
  await rm(downloads, { recursive: true, force: true });
}

/** Opens the main window and closes it: by turns as a person does, which hides it, and as ten minutes of being hidden do. */
async function oneOpening({ run, widget, main }: App, isGivenUp: boolean): Promise<void> {
  await widget.evaluate(call('window.openMain', { page: 'history' }));
  const page = await debuggerOf(await portOfPages(run.profile), 'main.html');
  await page.until('document.querySelectorAll("[role=row].body").length > 3');
  page.close();
  await main.evaluate(
    `electron.BrowserWindow.getAllWindows().filter((window) => window.webContents.getURL().endsWith('main.html')).forEach((window) => window.${isGivenUp ? 'destroy' : 'close'}())`,
  );
}

async function oneHour(app: App, hour: number): Promise<void> {
  const from = (each: number): number => hour * each;
  for (let turn = 0; turn < inAnHour.calls; turn += 1) {
    await oneCall(app, from(inAnHour.calls) + turn, turn < inAnHour.pauses);
    if (turn < inAnHour.saves) await oneSave(app, from(inAnHour.saves) + turn);
    // The last one is given up, so that each hour ends without a main window.
    if (turn < inAnHour.openings) await oneOpening(app, turn % 2 === 1);
  }
}

async function atRest({ run, widget, main }: App): Promise<Rest> {
  await delay(restMs);
  for (const each of [widget, main]) await each.evaluate('gc()');
  await delay(restMs);
  const told = await main.evaluate(`JSON.stringify({
    resources: process.getActiveResourcesInfo().reduce((all, name) => ({ ...all, [name]: (all[name] ?? 0) + 1 }), {}),
    listeners: ['app', 'ipcMain', 'nativeTheme', 'powerMonitor', 'screen'].map((name) => electron[name]).concat(process)
      .flatMap((emitter) => emitter.eventNames().map((event) => emitter.listenerCount(event))).reduce((sum, count) => sum + count, 0),
    heapKb: process.memoryUsage().heapUsed / 1024,
  })`);
  return { ...v.parse(countsSchema, JSON.parse(String(told))), spent: spentBetween(new Map(), costOf(run.pid)) };
}

function rowsOf(rests: readonly Rest[]): BenchRow[] {
  const [first] = rests;
  const last = rests.at(-1);
  if (first === undefined || last === undefined) return [];
  const grown = (from: number, to: number): string =>
    `${megabytes(from)} to ${megabytes(to)} (${megabytes(to - from)})`;
  const roles = Object.keys(last.spent.byRole).filter((role) => (last.spent.byRole[role]?.pssKb ?? 0) > 2_048);
  const files = ({ spent }: Rest): number => Object.values(spent.byRole).reduce((sum, each) => sum + each.files, 0);
  const named = ({ resources }: Rest): string =>
    Object.entries(resources)
      .toSorted(([left], [right]) => left.localeCompare(right))
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', ');
  return [
    {
      what: 'memory of all processes, first hour to tenth',
      ours: grown(first.spent.pssKb, last.spent.pssKb),
      goal: 'flat',
    },
    { what: 'hour by hour', ours: rests.map(({ spent }) => (spent.pssKb / 1024).toFixed(0)).join(', ') + ' MB' },
    ...roles.map((role) => ({
      what: `of it ${role}`,
      ours: grown(first.spent.byRole[role]?.pssKb ?? 0, last.spent.byRole[role]?.pssKb ?? 0),
    })),
    { what: 'the heap of the main process', ours: grown(first.heapKb, last.heapKb) },
    { what: 'timers, sockets and handles after the first hour', ours: named(first) },
    { what: 'the same after the tenth', ours: named(last), goal: 'the same' },
    {
      what: 'listeners of Electron and the process',
      ours: `${String(first.listeners)} to ${String(last.listeners)}`,
      goal: 'the same',
    },
    {
      what: 'open files of all processes',
      ours: `${String(files(first))} to ${String(files(last))}`,
      goal: 'the same',
    },
  ];
}

await onDesktop("a day's work of the real app", ['--recordings', '1000'], async ({ simulator, programs, start }) => {
  const profile = await programs.profile();
  await signInOnce(programs.sidetone, profile, simulator.url);
  const flags = ['--remote-debugging-port=0', `--inspect=${String(inspectorPort)}`, '--js-flags=--expose-gc'];
  const run = start(programs.sidetone, profile, flags);
  await run.icon();
  const main = await debuggerOfProcess(inspectorPort);
  await main.evaluate(`globalThis.electron = (process.mainModule ?? { require }).require('electron'); undefined`);
  const downloads = path.join(process.env['DESKTOP_HOME'] ?? '', 'Downloads', 'Sidetone');
  const app: App = { run, simulator, widget: await run.page('widget.html'), main, downloads };
  await app.widget.until(stateIs('Not recording'));
  const began = performance.now();
  const rests: Rest[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    await oneHour(app, hour);
    rests.push(await atRest(app));
  }
  const took: BenchRow = {
    what: `${String(hours)} hours took`,
    ours: `${((performance.now() - began) / 1000).toFixed(0)} s`,
  };
  await report('app-day', [...rowsOf(rests), took], rests);
  app.widget.close();
  main.close();
});
process.exit(0);
