// The automatic pause from a field in a browser to the recorder, with the real app: Chromium, the extension, its native host, Electron.
import type { BrowserContext } from 'playwright/test';
import { extensionText } from '../../src/shared/messages/en/extension.ts';
import { recording } from '../../src/shared/messages/en/recording.ts';
import { test } from './extension-fixtures.ts';
import { expect, stateOf } from './fixtures.ts';
import { iconTitle } from '../support/extension-browser.ts';
import type { Sidetone } from './sidetone.ts';

const rule = { id: 'card', name: 'Payment page', field: 'cc-*' };
const { titles } = extensionText;

const levelOf = async (sidetone: Sidetone): Promise<string | undefined> =>
  (await sidetone.snapshot()).automatic.rules[0]?.level;

const expectTitle = (browser: BrowserContext, title: string): Promise<void> =>
  expect.poll(() => iconTitle(browser)).toBe(title);

test('a card field in a frame of another site pauses, leaving it asks, and an app that was killed is told again what is on', async ({
  launch,
  chromium,
  shop,
  pages,
  simulator,
}, info) => {
  const first = await launch();
  info.skip(first.isEmulated, 'the native host that is installed is the one for Linux');
  pages['/frame'] = '<input autocomplete="cc-number" id="card"><input id="other">';
  pages['/shop'] = `<h1>Shop</h1><iframe src="${shop.elsewhere('/frame')}"></iframe>`;
  const page = chromium.pages()[0] ?? (await chromium.newPage());
  const card = page.frameLocator('iframe').locator('#card');

  await test.step('the app starts, and the extension finds it', async () => {
    await first.signIn(simulator.url);
    await first.call('preferences.set', { name: 'automatic.rules', value: [rule] });
    await expect.poll(() => levelOf(first)).toBe('off');
    await expectTitle(chromium, titles.watching);
    await page.goto(shop.at('/shop'));
  });

  await test.step('the field pauses', async () => {
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
    const widget = await first.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    const paused = simulator.nextChange(({ kind }) => kind === 'paused');
    await card.click();
    await paused;
    await expect(stateOf(widget)).toHaveText('Paused');
    await expectTitle(chromium, titles.on);
  });

  await test.step('leaving it asks, and the recording stays paused', async () => {
    await page.frameLocator('iframe').locator('#other').click();
    const widget = await first.window('widget.html');
    await expect(widget.getByText(recording.automatic.left(rule.name))).toBeVisible();
    await expect(stateOf(widget)).toHaveText('Paused');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
    await expectTitle(chromium, titles.watching);
  });

  await test.step('the app is killed, and the next one is told what is on', async () => {
    await card.click();
    await expect.poll(() => levelOf(first)).toBe('on');
    await first.kill();
    await expectTitle(chromium, titles.off);
    const second = await launch();
    const widget = await second.window('widget.html');
    // Nothing happens in the page meanwhile: what is on came with the hello.
    await expect.poll(() => levelOf(second)).toBe('on');
    await expectTitle(chromium, titles.on);
    await expect(stateOf(widget)).toHaveText('Paused');
    expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  });
});
