// How the main window answers the hand: the browser's own Event Timing for each press and the layout shifts of each page, with 1,000,000
// recordings and 2,000 live rows, beside the same walk with 40 and 2.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { signInPreview, startPreview } from '../../src/preview/preview.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';
import { builtBrowser } from './built-browser.ts';
import { print, startSimulatorProcess } from './simulator-process.ts';

const root = path.resolve(import.meta.dirname, '../..');

type Interaction = { readonly what: string; readonly ms: number };
type Shift = { readonly value: number; readonly what: string };

const browser = await builtBrowser();

/** Notes each interaction (the longest event of it, from the press to the next frame) and each shift that no press had caused. */
function observe(): void {
  const interactions = new Map<number, Interaction>();
  const shifts: Shift[] = [];
  Reflect.set(window, 'seen', { interactions, shifts });
  const nameOf = (node: Node | null): string =>
    node instanceof Element ? `${node.tagName.toLowerCase()}.${[...node.classList].join('.')}` : String(node?.nodeName);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const id = Number(Reflect.get(entry, 'interactionId'));
      if (id > 0 && entry.duration > (interactions.get(id)?.ms ?? -1))
        interactions.set(id, { what: entry.name, ms: entry.duration });
    }
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (Reflect.get(entry, 'hadRecentInput') === true) continue;
      const sources = Reflect.get(entry, 'sources') as readonly { readonly node: Node | null }[];
      shifts.push({
        value: Number(Reflect.get(entry, 'value')),
        what: sources.map(({ node }) => nameOf(node)).join(', '),
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Two frames later everything that a press has caused at once is drawn. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );

async function take(page: Page): Promise<{ interactions: Interaction[]; shifts: Shift[] }> {
  return await page.evaluate(() => {
    const seen = Reflect.get(window, 'seen') as { interactions: Map<number, Interaction>; shifts: Shift[] };
    const taken = { interactions: [...seen.interactions.values()], shifts: [...seen.shifts] };
    seen.interactions.clear();
    seen.shifts.length = 0;
    return taken;
  });
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** Prints what one page cost. An interaction below 16 ms is not told by the browser: it counts as 0. */
async function report(page: Page, name: string, presses: number, all: number[]): Promise<void> {
  const { interactions, shifts } = await take(page);
  const told = interactions.map(({ ms }) => ms);
  const times = [...told, ...Array<number>(Math.max(0, presses - told.length)).fill(0)].toSorted(
    (left, right) => left - right,
  );
  all.push(...times);
  const shift = shifts.reduce((sum, { value }) => sum + value, 0);
  const worst = shifts.toSorted((left, right) => right.value - left.value)[0];
  print(
    name,
    `${String(presses)} presses: p50 ${percentile(times, 0.5).toFixed(0)}, p95 ${percentile(times, 0.95).toFixed(0)}, worst ${(times.at(-1) ?? 0).toFixed(0)} ms; layout shift ${shift.toFixed(4)}${worst === undefined ? '' : ` (${worst.what})`}`,
  );
}

/** What is made to jump must be told, or zeros say nothing. Again and again: what follows a press within half a second does not count. */
async function proveThatShiftsAreTold(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wedge = document.createElement('div');
    document.body.prepend(wedge);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      wedge.style.height = turns % 2 === 0 ? '0' : '200px';
      if ((Reflect.get(window, 'seen') as { shifts: unknown[] }).shifts.length > 0) clearInterval(timer);
    }, 200);
  });
  await page.waitForFunction(() => (Reflect.get(window, 'seen') as { shifts: unknown[] }).shifts.length > 0);
}

async function walk(recordings: number, live: number): Promise<void> {
  const simulator = await startSimulatorProcess(['--recordings', String(recordings), '--crowd', String(live)]);
  const profileFolder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-bench-'));
  const preview = await startPreview({
    port: 0,
    profileFolder,
    rendererFolder: path.join(root, 'out', 'renderer'),
    bridgeFile: path.join(root, 'out', 'preview', 'bridge.js'),
    version: '0.0.0-bench',
    log: quietLog(),
    keychain: memoryKeychain(),
  });
  await preview.core.start();
  const account = { server: simulator.url, username: 'sam.supervisor', password: 'demo' };
  const problem = await signInPreview(preview.core, account);
  if (problem !== null) throw new Error(problem.code);
  const context = await browser.newContext({ viewport: { width: 1280, height: 740 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const all: number[] = [];
  let presses = 0;
  const press = async (key: string, times = 1): Promise<void> => {
    for (let turn = 0; turn < times; turn += 1) {
      await page.keyboard.press(key);
      await drawn(page);
    }
    presses += times;
  };
  const type = async (text: string): Promise<void> => {
    for (const key of text) await press(key);
  };
  const done = async (name: string): Promise<void> => {
    await report(page, name, presses, all);
    presses = 0;
  };
  const size = `${recordings.toLocaleString('en')} recordings`;

  await page.goto(`${preview.url}main.html`);
  const grid = page.getByRole('grid', { name: 'Recordings' });
  await grid.getByRole('row').nth(5).waitFor();
  await grid.getByRole('row').nth(1).focus();
  await press('ArrowDown', 40);
  await press('PageDown', 20);
  await press('End');
  await press('PageUp', 20);
  await press('Home');
  await press('Space', 2);
  await press('Enter');
  await press('ArrowDown', 10);
  await press('Escape');
  await press('/');
  await type('+3905');
  await page.getByRole('button', { name: 'Today' }).click();
  await press('Control+k');
  await type('journal');
  await press('Escape');
  await done(`History, ${size}`);

  await page.getByRole('link', { name: 'Live' }).click();
  const board = page.getByRole('grid', { name: 'All active recordings' });
  await board.getByRole('row').nth(1).waitFor();
  await board.getByRole('row').nth(1).focus();
  await press('ArrowDown', 40);
  await press('PageDown', 20);
  await press('End');
  await press('Home');
  await press('ArrowRight');
  await press('Enter', 4);
  await press('ArrowLeft');
  await press('Enter');
  await press('Escape');
  await page.getByRole('button', { name: /^Paused/u }).press('Enter');
  await page.getByRole('button', { name: /^Everyone/u }).press('Enter');
  presses += 3;
  await type('agent');
  await done(`Live, ${live.toLocaleString('en')} rows`);

  await page.getByRole('link', { name: 'Journal' }).click();
  await page.getByRole('grid', { name: 'Journal' }).waitFor();
  await press('Tab', 20);
  presses += 1;
  await done('Journal');
  await page.getByRole('link', { name: 'Settings' }).click();
  for (const section of await page.getByRole('navigation', { name: 'Sections' }).getByRole('button').all()) {
    await section.press('Enter');
    await drawn(page);
    presses += 1;
  }
  await type('pause');
  presses += 1;
  await done('Settings');

  await proveThatShiftsAreTold(page);
  const sorted = all.toSorted((left, right) => left - right);
  print(
    `All of it, ${size}, ${live.toLocaleString('en')} rows`,
    `p50 ${percentile(sorted, 0.5).toFixed(0)}, p95 ${percentile(sorted, 0.95).toFixed(0)}, p99 ${percentile(sorted, 0.99).toFixed(0)}, worst ${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
  );
  await context.close();
  await preview.close();
  await simulator.close();
  await rm(profileFolder, { recursive: true, force: true });
}

await walk(40, 2);
await walk(1_000_000, 2_000);
await browser.close();
