// The history of 1,000,000 recordings in a browser, beside the same page with 100: first rows after the server's answer, jumps, and memory.
import { subscribe } from 'node:diagnostics_channel';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import * as v from 'valibot';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { findBrowser } from '../../scripts/find-browser.ts';
import { signInPreview, startPreview, type Preview } from '../../src/preview/preview.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';
import { median, print, startSimulatorProcess, type SimulatorProcess } from './simulator-process.ts';

const turns = 7;
const jumps = 15;
const root = join(import.meta.dirname, '../..');

/** What the client of the core says of its requests for a page of the list, in epoch milliseconds. */
const asked: number[] = [];
const answered: number[] = [];
const now = (): number => performance.timeOrigin + performance.now();
const messageSchema = v.object({ request: v.object({ path: v.string() }) });
const isList = (message: unknown): boolean => {
  const parsed = v.safeParse(messageSchema, message);
  return parsed.success && /\/Recordings\/?\?/u.test(parsed.output.request.path);
};
subscribe('http.client.request.start', (message) => {
  if (isList(message)) asked.push(now());
});
subscribe('http.client.response.finish', (message) => {
  if (isList(message)) answered.push(now());
});

type Setting = {
  readonly simulator: SimulatorProcess;
  readonly preview: Preview;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly folder: string;
};

async function prepare(browser: Browser, recordings: number): Promise<Setting> {
  const simulator = await startSimulatorProcess(['--recordings', String(recordings)]);
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
  const preview = await startPreview({
    port: 0,
    profileFolder: folder,
    rendererFolder: join(root, 'out', 'renderer'),
    bridgeFile: join(root, 'out', 'preview', 'bridge.js'),
    version: '0.0.0-bench',
    log: quietLog(),
    keychain: memoryKeychain(),
  });
  await preview.core.start();
  const problem = await signInPreview(preview.core, { server: simulator.url, username: 'ada.agent', password: 'demo' });
  if (problem !== null) throw new Error(problem.code);
  // A browser of its own each: pages of one site would share a process, and its memory.
  const context = await browser.newContext({ viewport: { width: 1280, height: 740 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('[role=grid] [role=row] button') === null) requestAnimationFrame(look);
      else Reflect.set(window, 'firstRowsAt', performance.timeOrigin + performance.now());
    };
    requestAnimationFrame(look);
  });
  return { simulator, preview, page, cdp: await context.newCDPSession(page), folder };
}

/** Milliseconds from the server's answer, as it reached the core, to the frame in which rows stand. */
async function firstRows({ page, preview }: Setting): Promise<number> {
  answered.length = 0;
  await page.goto(`${preview.url}main.html`);
  await page.waitForFunction(() => Reflect.has(window, 'firstRowsAt'));
  const drawn = await page.evaluate(() => Number(Reflect.get(window, 'firstRowsAt')));
  return drawn - (answered[0] ?? Number.NaN);
}

type Jump = { readonly ms: number; readonly requests: number };

/** Goes to a place of the list (0 the first, 1 the last row) and waits until every row in sight is there. */
async function jump({ page }: Setting, place: number): Promise<Jump> {
  asked.length = 0;
  const ms = await page.evaluate(async (to) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const scroller = document.querySelector('.scroller.recordings');
    if (scroller === null) throw new Error('there is no list');
    const seen = (): Element[] => {
      const box = scroller.getBoundingClientRect();
      return [...scroller.querySelectorAll('[role=row].body')].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
      });
    };
    const before = seen()[0]?.getAttribute('aria-rowindex');
    const began = performance.now();
    scroller.scrollTop = to * (scroller.scrollHeight - scroller.clientHeight);
    for (;;) {
      await frame();
      const rows = seen();
      const isThere = rows.length > 3 && rows[0]?.getAttribute('aria-rowindex') !== before;
      if (isThere && rows.every((row) => !row.hasAttribute('aria-busy'))) return performance.now() - began;
    }
  }, place);
  return { ms, requests: asked.length };
}

/** Bytes of the script's heap after the rubbish was taken out, and nodes of the document. */
async function memory({ cdp }: Setting): Promise<{ readonly heap: number; readonly nodes: number }> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { heap: usedSize, nodes };
}

/** Resident bytes of the browser's renderer processes together; null where the system does not tell. */
async function resident(browser: Browser): Promise<number | null> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  try {
    const texts = await Promise.all(renderers.map(({ id }) => readFile(`/proc/${String(id)}/status`, 'utf8')));
    return texts.reduce((sum, text) => sum + Number(/VmRSS:\s+(\d+)/u.exec(text)?.[1] ?? 0) * 1024, 0);
  } catch {
    return null;
  }
}

const found = await findBrowser();
if ('why' in found) throw new Error(found.why);
if (!(await buildIfNeeded(['renderer', 'preview']))) throw new Error('The build failed');
const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found.executable,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
const browsers = [await launch(), await launch()] as const;
const million = await prepare(browsers[0], 1_000_000);
const hundred = await prepare(browsers[1], 100);

const first = { million: [] as number[], hundred: [] as number[] };
for (let turn = 0; turn <= turns; turn += 1) {
  const [large, small] = [await firstRows(million), await firstRows(hundred)];
  // Once each for the caches of the compilers.
  if (turn === 0) continue;
  first.million.push(large);
  first.hundred.push(small);
}
const places = Array.from({ length: jumps }, (_, at) => ((at * 7 + 4) % jumps) / (jumps - 1));
const far: Jump[] = [];
const near: Jump[] = [];
for (const place of places) far.push(await jump(million, place));
for (const at of places.keys()) near.push(await jump(hundred, at % 2 === 0 ? 1 : 0));
const held = { million: await memory(million), hundred: await memory(hundred) };
const whole = { million: await resident(browsers[0]), hundred: await resident(browsers[1]) };

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const mega = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
const most = (figures: readonly number[]): number => Math.max(...figures);
const said = (figures: readonly number[]): string => `${ms(median(figures))}, at most ${ms(most(figures))}`;
const requests = (all: readonly Jump[]): string => String(most(all.map((one) => one.requests)));
print('first rows after the answer, 1,000,000 recordings', `${said(first.million)} (aim: 150 ms)`);
print('the same with 100', said(first.hundred));
print(`jump to any of ${String(jumps)} places of 1,000,000`, said(far.map((one) => one.ms)));
print('  requests for it, at most (a place may lie across two pages)', requests(far));
print('scrolling from end to end of 100', `${said(near.map((one) => one.ms))}, requests at most ${requests(near)}`);
print('heap of the page after it, 1,000,000', `${mega(held.million.heap)}, ${String(held.million.nodes)} nodes`);
print('the same with 100', `${mega(held.hundred.heap)}, ${String(held.hundred.nodes)} nodes`);
print('1,000,000 holds more by', `${mega(held.million.heap - held.hundred.heap)} (aim: below 64 MB)`);
if (whole.million !== null && whole.hundred !== null) {
  print('renderer processes, resident, 1,000,000 and 100', `${mega(whole.million)} and ${mega(whole.hundred)}`);
}

for (const browser of browsers) await browser.close();
for (const { preview, simulator, folder } of [million, hundred]) {
  await preview.close();
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
}
