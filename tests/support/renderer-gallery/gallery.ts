// Draws every state of both windows in every appearance and checks each with axe: `node gallery.ts --out DIR [--only WORD]`.
// A tool for whoever changes the looks: the pictures are for the eye, the findings of axe end it with exit code 1, and what axe could not
// decide is in undecided.txt beside the pictures.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';
import { installFake, type Scenario } from './fake-sidetone.ts';
import { scenes, type Scene } from './scenes.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'sidetone-gallery') },
    only: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
    // Pictures alone take a third of the time.
    'no-axe': { type: 'boolean', default: false },
  },
});
const built = join(values.out, 'site');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'none'";
const types: Partial<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

type Appearance = { name: string; dark?: boolean; forced?: boolean; zoom?: number; spaced?: boolean };
const appearances: readonly Appearance[] = [
  { name: 'light' },
  { name: 'dark', dark: true },
  { name: 'forced', forced: true },
  { name: 'forced-dark', forced: true, dark: true },
  { name: 'zoom', zoom: 2 },
  { name: 'spaced', spaced: true },
];

/** The spacing that a reader may ask for (WCAG 2.2, 1.4.12), for the widget, whose size does not grow. */
function spaceText(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  );
  document.adoptedStyleSheets = [sheet];
}

let findings = 0;
/** What axe could not decide and somebody must look at, with the scenes that have it. */
const undecided = new Map<string, string[]>();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A page with the fake in place, served from the built files under the shell's own policy. */
async function openScene(browser: Browser, scene: Scene, appearance: Appearance): Promise<Page> {
  const zoom = appearance.zoom ?? 1;
  const context = await browser.newContext({
    // Zoom as a browser does it: fewer CSS pixels, each drawn larger.
    viewport: { width: Math.round(scene.width / zoom), height: Math.round(scene.height / zoom) },
    deviceScaleFactor: zoom,
    colorScheme: appearance.dark === true ? 'dark' : 'light',
    forcedColors: appearance.forced === true ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error') say(`  ${scene.name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    say(`  ${scene.name}: ${error.message}`);
  });
  await page.route('http://gallery.test/**', async (route) => {
    const file = resolve(built, `.${new URL(route.request().url()).pathname}`);
    if (!existsSync(file)) {
      await route.fulfill({ status: 404 });
      return;
    }
    const headers = {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    };
    await route.fulfill({ headers, body: readFileSync(file) });
  });
  if (scene.scenario !== null) await page.addInitScript<Scenario>(installFake, scene.scenario);
  await page.goto(`http://gallery.test/${scene.window}.html`);
  await page.waitForFunction(() => document.querySelector('#window')?.hasChildNodes());
  try {
    await scene.act?.(page);
  } catch (error) {
    findings += 1;
    say(`  ${scene.name} ${appearance.name}: ${String(error)}`);
  }
  if (appearance.spaced === true) await page.evaluate(spaceText);
  return page;
}

/**
 * Words of the widget that are cut, or lie under a button: the state and the order must never be. `slack`: pixels at the edges of their
 * boxes that hold no ink, which spaced text has behind its letters and between its lines.
 */
function cutWords(page: Page, slack: number): Promise<string[]> {
  return page.evaluate((slack) => {
    const words = [...document.querySelectorAll<HTMLElement>('.panel .word, .panel .loud .lead')];
    const buttons = [...document.querySelectorAll('.panel button')].map((button) => button.getBoundingClientRect());
    const cut = words.filter((word) => {
      const range = document.createRange();
      range.selectNodeContents(word);
      const seen = range.getBoundingClientRect();
      const holder = word.closest('.panel')?.getBoundingClientRect();
      const outside =
        holder === undefined ||
        seen.left < holder.left ||
        seen.right - slack > holder.right ||
        seen.top + slack < holder.top - 0.5 ||
        seen.bottom - slack > holder.bottom + 0.5;
      const covered = buttons.some(
        (button) =>
          button.width > 0 &&
          seen.left < button.right &&
          button.left < seen.right - slack &&
          seen.top < button.bottom - 2 &&
          button.top + 2 < seen.bottom,
      );
      return outside || covered || word.scrollWidth > word.clientWidth + 1 + slack;
    });
    return cut.map((word) => word.textContent);
  }, slack);
}

/** Start times in lists that are cut: their columns follow the face and the locale. */
function cutTimes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(':is(.recordings, .journal-entries) .body .when')].flatMap((cell) =>
      cell.scrollWidth > cell.clientWidth || cell.scrollHeight > (cell.parentElement?.clientHeight ?? 0)
        ? [cell.textContent]
        : [],
    ),
  );
}

async function main(): Promise<void> {
  if (!values['no-build']) {
    await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), build: { outDir: built } });
  }
  mkdirSync(values.out, { recursive: true });
  const system = '/usr/bin/chromium';
  const browser = await chromium.launch({
    ...(existsSync(system) ? { executablePath: system } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  for (const scene of scenes.filter(({ name }) => name.includes(values.only))) {
    for (const appearance of appearances) {
      if (appearance.spaced === true && scene.window !== 'widget') continue;
      // Enlarged four times already.
      if (appearance.zoom !== undefined && scene.name.startsWith('reflow-')) continue;
      const page = await openScene(browser, scene, appearance);
      await page.screenshot({ path: join(values.out, `${scene.name}--${appearance.name}.png`) });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (overflow) say(`  ${scene.name} ${appearance.name}: scrolls sideways`);
      const cut = [...(await cutWords(page, appearance.spaced === true ? 3 : 0)), ...(await cutTimes(page))];
      for (const word of cut) {
        findings += 1;
        say(`  ${scene.name} ${appearance.name}: cut: ${word}`);
      }
      const { violations, incomplete } = values['no-axe']
        ? { violations: [], incomplete: [] }
        : await new AxeBuilder({ page })
            // Off in axe unless it is asked for.
            .options({ rules: { 'target-size': { enabled: true } } })
            .setLegacyMode(true)
            .analyze();
      findings += violations.length + (overflow ? 1 : 0);
      for (const { id, nodes } of violations) {
        say(
          `  ${scene.name} ${appearance.name}: ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n    ')}`,
        );
      }
      for (const { id, nodes } of incomplete) {
        for (const { target, any } of nodes) {
          const what = `${id}: ${target.join(' ')}: ${any.map(({ message }) => message).join(' ')}`;
          undecided.set(what, [...(undecided.get(what) ?? []), `${scene.name} ${appearance.name}`]);
        }
      }
      await page.context().close();
    }
    say(scene.name);
  }
  await browser.close();
  const lines = [...undecided].map(([what, where]) => `${what}\n    ${where.join(', ')}`);
  writeFileSync(join(values.out, 'undecided.txt'), `${lines.toSorted().join('\n')}\n`);
  say(`${String(findings)} findings; pictures in ${values.out}`);
  process.exitCode = findings === 0 ? 0 : 1;
}

await main();
