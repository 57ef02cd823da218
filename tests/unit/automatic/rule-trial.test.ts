// Trying the rules: what is in front is told to whoever asks, for as long as they ask, and is kept nowhere.
import { expect, onTestFinished, test } from 'vitest';
import type { BrowserRuleDraft, RuleLook } from '../../../src/shared/ipc/automatic.ts';
import { firstId } from '../../support/fake-core.ts';
import { FakeFrontWindow } from '../../support/fake-front-window.ts';
import { payRule, posRule, ruledCore, type RuledCore } from '../../support/ruled-core.ts';

const terminal = { program: 'pos.exe', title: 'Order 4929 – Virtual POS' };
const own = { program: 'SIDETONE.EXE', title: 'Sidetone' };

type Tried = RuledCore & {
  readonly front: FakeFrontWindow;
  readonly look: (draft?: BrowserRuleDraft | null) => Promise<RuleLook>;
};

async function begin(rules: readonly unknown[]): Promise<Tried> {
  const front = new FakeFrontWindow();
  const ruled = await ruledCore({ automaticPauseRules: rules }, { frontWindow: front });
  onTestFinished(() => ruled.dispose());
  const look = async (draft: BrowserRuleDraft | null = null): Promise<RuleLook> => {
    const answer = await ruled.core.handlers['automatic.look']({ draft });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  return { ...ruled, front, look };
}

test('without a rule windows are watched from the first question until three seconds after the last one', async () => {
  const tried = await begin([]);
  expect(tried.front.isWatching).toBe(false);
  expect(await tried.look()).toEqual({ window: null, matches: [], browsers: [] });
  tried.front.see(terminal);
  expect((await tried.look()).window).toEqual(terminal);
  for (let at = 0; at < 20; at += 1) {
    await tried.clock.advance(500);
    await tried.look();
    tried.front.see(terminal);
  }
  expect([tried.front.begun, tried.front.isWatching]).toEqual([1, true]);
  await tried.clock.advance(3_000);
  expect(tried.front.isWatching).toBe(false);
  expect(tried.view().notWorking).toEqual([]);
  expect((await tried.look()).window).toBeNull();
});

test('the rules that the window matches are told; of Sidetone’s own window, the one before it counts', async () => {
  const tried = await begin([posRule, payRule]);
  tried.front.see(terminal);
  tried.front.see(own);
  expect(await tried.look()).toMatchObject({ window: terminal, matches: ['pos'] });
  // So it does for the recording.
  await tried.clock.advance(1_000);
  expect(tried.view().rules[0]?.level).toBe('on');
  tried.front.see({ program: 'mail.exe', title: '' });
  expect(await tried.look()).toMatchObject({ window: { program: 'mail.exe' }, matches: [] });
  tried.front.die();
  expect((await tried.look()).window).toBeNull();
});

test('trying pauses nothing, and no title that was shown is in snapshot, log, journal, diagnostics or a file', async () => {
  const tried = await begin([]);
  const snapshots: string[] = [];
  tried.core.onSnapshot((snapshot) => snapshots.push(JSON.stringify(snapshot)));
  tried.recorder.begin(firstId);
  await tried.clock.advance(2_500);
  await tried.look();
  tried.front.see(terminal);
  expect((await tried.look({ url: 'pay.example.com/*' })).window).toEqual(terminal);
  await tried.clock.advance(10_000);
  expect(tried.live().state).toBe('recording');
  const diagnostics = await tried.core.handlers['app.diagnostics']({});
  await tried.journal();
  const files = [...tried.files.contents].map(([path, content]) => path + content.toString('utf8'));
  const all = [...snapshots, JSON.stringify([tried.ports.lines, tried.ports.shown, diagnostics]), ...files].join('\n');
  for (const word of ['4929', 'Virtual POS', 'pos.exe', 'pay.example.com']) expect(all).not.toContain(word);
});

test('browsers watch what is being written, say whether it is shown, and forget it after the trial', async () => {
  const tried = await begin([payRule]);
  const draft = { url: 'shop.example.com/*' };
  const watched = { id: 'pay', url: payRule.url };
  expect((await tried.look(draft)).browsers).toEqual([]);
  expect(tried.told.at(-1)).toEqual({ kind: 'rules', rules: [watched, { id: '.draft', ...draft }] });
  tried.edge.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: ['.draft'] });
  expect((await tried.look(draft)).browsers).toEqual(['edge']);
  expect(tried.view().rules.map(({ id, level }) => [id, level])).toEqual([['pay', 'off']]);
  tried.edge.take({ kind: 'off', rule: '.draft' });
  tried.edge.take({ kind: 'heartbeat' });
  expect((await tried.look(draft)).browsers).toEqual([]);
  tried.edge.take({ kind: 'on', rule: '.draft' });
  expect((await tried.look(draft)).browsers).toEqual(['edge']);
  // Another draft: what was said of the last one is old.
  expect((await tried.look({ field: 'cc-*' })).browsers).toEqual([]);
  await tried.clock.advance(3_000);
  expect(tried.told.at(-1)).toEqual({ kind: 'rules', rules: [watched] });
  expect(tried.live().state).toBe('idle');
});

test('a draft never takes the place of a rule, whatever that is called', async () => {
  const taken = { ...payRule, id: '.draft' };
  const tried = await begin([taken]);
  await tried.look({ url: 'shop.example.com/*' });
  expect(tried.told.at(-1)).toEqual({ kind: 'rules', rules: [{ id: '.draft', url: payRule.url }] });
  tried.recorder.begin(firstId);
  await tried.clock.advance(2_500);
  tried.edge.take({ kind: 'on', rule: '.draft' });
  await tried.clock.advance(500);
  expect(tried.live().state).toBe('paused');
});

test('a browser that says when its field got the focus is told with how long that took, until the field is left', async () => {
  const { edge, clock, look } = await begin([payRule]);
  const draft = { field: 'cc-number' };
  expect((await look(draft)).seen).toBeUndefined();
  edge.take({ kind: 'on', rule: '.draft', at: clock.now() - 7 });
  expect((await look(draft)).seen).toEqual([{ browser: 'edge', ms: 7 }]);
  // Its whole state again changes nothing of that; clocks that disagree give nothing below zero.
  edge.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: ['.draft'] });
  expect((await look(draft)).seen).toEqual([{ browser: 'edge', ms: 7 }]);
  edge.take({ kind: 'on', rule: '.draft', at: clock.now() + 60_000 });
  expect((await look(draft)).seen).toEqual([{ browser: 'edge', ms: 0 }]);
  edge.take({ kind: 'off', rule: '.draft' });
  expect((await look(draft)).seen).toBeUndefined();
});
