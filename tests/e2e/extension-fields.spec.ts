// Card fields in frames that see nothing of each other, and in forms that are filled at once: in a real Chromium with the real extension.
import { expect } from './fixtures.ts';
import { level, test } from './extension-fixtures.ts';

const fields = '<label>Card <input autocomplete="cc-number" id="card"></label><label>Name <input id="other"></label>';

test('from card field to card field in frames of their own, as payment providers have them, the rule stays on', async ({
  browser1: { page },
  core,
  heard,
  shop,
  pages,
}) => {
  pages['/frame'] = fields;
  pages['/shop'] = `${fields}<iframe id="first" src="${shop.elsewhere('/frame')}"></iframe>
    <iframe id="second" src="${shop.elsewhere('/frame?second')}"></iframe>`;
  await page.goto(shop.at('/shop'));
  const [first, second] = [page.frameLocator('#first'), page.frameLocator('#second')];
  await first.locator('#card').click();
  await level(core, 'card', 'on');
  heard.length = 0;
  // The focus is left for another frame, for the page, and back. A frame says what it has lost only after a tenth of a second.
  for (const fieldset of [second, page, first, page]) {
    await fieldset.locator('#card').click();
    for (const each of [first, second, page]) await each.locator('#card').evaluate(later);
  }
  await second.locator('#card').click();
  await first.locator('#card').evaluate((field) => {
    field.remove();
  });
  await first.locator('#other').evaluate(later);
  // It goes off with the last of them, and was never off before: what is told arrives in its order.
  await first.locator('#other').click();
  await level(core, 'card', 'off');
  expect(heard.filter(({ kind }) => kind !== 'heartbeat')).toEqual([{ kind: 'off', rule: 'card' }]);
  // It is on again in a frame that had it before.
  await second.locator('#card').click();
  await level(core, 'card', 'on');
  await page.locator('#other').click();
  await level(core, 'card', 'off');
});

/** Runs in a page: resolves when timers of less than 300 ms that began before are over. */
const later = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 300));

test('the frame of a payment provider in a closed shadow tree, which its page can’t see, keeps the rule on while its field has the focus', async ({
  browser1: { page },
  core,
  heard,
  shop,
  pages,
}) => {
  pages['/frame'] = fields;
  pages['/shop'] = `${fields}<div id="host"></div><script>
    document.getElementById('host').attachShadow({ mode: 'closed' }).innerHTML =
      '<iframe src="${shop.elsewhere('/frame')}"></iframe>';
  </script>`;
  await page.goto(shop.at('/shop'));
  const [, frame] = page.frames();
  if (frame === undefined) throw new Error('the frame is not there');
  await page.locator('#other').click();
  await frame.locator('#card').click();
  await level(core, 'card', 'on');
  heard.length = 0;
  for (const each of [frame, page]) await each.locator('#card').evaluate(later);
  await page.locator('#other').click();
  await level(core, 'card', 'off');
  expect(heard.filter(({ kind }) => kind !== 'heartbeat')).toEqual([{ kind: 'off', rule: 'card' }]);
});

test('the card field of a form that is filled all at once counts, however many fields are before it', async ({
  browser1: { page },
  core,
  shop,
  pages,
}) => {
  const before = Array.from({ length: 30 }, (_, at) => `<input name="field${String(at)}" class="filled">`);
  pages['/shop'] = `${fields}${before.join('')}<input autocomplete="cc-csc" class="filled">`;
  await page.goto(shop.at('/shop'));
  await page.locator('#other').click();
  await level(core, 'card', 'off');
  await page.evaluate(() => {
    for (const field of document.querySelectorAll('.filled'))
      field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await level(core, 'card', 'on');
});
