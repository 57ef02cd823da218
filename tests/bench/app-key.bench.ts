// The real key in the real app: from the callback of the hotkey to the request on the wire and to the frame of the widget, with nothing else
// going on and under each load; and from the press, as the X server is given it, to the server, which shares the processors with all of it.
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Arrivals } from './desktop/arrivals.ts';
import { debuggerOfProcess } from './desktop/devtools.ts';
import type { BenchRow } from '../../scripts/bench-table.ts';
import { report } from './desktop/figures.ts';
import { saving, scrolling, uploading } from './desktop/loads.ts';
import { Keyboard, Presses, type Press } from './desktop/presses.ts';
import { signInOnce } from './desktop/programs.ts';
import { beginCall, onDesktop } from './desktop/session.ts';
import { percentile, spreadText } from './results.ts';

const count = Number(process.env['SIDETONE_BENCH_PRESSES'] ?? 200);
const recordings = 1_000_000;
/** A load has begun in earnest after so long (ms). */
const loadMs = 1_500;
const inspectorPort = 9_741;

type Measured = { readonly what: string; readonly presses: readonly Press[]; readonly isShown: boolean };

const figuresOf = (of: keyof Press) => (presses: readonly Press[]) => presses.map((press) => press[of]);

function rowsOf(all: readonly Measured[]): BenchRow[] {
  const [idle] = all;
  if (idle === undefined) return [];
  return all.flatMap((measured) =>
    [
      { part: 'callback to the request on the wire', figures: figuresOf('keyToWire'), goal: 'p95 at most 1.5 ×' },
      {
        part: measured.isShown
          ? 'callback to the frame of the widget'
          : 'callback to the word in the widget, not drawn',
        figures: figuresOf('keyToWidget'),
        goal: 'p95 at most 1.5 ×',
      },
      { part: 'press to the request at the server, beside it', figures: figuresOf('pressToServer') },
    ].map(({ part, figures, goal }): BenchRow => {
      const own = figures(measured.presses);
      const row = { what: `${measured.what}, ${part}`, ours: spreadText(own) };
      if (measured === idle) return row;
      const base = figures(idle.presses);
      const ratio = percentile(own, 0.95) / percentile(base, 0.95);
      return {
        ...row,
        plain: `${percentile(base, 0.95).toFixed(2)} ms, p95 with nothing else`,
        ratio,
        ...(goal === undefined ? {} : { goal }),
      };
    }),
  );
}

await onDesktop('the real key', ['--recordings', String(recordings)], async ({ simulator, programs, start }) => {
  const profile = await programs.profile();
  await signInOnce(programs.sidetone, profile, simulator.url);
  const app = start(programs.sidetone, profile, ['--remote-debugging-port=0', `--inspect=${String(inspectorPort)}`]);
  await app.icon();
  await beginCall(simulator);
  const widget = await app.page('widget.html');
  const arrivals = await Arrivals.follow(simulator.url);
  const keyboard = new Keyboard();
  const mainProcess = await debuggerOfProcess(inspectorPort);
  const presses = await Presses.on(widget, mainProcess, arrivals, keyboard);
  const all: Measured[] = [];
  const take = async (what: string, isShown = true): Promise<void> => {
    all.push({ what, presses: await presses.take(count, isShown), isShown });
  };
  // The first ones compile what the others use.
  await presses.take(10, true);
  await take(`${String(count)} presses, widget shown, p50 / p95 / p99`);
  await widget.evaluate(`window.sidetone.call('window.openMain', { page: 'history' })`);
  const main = await app.page('main.html');
  await main.until('document.querySelectorAll("[role=row].body").length > 3');
  await delay(loadMs);
  await take('main window open');
  const loads = [
    [`main window scrolls ${recordings.toLocaleString('en')} rows`, () => scrolling(main)],
    [
      '3 files of 256 MB are saved at 40 MB/s each',
      () => saving(main, simulator, path.join(process.env['DESKTOP_HOME'] ?? '', 'Downloads', 'Sidetone')),
    ],
    ['a file of 256 MB is uploaded, again and again', () => uploading(main, mainProcess, profile)],
  ] as const;
  for (const [what, begin] of loads) {
    const stop = await begin();
    await delay(loadMs);
    await take(what);
    await stop();
    await delay(loadMs);
  }
  await mainProcess.evaluate(
    `(process.mainModule ?? { require }).require('electron').BrowserWindow.getAllWindows().forEach((window) => window.close())`,
  );
  await delay(loadMs);
  await take('both windows hidden', false);
  await report('app-key', rowsOf(all), all);
  arrivals.stop();
  keyboard.end();
  mainProcess.close();
  widget.close();
  main.close();
});
process.exit(0);
