// A rule machine that a test leads step by step: the clock is set by hand, and each step tells what is to be done.
import { initialRuleState } from '../../src/main/core/automatic/rule-types.ts';
import type {
  ObservedCall,
  RuleEffect,
  RuleEvent,
  RuleMachineState,
  RuleSettings,
} from '../../src/main/core/automatic/rule-types.ts';
import { nextRuleWake, stepRules } from '../../src/main/core/automatic/rule-machine.ts';
import { automaticView } from '../../src/main/core/automatic/rule-view.ts';
import type { AutomaticView, BrowserName } from '../../src/shared/ipc/automatic.ts';

type Bare<E extends RuleEvent = RuleEvent> = E extends RuleEvent ? Omit<E, 'at'> : never;

export const page = { id: 'pay', name: 'Payment page', kind: 'page' } as const;
export const card = { id: 'card', name: 'Card number', kind: 'field' } as const;
export const terminal = { id: 'terminal', name: 'Terminal', kind: 'window' } as const;
const idle: ObservedCall = { isSignedIn: true, shown: 'idle', recordings: [], pause: null };

export class Rules {
  state: RuleMachineState = initialRuleState;
  now = 0;
  /** What was to be done since the last look. */
  #effects: RuleEffect[] = [];
  #pauses = 0;

  constructor(settings: Partial<RuleSettings> = {}) {
    this.configure(settings);
    this.observe(idle);
  }

  configure(settings: Partial<RuleSettings>): this {
    const whole = { rules: [page, card], resumes: false, resumeMs: 5_000, refusesOverride: false, ...settings };
    return this.event({ type: 'configured', settings: whole });
  }

  event(event: Bare): this {
    const { state, effects } = stepRules(this.state, { at: this.now, ...event });
    this.state = state;
    this.#effects.push(...effects);
    return this;
  }

  /** Passes time, with a tick at each moment that the machine asks for and heartbeats of the sources that are there. */
  after(ms: number, beating: readonly string[] = ['edge']): this {
    const end = this.now + ms;
    for (;;) {
      const wake = nextRuleWake(this.state, this.now);
      const beat = (Math.floor(this.now / 10_000) + 1) * 10_000;
      const next = Math.min(wake ?? end, beat, end);
      this.now = next;
      if (next === beat) for (const sourceId of beating) this.event({ type: 'heartbeat', sourceId });
      this.event({ type: 'tick' });
      if (next >= end) return this;
    }
  }

  hello(on: readonly string[] = [], sourceId = 'edge', browser: BrowserName = 'edge'): this {
    return this.event({ type: 'hello', sourceId, instance: sourceId, kind: 'browser', browser, on });
  }

  on(ruleId: string = page.id, sourceId = 'edge'): this {
    return this.event({ type: 'ruleOn', sourceId, ruleId });
  }

  off(ruleId: string = page.id, sourceId = 'edge'): this {
    return this.event({ type: 'ruleOff', sourceId, ruleId });
  }

  observe(call: Partial<ObservedCall>): this {
    return this.event({ type: 'observed', call: { ...this.state.call, ...call } });
  }

  /** A call that is recorded. */
  call(id = 'a', remoteNumber: string | null = '+1'): this {
    return this.observe({ shown: 'recording', recordings: [{ id, remoteNumber, paused: false }], pause: null });
  }

  ended(): this {
    return this.observe({ shown: 'idle', recordings: [], pause: null });
  }

  /** The pause machine has the pause of this rule in force, and the recorder confirms it; null: a person's pause. */
  paused(ruleId: string | null = page.id): this {
    this.#pauses += 1;
    const pause = { pauseId: `p${String(this.#pauses)}`, ruleId };
    this.observe({ shown: 'pausing', pause });
    const recordings = this.state.call.recordings.map((one) => ({ ...one, paused: true }));
    return this.observe({ shown: 'paused', recordings, pause });
  }

  /** A person resumes, and the recorder does so. */
  resume(): this {
    this.event({ type: 'pressed', command: 'resume' });
    const recordings = this.state.call.recordings.map((one) => ({ ...one, paused: false }));
    return this.observe({ shown: 'recording', recordings, pause: null });
  }

  /** What was to be done since the last look, in short. */
  get asked(): string[] {
    return this.#effects.splice(0).map((effect) => {
      if (effect.type === 'pause') return `pause ${effect.ruleId}${effect.isNewCall ? ' of a new call' : ''}`;
      if ('ruleId' in effect) return `${effect.type} ${effect.ruleId}`;
      return 'ruleIds' in effect ? `${effect.type} ${effect.ruleIds.join('+')}` : effect.type;
    });
  }

  get view(): AutomaticView {
    return automaticView(this.state, { rules: [], dropped: [] }, this.now, 'windows', false);
  }

  level(id: string = page.id): string | undefined {
    return this.view.rules.find((rule) => rule.id === id)?.level;
  }
}
