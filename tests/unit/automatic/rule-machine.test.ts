// Each rule of the automatic pause, step by step.
import { describe, expect, test } from 'vitest';
import { ruleTimes } from '../../../src/main/core/automatic/rule-types.ts';
import { card, page, Rules, terminal } from '../../support/stepped-rules.ts';

const { windowOnMs, offMs, silenceMs } = ruleTimes;
/** As `Rules` sets it. */
const resumeMs = 5_000;

/** A call that is paused by the rule of the page, from where it is left. */
const pausedByPage = (settings: ConstructorParameters<typeof Rules>[0] = {}): Rules => {
  const rules = new Rules(settings).hello().call().on().paused();
  expect(rules.asked).toEqual(['pause pay']);
  return rules;
};

describe('on', () => {
  test.each([page, card])('a rule of a $kind pauses at once', ({ id }) => {
    expect(new Rules().hello().call().on(id).asked).toEqual([`pause ${id}`]);
  });

  test('a window must stay in front for 300 ms', () => {
    const rules = new Rules({ rules: [terminal] }).call();
    const front = (on: readonly string[]): Rules =>
      rules.event({ type: 'hello', sourceId: 'front', instance: '', kind: 'window', browser: null, on });
    front([terminal.id]).after(windowOnMs - 1);
    front([]).after(1_000);
    expect(rules.asked).toEqual([]);
    front([terminal.id]).after(windowOnMs);
    expect(rules.asked).toEqual(['pause terminal']);
  });

  test('the pause is sent once, and again when another call is recorded', () => {
    const rules = pausedByPage().after(5_000);
    expect(rules.asked).toEqual([]);
    rules.ended().after(60_000).call('b', '+2');
    expect(rules.asked).toEqual(['pause pay of a new call']);
  });

  test('nothing is sent while nobody is signed in, or for a rule that does not exist', () => {
    const rules = new Rules().hello().call().observe({ isSignedIn: false }).on().on('unknown');
    expect(rules.asked).toEqual([]);
    expect(rules.observe({ isSignedIn: true }).asked).toEqual(['pause pay']);
  });

  test('a pause that a person made is left as it is', () => {
    const rules = new Rules().hello().call().paused(null).on().off().after(20_000);
    expect(rules.asked).toEqual([]);
    expect(rules.view).toMatchObject({ asks: null, pausedBy: null });
  });
});

describe('off', () => {
  test('only after two seconds without interruption; then it stays paused and asks', () => {
    const rules = pausedByPage()
      .off()
      .after(offMs - 1);
    expect(rules.level()).toBe('on');
    rules
      .on()
      .off()
      .after(offMs - 1);
    expect(rules.view).toMatchObject({ asks: null, pausedBy: 'Payment page' });
    rules.after(1);
    expect(rules.level()).toBe('off');
    expect(rules.view.asks?.name).toBe('Payment page');
    expect(rules.after(60_000).asked).toEqual([]);
  });

  test('a press of pause makes it a pause of a person: nothing is asked', () => {
    const rules = pausedByPage({ resumes: true }).event({ type: 'pressed', command: 'pause' }).off().after(30_000);
    expect(rules.asked).toEqual([]);
    expect(rules.view).toMatchObject({ asks: null, pausedBy: null });
  });

  test('the pause ends with the last of several rules', () => {
    const rules = pausedByPage({ resumes: true }).on(card.id).off(page.id).after(30_000);
    expect(rules.asked).toEqual([]);
    rules.off(card.id).after(offMs + resumeMs);
    expect(rules.asked).toEqual(['resume card']);
  });

  test('a rule that was removed is off, and never resumes', () => {
    const rules = pausedByPage({ resumes: true })
      .configure({ rules: [card], resumes: true })
      .after(30_000);
    expect(rules.asked).toEqual([]);
    expect(rules.view.asks?.name).toBe('Payment page');
  });
});

describe('automatic resume', () => {
  test('after five seconds of all rules off, with a countdown', () => {
    const rules = pausedByPage({ resumes: true }).off().after(offMs);
    expect(rules.view).toMatchObject({ asks: null, resumes: { leftMs: resumeMs, totalMs: resumeMs } });
    rules.after(resumeMs - 1);
    expect(rules.view.resumes).toMatchObject({ leftMs: 1 });
    expect(rules.asked).toEqual([]);
    expect(rules.after(1).asked).toEqual(['resume pay']);
    expect(rules.after(60_000).asked).toEqual([]);
  });

  const breaches: readonly (readonly [string, (rules: Rules) => unknown])[] = [
    ['it is not chosen', (rules) => rules.configure({ resumes: false })],
    ['somebody pressed pause since', (rules) => rules.event({ type: 'pressed', command: 'pause' })],
    [
      'a source was lost since, though it is back',
      (rules) => rules.event({ type: 'sourceLost', sourceId: 'edge' }).hello(),
    ],
    ['another source was lost since', (rules) => rules.hello([], 'b').event({ type: 'sourceLost', sourceId: 'b' })],
    [
      'another call began since',
      (rules) => rules.observe({ recordings: [{ id: 'b', remoteNumber: '+2', paused: true }] }),
    ],
    ['a rule is on', (rules) => rules.on(card.id)],
    ['the recorder no longer says paused', (rules) => rules.observe({ shown: 'offline' })],
  ];
  test.each(breaches)('never when %s', (_why, breach) => {
    for (const left of [1, resumeMs + offMs]) {
      const rules = pausedByPage({ resumes: true })
        .off()
        .after(offMs + resumeMs - left);
      breach(rules);
      rules.after(60_000);
      expect(rules.asked.filter((one) => one.startsWith('resume'))).toEqual([]);
      expect(rules.view.resumes).toBeNull();
    }
  });

  test('after as long as the settings say', () => {
    const rules = pausedByPage({ resumes: true, resumeMs: 20_000 }).off().after(offMs);
    expect(rules.view.resumes).toEqual({ leftMs: 20_000, totalMs: 20_000 });
    expect(rules.after(19_999).asked).toEqual([]);
    expect(rules.after(1).asked).toEqual(['resume pay']);
  });

  test.each([
    ['the rule that paused', [{ ...page, neverResumes: true }, card]],
    ['one that was on meanwhile', [page, { ...card, neverResumes: true }]],
  ])('never when %s leaves it to a person: it asks, also where that rule is changed meanwhile', (_which, some) => {
    const rules = pausedByPage({ resumes: true, rules: some }).on(card.id).after(100);
    rules.off(card.id).after(100).off().after(offMs);
    expect(rules.view).toMatchObject({ asks: { kind: 'page' }, resumes: null });
    rules.configure({ resumes: true }).after(60_000);
    expect(rules.asked).toEqual([]);
  });

  test('a rule that leaves it to a person and was off all the time changes nothing', () => {
    const rules = pausedByPage({ resumes: true, rules: [page, { ...card, neverResumes: true }] });
    expect(rules.off().after(offMs + resumeMs).asked).toEqual(['resume pay']);
  });

  test('never while a rule is unknown, because nothing that could see it was ever there', () => {
    const rules = pausedByPage({ rules: [page, terminal], resumes: true })
      .off()
      .after(60_000);
    expect(rules.level(terminal.id)).toBe('unknown');
    expect(rules.asked.filter((one) => one.startsWith('resume'))).toEqual([]);
    const front = { sourceId: 'front', instance: '', browser: null, on: [] };
    rules.event({ type: 'hello', kind: 'window', ...front }).after(resumeMs, ['edge', 'front']);
    expect(rules.asked).toEqual(['resume pay']);
  });

  test('never of what was paused before the rule was on', () => {
    const rules = new Rules({ resumes: true }).hello();
    rules
      .observe({ shown: 'paused', recordings: [{ id: 'a', remoteNumber: '+1', paused: true }] })
      .on()
      .paused();
    expect(rules.off().after(60_000).asked).toEqual(['pause pay']);
    expect(rules.view.asks?.name).toBe('Payment page');
  });

  test('the five seconds begin anew after each interruption', () => {
    const rules = pausedByPage({ resumes: true })
      .off()
      .after(offMs + resumeMs - 1);
    rules
      .observe({ shown: 'offline' })
      .observe({ shown: 'paused' })
      .after(resumeMs - 1);
    expect(rules.asked).toEqual([]);
    expect(rules.after(1).asked).toEqual(['resume pay']);
  });
});

describe('the agent resumes while a rule is on', () => {
  test('it is overridden, and silent until it was off for two seconds', () => {
    const rules = pausedByPage().resume();
    expect(rules.asked).toEqual(['overridden pay']);
    rules
      .off()
      .after(offMs - 1)
      .on()
      .after(5_000);
    expect(rules.asked).toEqual([]);
    rules.off().after(offMs).on();
    expect(rules.asked).toEqual(['pause pay']);
  });

  test.each([
    ['a new call begins', (rules: Rules) => rules.ended().after(5_000).call('b', '+2'), 'pause pay of a new call'],
    ['another recording begins beside it', (rules: Rules) => rules.call('b', null), 'pause pay of a new call'],
    ['another rule turns on', (rules: Rules) => rules.on(card.id), 'pause card'],
  ])('… or until %s', (_what, happens, asked) => {
    const rules = pausedByPage().resume();
    happens(rules);
    expect(rules.asked).toEqual(['overridden pay', asked]);
    expect(rules.view.rules.some(({ overridden }) => overridden)).toBe(false);
  });

  test('a transfer of the same call under another recording does not end the silence', () => {
    const rules = pausedByPage().resume().ended().after(2_000).call('b', '+1');
    expect(rules.asked).toEqual(['overridden pay']);
  });

  test('cancelling a pause that is not confirmed overrides it too', () => {
    const rules = new Rules().hello().call().on();
    rules.observe({ shown: 'unconfirmed', pause: { pauseId: 'p', ruleId: page.id } });
    rules.event({ type: 'pressed', command: 'cancel' }).call();
    expect(rules.asked).toEqual(['pause pay', 'overridden pay']);
  });

  test('where it is locked to refuse, nothing is resumed while the rule is on, and it is said for a moment', () => {
    const rules = pausedByPage({ refusesOverride: true }).event({ type: 'pressed', command: 'resume' });
    expect(rules.asked).toEqual(['refused pay']);
    expect(rules.view.refused?.name).toBe('Payment page');
    expect(rules.after(ruleTimes.refusedMs).view.refused).toBeNull();
    rules.off().after(offMs).event({ type: 'pressed', command: 'resume' });
    expect(rules.asked).toEqual([]);
  });

  test('nothing is refused where nobody can say any more whether the rule is on', () => {
    const rules = pausedByPage({ refusesOverride: true }).event({ type: 'sourceLost', sourceId: 'edge' });
    expect(rules.resume().asked).toEqual(['sourceLost', 'overridden pay']);
  });
});

describe('no call', () => {
  test('it is said which rule will pause, for as long as that rule is on', () => {
    const rules = new Rules().hello().on();
    expect(rules.after(3_600_000).view.willPause).toEqual({ name: 'Payment page', kind: 'page' });
    expect(rules.asked).toEqual([]);
    expect(rules.off().after(offMs).view.willPause).toBeNull();
  });

  test('a call that begins then is paused, and known as such', () => {
    const rules = new Rules().hello().on();
    expect(rules.call().asked).toEqual(['pause pay of a new call']);
    expect(rules.paused().resume().asked).toEqual(['overridden pay']);
  });
});

describe('unknown', () => {
  const losses: readonly (readonly [string, (rules: Rules) => unknown])[] = [
    ['the connection ends', (rules) => rules.event({ type: 'sourceLost', sourceId: 'edge' })],
    ['no heartbeat comes for 25 s', (rules) => rules.after(silenceMs + 10_000, [])],
  ];
  test.each(losses)('when %s while it is on: stays paused, asks nothing and resumes nothing', (_how, lose) => {
    const rules = pausedByPage({ resumes: true });
    lose(rules);
    expect(rules.level()).toBe('unknown');
    expect(rules.after(3_600_000, []).asked).toEqual(['sourceLost']);
    expect(rules.view).toMatchObject({ asks: null, resumes: null, notWorking: [{ kind: 'browser', browser: 'edge' }] });
  });

  test.each(losses)('when %s while it is off: a lasting mark, and a word', (_how, lose) => {
    const rules = new Rules().hello().call();
    lose(rules);
    expect(rules.asked).toEqual(['sourceLost']);
    expect(rules.after(3_600_000, []).view.notWorking).toEqual([{ kind: 'browser', browser: 'edge' }]);
    expect(rules.hello().view.notWorking).toEqual([]);
    expect(rules.level()).toBe('off');
  });

  test('back again, the whole state of the source decides', () => {
    const rules = pausedByPage().event({ type: 'sourceLost', sourceId: 'edge' }).hello([page.id]);
    expect(rules.level()).toBe('on');
    rules.event({ type: 'sourceLost', sourceId: 'edge' }).hello([]).after(offMs);
    expect(rules.view.asks?.name).toBe('Payment page');
  });

  test('of two browsers one that says on is enough, and off takes both', () => {
    const rules = new Rules({ resumes: true }).hello().hello([], 'b', 'firefox').call().on(page.id, 'b').paused();
    rules.event({ type: 'sourceLost', sourceId: 'edge' });
    expect(rules.level()).toBe('on');
    rules.off(page.id, 'b').after(60_000, ['b']);
    expect(rules.level()).toBe('unknown');
    expect(rules.asked).toEqual(['pause pay', 'sourceLost']);
    expect(rules.view.asks?.name).toBe('Payment page');
  });

  test('a new call is not paused for a rule that nobody can see', () => {
    const rules = pausedByPage().event({ type: 'sourceLost', sourceId: 'edge' }).ended().after(5_000).call('b', '+2');
    expect(rules.asked).toEqual(['sourceLost']);
    expect(rules.view.notWorking).toHaveLength(1);
  });

  test('where nothing ever watched, that is said after a while, and rules are not off', () => {
    const rules = new Rules({ rules: [page, terminal] });
    expect([rules.level(), rules.view.notWorking]).toEqual(['unknown', []]);
    const missing = ['window', 'browser'].map((kind) => ({ kind, browser: null }));
    expect(rules.after(silenceMs).view.notWorking).toEqual(missing);
    expect(rules.configure({ rules: [] }).view.notWorking).toEqual([]);
  });

  test('a pause that a rule made before a restart is kept until a browser says what is true', () => {
    const rules = new Rules({ resumes: true }).call().paused();
    expect(rules.after(60_000, []).view).toMatchObject({ asks: null, resumes: null });
    rules.hello([]).after(offMs);
    expect(rules.view.asks?.name).toBe('Payment page');
    expect(rules.after(60_000).asked).toEqual([]);
  });
});

test('a pause that a rule made before a restart is asked about where the browser was there first', () => {
  expect(new Rules().hello().call().paused().view.asks?.name).toBe('Payment page');
});

test('a pause in force that leaves a recording alone is pressed again, however long it stays so, and never without end', () => {
  const rules = new Rules().hello().call().paused(null).observe({ shown: 'recording' }).on();
  for (let again = 0; again < 100; again += 1) rules.observe({ shown: 'recording' });
  expect(rules.asked).toEqual(['pause pay']);
  rules.after(ruleTimes.againMs).observe({ shown: 'recording' });
  expect(rules.asked).toEqual(['pause pay']);
});

test('more than ten toggles within a minute are told once, and the rule goes on to work', () => {
  const rules = new Rules().hello().call();
  for (let toggle = 0; toggle < 5; toggle += 1) rules.on().off().after(100);
  expect(rules.asked).toEqual(['pause pay']);
  rules.on();
  expect(rules.asked).toEqual(['restless pay']);
  expect(rules.view.rules[0]?.restless).toBe(true);
  expect(rules.off().on().asked).toEqual([]);
  expect(rules.level()).toBe('on');
  expect(rules.after(60_000).view.rules[0]?.restless).toBe(false);
});

test('however many sources say hello, few are remembered, and none that reported a rule is forgotten', () => {
  const rules = new Rules().hello([page.id]).call().event({ type: 'sourceLost', sourceId: 'edge' });
  for (let id = 0; id < 1_000; id += 1) {
    rules.hello([], `s${String(id)}`).event({ type: 'sourceLost', sourceId: `s${String(id)}` });
  }
  expect(rules.state.sources.length).toBeLessThanOrEqual(16);
  expect(rules.level()).toBe('unknown');
  expect(rules.state.rules[0]?.isOn).toBe(true);
});
