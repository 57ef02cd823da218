// The connections of browsers: what each says becomes events of the rule machine, and each is told the rules that it is to watch.
import type { CheckedRules } from '../../../shared/domain/automatic-rule.ts';
import type { RuleEvent } from './rule-types.ts';
import type { RulesMessage, SourceMessage } from '../../../shared/ipc/rule-source-messages.ts';

type Untimed<E> = E extends { readonly at: number } ? Omit<E, 'at'> : never;
export type UntimedRuleEvent = Untimed<RuleEvent>;

/** One connection of a browser. */
export type RuleSourceConnection = {
  take(message: SourceMessage): void;
  /** The connection has ended. */
  close(): void;
};

export class RuleSourceConnections {
  readonly #dispatch: (event: UntimedRuleEvent) => void;
  readonly #greeted = new Map<string, (message: RulesMessage) => void>();
  #rules: RulesMessage = { kind: 'rules', rules: [] };
  #opened = 0;

  constructor(dispatch: (event: UntimedRuleEvent) => void) {
    this.#dispatch = dispatch;
  }

  /** Tells everybody the rules, when they are others than before. */
  rulesChanged({ rules }: CheckedRules): void {
    const watched = rules.flatMap(({ rule }): RulesMessage['rules'][number][] => {
      if ('url' in rule) return [{ id: rule.id, url: rule.url }];
      if (!('field' in rule)) return [];
      return [{ id: rule.id, field: rule.field, ...(rule.where === undefined ? {} : { where: rule.where }) }];
    });
    if (JSON.stringify(watched) === JSON.stringify(this.#rules.rules)) return;
    this.#rules = { kind: 'rules', rules: watched };
    for (const send of this.#greeted.values()) send(this.#rules);
  }

  open(send: (message: RulesMessage) => void): RuleSourceConnection {
    this.#opened += 1;
    const sourceId = `browser ${String(this.#opened)}`;
    let isClosed = false;
    return {
      take: (message) => {
        if (isClosed || (message.kind !== 'hello' && !this.#greeted.has(sourceId))) return;
        this.#dispatch(eventOf(message, sourceId));
        if (this.#greeted.has(sourceId)) return;
        this.#greeted.set(sourceId, send);
        send(this.#rules);
      },
      close: () => {
        isClosed = true;
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
