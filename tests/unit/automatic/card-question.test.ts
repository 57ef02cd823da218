// Whether to pause while a card field is in use: asked once, and only where a browser can see it.
import { expect, test } from 'vitest';
import { ruledCore } from '../../support/ruled-core.ts';

test('the browsers that are connected are told by name, and an answer is remembered', async () => {
  const { core, edge, view, clock, dispose } = await ruledCore({});
  expect(view()).toMatchObject({ browsers: ['edge'], answered: false, rules: [] });
  const second = core.automatic.connect(() => undefined);
  second.take({ kind: 'hello', id: 'edge-2', browser: 'edge', on: [] });
  expect(view().browsers).toEqual(['edge']);
  const seen: boolean[] = [];
  core.onSnapshot(({ automatic }) => seen.push(automatic.answered));
  expect(await core.handlers['automatic.answered']({})).toEqual({ ok: true, value: {} });
  await clock.settle();
  expect([seen.at(-1), view().answered]).toEqual([true, true]);
  edge.close();
  second.close();
  expect(view().browsers).toEqual([]);
  await dispose();
});
