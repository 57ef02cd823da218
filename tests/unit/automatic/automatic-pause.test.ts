// The automatic pause in the whole core: what reaches the recorder, the snapshot and the journal.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { handleCommand } from '../../../src/main/command-line/handle-command.ts';
import type { PreferenceName } from '../../../src/shared/domain/preferences.ts';
import { firstId, secondId } from '../../support/fake-core.ts';
import { beating, cardRule, payRule, posRule, ruledCore, type RuledCore } from '../../support/ruled-core.ts';

async function begin(locked?: Parameters<typeof ruledCore>[0]): Promise<RuledCore> {
  const ruled = await ruledCore(locked);
  onTestFinished(() => ruled.dispose());
  return ruled;
}

/** A call that is recorded, and known to be. */
async function onCall(locked?: Parameters<typeof ruledCore>[0]): Promise<RuledCore> {
  const ruled = await begin(locked);
  ruled.recorder.begin(firstId);
  await ruled.clock.advance(2_500);
  expect(ruled.live().state).toBe('recording');
  return ruled;
}

async function pausedByPage(locked?: Parameters<typeof ruledCore>[0]): Promise<RuledCore> {
  const ruled = await onCall(locked);
  ruled.edge.take({ kind: 'on', rule: 'pay' });
  await ruled.clock.advance(500);
  expect(ruled.live().state).toBe('paused');
  return ruled;
}

const sent = ({ recorder }: RuledCore): string[] => recorder.sent.map(({ kind }) => kind);
const rules = [payRule, cardRule];

test('the request leaves within the message of the browser, and only the recorder makes it paused', async () => {
  const ruled = await onCall();
  ruled.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
  ruled.edge.take({ kind: 'on', rule: 'pay' });
  expect(sent(ruled)).toEqual(['pause']);
  expect(ruled.live().state).toBe('pausing');
  await ruled.clock.advance(2_000);
  expect(ruled.live().state).toBe('unconfirmed');
  ruled.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
  await ruled.clock.advance(3_000);
  expect(ruled.live().state).toBe('paused');
  expect(ruled.view()).toMatchObject({ pausedBy: 'Payment page', asks: null });
});

test('the browser is told its rules by id and pattern alone, and again when they change', async () => {
  const ruled = await begin({ automaticPauseRules: [payRule, posRule] });
  const watched = [{ id: 'pay', url: payRule.url }];
  expect(ruled.told).toEqual([{ kind: 'rules', rules: watched }]);
  await ruled.prefer('automatic.rules', [cardRule]);
  expect(ruled.told.slice(1)).toEqual([{ kind: 'rules', rules: [...watched, { id: 'card', field: 'cc-*' }] }]);
  await ruled.prefer('sound.on', false);
  expect(ruled.told).toHaveLength(2);
});

test('the journal has the rule as the trigger, and how the pause ended', async () => {
  const ruled = await pausedByPage({ automaticPauseRules: rules, 'automatic.resume': true });
  ruled.edge.take({ kind: 'off', rule: 'pay' });
  await ruled.clock.advance(7_500);
  expect(ruled.live().state).toBe('recording');
  const facts = await ruled.journal();
  expect(facts.find(({ kind }) => kind === 'asked')).toMatchObject({ trigger: 'rule:pay' });
  expect(facts.find(({ kind }) => kind === 'ended')).toMatchObject({ how: 'resumed-by-rule' });
  expect(facts.find(({ kind }) => kind === 'resume-asked')).toMatchObject({ trigger: 'rule:pay' });
});

describe('a press while a rule is on', () => {
  const ways: readonly (readonly [string, (ruled: RuledCore) => unknown])[] = [
    ['the window', ({ core }) => core.handlers['live.resume']({})],
    ['a hotkey', ({ core }) => core.command('resume', 'hotkey')],
    ['the toggle of the command line', ({ core }) => core.command('toggle', 'command')],
  ];

  test.each(ways)('%s resumes, and the journal says which rule was overridden', async (_way, press) => {
    const ruled = await pausedByPage();
    press(ruled);
    await ruled.clock.advance(5_000);
    expect(ruled.live().state).toBe('recording');
    const facts = await ruled.journal();
    expect(facts.find(({ kind }) => kind === 'rule-overridden')).toMatchObject({ ruleIds: ['pay'] });
    expect(ruled.view().rules[0]).toMatchObject({ level: 'on', overridden: true });
    ruled.edge.take({ kind: 'on', rule: 'card' });
    await ruled.clock.advance(500);
    expect(ruled.live().state).toBe('paused');
  });

  const refuse = { automaticPauseRules: rules, 'automatic.override': 'refuse' };
  test.each(ways)('%s resumes nothing where the organisation refuses it', async (_way, press) => {
    const ruled = await pausedByPage(refuse);
    press(ruled);
    expect(ruled.view().refused?.name).toBe('Payment page');
    await ruled.clock.advance(5_000);
    expect(ruled.live().state).toBe('paused');
    expect(sent(ruled)).not.toContain('resume');
    const facts = await ruled.journal();
    expect(facts.find(({ kind }) => kind === 'resume-refused')).toMatchObject({ ruleIds: ['pay'] });
  });

  test('the command line and the list of all recordings say why, and resume nothing', async () => {
    const ruled = await pausedByPage(refuse);
    const refused = { code: 'resume-refused-by-rule' };
    const { core } = ruled;
    const answered = handleCommand({ kind: 'verb', verb: 'resume' }, { core, showWidget: () => undefined });
    expect(await answered).toEqual({ confirmed: false, state: 'paused', armed: false, problem: refused });
    void core.handlers['board.watch']({ filter: {} } as never);
    await ruled.clock.advance(5_000);
    const resumed = core.handlers['board.resume']({ recordingId: firstId });
    await ruled.clock.advance(5_000);
    expect(await resumed).toMatchObject({ ok: true, value: { confirmed: false, problem: refused } });
    expect(sent(ruled)).not.toContain('resume');
  });

  test('a pause that is not confirmed cannot be cancelled where the organisation refuses it', async () => {
    const ruled = await onCall(refuse);
    ruled.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    await ruled.clock.advance(2_000);
    await ruled.core.handlers['live.cancel']({});
    ruled.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    await ruled.clock.advance(5_000);
    expect(ruled.live().state).toBe('paused');
  });
});

describe('the automatic resume by time', () => {
  const timed = async (): Promise<RuledCore> => {
    const ruled = await begin({ automaticPauseRules: rules, 'pause.resumeAfter': 10 });
    ruled.recorder.begin(firstId);
    await ruled.clock.advance(2_500);
    void ruled.core.command('pause', 'hotkey');
    await ruled.clock.advance(500);
    expect(ruled.live().countdown).not.toBeNull();
    return ruled;
  };

  test('never happens while a rule is on, and is counted down anew after it', async () => {
    const ruled = await timed();
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    expect(ruled.live().countdown).toBeNull();
    await beating(ruled, 120_000);
    expect(ruled.live().state).toBe('paused');
    ruled.edge.take({ kind: 'off', rule: 'pay' });
    await ruled.clock.advance(2_000);
    expect(ruled.live().countdown?.leftMs).toBeGreaterThan(3_500);
    await beating(ruled, 15_000);
    expect(ruled.live().state).toBe('recording');
  });

  test('nor while nobody can say whether the rule is still on', async () => {
    const ruled = await timed();
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    ruled.edge.close();
    await ruled.clock.advance(600_000);
    expect(ruled.live().state).toBe('paused');
  });
});

describe('switched off', () => {
  test('nothing pauses and nothing is watched, until it is switched on: then what is on pauses', async () => {
    const ruled = await onCall();
    await ruled.prefer('automatic.on', false);
    expect(ruled.told.at(-1)).toEqual({ kind: 'rules', rules: [] });
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    ruled.edge.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: ['pay'] });
    await beating(ruled, 30_000);
    expect([ruled.live().state, ruled.view().rules, ruled.view().notWorking]).toEqual(['recording', [], []]);
    await ruled.prefer('automatic.on', true);
    expect(ruled.told.at(-1)).toMatchObject({ rules: [{ id: 'pay' }, { id: 'card' }] });
    ruled.edge.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: ['pay'] });
    await ruled.clock.advance(500);
    expect(ruled.live().state).toBe('paused');
  });

  test('in the middle of a pause it stays paused, and nothing resumes but a person', async () => {
    const ruled = await pausedByPage({ automaticPauseRules: rules, 'automatic.resume': true });
    await ruled.prefer('automatic.on', false);
    await beating(ruled, 30_000);
    expect(ruled.live().state).toBe('paused');
    expect(ruled.view()).toMatchObject({ asks: { name: 'Payment page' }, resumes: null });
    void ruled.core.command('resume', 'button');
    await ruled.clock.advance(500);
    expect(ruled.live().state).toBe('recording');
  });

  test('is not for users whose organisation has locked it', async () => {
    const ruled = await onCall({ automaticPauseRules: rules, 'automatic.on': true });
    await ruled.prefer('automatic.on', false);
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    await ruled.clock.advance(500);
    expect(ruled.live().state).toBe('paused');
  });
});

describe('sounds', () => {
  test('of a rule are other ones than of a person, and come only once the recorder has confirmed', async () => {
    const ruled = await onCall({ automaticPauseRules: rules, 'automatic.resume': true });
    ruled.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    await ruled.clock.advance(1_000);
    expect(ruled.attention).toEqual([]);
    ruled.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    await ruled.clock.advance(2_000);
    ruled.edge.take({ kind: 'off', rule: 'pay' });
    await beating(ruled, 8_000);
    expect(ruled.live().state).toBe('recording');
    expect(ruled.attention.filter((kind) => kind !== 'notConfirmed')).toEqual(['pausedByRule', 'resumedByRule']);
    void ruled.core.command('pause', 'hotkey');
    await ruled.clock.advance(500);
    void ruled.core.command('resume', 'hotkey');
    await ruled.clock.advance(500);
    expect(ruled.attention.slice(-2)).toEqual(['paused', 'resumed']);
  });

  test('of a call that is paused as it begins waits for the recorder too, and a person’s resume is a person’s', async () => {
    const ruled = await begin();
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    ruled.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    ruled.recorder.begin(firstId);
    await ruled.clock.advance(2_500);
    expect(ruled.attention.filter((kind) => kind !== 'notConfirmed')).toEqual([]);
    ruled.recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    await ruled.clock.advance(3_000);
    void ruled.core.command('resume', 'hotkey');
    await ruled.clock.advance(500);
    expect(ruled.attention.filter((kind) => kind !== 'notConfirmed')).toEqual(['callPausedByRule', 'resumed']);
  });
});

describe('calls', () => {
  test('one that begins while a rule is on is paused, with a sound of its own, and one press resumes', async () => {
    const ruled = await begin();
    ruled.edge.take({ kind: 'on', rule: 'pay' });
    await beating(ruled, 600_000);
    expect(ruled.view().willPause).toEqual({ name: 'Payment page', kind: 'page' });
    expect(ruled.live()).toMatchObject({ state: 'idle', armedMs: null });
    ruled.recorder.begin(firstId);
    await ruled.clock.advance(3_000);
    expect(ruled.live().state).toBe('paused');
    expect(ruled.attention).toEqual(['callPausedByRule']);
    void ruled.core.command('resume', 'hotkey');
    await ruled.clock.advance(500);
    expect(ruled.live().state).toBe('recording');
  });

  test('a recording that begins during the pause of a rule is paused too, whatever the preference says', async () => {
    const ruled = await pausedByPage({ automaticPauseRules: rules, 'pause.newRecordings': false });
    ruled.recorder.begin(secondId, false, 'ada.agent', '+4');
    await ruled.clock.advance(3_000);
    expect(ruled.recorder.recordingNow).toEqual([]);
    expect(ruled.live().state).toBe('paused');
  });
});

test('a recording that a pause had left alone is paused when a rule turns on', async () => {
  const ruled = await onCall({ automaticPauseRules: rules, 'pause.newRecordings': false });
  void ruled.core.command('pause', 'hotkey');
  await ruled.clock.advance(500);
  ruled.recorder.begin(secondId);
  await ruled.clock.advance(3_000);
  expect(ruled.recorder.recordingNow).toEqual([secondId]);
  ruled.edge.take({ kind: 'on', rule: 'pay' });
  await ruled.clock.advance(500);
  expect(ruled.recorder.recordingNow).toEqual([]);
  expect(ruled.live().state).toBe('paused');
});

test('a window in front for 300 ms pauses; program and title must both match', async () => {
  const ruled = await onCall({ automaticPauseRules: [posRule] });
  const front = async (program: string, title: string): Promise<void> => {
    ruled.core.automatic.frontWindow({ program, title });
    await ruled.clock.advance(1_000);
  };
  await front('pos.exe', 'Stock');
  await front('notepad.exe', 'Virtual POS');
  expect(sent(ruled)).toEqual([]);
  await front('POS.EXE', 'Shop – Virtual POS');
  expect(ruled.live().state).toBe('paused');
  ruled.core.automatic.frontWindowLost();
  expect(ruled.view().notWorking).toEqual([{ kind: 'window', browser: null }]);
});

test('a change of the settings is no sign of life of what watches the front window', async () => {
  const ruled = await begin({ automaticPauseRules: [posRule] });
  ruled.core.automatic.frontWindow({ program: 'a.exe', title: 'x' });
  await ruled.clock.advance(20_000);
  await ruled.prefer('automatic.rules', [{ id: 'own', name: 'Own', program: 'a.exe' }]);
  await ruled.clock.advance(6_000);
  expect(ruled.view().notWorking).toEqual([{ kind: 'window', browser: null }]);
  await ruled.prefer('automatic.rules', []);
  expect(ruled.view().notWorking).toHaveLength(1);
});

test('rules that cannot be used are named, until they can', async () => {
  const ruled = await begin({
    automaticPauseRules: [payRule, { ...cardRule, field: '' }, '{"id":"x","name":"X","url":"x"}'],
  });
  const notices = () => ruled.core.snapshot().notices;
  expect(ruled.view().rules.map(({ id }) => id)).toEqual(['pay', 'x']);
  expect(notices()).toEqual([{ code: 'rules-dropped', values: { rules: 'Card number' } }]);
  await ruled.prefer('automatic.rules', [{ id: 'y' }]);
  expect(notices()).toEqual([{ code: 'rules-dropped', values: { rules: 'Card number, y' } }]);
});

test('a rule that turns on and off all the time is told, and an alert by policy tells of a browser that is gone', async () => {
  const ruled = await onCall({ automaticPauseRules: rules, 'automatic.alert': true });
  for (let toggle = 0; toggle < 6; toggle += 1)
    for (const kind of ['on', 'off'] as const) ruled.edge.take({ kind, rule: 'pay' });
  expect(ruled.core.snapshot().notices).toEqual([{ code: 'rule-restless', values: { rule: 'Payment page' } }]);
  ruled.edge.close();
  expect(ruled.attention).toContain('rulesNotWorking');
});

test('what no rule can: two connections of one browser, messages before hello and after the end', async () => {
  const ruled = await onCall();
  const other = ruled.core.automatic.connect(() => undefined);
  other.take({ kind: 'on', rule: 'pay' });
  expect(sent(ruled)).toEqual([]);
  other.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: [] });
  ruled.edge.take({ kind: 'on', rule: 'pay' });
  expect(sent(ruled)).toEqual(['pause']);
  other.take({ kind: 'hello', id: 'edge-1', browser: 'edge', on: [] });
  await ruled.clock.advance(3_000);
  expect(ruled.view().rules[0]?.level).toBe('on');
  ruled.edge.close();
  ruled.edge.take({ kind: 'on', rule: 'card' });
  expect(ruled.view().rules.map(({ level }) => level)).toEqual(['on', 'off']);
});

describe('privacy', () => {
  const title = 'Order 4929 – Zoë Ångström – Virtual POS';
  const program = 'secret-pos.exe';

  test('titles and programs of windows reach neither log, snapshot, board, diagnostics, journal nor any file', async () => {
    const window = { id: 'pos', name: 'Terminal', program: '*pos.exe', title: '*Virtual POS*' };
    const ruled = await onCall({ automaticPauseRules: [window, payRule] });
    const snapshots: string[] = [];
    ruled.core.onSnapshot((snapshot) => snapshots.push(JSON.stringify(snapshot)));
    for (const front of [
      { program, title },
      { program: 'a.exe', title: 'x' },
      { program, title },
    ]) {
      ruled.core.automatic.frontWindow(front);
      await ruled.clock.advance(3_000);
    }
    void ruled.core.command('resume', 'hotkey');
    await ruled.clock.advance(3_000);
    ruled.core.automatic.frontWindowLost();
    const diagnostics = await ruled.core.handlers['app.diagnostics']({});
    await ruled.journal();
    const files = [...ruled.files.contents].map(([path, content]) => path + content.toString('utf8'));
    const everything = [
      ...snapshots,
      JSON.stringify([ruled.ports.lines, ruled.ports.shown, diagnostics]),
      ...files,
    ].join('\n');
    expect(snapshots.length).toBeGreaterThan(3);
    expect(everything).toContain('rule:pos');
    for (const word of [title, '4929', 'Zoë', program, 'secret-pos']) expect(everything).not.toContain(word);
  });

  test('nothing starts a crash report, which would hold memory with titles in it', async () => {
    const root = path.resolve(import.meta.dirname, '../../../src');
    const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), 'utf8')));
    expect(files).toContain(path.join('main', 'index.ts'));
    expect(files.filter((_, at) => texts[at]?.includes('crashReporter'))).toEqual([]);
  });

  test('patterns and names of rules are in no diagnostics: they name an organisation’s pages', async () => {
    const ruled = await pausedByPage();
    await ruled.prefer('automatic.rules' satisfies PreferenceName, [
      { id: 'own', name: 'Mine', url: 'own.example.com/*' },
    ]);
    const text = JSON.stringify(await ruled.core.handlers['app.diagnostics']({}));
    expect(text).toContain('Automatic pause 3 rules (1 on, 2 off, 0 unknown)');
    for (const word of ['pay.example.com', 'own.example.com', 'Payment page', 'Mine']) expect(text).not.toContain(word);
  });
});

test('with a rule on, a long time without a call does not make the next call wait', async () => {
  const ruled = await begin();
  await beating(ruled, 15 * 60_000);
  ruled.edge.take({ kind: 'on', rule: 'pay' });
  await beating(ruled, 60_000);
  const before = ruled.recorder.reads;
  await beating(ruled, 60_000);
  expect(ruled.recorder.reads - before).toBeGreaterThanOrEqual(28);
  ruled.recorder.begin(firstId);
  await ruled.clock.advance(2_500);
  expect(ruled.live().state).toBe('paused');
});
