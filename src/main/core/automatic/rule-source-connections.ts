// The connections of browsers: what each says becomes events of the rule machine, and each is told the rules that it is to watch.
import { maxRules, type CheckedRules } from '../../../shared/domain/automatic-rule.ts';
import type { BrowserName, BrowserRuleDraft } from '../../../shared/ipc/automatic.ts';
import type { RuleEvent } from './rule-types.ts';
import type { RulesMessage, SourceMessage } from '../../../shared/ipc/rule-source-messages.ts';

/** The id of the draft. Where a real rule has it, no draft is watched. */
const draftId = '.draft';

type Untimed<E> = E extends { readonly at: number } ? Omit<E, 'at'> : never;
export type UntimedRuleEvent = Untimed<RuleEvent>;

/** One connection of a browser. */
export type RuleSourceConnection = {
  take(message: SourceMessage): void;
  /** The connection has ended. */
  close(): void;
};

export class RuleSourceConnections {
  readonly #now: () => number;
  readonly #dispatch: (event: UntimedRuleEvent) => void;
  readonly #greeted = new Map<string, (message: RulesMessage) => void>();
  #rules: RulesMessage = { kind: 'rules', rules: [] };
  /** What is watched for whoever writes a rule; it is none of the rules. */
  #draft: BrowserRuleDraft | null = null;
  /** Who greeted, by the id of the connection, and who of them shows what the draft watches. */
  readonly #browsers = new Map<string, BrowserName>();
  readonly #withDraft = new Map<string, number | null>();
  #watched: RulesMessage['rules'] = [];
  #opened = 0;

  /** `now`: epoch milliseconds. */
  constructor(dispatch: (event: UntimedRuleEvent) => void, now: () => number) {
    this.#now = now;
    this.#dispatch = dispatch;
  }

  /** Tells everybody the rules, when they are others than before. */
  rulesChanged({ rules }: CheckedRules): void {
    const watched = rules.flatMap(({ rule }): RulesMessage['rules'][number][] => {
      if ('url' in rule) return [{ id: rule.id, url: rule.url }];
      if (!('field' in rule)) return [];
      return [{ id: rule.id, field: rule.field, ...(rule.where === undefined ? {} : { where: rule.where }) }];
    });
    this.#watched = watched;
    this.#tell();
  }

  /** Has the browsers watch a rule that is only being written; null: no longer. */
  tryDraft(draft: BrowserRuleDraft | null): void {
    this.#draft = draft;
    this.#tell();
  }

  /** How long after the focus in a field each of them said so, in milliseconds. */
  get draftTimes(): { browser: BrowserName; ms: number }[] {
    return [...this.#withDraft].flatMap(([sourceId, ms]) => {
      const browser = this.#browsers.get(sourceId);
      return browser === undefined || ms === null ? [] : [{ browser, ms }];
    });
  }

  /** The browsers that show what the draft watches, each once. */
  get browsersWithDraft(): BrowserName[] {
    return [...new Set([...this.#withDraft.keys()].flatMap((sourceId) => this.#browsers.get(sourceId) ?? []))];
  }

  #tell(): void {
    const isTaken = this.#watched.some(({ id }) => id === draftId);
    const draft = this.#draft === null || isTaken ? [] : [{ id: draftId, ...this.#draft }];
    const rules = [...this.#watched, ...draft].slice(0, maxRules);
    if (JSON.stringify(rules) === JSON.stringify(this.#rules.rules)) return;
    this.#rules = { kind: 'rules', rules };
    this.#withDraft.clear();
    for (const send of this.#greeted.values()) send(this.#rules);
  }

  /** What a browser says of the draft, which the rule machine knows nothing of. */
  #heardOfDraft(sourceId: string, message: SourceMessage): void {
    if (message.kind === 'hello') this.#browsers.set(sourceId, message.browser);
    const isOn = message.kind === 'hello' ? message.on.includes(draftId) : message.kind === 'on';
    const isSaid = message.kind === 'hello' || (message.kind !== 'heartbeat' && message.rule === draftId);
    if (!isSaid) return;
    const at = message.kind === 'on' ? message.at : undefined;
    const tookMs = at === undefined ? (this.#withDraft.get(sourceId) ?? null) : Math.max(0, this.#now() - at);
    if (isOn && this.#draft !== null) this.#withDraft.set(sourceId, tookMs);
    else this.#withDraft.delete(sourceId);
  }

  open(send: (message: RulesMessage) => void): RuleSourceConnection {
    this.#opened += 1;
    const sourceId = `browser ${String(this.#opened)}`;
    let isClosed = false;
    return {
      take: (message) => {
        if (isClosed || (message.kind !== 'hello' && !this.#greeted.has(sourceId))) return;
        this.#heardOfDraft(sourceId, message);
        this.#dispatch(eventOf(message, sourceId));
        if (this.#greeted.has(sourceId)) return;
        this.#greeted.set(sourceId, send);
        send(this.#rules);
      },
      close: () => {
        isClosed = true;
        this.#withDraft.delete(sourceId);
        this.#browsers.delete(sourceId);
        if (this.#greeted.delete(sourceId)) this.#dispatch({ type: 'sourceLost', sourceId });
      },
    };
  }
}

function eventOf(message: SourceMessage, sourceId: string): UntimedRuleEvent {
  switch (message.kind) {
    case 'hello': {
      const { id: instance, browser, on } = message;
      return { type: 'hello', sourceId, instance, kind: 'browser', browser, on };
    }
    case 'heartbeat':
      return { type: 'heartbeat', sourceId };
    case 'on':
      return { type: 'ruleOn', sourceId, ruleId: message.rule };
    case 'off':
      return { type: 'ruleOff', sourceId, ruleId: message.rule };
  }
}
