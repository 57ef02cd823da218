// History with 1,000,000 recordings under the wheel: 10,000 rows, by the browser's own tracing, beside a plain list of as many rows in a
// browser of its own. Then a jump to the end, a filter, and from the last letter typed to the result, beside the same requests alone.
import { subscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import * as v from 'valibot';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { findBrowser } from '../../scripts/find-browser.ts';
import { signInPreview, startPreview } from '../../src/preview/preview.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';
import { plainNode } from './plain-node.ts';
import { figure, percentile, spreadText } from './results.ts';
import { startSimulatorProcess } from './simulator-process.ts';
import { traced, within, type Traced } from './trace.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = 10_000;
const rowHeight = 40;
/** One turn of a fast wheel, in pixels. */
const wheelStep = 500;
/** What the server takes for a page of the list, in milliseconds. */
const serverMs = 20;
/** How long the list waits for another letter (filter.svelte.ts), in milliseconds. */
const typingMs = 250;
/** Even: what is switched on is switched off again. */
const turns = 10;
/** Longest wait (ms) for a scroll, and for a thing that is to appear. */
const scrollLimitMs = 180_000;
const limitMs = 30_000;
/** A frame that somebody notices, in milliseconds. */
const longMs = 50;

/** The least that a long list can be: the rows in sight, drawn anew with each scroll. */
const plainPage = `<style>body{margin:0;font:14px sans-serif}#s{height:100vh;overflow:auto;position:relative}
#s>div>div{position:absolute;left:0;right:0;height:${String(rowHeight)}px;display:grid;grid-template-columns:repeat(7,1fr);align-items:center}</style>
<div id="s"><div style="height:${String((rows + 100) * rowHeight)}px"></div></div><script>
const scroller = document.getElementById('s'), inner = scroller.firstChild;
const cells = (n) => ['', 'Yesterday', '+3905511' + (10000 + n), 'ada.agent', '3:0' + n % 10, 'Paused twice', 'REF-' + n];
const draw = () => {
  const first = Math.max(0, Math.floor(scroller.scrollTop / ${String(rowHeight)}) - 6), last = first + Math.ceil(scroller.clientHeight / ${String(rowHeight)}) + 12;
  inner.replaceChildren(...Array.from({ length: last - first }, (_, at) => {
    const row = document.createElement('div');
    row.style.top = (first + at) * ${String(rowHeight)} + 'px';
    row.append(...cells(first + at).map((text) => Object.assign(document.createElement('span'), { textContent: text })));
    return row;
  }));
};
scroller.onscroll = draw; draw();
</script>`;

const found = await findBrowser();
if ('why' in found) throw new Error(found.why);
if (!(await buildIfNeeded(['renderer', 'preview']))) throw new Error('The build failed');
const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found.executable,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
const pageOf = async (browser: Browser): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 740 } });
  page.setDefaultTimeout(limitMs);
  return page;
};

/** Turns the wheel over the list until 10,000 rows have gone by. */
async function scroll(browser: Browser, page: Page): Promise<Traced> {
  await page.mouse.move(500, 500);
  return traced(browser, async () => {
    const wheel = async (): Promise<void> => {
      for (let gone = 0; gone < rows * rowHeight; gone += wheelStep) await page.mouse.wheel(0, wheelStep);
    };
    await within('The scroll', wheel(), scrollLimitMs);
  });
}

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const all = [...document.querySelectorAll('.scroller.recordings [role=row].body')];
    return all.length > 3 && all.every((row) => !row.hasAttribute('aria-busy'));
  });

/** Milliseconds from what `act` does in the page until the frame with the rows of another search. */
async function toResult(page: Page, event: 'keydown' | 'click', act: () => Promise<void>): Promise<number> {
  await page.evaluate((type) => {
    const grid = document.querySelector('.scroller.recordings [role=grid]');
    if (grid === null) throw new Error('there is no list');
    let began = 0;
    const begin = (): void => {
      began = performance.now();
    };
    addEventListener(type, begin, true);
    const measured = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (grid.getAttribute('aria-busy') === 'true') return;
        observer.disconnect();
        removeEventListener(type, begin, true);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            resolve(performance.now() - began);
          };
          port2.postMessage(null);
        });
      });
      observer.observe(grid, { attributeFilter: ['aria-busy'], attributes: true });
    });
    Reflect.set(window, 'benchResult', measured);
  }, event);
  await act();
  const told = page.evaluate(() => Reflect.get(window, 'benchResult') as Promise<number>);
  return within('The result', told, limitMs);
}

/** Milliseconds until the rows at the other end of the list stand there. */
async function jump(page: Page, key: 'Home' | 'End'): Promise<number> {
  const count = (await page.locator('.scroller.recordings [role=grid]').getAttribute('aria-rowcount')) ?? '';
  const last = key === 'Home' ? '2' : count;
  const began = performance.now();
  await page.keyboard.press(key);
  await page.locator(`.scroller.recordings [role=row][aria-rowindex="${last}"]:not([aria-busy])`).waitFor();
  return performance.now() - began;
}

/** The paths of the lists that the app asked for. */
const asked: string[] = [];
const messageSchema = v.object({ request: v.object({ path: v.string() }) });
subscribe('http.client.request.start', (message) => {
  const parsed = v.safeParse(messageSchema, message);
  if (parsed.success && /\/Recordings\/?\?/u.test(parsed.output.request.path)) asked.push(parsed.output.request.path);
});

const simulator = await startSimulatorProcess(['--recordings', '1000000']);
const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-bench-'));
const preview = await startPreview({
  port: 0,
  profileFolder: folder,
  rendererFolder: path.join(root, 'out', 'renderer'),
  bridgeFile: path.join(root, 'out', 'preview', 'bridge.js'),
  version: '0.0.0-bench',
  log: quietLog(),
  keychain: memoryKeychain(),
});
await preview.core.start();
const problem = await signInPreview(preview.core, { server: simulator.url, username: 'ada.agent', password: 'demo' });
if (problem !== null) throw new Error(problem.code);
const delayed = { matcher: { endpoint: 'listCompleted' }, fault: { kind: 'delay', ms: serverMs } };
await simulator.control('PUT', 'faults', [delayed]);
const browsers = [await launch(), await launch()] as const;
const plain = plainNode(simulator.url, 'ada.agent', null);

/** The same requests without an app, one after the other. */
async function alone(paths: readonly string[]): Promise<number[]> {
  const took: number[] = [];
  for (const each of paths) {
    const began = performance.now();
    await plain.send('GET', each);
    took.push(performance.now() - began);
  }
  return took;
}

function tellScroll(ours: Traced, other: Traced): void {
  const long = (all: readonly number[]): number => all.filter((ms) => ms > longMs).length;
  const ran = ({ tasks }: Traced): number[] => tasks.map(({ ranMs }) => ranMs);
  const took = ({ tasks }: Traced): number[] => tasks.map(({ tookMs }) => tookMs);
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
  const beside = (what: string, of: (each: Traced) => string, goal?: string): void => {
    figure({ what, ours: of(ours), plain: of(other), ...(goal === undefined ? {} : { goal }) });
  };
  beside('frames drawn over 10,000 rows of 1,000,000 under the wheel', ({ frames }) => String(frames.length));
  beside('of them later than 50 ms after the one before', ({ frames }) => String(long(frames)), '0');
  beside('from frame to frame, p50 / p95 / p99', ({ frames }) => spreadText(frames));
  beside('the longest', ({ frames }) => ms(Math.max(0, ...frames)));
  beside('tasks of the main thread over 50 ms by the clock', (each) => String(long(took(each))));
  beside('tasks that kept the thread over 50 ms', (each) => String(long(ran(each))), '0');
  beside('the longest of these', (each) => ms(Math.max(0, ...ran(each))));
  beside('the thread ran for each row', (each) => `${(sum(ran(each)) / rows).toFixed(2)} ms`);
}

function tellWait(what: string, ours: readonly number[], other: readonly number[], waits = 0): void {
  const base = other.map((ms) => ms + waits);
  const named = waits === 0 ? 'the request alone' : `the request alone and ${String(waits)} ms without a letter`;
  figure({
    what: `${what}, p50 / p95 / p99 of ${String(ours.length)}`,
    ours: spreadText(ours),
    plain: `${spreadText(base)}, ${named}`,
    ratio: percentile(ours, 0.5) / percentile(base, 0.5),
  });
}

async function measure(): Promise<void> {
  const [page, plainly] = [await pageOf(browsers[0]), await pageOf(browsers[1])];
  await plainly.setContent(plainPage);
  await page.goto(`${preview.url}main.html`);
  await settled(page);
  const other = await scroll(browsers[1], plainly);
  await plainly.close();
  const ours = await scroll(browsers[0], page);
  tellScroll(ours, other);
  await settled(page);

  await page.locator('.scroller.recordings [role=row][tabindex="0"]').first().focus();
  const jumps: number[] = [];
  asked.length = 0;
  for (let turn = 0; turn < turns; turn += 1) jumps.push(await jump(page, turn % 2 === 0 ? 'End' : 'Home'));
  tellWait('jump from end to end', jumps, await alone([...asked]));

  const filters: number[] = [];
  asked.length = 0;
  const button = page.getByRole('button', { name: 'Today' });
  for (let turn = 0; turn < turns; turn += 1) filters.push(await toResult(page, 'click', () => button.click()));
  tellWait('filter Today, on and off', filters, await alone([...asked]));

  const typed: number[] = [];
  asked.length = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    await page.keyboard.press('/');
    await page.keyboard.press('Control+a');
    typed.push(await toResult(page, 'keydown', () => page.keyboard.type(String(390 + turn))));
  }
  tellWait(
    `from the last letter to the result, ${String(serverMs)} ms at the server`,
    typed,
    await alone([...asked]),
    typingMs,
  );
}

try {
  await measure();
} finally {
  plain.close();
  for (const browser of browsers) await browser.close();
  await preview.close();
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
}
