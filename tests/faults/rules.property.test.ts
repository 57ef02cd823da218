// The rule machine against the real pause machine, in the whole core: rules, calls, presses, faults and dying sources in random order.
// `SIDETONE_RULE_STEPS=100000 npx vitest run tests/faults/rules.property.test.ts` takes that many steps.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { RuleSourceConnection } from '../../src/main/core/automatic/rule-source-connections.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import { createCore } from '../../src/main/core/core.ts';
import { parseLine, wholeLines } from '../../src/main/core/journal/journal-file.ts';
import type { UcxClient } from '../../src/main/core/ucx/client-types.ts';
import type { PreferenceName } from '../../src/shared/domain/preferences.ts';
import type { LiveView } from '../../src/shared/ipc/snapshot.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { adaSignIn } from '../support/fake-core.ts';
import { fakePorts } from '../support/fake-ports.ts';
import { FakeRecorder, type Behaviour, type ReadBehaviour } from '../support/fake-recorder.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import { RuleModel } from '../support/rule-model.ts';
import { cardRule, payRule, posRule } from '../support/ruled-core.ts';

const ids = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
];
const browsers = ['edge', 'firefox'] as const;
const webRules = ['pay', 'card'] as const;
type Browser = (typeof browsers)[number];
type WebRule = (typeof webRules)[number];

type Action =
  | { readonly do: 'pause' | 'resume' | 'cancel' | 'add' | 'sleep' | 'front' | 'frontAway' | 'frontLost' }
  | { readonly do: 'wait'; readonly ms: number }
  /** A page is open for so long, or a person pauses, and nothing else happens for a while. */
  | { readonly do: 'visit'; readonly who: Browser; readonly rule: WebRule; readonly ms: number }
  | { readonly do: 'pauseAndWait' | 'allIsWell' }
  | { readonly do: 'on' | 'off'; readonly who: Browser; readonly rule: WebRule }
  | { readonly do: 'hello'; readonly who: Browser; readonly on: readonly WebRule[] }
  | { readonly do: 'close' | 'mute'; readonly who: Browser }
  | { readonly do: 'begin' | 'end' | 'pauseElsewhere' | 'resumeElsewhere'; readonly which: number }
  | { readonly do: 'commandsBehave'; readonly how: Behaviour }
  | { readonly do: 'readsBehave'; readonly how: ReadBehaviour }
  | { readonly do: 'prefer'; readonly name: PreferenceName; readonly value: unknown };

const ms = (max: number) => fc.integer({ min: 1, max });
const one = <const T extends readonly unknown[]>(...values: T) => fc.constantFrom<T[number][]>(...values);
const who = one(...browsers);
const rule = one(...webRules);
const which = fc.integer({ min: 0, max: ids.length - 1 });
const good = fc.record({ kind: one('good'), actAfter: ms(100), replyAfter: ms(200) });
const seen = fc.record({ kind: one('good'), sampleAfter: ms(50), replyAfter: ms(150) });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: one('wait'), ms: ms(1_500) }) },
  { weight: 6, arbitrary: fc.record({ do: one('wait'), ms: ms(12_000) }) },
  { weight: 1, arbitrary: fc.record({ do: one('wait'), ms: ms(60_000) }) },
  { weight: 8, arbitrary: fc.record({ do: one('visit'), who, rule, ms: ms(6_000) }) },
  { weight: 3, arbitrary: fc.record({ do: one('pauseAndWait', 'allIsWell', 'allIsWell') }) },
  { weight: 9, arbitrary: fc.record({ do: one('on', 'off', 'off'), who, rule }) },
  { weight: 2, arbitrary: fc.record({ do: one('hello'), who, on: fc.subarray([...webRules]) }) },
  { weight: 1, arbitrary: fc.record({ do: one('close', 'mute'), who }) },
  { weight: 3, arbitrary: fc.record({ do: one('front', 'frontAway', 'frontAway') }) },
  { weight: 3, arbitrary: fc.record({ do: one('pause', 'resume', 'resume', 'cancel', 'add') }) },
  { weight: 1, arbitrary: fc.record({ do: one('frontLost', 'sleep') }) },
  { weight: 4, arbitrary: fc.record({ do: one('begin', 'begin', 'end', 'pauseElsewhere', 'resumeElsewhere'), which }) },
  { weight: 2, arbitrary: fc.record({ do: one('commandsBehave'), how: good }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('commandsBehave'),
      how: fc.oneof(
        fc.record({ kind: one('lostRequest'), giveUpAfter: ms(3_000) }),
        fc.record({ kind: one('lostReply'), actAfter: ms(2_000), giveUpAfter: ms(5_000) }),
        fc.record({ kind: one('refused'), status: one(403, 409, 503), replyAfter: ms(500) }),
        fc.record({ kind: one('lie'), replyAfter: ms(500) }),
      ) as fc.Arbitrary<Behaviour>,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: one('readsBehave'), how: seen }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('readsBehave'),
      how: fc.oneof(
        fc.record({ kind: one('failed'), replyAfter: ms(3_000), status: one(500, null) }),
        fc.record({ kind: one('unknownBooleans'), sampleAfter: ms(100), replyAfter: ms(300) }),
      ) as fc.Arbitrary<ReadBehaviour>,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ do: one('prefer'), name: one('automatic.resume'), value: one(true, true, false) }),
      fc.record({ do: one('prefer'), name: one('automatic.override'), value: one('allow', 'allow', 'refuse') }),
      fc.record({ do: one('prefer'), name: one('pause.newRecordings'), value: fc.boolean() }),
    ),
  },
);

/** A run resumes by rule or by time, so that each resume that nobody pressed is known for what it is. */
type Kind = 'byRule' | 'byTime';
const counts = {
  steps: 0,
  pauses: 0,
  ruleResumes: 0,
  timedResumes: 0,
  overridden: 0,
  refused: 0,
  demanded: 0,
  paused: 0,
};

class World {
  readonly clock = new FakeClock();
  readonly recorder = new FakeRecorder(this.clock);
  readonly files = new MemoryFiles();
  readonly model = new RuleModel(() => this.clock.monotonic());
  readonly ports = fakePorts(this.clock, { files: this.files, profileFolder: '/profile' });
  readonly breaches: string[] = [];
  readonly #kind: Kind;
  readonly #edges = new Map<Browser, { connection: RuleSourceConnection; isMuted: boolean }>();
  readonly core: Core;
  #isPressing = false;
  #isInFront: boolean | null = null;
  #pause: Parameters<RuleModel['whyNotResume']>[0] = null;
  #shown: LiveView | null = null;

  constructor(kind: Kind) {
    this.#kind = kind;
    const locked = {
      automaticPauseRules: [payRule, cardRule, posRule],
      'pause.resumeAfter': kind === 'byTime' ? 10 : null,
      ...(kind === 'byTime' ? { 'automatic.resume': false } : {}),
    };
    const policySources = [
      { read: () => Promise.resolve({ place: '/p', kind: 'policy' as const, value: { locked } }) },
    ];
    this.files.onAppend = (_path, text) => {
      this.#wrote(text);
    };
    this.core = createCore({ ...this.ports, policySources }, { createClient: () => this.#client() });
    this.core.onSnapshot(({ live }) => {
      this.#see(live);
    });
  }

  async begin(): Promise<void> {
    await this.core.start();
    const signedIn = this.core.handlers['session.signIn'](adaSignIn);
    await this.clock.advance(50);
    expect((await signedIn).ok).toBe(true);
    if (this.#kind === 'byRule') await this.core.handlers['preferences.set']({ name: 'automatic.resume', value: true });
    for (const name of browsers) this.hello(name, []);
    this.front(false);
  }

  hello(name: Browser, on: readonly WebRule[]): void {
    const known = this.#edges.get(name);
    const connection = known?.connection ?? this.core.automatic.connect(() => undefined);
    this.#edges.set(name, { connection, isMuted: false });
    this.model.hello(name, false, on);
    connection.take({ kind: 'hello', id: name, browser: name, on: [...on] });
  }

  say(kind: 'on' | 'off', name: Browser, id: WebRule): void {
    const edge = this.#edges.get(name);
    if (edge === undefined || edge.isMuted) return;
    this.model[kind](name, id);
    edge.connection.take({ kind, rule: id });
  }

  close(name: Browser): void {
    this.#edges.get(name)?.connection.close();
    if (this.#edges.delete(name)) this.model.lost(name);
  }

  mute(name: Browser): void {
    const edge = this.#edges.get(name);
    if (edge !== undefined) edge.isMuted = true;
  }

  front(isInFront: boolean): void {
    this.#isInFront = isInFront;
    this.model.hello('window', true, isInFront ? ['pos'] : []);
    this.core.automatic.frontWindow({ program: isInFront ? 'pos.exe' : 'a.exe', title: 'Shop – Virtual POS' });
  }

  frontLost(): void {
    if (this.#isInFront !== null) this.model.lost('window');
    this.#isInFront = null;
    this.core.automatic.frontWindowLost();
  }

  press(command: 'pause' | 'resume' | 'cancel'): void {
    const { live, preferences } = this.core.snapshot();
    const mustRefuse = preferences['automatic.override'] === 'refuse' && this.model.demanding().length > 0;
    const isOnCall = live.recordings.length > 0;
    if (command === 'pause') this.model.pressedPause();
    else if (isOnCall && !mustRefuse) {
      if (this.model.mayBeOn()) counts.overridden += 1;
      this.model.overrode();
    }
    this.#isPressing = !(isOnCall && mustRefuse);
    if (isOnCall && mustRefuse && command !== 'pause') counts.refused += 1;
    void this.core.handlers[`live.${command}`]({});
    this.#isPressing = false;
  }

  async wait(wanted: number): Promise<void> {
    for (let left = wanted; left > 0; left -= 5_000) {
      for (const [name, { connection, isMuted }] of this.#edges) {
        if (isMuted) continue;
        this.model.heard(name);
        connection.take({ kind: 'heartbeat' });
      }
      if (this.#isInFront !== null) this.front(this.#isInFront);
      await this.clock.advance(Math.min(left, 5_000));
    }
  }

  check(): void {
    const { live } = this.core.snapshot();
    this.#see(live);
    const rules = this.model.demanding();
    if (rules.length === 0 || live.recordings.length === 0 || live.state === 'signedOut') return;
    counts.demanded += 1;
    const isInForce = ['pausing', 'paused', 'unconfirmed', 'offline'].includes(live.state) && !live.pausedElsewhere;
    if (!isInForce) this.breaches.push(`${rules.join()} is on, and it is ${live.state}`);
  }

  #see(live: LiveView): void {
    this.#shown = live;
    this.model.recorded(live.recordings);
    if (live.state !== 'paused') return;
    counts.paused += 1;
    for (const id of this.recorder.recordingNow) {
      const since = this.recorder.recordingSince.get(id);
      const isUnknowable = since !== undefined && since.cause !== 'resumedByUs' && since.at >= this.recorder.sampledAt;
      if (!isUnknowable) this.breaches.push(`Paused shown while ${id} records`);
    }
  }

  #wrote(text: string): void {
    for (const line of wholeLines(text).lines) {
      const entry = parseLine(line);
      if (entry?.fact.kind === 'asked') {
        const ago = this.clock.now() - Date.parse(entry.at);
        const { trigger, recordingIds } = entry.fact;
        this.#pause = { at: this.clock.monotonic() - ago, trigger, ids: [...recordingIds] };
        if (trigger.startsWith('rule:')) counts.pauses += 1;
      }
    }
  }

  #client(): UcxClient {
    const client = this.recorder.client();
    return {
      ...client,
      resumeById: (id, signal) => {
        if (!this.#isPressing) this.#resumedUnasked();
        return client.resumeById(id, signal);
      },
    };
  }

  #resumedUnasked(): void {
    const live = this.#shown;
    if (this.#kind === 'byTime') {
      counts.timedResumes += 1;
      if (this.model.mayBeOn()) this.breaches.push('Resumed by time while a rule is on');
      return;
    }
    counts.ruleResumes += 1;
    if (!this.core.snapshot().preferences['automatic.resume'])
      this.breaches.push('Resumed by rule though it is not chosen');
    const why = live === null ? 'nothing is known' : this.model.whyNotResume(this.#pause, live);
    if (why !== null) this.breaches.push(`Resumed by rule though ${why}`);
  }
}

async function perform(world: World, act: Action): Promise<void> {
  const { clock, recorder, core } = world;
  switch (act.do) {
    case 'pause':
    case 'resume':
    case 'cancel':
      world.press(act.do);
      return;
    case 'add':
      void core.handlers['live.add']({});
      return;
    case 'sleep':
      world.ports.power.sleep();
      await world.wait(20_000);
      world.ports.power.wake();
      return;
    case 'front':
    case 'frontAway':
      world.front(act.do === 'front');
      return;
    case 'frontLost':
      world.frontLost();
      return;
    case 'wait':
      await world.wait(act.ms);
      return;
    case 'visit':
      world.say('on', act.who, act.rule);
      await world.wait(act.ms);
      world.check();
      world.say('off', act.who, act.rule);
      await world.wait(8_000);
      return;
    case 'pauseAndWait':
      world.press('pause');
      await world.wait(12_000);
      return;
    case 'allIsWell':
      recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
      recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
      for (const name of browsers) world.hello(name, []);
      world.front(false);
      await world.wait(8_000);
      return;
    case 'on':
    case 'off':
      world.say(act.do, act.who, act.rule);
      return;
    case 'hello':
      world.hello(act.who, act.on);
      return;
    case 'close':
    case 'mute':
      world[act.do](act.who);
      return;
    case 'begin': {
      const id = ids[act.which] ?? '';
      if (!recorder.held.has(id)) recorder.begin(id, false, 'ada.agent', `+1555000${String(act.which)}`);
      return;
    }
    case 'end':
      recorder.end(ids[act.which] ?? '');
      return;
    case 'pauseElsewhere':
    case 'resumeElsewhere':
      recorder.setPaused(ids[act.which] ?? '', act.do === 'pauseElsewhere');
      return;
    case 'commandsBehave':
      recorder.nextCommand = () => act.how;
      return;
    case 'readsBehave':
      recorder.nextRead = () => act.how;
      return;
    case 'prefer':
      void core.handlers['preferences.set']({ name: act.name, value: act.value });
      await clock.settle();
      return;
  }
}

async function play(kind: Kind, actions: readonly Action[]): Promise<void> {
  const world = new World(kind);
  await world.begin();
  for (const act of actions) {
    counts.steps += 1;
    await perform(world, act);
    await world.clock.settle();
    world.check();
    expect(world.breaches).toEqual([]);
  }
  await world.core.dispose();
}

const wantedSteps = Number(process.env['SIDETONE_RULE_STEPS'] ?? '2000');

test(
  'rules lose no pause, resume nothing that they must not, and never make a false Paused',
  { timeout: 3_600_000 },
  async () => {
    for (let seed = 1; counts.steps < wantedSteps; seed += 1) {
      const actions = fc.array(action, { minLength: 30, maxLength: 150, size: 'max' });
      for (const kind of ['byRule', 'byTime'] as const)
        await fc.assert(
          fc.asyncProperty(actions, (each) => play(kind, each)),
          { numRuns: kind === 'byRule' ? 8 : 3, seed },
        );
    }
  },
);

afterAll(() => {
  const sizes = Object.entries(counts).map(([name, count]) => `${String(count)} ${name}`);
  // oxlint-disable-next-line no-console -- the size of what was tried is part of the result
  console.log(`rules property: ${sizes.join(', ')}`);
  for (const [name, count] of Object.entries(counts)) expect([name, count > 0]).toEqual([name, true]);
});
