// What the background takes from a frame: its messages, and no time that Sidetone would refuse.
import { expect, test } from 'vitest';
import { frameConnected } from '../../../src/extension/background/frame-connection.ts';
import { TabWatch } from '../../../src/extension/background/tab-watch.ts';
import type { ApiPort } from '../../../src/extension/extension-api.ts';
import { framePort } from '../../../src/extension/frame-messages.ts';

function connected(name = framePort) {
  const watch = new TabWatch();
  watch.rules = [{ id: 'card', field: 'cc-*' }];
  watch.replaceTabs([{ id: 1, url: 'https://shop.example/', isShown: true }]);
  const changes: (number | undefined)[] = [];
  let hear: (message: unknown) => void = () => undefined;
  let lose: () => void = () => undefined;
  const port: ApiPort = {
    name,
    sender: { tab: { id: 1 }, frameId: 0 },
    onMessage: { addListener: (listener) => void (hear = listener) },
    onDisconnect: { addListener: (listener) => void (lose = listener) },
    postMessage: () => undefined,
    disconnect: () => undefined,
  };
  frameConnected(port, { watch, now: () => 0, lastError: () => undefined, changed: (at) => changes.push(at) });
  return { watch, changes, hear: (message: unknown) => hear(message), lose: () => lose() };
}

const focus = (at: unknown): unknown => ({ kind: 'focus', names: ['cc-number'], has: true, at });

test.each([
  [1_795_856_400_000, 1_795_856_400_000],
  [1.6, 2],
  [-1, undefined],
  [Infinity, undefined],
  [1e300, undefined],
])('a focus at %d counts, and is told as at %s', (at, told) => {
  const { watch, changes, hear } = connected();
  hear(focus(at));
  expect([watch.on(0), changes]).toEqual([['card'], [told]]);
});

test.each([
  [null],
  ['x'],
  [{}],
  [{ kind: 'focus', names: ['cc-number'], has: true }],
  [{ kind: 'focus', names: ['cc-number'], at: 1 }],
  [focus(NaN)],
  [focus('1')],
])('%j is no message, and changes nothing', (message) => {
  const { watch, changes, hear } = connected();
  hear(message);
  expect([watch.on(0), changes]).toEqual([[], []]);
});

test('a frame that is gone has nothing in use; another kind of connection is nobody', () => {
  const { watch, changes, hear, lose } = connected();
  hear(focus(1));
  lose();
  expect([watch.on(0), changes]).toEqual([[], [1, undefined]]);
  const other = connected('other');
  other.hear(focus(1));
  expect(other.changes).toEqual([]);
});
