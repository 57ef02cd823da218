// Faults that are set: which requests they meet and what is done to each. What they mean is told in types.ts.
import type { EndpointName } from '../api/endpoints.ts';
import type { Fault, FaultHandle, FaultMatcher } from '../types.ts';

type Facts = {
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly username: string | null;
};

type Rule = { readonly matcher: FaultMatcher; readonly fault: Fault; fitting: number; hits: number };

type Modifying = 'delay' | 'cut-body' | 'slow-body' | 'wrong-hash' | 'unauthorized-from-now';
/** A fault that decides what is answered; the others only change how. */
export type Deciding = Exclude<Fault, { kind: Modifying }>;

/** What is to be done to one request. */
export type Plan = {
  readonly delayMs: number;
  readonly deciding: Deciding | null;
  /** Bytes of body after which the connection is cut. */
  readonly cutAfter: number | null;
  readonly bytesPerSecond: number | null;
  readonly wrongHash: boolean;
  readonly unauthorized: boolean;
};

function fits(matcher: FaultMatcher, facts: Facts): boolean {
  const { endpoint, method, path, username } = matcher;
  if (endpoint !== undefined && !(Array.isArray(endpoint) ? endpoint : [endpoint]).includes(facts.endpoint))
    return false;
  if (method !== undefined && method.toUpperCase() !== facts.method) return false;
  if (path !== undefined && !new RegExp(path, 'i').test(facts.pathAndQuery)) return false;
  return username === undefined || username === facts.username;
}

export class Faults {
  readonly #random: () => number;
  #rules: Rule[] = [];
  #unauthorized = false;

  /** `random` is uniform in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** @throws SyntaxError when the path of the matcher is not a regular expression. */
  set(matcher: FaultMatcher, fault: Fault): FaultHandle {
    if (matcher.path !== undefined) new RegExp(matcher.path);
    const rule: Rule = { matcher, fault, fitting: 0, hits: 0 };
    this.#rules.push(rule);
    return {
      hits: () => rule.hits,
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule);
      },
    };
  }

  clear(): void {
    this.#rules = [];
    this.#unauthorized = false;
  }

  #meets(rule: Rule, facts: Facts): boolean {
    const { nth, times, probability } = rule.matcher;
    if (!fits(rule.matcher, facts)) return false;
    rule.fitting += 1;
    if (nth !== undefined && rule.fitting !== nth) return false;
    if (times !== undefined && rule.hits >= times) return false;
    if (probability !== undefined && this.#random() >= probability) return false;
    return true;
  }

  /** Counts the request in every rule it meets. Of several deciding faults the one set first holds, the others are not used up. */
  plan(facts: Facts): Plan {
    let delayMs = 0;
    let deciding: Deciding | null = null;
    let cutAfter: number | null = null;
    let bytesPerSecond: number | null = null;
    let wrongHash = false;
    for (const rule of this.#rules) {
      const { fault } = rule;
      if (!this.#meets(rule, facts)) continue;
      switch (fault.kind) {
        case 'delay':
          delayMs += fault.ms;
          break;
        case 'cut-body':
          cutAfter = fault.afterBytes;
          break;
        case 'slow-body':
          bytesPerSecond = fault.bytesPerSecond;
          break;
        case 'wrong-hash':
          wrongHash = true;
          break;
        case 'unauthorized-from-now':
          this.#unauthorized = true;
          break;
        default:
          if (deciding !== null) continue;
          deciding = fault;
      }
      rule.hits += 1;
    }
    return { delayMs, deciding, cutAfter, bytesPerSecond, wrongHash, unauthorized: this.#unauthorized };
  }
}
