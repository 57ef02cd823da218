// The command `screenshots`: takes the pictures of the documents from the browser preview and the simulator.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { expect } from 'playwright/test';
import type { Simulator } from '../src/simulator/simulator.ts';
import { buildIfNeeded } from './build-if-needed.ts';
import { findBrowser } from './find-browser.ts';
import { readFlags, root, say } from './project.ts';

const help = `Usage: npm run screenshots [-- --out DIR]

Takes the pictures of the documents from the simulator.

  --out DIR   Folder for the pictures (default: docs/pictures)
  --help      Show this help
`;

const agent = 'ada.agent';
/** May see everyone's recordings. */
const manager = 'max.manager';
/** Milliseconds that a state may take to come. */
const patience = 15_000;
const customer = { remoteNumber: '+390584943232', remoteFirstName: 'Giulia', remoteLastName: 'Rossi' };

type Stage = { readonly simulator: Simulator; readonly browser: Browser; readonly url: string; readonly out: string };

const stateOf = (page: Page) => page.getByRole('status', { name: 'Recording state' });

/** The widget in the states that a call goes through, one below the other in one picture. */
async function takeWidget({ simulator, browser, url, out }: Stage): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 400, height: 76 }, deviceScaleFactor: 2, locale: 'en-GB' });
  await page.goto(`${url}widget.html`);
  const pictures: Buffer[] = [];
  const take = async (word: string): Promise<void> => {
    await expect(stateOf(page)).toHaveText(word, { timeout: patience });
    pictures.push(await page.screenshot({ animations: 'disabled' }));
  };
  const call = simulator.beginCall({ ...customer, username: agent, connectedForMs: 97_000 });
  await take('Recording');
  await page.getByRole('button', { name: 'Pause recording' }).click();
  await take('Paused');
  await page.getByRole('button', { name: 'Resume recording' }).click();
  await expect(stateOf(page)).toHaveText('Recording');
  simulator.setFault({ endpoint: ['pauseById', 'pauseByNumber'] }, { kind: 'hang' });
  await page.getByRole('button', { name: 'Pause recording' }).click();
  await take('Pausing…');
  await take('Not confirmed');
  simulator.clearFaults();
  await expect(stateOf(page)).toHaveText('Paused', { timeout: patience });
  await page.getByRole('button', { name: 'Resume recording' }).click();
  await expect(stateOf(page)).toHaveText('Recording');
  simulator.endCall(call.id);
  await page.close();
  const shown = pictures.map(
    (picture) =>
      `<img src="data:image/png;base64,${picture.toString('base64')}" width="400" style="border-radius:14px">`,
  );
  // A page of its own: those of the preview allow no styles but their own.
  const sheet = await browser.newPage({ deviceScaleFactor: 2, locale: 'en-GB' });
  await sheet.setContent(
    `<body style="margin:0;padding:16px;display:inline-grid;gap:12px;background:#f4f5f7">${shown.join('')}</body>`,
  );
  await sheet.locator('body').screenshot({ path: path.join(out, 'widget.png') });
  await sheet.close();
}

async function openMain({ browser, url }: Stage, link: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, locale: 'en-GB' });
  await page.goto(`${url}main.html`);
  await page.getByRole('link', { name: link }).click();
  return page;
}

async function takeHistory(stage: Stage): Promise<void> {
  const page = await openMain(stage, 'History');
  await page.getByRole('row').nth(2).click();
  await page.getByRole('button', { name: /^Play /u }).click();
  await expect(page.getByRole('button', { name: /^Pause playback/u })).toBeVisible();
  await page.getByRole('button', { name: /^Pause playback/u }).click();
  await page.getByRole('slider', { name: 'Position' }).fill('41');
  await expect(page.getByText('Front office')).toBeVisible();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(stage.out, 'history.png'), animations: 'disabled' });
  await page.close();
}

async function takeLive(stage: Stage): Promise<void> {
  const calls = stage.simulator.crowd(9);
  stage.simulator.setPaused(calls[2]?.id ?? '', true);
  const page = await openMain(stage, 'Live');
  await expect(page.getByRole('grid', { name: 'All active recordings' }).getByRole('row').nth(5)).toBeVisible();
  await page.screenshot({ path: path.join(stage.out, 'live.png'), animations: 'disabled' });
  await page.close();
  for (const { id } of calls) stage.simulator.endCall(id);
}

async function takeJournal(stage: Stage): Promise<void> {
  const page = await openMain(stage, 'Journal');
  await expect(page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(1)).toBeVisible();
  await page.screenshot({ path: path.join(stage.out, 'journal.png'), animations: 'disabled' });
  await page.close();
}

async function takeAll(executable: string, out: string): Promise<void> {
  // Loaded late: `--help` must not need what only a build brings.
  const { startSimulator } = await import('../src/simulator/simulator.ts');
  const { startPreview } = await import('../src/preview/preview.ts');
  const { memoryKeychain } = await import('../tests/support/memory-keychain.ts');
  const { quietLog } = await import('../tests/support/quiet-log.ts');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const profile = await mkdtemp(path.join(os.tmpdir(), 'sidetone-screenshots-'));
  const simulator = await startSimulator({ recordings: 1_284 });
  const preview = await startPreview({
    port: 0,
    profileFolder: profile,
    rendererFolder: path.join(root, 'out', 'renderer'),
    bridgeFile: path.join(root, 'out', 'preview', 'bridge.js'),
    version,
    log: quietLog(),
    keychain: memoryKeychain(),
  });
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  try {
    await preview.core.start();
    const { handlers } = preview.core;
    // A state that passes is shown long enough for its picture.
    await handlers['preferences.set']({ name: 'pause.notConfirmedMs', value: 5_000 });
    const signIn = (username: string): Promise<unknown> =>
      handlers['session.signIn']({
        server: simulator.url,
        username,
        password: 'demo',
        allowPlainHttp: true,
        thisSessionOnly: true,
      });
    const stage = { simulator, browser, url: preview.url, out };
    await signIn(agent);
    await takeWidget(stage);
    await takeHistory(stage);
    await takeJournal(stage);
    await signIn(manager);
    await takeLive(stage);
  } finally {
    await browser.close();
    await preview.close();
    await simulator.close();
    await rm(profile, { recursive: true, force: true });
  }
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { out: { type: 'string', default: path.join('docs', 'pictures') } });
  if ('exit' in read) return read.exit;
  if (!(await buildIfNeeded(['renderer', 'preview']))) return 1;
  const found = await findBrowser();
  if ('why' in found) {
    say(`Can't take pictures: ${found.why}.`);
    return 1;
  }
  const out = path.resolve(root, read.values.out);
  await mkdir(out, { recursive: true });
  await takeAll(found.executable, out);
  say(`Pictures are in ${out}.`);
  return 0;
}
