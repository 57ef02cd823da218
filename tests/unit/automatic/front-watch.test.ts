// What watches the front window runs only while a rule needs it; its end is seen, said and mended, and no title leaves the memory.
import { describe, expect, onTestFinished, test } from 'vitest';
import { firstId } from '../../support/fake-core.ts';
import { FakeFrontWindow } from '../../support/fake-front-window.ts';
import { payRule, posRule, ruledCore, type RuledCore } from '../../support/ruled-core.ts';

const terminal = { program: 'pos.exe', title: 'Virtual POS' };
const other = { program: 'mail.exe', title: 'Inbox' };
const programRule = { id: 'sap', name: 'SAP GUI', program: 'saplogon.exe' };
const windowsMark = [{ kind: 'window', browser: null }];

type Watched = RuledCore & { readonly front: FakeFrontWindow };

async function begin(rules: readonly unknown[], front = new FakeFrontWindow()): Promise<Watched> {
  const ruled = await ruledCore({ automaticPauseRules: rules }, { frontWindow: front });
  onTestFinished(() => ruled.dispose());
  return { ...ruled, front };
}

async function onCall(rules: readonly unknown[] = [posRule]): Promise<Watched> {
  const ruled = await begin(rules);
  ruled.recorder.begin(firstId);
  ruled.front.see(other);
  await ruled.clock.advance(2_500);
  expect(ruled.live().state).toBe('recording');
  return ruled;
}

/** Passes time while it says that it is there. */
async function seeing({ clock, front }: Watched, seen: typeof terminal, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5_000) {
    front.see(seen);
    await clock.advance(Math.min(left, 5_000));
  }
}

describe('it runs', () => {
  test('only while there is a rule for windows that is switched on', async () => {
    const ruled = await begin([payRule]);
    expect(ruled.front.begun).toBe(0);
    await ruled.prefer('automatic.rules', [{ ...posRule, enabled: false }]);
    expect(ruled.front.begun).toBe(0);
    await ruled.prefer('automatic.rules', [posRule]);
    expect(ruled.front.isWatching).toBe(true);
    await ruled.prefer('automatic.rules', [posRule, programRule]);
    expect(ruled.front.begun).toBe(1);
    await ruled.prefer('automatic.rules', []);
    expect(ruled.front.isWatching).toBe(false);
    await ruled.prefer('automatic.rules', [programRule]);
    expect([ruled.front.begun, ruled.front.isWatching]).toEqual([2, true]);
    ruled.front.see(other);
    expect(ruled.view().rules.map(({ level }) => level)).toEqual(['off', 'off']);
  });

  test('to the end of the core and no longer', async () => {
    const ruled = await begin([posRule]);
    await ruled.dispose();
    expect(ruled.front.isWatching).toBe(false);
    await ruled.clock.advance(120_000);
    expect(ruled.front.begun).toBe(1);
  });
});

test('the window of a rule pauses, and leaving it asks', async () => {
  const ruled = await onCall();
  await seeing(ruled, terminal, 1_000);
  expect(ruled.live().state).toBe('paused');
  await seeing(ruled, other, 4_000);
  expect(ruled.view().asks?.name).toBe('Terminal');
});

describe('Sidetone’s own window in front', () => {
  const own = { program: 'sidetone.EXE', title: 'Sidetone' };

  test('leaves the rule of the window behind it as it is, until another window comes to the front', async () => {
    const ruled = await onCall();
    await seeing(ruled, terminal, 1_000);
    await seeing(ruled, own, 60_000);
    expect(ruled.view()).toMatchObject({ rules: [{ level: 'on' }], asks: null });
    expect(ruled.live().state).toBe('paused');
    await seeing(ruled, other, 4_000);
    expect(ruled.view()).toMatchObject({ rules: [{ level: 'off' }], asks: { name: 'Terminal' } });
    await seeing(ruled, own, 4_000);
    expect(ruled.view().rules[0]?.level).toBe('off');
  });

  test('ends it once the window behind is closed, where that is told', async () => {
    const ruled = await onCall();
    await seeing(ruled, terminal, 1_000);
    await seeing(ruled, own, 4_000);
    expect(ruled.view().asks).toBeNull();
    await seeing(ruled, { ...own, beforeIsGone: true } as typeof own, 4_000);
    expect(ruled.view()).toMatchObject({ rules: [{ level: 'off' }], asks: { name: 'Terminal' } });
  });

  test('is no rule’s, and after the end of what watches what was on before it stays on', async () => {
    const ruled = await onCall([posRule, { id: 'own', name: 'Sidetone', program: 'sidetone*' }]);
    await seeing(ruled, terminal, 1_000);
    ruled.front.die();
    await ruled.clock.advance(1_000);
    await seeing(ruled, own, 4_000);
    expect(ruled.view().rules.map(({ level }) => level)).toEqual(['on', 'off']);
    expect(ruled.live().state).toBe('paused');
  });

  test('before any other window was seen is none', async () => {
    const ruled = await begin([posRule]);
    ruled.front.see(own);
    expect(ruled.view().rules[0]?.level).toBe('off');
  });
});

describe('its end', () => {
  test('is said at once, pauses and resumes nothing, and is mended within a second', async () => {
    const ruled = await onCall();
    await seeing(ruled, terminal, 1_000);
    ruled.front.die();
    expect(ruled.view()).toMatchObject({ notWorking: windowsMark, rules: [{ level: 'unknown' }] });
    await ruled.clock.advance(1_000);
    expect(ruled.front.begun).toBe(2);
    expect(ruled.live().state).toBe('paused');
    ruled.front.see(terminal);
    expect(ruled.view()).toMatchObject({ notWorking: [], rules: [{ level: 'on' }] });
  });

  test('again and again is tried less and less often, never more than twice a minute, and never given up', async () => {
    const ruled = await begin([posRule]);
    const beginnings = async (ms: number): Promise<number> => {
      const before = ruled.front.begun;
      for (let at = 0; at < ms; at += 100) {
        // It gets as far as its first line each time.
        ruled.front.see(other);
        ruled.front.die();
        await ruled.clock.advance(100);
      }
      return ruled.front.begun - before;
    };
    expect(await beginnings(10_000)).toBeLessThanOrEqual(6);
    await beginnings(120_000);
    expect(await beginnings(600_000)).toBeGreaterThanOrEqual(7);
    expect(await beginnings(600_000)).toBeLessThanOrEqual(14);
    // One that holds is trusted again.
    while (!ruled.front.isWatching) await ruled.clock.advance(1_000);
    await seeing(ruled, other, 70_000);
    const before = ruled.front.begun;
    ruled.front.die();
    await ruled.clock.advance(1_000);
    expect(ruled.front.begun).toBe(before + 1);
  });

  test('by silence of 25 s is an end too, and what is silent is stopped', async () => {
    const ruled = await onCall();
    await seeing(ruled, terminal, 1_000);
    await ruled.clock.advance(23_500);
    expect([ruled.front.begun, ruled.view().notWorking.length]).toEqual([1, 0]);
    await ruled.clock.advance(600);
    expect(ruled.view().notWorking).toEqual(windowsMark);
    await ruled.clock.advance(1_000);
    expect(ruled.front.begun).toBe(2);
    expect(ruled.live().state).toBe('paused');
  });

  test('what can’t even be begun is said and tried again; the rules of browsers go on', async () => {
    const front = new FakeFrontWindow();
    front.refusal = new Error('no such program');
    const ruled = await begin([posRule, payRule], front);
    await ruled.clock.advance(30_000);
    expect(ruled.view().notWorking).toContainEqual(windowsMark[0]);
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    expect(ruled.view().rules.map(({ id, level }) => [id, level])).toEqual([
      ['pos', 'unknown'],
      ['pay', 'on'],
    ]);
    front.refusal = null;
    await ruled.clock.advance(60_000);
    front.see(other);
    expect(ruled.view().rules[0]?.level).toBe('off');
  });
});

describe('what the system does not show', () => {
  test('on a system that shows no windows, their rules are unknown from the beginning, and browsers are watched', async () => {
    const ruled = await begin([posRule, programRule, payRule], new FakeFrontWindow('nothing'));
    expect(ruled.front.begun).toBe(0);
    expect(ruled.view()).toMatchObject({ sees: 'nothing', notWorking: windowsMark });
    expect(ruled.view().rules.map(({ level }) => level)).toEqual(['unknown', 'unknown', 'off']);
  });

  test('on a system that shows programs alone, a rule with a title is unknown, and never on or off', async () => {
    const anyTitle = { id: 'any', name: 'Any', title: '*' };
    const ruled = await begin([anyTitle, posRule, programRule], new FakeFrontWindow('programs'));
    ruled.front.see({ program: 'saplogon.exe', title: '' });
    await ruled.clock.advance(1_000);
    expect(ruled.view().rules.map(({ level }) => level)).toEqual(['unknown', 'unknown', 'on']);
    expect(ruled.view().notWorking).toEqual(windowsMark);
  });
});

test('no title and no program is in log, snapshot, diagnostics, journal or any file, whatever happens to what watches', async () => {
  const secret = { program: 'secret-pos.exe', title: 'Order 4929 – Zoë Ångström – Virtual POS' };
  const ruled = await onCall([{ ...posRule, program: '*pos.exe' }]);
  const snapshots: string[] = [];
  ruled.core.onSnapshot((snapshot) => snapshots.push(JSON.stringify(snapshot)));
  await seeing(ruled, secret, 3_000);
  expect(ruled.live().state).toBe('paused');
  ruled.front.die();
  await ruled.clock.advance(2_000);
  ruled.front.refusal = new Error(`can't watch ${secret.title}`);
  ruled.front.see(secret);
  ruled.front.die();
  await ruled.clock.advance(30_000);
  const diagnostics = await ruled.core.handlers['app.diagnostics']({});
  await ruled.journal();
  const files = [...ruled.files.contents].map(([path, content]) => path + content.toString('utf8'));
  const rest = JSON.stringify([ruled.ports.lines, ruled.ports.shown, ruled.attention, diagnostics]);
  const everything = [...snapshots, rest, ...files].join('\n');
  expect(rest).toContain('front-window-lost');
  expect(everything).toContain('rule:pos');
  for (const word of [secret.title, '4929', 'Zoë', secret.program, 'secret-pos'])
    expect(everything).not.toContain(word);
});
