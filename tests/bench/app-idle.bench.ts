// What the whole app costs while nothing happens: every process, in the tray and then during a call with the widget shown, beside an empty
// Electron app with one hidden window over the same minutes. Nothing looks on: no debugger, no library of a browser test.
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/bench-table.ts';
import { megabytes, report, share } from './desktop/figures.ts';
import { costOf, spentBetween, type Spent } from './desktop/processes.ts';
import { signInOnce, type Run } from './desktop/programs.ts';
import { beginCall, onDesktop } from './desktop/session.ts';

const seconds = Number(process.env['SIDETONE_BENCH_SECONDS'] ?? 60);
/** After a start, and after a change, so long (ms) until all that follows has happened: Chromium takes out its rubbish half a minute later. */
const settleMs = 30_000;

type Pair = { readonly ours: Spent; readonly empty: Spent };

async function over(ours: Run, empty: Run): Promise<Pair> {
  await delay(settleMs);
  const before = [costOf(ours.pid), costOf(empty.pid)] as const;
  await delay(seconds * 1000);
  return { ours: spentBetween(before[0], costOf(ours.pid)), empty: spentBetween(before[1], costOf(empty.pid)) };
}

const byProcess = ({ byRole }: Spent): string =>
  Object.entries(byRole)
    .map(([role, { cpuMs }]) => `${role} ${cpuMs.toFixed(0)}`)
    .join(', ');

function rowsOf(tray: Pair, call: Pair): BenchRow[] {
  const memory = ({ ours, empty }: Pair): Pick<BenchRow, 'ours' | 'plain' | 'ratio'> => ({
    ours: megabytes(ours.pssKb),
    plain: megabytes(empty.pssKb),
    ratio: ours.pssKb / empty.pssKb,
  });
  const over = `for ${String(seconds)} s, share of a core`;
  return [
    {
      what: `in the tray, signed in, nothing recorded, ${over}`,
      ours: share(tray.ours.cpuMs, seconds),
      plain: `${share(tray.empty.cpuMs, seconds)}, an empty Electron app with one hidden window`,
      goal: 'below 0.40 %',
    },
    { what: 'of it each process, ms', ours: byProcess(tray.ours), plain: byProcess(tray.empty) },
    {
      what: `a call with the widget shown, ${over}`,
      ours: share(call.ours.cpuMs, seconds),
      plain: share(call.empty.cpuMs, seconds),
      goal: 'below 1.50 %',
    },
    { what: 'of it each process, ms', ours: byProcess(call.ours), plain: byProcess(call.empty) },
    { what: 'memory in the tray (proportional set size)', ...memory(tray), goal: 'at most 1.25 ×' },
    { what: 'memory during a call', ...memory(call) },
  ];
}

/** Whether the widget, the one window that is opened here, is on the screen: asked of the X server. */
function widgetIsShown(): boolean {
  try {
    execFileSync('xdotool', ['search', '--onlyvisible', '--name', '^Sidetone$'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function widgetBecomes(wanted: 'shown' | 'hidden'): Promise<void> {
  const ends = performance.now() + 30_000;
  while (widgetIsShown() !== (wanted === 'shown')) {
    if (performance.now() > ends) throw new Error(`The widget is never ${wanted}`);
    await delay(250);
  }
}

await onDesktop('the real app while nothing happens', [], async ({ simulator, programs, start }) => {
  const profile = await programs.profile();
  await signInOnce(programs.sidetone, profile, simulator.url, { 'widget.hideWhenIdle': true });
  const ours = start(programs.sidetone, profile);
  const empty = start(programs.empty, await programs.profile());
  await Promise.all([ours.icon(), empty.icon()]);
  // The widget is made with the first call and hidden after it: a window that is hidden, as in the empty app.
  const first = await beginCall(simulator);
  await widgetBecomes('shown');
  await simulator.control('DELETE', `calls/${first}`);
  await widgetBecomes('hidden');
  const tray = await over(ours, empty);
  await beginCall(simulator);
  await widgetBecomes('shown');
  const call = await over(ours, empty);
  await report('app-idle', rowsOf(tray, call), { seconds, tray, call });
});
