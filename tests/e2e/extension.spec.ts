// The automatic pause from the field in a page to the recorder: the real extension and native host in a real Chromium.
import { expect } from './fixtures.ts';
import { ring, test, until } from './extension-fixtures.ts';

const cardField =
  '<label>Card <input autocomplete="cc-number" id="card"></label><label>Name <input id="other"></label>';

test('a card field in a frame of another site pauses, and leaving it asks', async ({
  browser1,
  core,
  shop,
  pages,
  simulator,
}) => {
  pages['/frame'] = cardField;
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
