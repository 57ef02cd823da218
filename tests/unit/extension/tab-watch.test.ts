// Which rules are on, from tabs, focused fields and text that was put into others.
import { expect, test } from 'vitest';
import { matchesAddress } from '../../../src/extension/background/page-address.ts';
import { TabWatch } from '../../../src/extension/background/tab-watch.ts';

const shop = 'https://shop.example.com/checkout?step=2#pay';

function watched(): TabWatch {
  const watch = new TabWatch();
  watch.rules = [
    { id: 'card', field: 'cc-*' },
    { id: 'csc', field: 'cc-csc', where: '*.psp.example/*' },
    { id: 'pay', url: 'shop.example.com/checkout' },
  ];
  watch.replaceTabs([
    { id: 1, url: 'https://crm.example.com/', isShown: true },
    { id: 2, url: shop, isShown: false },
  ]);
  return watch;
}

test.each([
  ['pay.example.com/checkout/*', 'https://pay.example.com/checkout/7?x=1', true],
  ['pay.example.com/checkout', 'https://pay.example.com/checkout?x=1#y', true],
  ['pay.example.com/checkout', 'https://pay.example.com/checkout/', true],
  ['pay.example.com', 'http://pay.example.com/', true],
  ['*/#/pay', 'https://crm.example.com/#/pay', true],
  ['https://pay.example.com/*', 'http://pay.example.com/x', false],
  ['http://pay.example.com/*', 'http://pay.example.com/x', true],
  ['pay.example.com/*', 'https://evil.example/pay.example.com/', false],
  ['pay.example.com/*', 'https://pay.example.com@evil.example/', false],
  ['pay.example.com/*', 'about:srcdoc', false],
  ['*', 'not an address', false],
])('the pattern %s and the address %s', (pattern, address, fits) => {
  expect(matchesAddress(pattern, address)).toBe(fits);
});

test('a page counts while it is the one in front, and follows its address', () => {
  const watch = watched();
  expect(watch.on(0)).toEqual([]);
  watch.setTab({ id: 2, url: shop, isShown: true });
  expect(watch.on(0)).toEqual(['pay']);
  watch.moved(2, 'https://shop.example.com/thanks');
  expect(watch.on(0)).toEqual([]);
  watch.moved(2, shop);
  watch.removed(2);
  expect(watch.on(0)).toEqual([]);
});

test('a field counts while its tab is shown, and until any frame of that tab has another focus', () => {
  const watch = watched();
  const [frame, top, hidden] = [{}, {}, {}];
  watch.frameCame(frame, 1, 'https://js.psp.example/fields');
  watch.frameCame(top, 1, null);
  watch.frameCame(hidden, 2, null);
  watch.told(hidden, { kind: 'focus', names: ['cc-number'], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual([]);
  watch.told(frame, { kind: 'focus', names: ['cc-csc', 'cvc'], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual(['card', 'csc']);
  watch.told(top, { kind: 'focus', names: [], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual([]);
  watch.told(top, { kind: 'focus', names: ['cc-csc'], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual(['card']);
  watch.frameGone(top);
  expect(watch.on(0)).toEqual([]);
  watch.setTab({ id: 2, url: shop, isShown: true });
  expect(watch.on(0)).toEqual(['card', 'pay']);
});

test('the focus goes from card field to card field in frames of their own: what the frame that lost it says changes nothing there', () => {
  const watch = watched();
  const [number, expiry] = [{}, {}];
  watch.frameCame(number, 1, 'https://js.psp.example/number');
  watch.frameCame(expiry, 1, 'https://js.psp.example/expiry');
  watch.told(number, { kind: 'focus', names: ['cc-number'], has: true, at: 0 }, 0);
  watch.told(expiry, { kind: 'focus', names: ['cc-exp'], has: true, at: 0 }, 0);
  watch.told(number, { kind: 'focus', names: [], has: false, at: 0 }, 0);
  expect(watch.on(0)).toEqual(['card']);
  // Its field is called something else now: it is not the one that is in use, but nobody is wrong to pause.
  watch.told(number, { kind: 'focus', names: ['cc-csc'], has: false, at: 0 }, 0);
  watch.told(expiry, { kind: 'focus', names: [], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual([]);
  // The window is behind another program, and the page moves the focus: no frame has it.
  watch.told(number, { kind: 'focus', names: ['cc-number'], has: false, at: 0 }, 0);
  watch.told(expiry, { kind: 'focus', names: ['cc-exp'], has: false, at: 0 }, 0);
  watch.told(number, { kind: 'focus', names: [], has: false, at: 0 }, 0);
  expect(watch.on(0)).toEqual(['card']);
  watch.frameGone(expiry);
  expect(watch.on(0)).toEqual([]);
});

test('text that is put into a field without focus counts for ten seconds, and for ten more each time', () => {
  const watch = watched();
  const frame = {};
  watch.frameCame(frame, 1, null);
  watch.told(frame, { kind: 'put', names: ['cc-number'] }, 1_000);
  expect([watch.on(10_999), watch.nextEnd(10_999)]).toEqual([['card'], 11_000]);
  watch.told(frame, { kind: 'put', names: ['cc-number'] }, 6_000);
  expect([watch.on(15_999), watch.on(16_000), watch.nextEnd(16_000)]).toEqual([['card'], [], null]);
  for (let count = 0; count < 1_000; count += 1)
    watch.told(frame, { kind: 'put', names: [`x${String(count)}`] }, 20_000);
  watch.told(frame, { kind: 'put', names: ['cc-exp'] }, 20_000);
  expect(watch.on(20_000)).toEqual(['card']);
});

test('a frame that fills fields without end takes no place from what another frame has told', () => {
  const watch = watched();
  const [shop, advertisement] = [{}, {}];
  for (const frame of [shop, advertisement]) watch.frameCame(frame, 1, null);
  watch.told(shop, { kind: 'put', names: ['cc-number'] }, 0);
  for (let count = 0; count < 1_000; count += 1)
    watch.told(advertisement, { kind: 'put', names: [`x${String(count)}`] }, 1_000);
  expect(watch.on(9_999)).toEqual(['card']);
});

test('what a tab with ten thousand frames has to say costs no more than fifty texts and twenty fields, the newest ones', () => {
  const watch = watched();
  const rules = 100;
  let compared = 0;
  // Reading the pattern counts how often a rule is compared.
  watch.rules = Array.from({ length: rules }, (_, at) => ({
    id: String(at),
    get field() {
      compared += 1;
      return 'cc-number';
    },
  }));
  const told = (frame: object, name: string): void => {
    watch.told(frame, { kind: 'put', names: [name] }, 0);
    watch.told(frame, { kind: 'focus', names: [name], has: false, at: 0 }, 0);
  };
  const first = {};
  watch.frameCame(first, 1, null);
  told(first, 'cc-number');
  expect(watch.on(0)).toHaveLength(rules);
  for (let count = 0; count < 10_000; count += 1) {
    const frame = {};
    watch.frameCame(frame, 1, null);
    told(frame, `x${String(count)}`);
  }
  compared = 0;
  expect(watch.on(0)).toEqual([]);
  expect(compared).toBeLessThanOrEqual(rules * (50 + 20) * 2);
  const last = {};
  watch.frameCame(last, 1, null);
  told(last, 'cc-number');
  expect(watch.on(0)).toHaveLength(rules);
  expect(watch.nextEnd(0)).toBe(10_000);
});

test('the card field with the focus counts until the focus goes elsewhere, whatever a hundred frames without it say', () => {
  const watch = watched();
  const card = {};
  watch.frameCame(card, 1, null);
  watch.told(card, { kind: 'focus', names: ['cc-number'], has: true, at: 0 }, 0);
  const others = Array.from({ length: 100 }, () => ({}));
  for (const frame of others) {
    watch.frameCame(frame, 1, null);
    watch.told(frame, { kind: 'focus', names: ['search'], has: false, at: 0 }, 0);
  }
  expect(watch.on(0)).toEqual(['card']);
  watch.told(others[0] ?? {}, { kind: 'focus', names: ['search'], has: true, at: 0 }, 0);
  expect(watch.on(0)).toEqual([]);
});
