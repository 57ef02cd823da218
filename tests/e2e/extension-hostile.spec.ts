// The extension with hostile pages, and what pages may not tell Sidetone: in a real Chromium with the real native host.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { codeOf } from '../../src/main/core/platform/errors.ts';
import { launch } from '../support/extension-browser.ts';
import { expect } from './fixtures.ts';
import { level, ring, test, until } from './extension-fixtures.ts';

test('no address, title or name of a field leaves the browser: not in messages, snapshots, diagnostics or any file', async ({
  browser1,
  core,
  heard,
  app,
  shop,
  pages,
  simulator,
}) => {
  const snapshots: unknown[] = [];
  core.onSnapshot((snapshot) => snapshots.push(snapshot));
  pages['/checkout-secret'] =
    '<title>Order 4929</title><input name="private-cardnumber" id="card" value="4111111111111111">';
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  await browser1.page.goto(shop.at('/checkout-secret?customer=zoe-lindqvist'));
  await browser1.page.locator('#card').click();
  await until(
    core,
    ({ live, automatic }) => live.state === 'paused' && automatic.rules.every((rule) => rule.level === 'on'),
  );
  await core.command('resume', 'button');
  await until(core, ({ live }) => live.state === 'recording');
  const diagnostics = await core.handlers['app.diagnostics']({});
  const files = await readdir(app.folder, { recursive: true, withFileTypes: true });
  const contents = files.filter((file) => file.isFile()).map((file) => textOf(path.join(file.parentPath, file.name)));
  const everything = JSON.stringify([heard, snapshots, diagnostics]) + contents.join('\n');
  // It was looked for where something is: the journal names the rule.
  expect(contents.join('\n')).toMatch(/rule:(?:pay|card)/u);
  expect(heard.length).toBeGreaterThan(2);
  // Words long enough that no hash, key or time has them by chance.
  for (const word of [
    'checkout-secret',
    'customer=',
    'zoe-lindqvist',
    'Order 4929',
    'private-cardnumber',
    '4111111111111111',
    `127.0.0.1:${String(shop.port)}`,
    `localhost:${String(shop.port)}`,
  ])
    expect(everything).not.toContain(word);
});

/** The bytes of a file as text; empty where it was there for a moment only, as a file that takes the place of another. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** More by `SIDETONE_HOSTILE_FRAMES=10000`, which also tries the page in a browser without the extension. */
const wanted = process.env['SIDETONE_HOSTILE_FRAMES'];
const hostileFrames = Number(wanted ?? '100');
/** Milliseconds that a page with so many frames may take: far above what a browser takes for them on a busy machine. */
const hostileMs = 60_000 + hostileFrames * 120;

/**
 * Frames by the hundred, up to 900 at once, because a browser has at most a thousand in a page; the next come when these are all there. Each
 * takes the focus as it comes. Then the page moves it 33 times a second, without end: a card field, another one, the next frame. Frames that
 * each do so by themselves keep the browser busy without the extension too, so that a page with 900 of them never ends.
 */
const hostilePage = (frames: number): string => `<body><script>
  const steal = document.createElement('input');
  steal.autocomplete = 'cc-number ' + 'x'.repeat(1_000_000);
  steal.id = steal.name = 'y'.repeat(1_000_000);
  steal.style = 'position:fixed; opacity:0; width:1px';
  const other = document.createElement('input');
  other.name = 'z'.repeat(1_000_000);
  document.body.append(steal, other);
  const inside = '<input name=cardnumber autofocus>';
  let made = 0;
  let frames = [];
  const more = () => {
    const group = document.createElement('div');
    const count = Math.min(900, ${String(frames)} - made);
    group.innerHTML = ('<iframe srcdoc="' + inside + '" width=1 height=1></iframe>').repeat(count);
    frames = [...group.children];
    let loaded = 0;
    for (const frame of frames)
      frame.onload = () => {
        loaded += 1;
        made += 1;
        if (loaded < count) return;
        console.log('frames: ' + made);
        if (made === ${String(frames)}) return;
        group.remove();
        more();
      };
    document.body.append(group);
  };
  more();
  let turn = 0;
  setInterval(() => {
    turn += 1;
    const fields = [steal, other, frames[turn % frames.length]?.contentDocument?.querySelector('input')];
    fields[turn % 3]?.focus();
    steal.dispatchEvent(new Event('input', { bubbles: true }));
  }, 30);
</script>`;

/** Opens it, and resolves when all frames have been there: to the seconds that took, rounded up. */
async function openHostile(page: Page, address: string): Promise<number> {
  const all = `frames: ${String(hostileFrames)}`;
  const began = performance.now();
  const made = page.waitForEvent('console', { predicate: (line) => line.text() === all, timeout: hostileMs });
  await Promise.all([made, page.goto(address, { waitUntil: 'commit' })]);
  return Math.ceil((performance.now() - began) / 1_000);
}

/** Most memory in megabytes that the system knows of for a program of the browsers of this process whose command line fits (`VmHWM`; what it reclaims by itself may be missing). */
function mostMegabytes(fits: (words: string) => boolean): number {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      // It has ended.
      return '';
    }
  };
  const most = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && isOwn(name, read) && fits(read(name, 'cmdline')))
    .map((pid) => Number(/^VmHWM:\s*(\d+) kB$/mu.exec(read(pid, 'status'))?.[1] ?? '0'));
  return Math.round(Math.max(0, ...most) / 1_024);
}

/** This process has started it, or what has started it. */
function isOwn(pid: string, read: (pid: string, file: string) => string): boolean {
  const parent = /^PPid:\s*(\d+)$/mu.exec(read(pid, 'status'))?.[1] ?? '0';
  return parent === String(process.pid) || (parent !== '0' && isOwn(parent, read));
}

const note = (description: string): void => {
  test.info().annotations.push({ type: 'hostile page', description });
  if (wanted !== undefined) process.stdout.write(`${description}\n`);
};

const isOfPage = (words: string): boolean =>
  words.includes('--type=renderer') && !words.includes('--extension-process');
const isOfExtension = (words: string): boolean => words.includes('--extension-process');

if (wanted !== undefined) {
  test('for comparison: the hostile page in a browser without the extension', async ({ shop, pages }) => {
    pages['/hostile'] = hostilePage(hostileFrames);
    test.setTimeout(60_000 + hostileMs);
    const profile = await mkdtemp(path.join(os.tmpdir(), 'sidetone-chromium-'));
    const context = await launch(profile, { hasExtension: false });
    const seconds = await openHostile(await context.newPage(), shop.at('/hostile'));
    note(
      `Without the extension: ${String(hostileFrames)} frames in ${String(seconds)} s, page ${String(mostMegabytes(isOfPage))} MB`,
    );
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

test('a hostile page does no harm beyond a pause: stolen focus, frames by the hundred, attributes of a megabyte', async ({
  browser1,
  core,
  heard,
  shop,
  pages,
  simulator,
}) => {
  pages['/hostile'] = hostilePage(hostileFrames);
  test.setTimeout(120_000 + hostileMs);
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  heard.length = 0;
  const page = await browser1.context.newPage();
  const [seconds] = await Promise.all([
    openHostile(page, shop.at('/hostile')),
    until(core, ({ live, automatic }) => live.state === 'paused' && automatic.rules[0]?.level === 'on'),
  ]);
  // A pause, and nothing else: on a busy machine it may be sent again. The core goes on to read: what it shows is as fresh as ever.
  const commands = simulator.requests.filter(({ method }) => method !== 'GET').map(({ endpoint }) => endpoint);
  expect(new Set(commands)).toEqual(new Set(['pauseById']));
  const { live } = core.snapshot();
  expect([live.state, live.recordings.map(({ paused }) => paused)]).toEqual(['paused', [true]]);
  const resident = browser1.hostKilobytes();
  note(
    `With the extension: ${String(hostileFrames)} frames in ${String(seconds)} s, page ${String(mostMegabytes(isOfPage))} MB, ` +
      `background of the extension ${String(mostMegabytes(isOfExtension))} MB, host ${String(resident)} kB, ${String(heard.length)} messages`,
  );
  // At most thirty looks a second, each of which tells a rule on or off.
  expect(heard.length).toBeLessThan(60 * (seconds + 1));
  expect(resident).toBeLessThan(16_000);
  // While it goes on, a person's presses do what they say.
  await core.command('resume', 'button');
  await until(core, (snapshot) => snapshot.live.state === 'recording');
  await core.command('pause', 'button');
  await until(core, (snapshot) => snapshot.live.state === 'paused');
  await page.close();
  // Nothing is left of it: the rule is off, the browser is still heard, and a person resumes.
  await level(core, 'card', 'off');
  expect(core.snapshot().automatic.notWorking).toEqual([]);
  await core.command('resume', 'button');
  await until(core, (snapshot) => snapshot.live.state === 'recording');
  pages['/shop'] = '<input autocomplete="cc-number" id="card">';
  await browser1.page.bringToFront();
  await browser1.page.goto(shop.at('/shop'));
  await browser1.page.locator('#card').click();
  await until(core, (snapshot) => snapshot.live.state === 'paused');
});
