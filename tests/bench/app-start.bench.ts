// The real app from its start to the icon and to the first truth in the widget, signed in, beside an empty Electron app, turn by turn.
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/bench-table.ts';
import { report } from './desktop/figures.ts';
import { Run, signInOnce, type Program } from './desktop/programs.ts';
import { beginCall, onDesktop } from './desktop/session.ts';
import { percentile } from './results.ts';

const turns = 11;
const truthTurns = 5;

async function toIcon(program: Program, profile: string): Promise<number> {
  const run = new Run(program, profile, []);
  const ms = await run.icon();
  // The end of a start that is still under way would be another thing than the end of an app.
  await delay(1_000);
  await run.end();
  return ms;
}

/** Milliseconds from the start of the process to the frame of the widget that says what the recorder said. */
async function toTruth(program: Program, profile: string): Promise<number> {
  const run = new Run(program, profile, ['--remote-debugging-port=0']);
  const widget = await run.page('widget.html');
  const at = await widget.evaluate(`new Promise((resolve) => {
    const look = () => {
      const word = document.querySelector('[role=status]')?.textContent.trim();
      if (word === 'Recording') resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  })`);
  widget.close();
  await run.end();
  return Number(at) - run.began;
}

const median = (figures: readonly number[]): string => percentile(figures, 0.5).toFixed(0);
const least = (figures: readonly number[]): string => Math.min(...figures).toFixed(0);

await onDesktop('start of the real app', [], async ({ simulator, programs }) => {
  const [own, other] = [await programs.profile(), await programs.profile()];
  await signInOnce(programs.sidetone, own, simulator.url);
  // Once each for the caches of the disk.
  await toIcon(programs.empty, other);
  await toIcon(programs.sidetone, own);
  const empty: number[] = [];
  const ours: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    empty.push(await toIcon(programs.empty, other));
    ours.push(await toIcon(programs.sidetone, own));
  }
  await beginCall(simulator);
  const truths: number[] = [];
  for (let turn = 0; turn < truthTurns; turn += 1) truths.push(await toTruth(programs.sidetone, own));
  const rows: BenchRow[] = [
    {
      what: 'start to tray, signed in',
      ours: `${median(ours)} ms`,
      plain: `${median(empty)} ms, an empty Electron app`,
      ratio: percentile(ours, 0.5) / percentile(empty, 0.5),
      goal: 'at most 1.10 ×',
    },
    {
      what: 'the fastest start of each',
      ours: `${least(ours)} ms`,
      plain: `${least(empty)} ms`,
      ratio: Math.min(...ours) / Math.min(...empty),
    },
    {
      what: 'start to the first truth in the widget, during a call',
      ours: `${median(truths)} ms, fastest ${least(truths)} ms`,
    },
  ];
  await report('app-start', rows, { empty, ours, truths });
});
