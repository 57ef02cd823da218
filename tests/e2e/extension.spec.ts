// The automatic pause from the field in a page to the recorder: the real extension and native host in a real Chromium.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '../../src/main/core/core-types.ts';
import { expect } from './fixtures.ts';
import { extensionText } from '../../src/shared/messages/en/extension.ts';
import { ring, test, until, type Browser } from './extension-fixtures.ts';
import { ownId } from '../support/extension-browser.ts';

const fields = '<label>Card <input autocomplete="cc-number" id="card"></label><label>Name <input id="other"></label>';

/** Waits until a rule is at a level. */
const level = (core: Core, rule: string, wanted: 'on' | 'off' | 'unknown'): Promise<unknown> =>
  until(core, ({ automatic }) => automatic.rules.some(({ id, level: now }) => id === rule && now === wanted));

const notWorking = (core: Core): readonly unknown[] => core.snapshot().automatic.notWorking;

test('a card field in a frame of another site pauses, and leaving it asks', async ({
  browser1,
  core,
  shop,
  pages,
  simulator,
}) => {
  pages['/frame'] = fields;
  pages['/shop'] = `<h1>Shop</h1><iframe src="${shop.elsewhere('/frame')}"></iframe>`;
  const { page } = browser1;
  await page.goto(shop.at('/shop'));
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  const frame = page.frameLocator('iframe');
  await frame.locator('#card').click();
  await paused;
  const { automatic } = await until(core, ({ live }) => live.state === 'paused');
  expect(automatic.pausedBy).toBe('Card number');
  await frame.locator('#other').click();
  const asked = await until(core, (snapshot) => snapshot.automatic.asks !== null);
  expect(asked.automatic.asks).toEqual({ name: 'Card number', kind: 'field' });
  expect(asked.live.state).toBe('paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});

test('a page counts while its tab is in front: another tab, a closed one, other addresses, the way back', async ({
  browser1: { page, context },
  core,
  shop,
  pages,
}) => {
  pages['/checkout'] = '<title>Checkout</title>';
  await page.goto(shop.at('/checkout'));
  await level(core, 'pay', 'on');
  // Another tab, and back.
  const other = await context.newPage();
  await level(core, 'pay', 'off');
  await page.bringToFront();
  await level(core, 'pay', 'on');
  // A route of a single-page app.
  await page.evaluate(() => history.pushState(null, '', '/thanks'));
  await level(core, 'pay', 'off');
  await page.evaluate(() => history.back());
  await level(core, 'pay', 'on');
  // Another page, and the way back out of the back-forward cache.
  await page.goto(shop.elsewhere('/elsewhere'));
  await level(core, 'pay', 'off');
  await page.goBack();
  await level(core, 'pay', 'on');
  // Closed.
  await page.close();
  await level(core, 'pay', 'off');
  await other.close();
  expect(notWorking(core)).toEqual([]);
});

test('fields in srcdoc and open shadow trees, without tokens, taken out while in use, and filled without focus', async ({
  browser1: { page },
  core,
  shop,
  pages,
}) => {
  pages['/shop'] =
    `<iframe srcdoc="<input name='cardnumber' id='card'>"></iframe><div id="host"></div><input id="other">
    <input id="late" autocomplete="cc-csc">
    <script>
      const inner = document.getElementById('host').attachShadow({ mode: 'open' });
      inner.innerHTML = '<input id="first"><input id="second" autocomplete="cc-number">';
    </script>`;
  await page.goto(shop.at('/shop'));
  await page.frameLocator('iframe').locator('#card').click();
  await level(core, 'card', 'on');
  await page.locator('#other').click();
  await level(core, 'card', 'off');
  // From field to field inside one shadow tree.
  await page.locator('#first').click();
  await page.locator('#second').click();
  await level(core, 'card', 'on');
  await page.evaluate(() => document.getElementById('host')?.remove());
  await level(core, 'card', 'off');
  // As a password manager fills it.
  await page.locator('#other').click();
  await page.locator('#late').evaluate((field) => field.dispatchEvent(new Event('input', { bubbles: true })));
  await level(core, 'card', 'on');
});

test('a field in a page that waits in the back-forward cache is not in use, and is again after the way back', async ({
  browser1: { page },
  core,
  shop,
  pages,
}) => {
  pages['/shop'] = fields;
  await page.goto(shop.at('/shop'));
  await page.locator('#card').click();
  await level(core, 'card', 'on');
  await page.goto(shop.at('/elsewhere'));
  await level(core, 'card', 'off');
  await page.goBack();
  await page.locator('#card').click();
  await level(core, 'card', 'on');
  const crashed = page.waitForEvent('crash');
  void page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  await level(core, 'card', 'off');
});

test('a call that begins is paused, a person resumes, and the rule stays silent; a refused resume changes nothing', async ({
  browser1: { page },
  core,
  shop,
  pages,
  simulator,
}) => {
  pages['/shop'] = fields;
  await page.goto(shop.at('/shop'));
  await page.locator('#card').click();
  const early = await until(core, ({ automatic }) => automatic.willPause !== null);
  expect(early.automatic.willPause).toEqual({ name: 'Card number', kind: 'field' });
  const call = ring(simulator);
  await until(core, ({ live }) => live.state === 'paused');
  await core.command('resume', 'button');
  const resumed = await until(core, ({ live }) => live.state === 'recording');
  expect(resumed.automatic.rules[0]).toMatchObject({ level: 'on', overridden: true });
  simulator.endCall(call.callId);
  await until(core, ({ live }) => live.state === 'idle');
  await core.handlers['preferences.set']({ name: 'automatic.override', value: 'refuse' });
  // Somebody else: the same number so soon would be the same call, transferred.
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104730' });
  await until(core, ({ live }) => live.state === 'paused');
  await core.command('resume', 'button');
  expect(core.snapshot().automatic.refused).toEqual({ name: 'Card number', kind: 'field' });
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
});

test('a host that is killed and an extension that was switched off come back with the whole state, in tabs that were open', async ({
  browser1,
  core,
  shop,
  pages,
}) => {
  pages['/shop'] = fields;
  const { page } = browser1;
  await page.goto(shop.at('/shop'));
  await page.locator('#card').click();
  await level(core, 'card', 'on');
  const gone = level(core, 'card', 'unknown');
  browser1.killHost();
  await gone;
  await level(core, 'card', 'on');
  // Switched off and on again: the page that is open lost its watch, and gets another.
  const lost = level(core, 'card', 'unknown');
  await browser1.switchExtension(false);
  await lost;
  await browser1.switchExtension(true);
  await level(core, 'card', 'on');
  await page.locator('#other').click();
  await level(core, 'card', 'off');
});

test('a private window is seen where the person has let the extension into it', async ({
  browser1,
  core,
  shop,
  pages,
}) => {
  pages['/checkout'] = fields;
  const lost = level(core, 'pay', 'unknown');
  await browser1.allowPrivate();
  await lost;
  await browser1.switchExtension(true);
  await level(core, 'pay', 'off');
  const page = await browser1.openPrivate(shop.at('/checkout'));
  await level(core, 'pay', 'on');
  await page.locator('#card').click();
  await level(core, 'card', 'on');
  await page.close();
  await level(core, 'pay', 'off');
});

test('the test of a browser: a field of the extension’s own page is seen, with how long it took', async ({
  browser1: { page },
  core,
}) => {
  const look = () => core.handlers['automatic.look']({ draft: { field: 'cc-number' } });
  await look();
  await page.goto(`chrome-extension://${ownId()}/test.html`);
  await page.getByLabel('Card number').click();
  await expect
    .poll(async () => {
      const answer = await look();
      return answer.ok ? answer.value.seen?.map(({ browser, ms }) => [browser, ms >= 0]) : null;
    })
    .toEqual([['chromium', true]]);
});

test('two browsers: the rule is on while one of them has it, and the one that is gone is named', async ({
  startBrowser,
  core,
  shop,
  pages,
  simulator,
}) => {
  pages['/shop'] = fields;
  const [first, second] = [await startBrowser(), await startBrowser()];
  const use = async ({ page }: Browser): Promise<void> => {
    await page.goto(shop.at('/shop'));
    await page.locator('#card').click();
  };
  await use(first);
  await level(core, 'card', 'on');
  ring(simulator);
  await until(core, ({ live }) => live.state === 'paused');
  await use(second);
  await expect.poll(second.title).toBe(extensionText.titles.on);
  await first.page.locator('#other').click();
  const lost = until(core, ({ automatic }) => automatic.notWorking.length > 0);
  second.kill();
  expect((await lost).automatic.notWorking).toEqual([{ kind: 'browser', browser: 'chromium' }]);
  // It was on when it was lost: nobody knows whether it is off.
  await level(core, 'card', 'unknown');
  expect(core.snapshot()).toMatchObject({ live: { state: 'paused' }, automatic: { asks: null, resumes: null } });
});

test('an app that ends and starts again is told what is on', async ({ startApp, startBrowser, shop, pages }) => {
  pages['/shop'] = fields;
  const app = await startApp();
  const { page, title } = await startBrowser(app);
  await page.goto(shop.at('/shop'));
  await page.locator('#card').click();
  await level(app.core, 'card', 'on');
  await app.close();
  await expect.poll(title).toBe(extensionText.titles.off);
  const next = await startApp();
  await level(next.core, 'card', 'on');
  await expect.poll(title).toBe(extensionText.titles.on);
});

test('no address, title or name of a field leaves the browser: not in messages, snapshots, diagnostics or any file', async ({
  browser1,
  core,
  app,
  shop,
  pages,
  simulator,
}) => {
  const told: unknown[] = [];
  messagesTo(core, (message) => told.push(message));
  const gone = level(core, 'card', 'unknown');
  browser1.killHost();
  await gone;
  await level(core, 'card', 'off');
  const snapshots: unknown[] = [];
  core.onSnapshot((snapshot) => snapshots.push(snapshot));
  pages['/checkout-secret'] =
    '<title>Order 4929</title><input name="private-cardnumber" id="card" value="4111111111111111">';
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  await browser1.page.goto(shop.at('/checkout-secret?customer=zoe'));
  await browser1.page.locator('#card').click();
  await until(
    core,
    ({ live, automatic }) => live.state === 'paused' && automatic.rules.every((rule) => rule.level === 'on'),
  );
  await core.command('resume', 'button');
  await until(core, ({ live }) => live.state === 'recording');
  const diagnostics = await core.handlers['app.diagnostics']({});
  const files = await readdir(app.folder, { recursive: true, withFileTypes: true });
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(path.join(file.parentPath, file.name), 'latin1'));
  const everything = JSON.stringify([told, snapshots, diagnostics]) + contents.join('\n');
  // It was looked for where something is: the journal names the rule.
  expect(contents.join('\n')).toMatch(/rule:(?:pay|card)/u);
  expect(told.length).toBeGreaterThan(2);
  for (const word of [
    'checkout-secret',
    'customer',
    'zoe',
    'Order 4929',
    'private-cardnumber',
    '4111',
    `:${String(shop.port)}`,
  ])
    expect(everything).not.toContain(word);
});

/** Counts what browsers say to the app from their next connection on. */
function messagesTo({ automatic }: Core, heard: (message: unknown) => void = () => undefined): { count: number } {
  const told = { count: 0 };
  const connect = automatic.connect.bind(automatic);
  automatic.connect = (send) => {
    const connection = connect(send);
    const take: typeof connection.take = (message) => {
      told.count += 1;
      heard(message);
      connection.take(message);
    };
    return { ...connection, take };
  };
  return told;
}

/** Ten thousand take a minute: `SIDETONE_HOSTILE_FRAMES=10000`. A browser has at most a thousand at once in a page; the rest comes after them. */
const hostileFrames = Number(process.env['SIDETONE_HOSTILE_FRAMES'] ?? '300');

test('a hostile page does no harm beyond a pause: stolen focus, thousands of frames, attributes of a megabyte', async ({
  browser1,
  core,
  shop,
  pages,
  simulator,
}) => {
  pages['/hostile'] = `<body><script>
    const steal = document.createElement('input');
    steal.autocomplete = 'cc-number ' + 'x'.repeat(1_000_000);
    steal.id = steal.name = 'y'.repeat(1_000_000);
    steal.style = 'position:fixed; opacity:0; width:1px';
    const other = document.createElement('input');
    other.name = 'z'.repeat(1_000_000);
    document.body.append(steal, other);
    // Each of them takes the focus, and holds it in turn.
    const inside = '<input name=cardnumber autofocus><script>setInterval(() => document.querySelector(&quot;input&quot;).focus(), 500)<\\/script>';
    let made = 0;
    const more = () => {
      const frames = document.createElement('div');
      const count = Math.min(900, ${String(hostileFrames)} - made);
      frames.innerHTML = ('<iframe srcdoc="' + inside + '" width=1 height=1></iframe>').repeat(count);
      let loaded = 0;
      for (const frame of frames.children)
        frame.onload = () => {
          loaded += 1;
          made += 1;
          document.title = String(made);
          if (loaded < count || made >= ${String(hostileFrames)}) return;
          frames.remove();
          more();
        };
      document.body.append(frames);
    };
    more();
    let turn = 0;
    setInterval(() => {
      (turn++ % 2 ? steal : other).focus();
      steal.dispatchEvent(new Event('input', { bubbles: true }));
    });
  </script>`;
  test.setTimeout(60_000 + hostileFrames * 60);
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  const told = messagesTo(core);
  // It connects anew, so that what it says is counted.
  const gone = level(core, 'card', 'unknown');
  browser1.killHost();
  await gone;
  await level(core, 'card', 'off');
  const began = performance.now();
  const page = await browser1.context.newPage();
  await page.goto(shop.at('/hostile'), { waitUntil: 'commit' });
  await until(core, ({ live, automatic }) => live.state === 'paused' && automatic.rules[0]?.level === 'on');
  await expect.poll(() => page.title(), { timeout: 60_000 + hostileFrames * 50 }).toBe(String(hostileFrames));
  // The core goes on to read: what it shows is as fresh as ever.
  const { live } = core.snapshot();
  expect([live.state, live.recordings.map(({ paused }) => paused)]).toEqual(['paused', [true]]);
  const seconds = Math.ceil((performance.now() - began) / 1_000);
  const resident = browser1.hostKilobytes();
  test.info().annotations.push({
    type: 'hostile page',
    description: `${String(hostileFrames)} frames in ${String(seconds)} s, ${String(told.count)} messages, host ${String(resident)} kB`,
  });
  // At most thirty looks a second, each of which tells a rule on or off.
  expect(told.count).toBeLessThan(60 * (seconds + 1));
  expect(resident).toBeLessThan(16_000);
  await page.close();
  // Nothing is left of it: the rule is off, the browser is still heard, and a person resumes.
  await level(core, 'card', 'off');
  expect(notWorking(core)).toEqual([]);
  await core.command('resume', 'button');
  await until(core, ({ live }) => live.state === 'recording');
  pages['/shop'] = fields;
  await browser1.page.bringToFront();
  await browser1.page.goto(shop.at('/shop'));
  await browser1.page.locator('#card').click();
  await until(core, ({ live }) => live.state === 'paused');
});
