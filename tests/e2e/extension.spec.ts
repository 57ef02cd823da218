// The automatic pause from the field in a page to the recorder: the real extension and native host in a real Chromium.
import type { Core } from '../../src/main/core/core-types.ts';
import { expect } from './fixtures.ts';
import { extensionText } from '../../src/shared/messages/en/extension.ts';
import { level, ring, test, until, type Browser } from './extension-fixtures.ts';
import { ownId } from '../support/extension-browser.ts';

const fields = '<label>Card <input autocomplete="cc-number" id="card"></label><label>Name <input id="other"></label>';

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
  startBrowser,
  core,
  shop,
  pages,
}) => {
  pages['/shop'] = fields;
  const browser = await startBrowser();
  const { page } = browser;
  await page.goto(shop.at('/shop'));
  await page.locator('#card').click();
  await level(core, 'card', 'on');
  const gone = level(core, 'card', 'unknown');
  browser.killHost();
  await gone;
  await level(core, 'card', 'on');
  // Switched off and on again: the page that is open lost its watch, and gets another.
  const lost = level(core, 'card', 'unknown');
  await browser.switchExtension(false);
  await lost;
  await browser.switchExtension(true);
  await level(core, 'card', 'on');
  await page.locator('#other').click();
  await level(core, 'card', 'off');
});

test('a private window is seen where the person has let the extension into it', async ({
  startBrowser,
  core,
  shop,
  pages,
}) => {
  pages['/checkout'] = fields;
  const browser = await startBrowser();
  const lost = level(core, 'pay', 'unknown');
  await browser.allowPrivate();
  await lost;
  await browser.switchExtension(true);
  await level(core, 'pay', 'off');
  const page = await browser.openPrivate(shop.at('/checkout'));
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
