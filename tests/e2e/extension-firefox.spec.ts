// The automatic pause in a real Firefox: what Chromium's tests try, in short, with the same pages.
import { expect } from './fixtures.ts';
import { level, ring, test, until } from './extension-fixtures.ts';

test('Firefox: a card field in a frame of another site pauses, and leaving it asks; pages count while they are in front', async ({
  firefox,
  core,
  heard,
  shop,
  pages,
  simulator,
}) => {
  pages['/frame'] = '<input autocomplete="cc-number" id="card"><input id="other">';
  pages['/shop'] = `<input autocomplete="cc-csc" id="card"><iframe src="${shop.elsewhere('/frame')}"></iframe>`;
  pages['/checkout'] =
    '<div id="host"></div><script>document.getElementById("host").attachShadow({ mode: "open" })</script>';
  // In the first tab the address bar has the focus, and a click by BiDi doesn't take it.
  const tab = await firefox.newTab();
  await firefox.show(tab);
  await firefox.goto(tab, shop.at('/shop'));
  ring(simulator);
  await until(core, ({ live }) => live.state === 'recording');
  const frame = await firefox.frameOf(tab);
  await firefox.click(frame, '#card');
  const paused = await until(core, ({ live }) => live.state === 'paused');
  expect(paused.automatic.pausedBy).toBe('Card number');
  // From the frame to a card field of the page, and back: the focus is in a card field all the time.
  const later = 'new Promise((resolve) => setTimeout(resolve, 300))';
  heard.length = 0;
  for (const place of [tab, frame]) {
    await firefox.click(place, '#card');
    for (const each of [tab, frame]) await firefox.run(each, later);
  }
  await firefox.click(frame, '#other');
  const asked = await until(core, ({ automatic }) => automatic.asks !== null);
  expect(heard.filter(({ kind }) => kind !== 'heartbeat')).toEqual([{ kind: 'off', rule: 'card' }]);
  expect(asked.live.state).toBe('paused');
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);
  // Another tab, and back; a route of a single-page app; the way back out of the cache; the end of the browser.
  await firefox.goto(tab, shop.at('/checkout'));
  await level(core, 'pay', 'on');
  await firefox.show(await firefox.newTab());
  await level(core, 'pay', 'off');
  await firefox.show(tab);
  await level(core, 'pay', 'on');
  await firefox.run(tab, "history.pushState(null, '', '/thanks')");
  await level(core, 'pay', 'off');
  await firefox.run(tab, 'history.back()');
  await level(core, 'pay', 'on');
  await firefox.close();
  const gone = await until(core, ({ automatic }) => automatic.notWorking.length > 0);
  expect(gone.automatic).toMatchObject({
    notWorking: [{ kind: 'browser', browser: 'firefox' }],
    rules: [{ level: 'unknown' }, { level: 'unknown' }],
  });
  expect(gone.live.state).toBe('paused');
});
