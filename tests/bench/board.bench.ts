// The list of all live recordings with 2,000 of them, beside the same page with 20: from the core's answer to the drawn row, the work of
// the page's main thread for each refresh, and its memory. The core is measured before there is a browser: alone in its process, and asked as
// the page asks it.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import * as v from 'valibot';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import { nodeFiles } from '../../src/main/core/platform/files/node-files.ts';
import { startPreview } from '../../src/preview/preview.ts';
import { rowsAfter } from '../../src/shared/ipc/board-delta.ts';
import { noBoardFilter, type BoardRow } from '../../src/shared/ipc/board.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';
import { windowlessPorts } from '../support/windowless-core.ts';
import { builtBrowser } from './built-browser.ts';
import { figure } from './results.ts';
import { median, startSimulatorProcess } from './simulator-process.ts';

const turns = 15;
/** A page that is open for a working day runs compiled code: so many refreshes go before those that are counted. */
const warmRefreshes = 300;
/** How long the page is left alone to see what its refreshes cost, in milliseconds: ten of them. */
const watchMs = 30_000;
const root = path.resolve(import.meta.dirname, '../..');
const stateSchema = v.object({ live: v.array(v.object({ id: v.string(), username: v.nullable(v.string()) })) });

const print = (what: string, ours: string, goal?: string): void => {
  figure(goal === undefined ? { what, ours } : { what, ours, goal });
};

/** The moment (epoch milliseconds) at which the core next has an answer of the server. */
function nextAnswer(core: Core): Promise<number> {
  return new Promise((resolve) => {
    let began = false;
    const stop = core.onBoard(({ refreshing }) => {
      if (refreshing) began = true;
      else if (began) {
        stop();
        resolve(performance.timeOrigin + performance.now());
      }
    });
  });
}

/** Milliseconds of processor time of this process for each refresh, and the number of refreshes. */
async function whileWatched(core: Core): Promise<{ readonly ms: number; readonly refreshes: number }> {
  let refreshes = 0;
  const stop = core.onBoard(({ refreshing }) => {
    if (refreshing) refreshes += 1;
  });
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, watchMs));
  const { user, system } = process.cpuUsage(before);
  stop();
  return { ms: (user + system) / 1000 / Math.max(1, refreshes), refreshes };
}

async function signIn(core: Core, server: string): Promise<void> {
  const account = { username: 'sam.supervisor', password: 'demo', allowPlainHttp: true, thisSessionOnly: true };
  const answer = await core.handlers['session.signIn']({ server, ...account });
  if (!answer.ok) throw new Error(answer.error.code);
}

async function measureCore(count: number): Promise<void> {
  const simulator = await startSimulatorProcess(['--crowd', String(count)]);
  const profileFolder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-bench-'));
  const folders = { profileFolder, downloadFolder: profileFolder };
  const core = createCore({ ...windowlessPorts(), files: nodeFiles(), ...folders, version: '0.0.0-bench' });
  await core.start();
  await signIn(core, simulator.url);
  let known: { readonly mark: string; readonly rows: readonly BoardRow[] } = { mark: '', rows: [] };
  const read = async (): Promise<void> => {
    const view = await core.handlers['board.read']({ since: known.mark });
    if (!view.ok) throw new Error(view.error.code);
    known = { mark: view.value.mark, rows: rowsAfter(known.rows, 0, view.value) };
  };
  const stop = core.onBoard(({ refreshing }) => {
    if (!refreshing) void read();
  });
  await core.handlers['board.watch']({ filter: noBoardFilter });
  for (let refresh = 0; refresh < warmRefreshes; refresh += 1) {
    const answered = nextAnswer(core);
    await core.handlers['board.refresh']({});
    await answered;
  }
  // What else it does in this time is compiled by then too.
  await whileWatched(core);
  const { ms, refreshes } = await whileWatched(core);
  print(
    `${String(known.rows.length)} recordings: processor time of the core for each refresh, alone in its process`,
    `${ms.toFixed(1)} ms (${String(refreshes)} refreshes)`,
    '20 ms',
  );
  stop();
  await core.dispose();
  await simulator.close();
  await rm(profileFolder, { recursive: true, force: true });
}

/** Resolves with the epoch milliseconds of the frame in which the first row says something else. */
function nextDrawing(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const cell = (): string =>
          document.querySelector('[aria-label="All active recordings"] [aria-rowindex="2"] [role=gridcell]')
            ?.textContent ?? '';
        const before = cell();
        const observer = new MutationObserver(() => {
          if (cell() === before) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            resolve(performance.timeOrigin + performance.now());
          });
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
}

async function measure(browser: Browser, count: number): Promise<void> {
  const simulator = await startSimulatorProcess(['--crowd', String(count)]);
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
  await signIn(preview.core, simulator.url);
  const page = await browser.newPage();
  await page.goto(`${preview.url}main.html`);
  await page.getByRole('link', { name: 'Live' }).click();
  const grid = page.getByRole('grid', { name: 'All active recordings' });
  await grid.and(page.locator(`[aria-rowcount="${String(count + 1)}"]`)).waitFor();
  const first = await grid.locator('[aria-rowindex="2"] [role=gridcell]').nth(1).innerText();
  const { live } = v.parse(stateSchema, await simulator.control('GET', 'state'));
  const id = live.find(({ username }) => username === first.trim())?.id ?? '';

  const waits: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const drawn = nextDrawing(page);
    await simulator.control('PUT', `calls/${id}/paused`, { paused: turn % 2 === 0 });
    const answered = nextAnswer(preview.core);
    await preview.core.handlers['board.refresh']({});
    const answeredAt = await answered;
    waits.push((await drawn) - answeredAt);
  }

  for (let refresh = 0; refresh < warmRefreshes; refresh += 1) {
    const answered = nextAnswer(preview.core);
    await preview.core.handlers['board.refresh']({});
    await answered;
  }

  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskMs = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const taskBefore = await taskMs();
  const { ms, refreshes } = await whileWatched(preview.core);
  const task = (await taskMs()) - taskBefore;
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');

  const name = `${String(count)} recordings`;
  const sorted = waits.toSorted((left, right) => left - right);
  print(
    `${name}: from the core’s answer to the drawn row`,
    `${median(waits).toFixed(1)} ms (median of ${String(turns)}, worst ${(sorted.at(-1) ?? 0).toFixed(1)})`,
  );
  print(
    `${name}: processor time of the page’s main thread for each refresh`,
    `${(task / Math.max(1, refreshes)).toFixed(1)} ms (${String(refreshes)} refreshes)`,
    '20 ms',
  );
  print(`${name}: the same of core, preview and this benchmark, in one process`, `${ms.toFixed(1)} ms`);
  print(`${name}: memory of the page’s script`, `${(usedSize / 1e6).toFixed(1)} MB`);
  print(`${name}: rows drawn`, String(await grid.getByRole('row').count()));
  await page.close();
  await preview.close();
  await simulator.close();
  await rm(profileFolder, { recursive: true, force: true });
}

await measureCore(20);
await measureCore(2_000);
const browser = await builtBrowser();
await measure(browser, 20);
await measure(browser, 2_000);
await browser.close();
