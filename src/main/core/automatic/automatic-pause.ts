// Runs the rule machine: reads the rules, takes what sources report, carries out its effects and wakes it when it is due.
import { checkedRules, kindOfRule, type CheckedRules } from '../../../shared/domain/automatic-rule.ts';
import type { JournalFact, RuleTrigger } from '../../../shared/domain/journal.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { AutomaticView, BrowserRuleDraft, FrontWindowSight, RuleLook } from '../../../shared/ipc/automatic.ts';
import { attempt } from '../platform/attempt.ts';
import type { Clock, FrontWindow, FrontWindowPort, Log } from '../platform/ports.ts';
import { FrontWatch } from './front-watch.ts';
import { nextRuleWake, stepRules } from './rule-machine.ts';
import type { RulesMessage } from '../../../shared/ipc/rule-source-messages.ts';
import { RuleSourceConnections, type RuleSourceConnection, type UntimedRuleEvent } from './rule-source-connections.ts';
import { isInFront, isUnseen, noWindow, ruleSettings } from './rule-settings.ts';
import { RuleTrial } from './rule-trial.ts';
import { demands, initialRuleState, type ObservedCall, type RuleEffect } from './rule-types.ts';
import { automaticView, changesOf } from './rule-view.ts';
import type { AttentionChanges } from '../live/reminders.ts';

/** What the automatic pause asks of whoever owns it. */
type AutomaticHost = {
  /** Pauses or resumes my recordings. The request leaves before this returns. */
  act(command: 'pause' | 'resume', trigger: RuleTrigger): void;
  onFacts(facts: readonly JournalFact[]): void;
  attend(kind: AttentionKind): void;
  /** Shows a problem until it is dismissed, or takes it back. */
  tell(problem: Problem): void;
  withdraw(code: ProblemCode): void;
  /** What `limits` says has changed. */
  onLimits(): void;
  onChange(): void;
};

type AutomaticDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly preferences: () => Preferences;
  readonly host: AutomaticHost;
  /** Watches windows; absent where something else reports them. */
  readonly frontWindow?: FrontWindowPort | undefined;
  readonly random: () => number;
  /** Whether to pause while a card field is in use: asked once. */
  readonly question: { isAnswered(): boolean; answer(): void };
};

/** What the pause machine must heed. */
type RuleLimits = { readonly holdsResume: boolean; readonly pausesNewRecordings: boolean };

export class AutomaticPause {
  readonly #dependencies: AutomaticDependencies;
  readonly #connections = new RuleSourceConnections(
    (event) => {
      this.#dispatch(event);
    },
    () => this.#dependencies.clock.now(),
  );
  readonly #watch: FrontWatch;
  readonly #trial: RuleTrial;
  #checked: CheckedRules = { rules: [], dropped: [] };
  #state = initialRuleState;
  #front: FrontWindow | null = null;
  /** The last one of another program, behind Sidetone's own or in front; none before the first and once it's closed. */
  #foreign: FrontWindow = noWindow;
  /** Of the last pause that a rule sent: whether it was of a call that began, and whether a rule sent the resume. */
  #marks = { isNewCall: false, resumes: false };
  #limits: RuleLimits = { holdsResume: false, pausesNewRecordings: false };
  #shown = '';
  /** What happens during a step waits for its end. */
  readonly #queue: UntimedRuleEvent[] = [];
  #isRunning = false;
  #cancelWake: (() => void) | null = null;
  #isDisposed = false;

  constructor(dependencies: AutomaticDependencies) {
    this.#dependencies = dependencies;
    this.#watch = new FrontWatch({
      ...dependencies,
      port: dependencies.frontWindow,
      onSeen: (front) => {
        this.frontWindow(front);
      },
      onLost: () => {
        this.frontWindowLost();
      },
    });
    this.#trial = new RuleTrial({
      clock: dependencies.clock,
      own: dependencies.frontWindow?.own ?? null,
      onChange: () => {
        this.#needWatch();
        if (!this.#trial.isOpen) this.#connections.tryDraft(null);
      },
    });
  }

  /** Reads the rules and settings anew. */
  preferencesChanged(): void {
    const preferences = this.#dependencies.preferences();
    const checked = checkedRules(preferences.automaticPauseRules, preferences['automatic.rules']);
    this.#tellDropped(checked.dropped);
    this.#checked = checked;
    this.#dispatch({ type: 'configured', settings: ruleSettings(preferences, this.#used, this.#sees) });
    if (this.#front !== null)
      this.#dispatch({ type: 'matchedAnew', sourceId: 'window', on: this.#matching(this.#front) });
    this.#connections.rulesChanged({ ...checked, rules: this.#used });
    this.#needWatch();
  }

  /** The pause machine may have changed. */
  callChanged(call: ObservedCall): void {
    this.#dispatch({ type: 'observed', call });
  }

  /** A person presses. False: it is refused. */
  isPressAllowed(command: 'pause' | 'resume' | 'cancel'): boolean {
    this.#marks = { ...this.#marks, resumes: false };
    return !this.#apply({ type: 'pressed', command }).some(({ type }) => type === 'refused');
  }

  /** What watches the front window reports it: at each change, and as a sign of life at least every ten seconds. */
  frontWindow(front: FrontWindow): void {
    this.#trial.seen(front);
    this.#front = this.#judged(front);
    const on = this.#matching(this.#front);
    this.#dispatch({ type: 'hello', sourceId: 'window', instance: 'window', kind: 'window', browser: null, on });
  }

  /** What watches the front window is gone. */
  frontWindowLost(): void {
    this.#front = null;
    this.#trial.forget();
    this.#dispatch({ type: 'sourceLost', sourceId: 'window' });
  }

  /** A browser connects. `send` tells it the rules that it is to watch. */
  connect(send: (message: RulesMessage) => void): RuleSourceConnection {
    return this.#connections.open(send);
  }

  /** What is in front now, and what it matches, for whoever tries the rules or writes one. */
  look(draft: BrowserRuleDraft | null): RuleLook {
    const window = this.#trial.look();
    this.#connections.tryDraft(draft);
    const seen = this.#connections.draftTimes;
    return {
      window,
      matches: window === null ? [] : this.#matching(window),
      browsers: this.#connections.browsersWithDraft,
      ...(seen.length === 0 ? {} : { seen }),
    };
  }

  /** What calls for attention once the recorder has confirmed a pause or a resume: those of rules are told apart from those of people. */
  get changes(): AttentionChanges {
    return changesOf(this.#state.pause, this.#marks);
  }

  get limits(): RuleLimits {
    return this.#limits;
  }

  view(): AutomaticView {
    return automaticView(
      this.#state,
      this.#checked,
      this.#dependencies.clock.monotonic(),
      this.#sees,
      this.#dependencies.question.isAnswered(),
    );
  }

  /** The question about card fields was answered. A yes is a rule, saved before. */
  answered(): void {
    this.#dependencies.question.answer();
    this.#tellChange();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#trial.end();
    this.#watch.need(false);
    this.#cancelWake?.();
  }

  /** Whoever turns to Sidetone has left no page and no program for good: what was in front before counts on, until it is closed. */
  #judged(front: FrontWindow): FrontWindow {
    const own = this.#dependencies.frontWindow?.own.toLowerCase();
    if (front.program.toLowerCase() !== own) this.#foreign = front;
    else if (front.beforeIsGone === true) this.#foreign = noWindow;
    return this.#foreign;
  }

  #matching(front: FrontWindow): string[] {
    const seen = this.#checked.rules.filter(({ rule }) => !isUnseen(rule, this.#sees) && isInFront(rule, front));
    return seen.map(({ rule }) => rule.id);
  }

  /** Windows are watched while a rule needs it, or somebody tries the rules. */
  #needWatch(): void {
    const isRuled = this.#used.some(({ rule }) => kindOfRule(rule) === 'window');
    this.#watch.need(!this.#isDisposed && (isRuled || this.#trial.isOpen));
  }

  /** Switched off, none of the rules pauses, and nothing is watched for them. */
  get #used(): CheckedRules['rules'] {
    return this.#dependencies.preferences()['automatic.on'] ? this.#checked.rules : [];
  }

  get #sees(): FrontWindowSight {
    return this.#dependencies.frontWindow?.sees ?? 'windows';
  }

  #dispatch(event: UntimedRuleEvent): void {
    this.#queue.push(event);
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#apply(next);
    } finally {
      this.#isRunning = false;
    }
  }

  #apply(untimed: UntimedRuleEvent): readonly RuleEffect[] {
    if (this.#isDisposed) return [];
    const { clock, host } = this.#dependencies;
    const { state, effects } = stepRules(this.#state, { at: clock.monotonic(), ...untimed });
    this.#state = state;
    const isHeld = state.rules.some(({ isOn }) => isOn);
    const limits = { holdsResume: isHeld, pausesNewRecordings: state.rules.some(demands) };
    const isOther = limits.holdsResume !== this.#limits.holdsResume;
    this.#limits = limits;
    // Requests first: nothing delays a pause.
    for (const effect of effects) this.#guarded(() => this.#carryOut(effect));
    this.#planWake();
    if (isOther) this.#guarded(() => host.onLimits());
    this.#tellChange();
    return effects;
  }

  #carryOut(effect: RuleEffect): void {
    const { host, preferences } = this.#dependencies;
    switch (effect.type) {
      case 'pause':
        this.#marks = { isNewCall: effect.isNewCall, resumes: false };
        host.act('pause', `rule:${effect.ruleId}`);
        return;
      case 'resume':
        this.#marks = { ...this.#marks, resumes: true };
        host.act('resume', `rule:${effect.ruleId}`);
        return;
      case 'overridden':
        host.onFacts([{ kind: 'rule-overridden', pauseId: effect.pauseId, ruleIds: [...effect.ruleIds] }]);
        return;
      case 'refused':
        host.onFacts([{ kind: 'resume-refused', pauseId: effect.pauseId, ruleIds: [...effect.ruleIds] }]);
        return;
      case 'sourceLost':
        if (preferences()['automatic.alert']) host.attend('rulesNotWorking');
        return;
      case 'restless':
        host.tell(problem('rule-restless', { rule: this.#nameOf(effect.ruleId) }));
    }
  }

  #nameOf(ruleId: string): string {
    return this.#state.rules.find(({ id }) => id === ruleId)?.name ?? ruleId;
  }

  /** Names the rules that can't be used, each time they are others. */
  #tellDropped(dropped: readonly string[]): void {
    if (dropped.join('\n') === this.#checked.dropped.join('\n')) return;
    const { host } = this.#dependencies;
    if (dropped.length === 0) host.withdraw('rules-dropped');
    else host.tell(problem('rules-dropped', { rules: dropped.join(', ') }));
  }

  #guarded(call: () => void): void {
    attempt(this.#dependencies.log, 'automatic-step-crashed', call);
  }

  #planWake(): void {
    const { clock } = this.#dependencies;
    this.#cancelWake?.();
    const now = clock.monotonic();
    const wake = nextRuleWake(this.#state, now);
    this.#cancelWake = wake === null ? null : clock.timer(wake - now, () => this.#dispatch({ type: 'tick' }));
  }

  /** Tells only what can be seen: a heartbeat is no change. */
  #tellChange(): void {
    const { resumes, ...view } = this.view();
    const shown = JSON.stringify([view, resumes !== null]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#guarded(() => {
      this.#dependencies.host.onChange();
    });
  }
}
