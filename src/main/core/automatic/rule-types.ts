// The state of the rule machine, the events it takes and the effects it returns. It knows rules by id and name alone: no title, no address.
import type { RuleKind } from '../../../shared/domain/automatic-rule.ts';
import type { BrowserName, RuleSourceKind } from '../../../shared/ipc/automatic.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';

/** Times in milliseconds. */
export const ruleTimes = {
  /** A window must stay in front for so long: passing it with Alt+Tab pauses nothing. */
  windowOnMs: 300,
  /** A rule is off after so long without interruption. */
  offMs: 2_000,
  /** A source that says nothing for so long is gone. */
  silenceMs: 25_000,
  /** A call that comes back within this time under another recording is the same one, transferred. */
  transferMs: 3_000,
  /** A pause in force is pressed again no sooner than after this. */
  againMs: 300,
  /** For so long it is said that a resume was refused. */
  refusedMs: 5_000,
  /** More toggles than `restlessToggles` within this time are told. */
  restlessMs: 60_000,
  restlessToggles: 10,
} as const;

/** More sources at once than anybody has browsers. */
export const maxSources = 16;

export type RuleSettings = {
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: RuleKind;
    /** The system doesn't show what it watches. */
    readonly isUnseen?: boolean;
    /** No rule resumes a pause in which this one was on. */
    readonly neverResumes?: boolean;
  }[];
  /** A rule may resume what rules alone have paused. */
  readonly resumes: boolean;
  /** All rules are off for so long (milliseconds) before a rule resumes; counted down where it can be seen. */
  readonly resumeMs: number;
  /** Nobody may resume while a rule is on. */
  readonly refusesOverride: boolean;
};

/** Something that watches: the helper that sees the front window, or the extension of one browser. */
export type SourceState = {
  /** Of this connection alone. */
  readonly id: string;
  /** Who connects: the same one again after a loss has the same. */
  readonly instance: string;
  readonly kind: RuleSourceKind;
  /** Null: no browser; or one that the last run knew. */
  readonly browser: BrowserName | null;
  readonly isLost: boolean;
  /** Monotonic time of its last message. */
  readonly heardAt: number;
  /** The rules that it reports as on, or did last, since when (monotonic). */
  readonly on: ReadonlyMap<string, number>;
};

export type RuleState = RuleSettings['rules'][number] & {
  /** A source that is there reports it as on. */
  readonly isReported: boolean;
  /** On, off for less than `offMs`, or on when its source was lost. */
  readonly isOn: boolean;
  /** False: a source that would know is gone, or there is none. */
  readonly isKnown: boolean;
  /** Monotonic time at which it turned on last. */
  readonly onAt: number;
  /** Monotonic time since which nothing reports it as on, while it is still on. */
  readonly offSince: number | null;
  /** A person resumed while it was on: it is silent for now. */
  readonly isOverridden: boolean;
  /** Monotonic times of its latest toggles, as reported. */
  readonly toggledAt: readonly number[];
};

/** What the pause machine says. */
export type ObservedCall = {
  readonly isSignedIn: boolean;
  readonly shown: RecordingState;
  readonly recordings: readonly {
    readonly id: string;
    readonly remoteNumber: string | null;
    readonly paused: boolean | null;
  }[];
  /** The pause in force and the rule that made it; null: a person did. */
  readonly pause: { readonly pauseId: string; readonly ruleId: string | null } | null;
};

/** What is remembered of the pause in force, to know whether a rule may resume it. */
export type PauseInForce = {
  readonly pauseId: string;
  readonly ruleId: string | null;
  /** Made by this machine, over recordings of which none was paused before. */
  readonly isOurs: boolean;
  /** A person pressed pause since. */
  readonly isPressed: boolean;
  /** A source was lost since. */
  readonly isDoubted: boolean;
  /** Another call began since. */
  readonly isOtherCall: boolean;
  /** A rule was on in it after which a person resumes. */
  readonly isKept: boolean;
};

export type RuleMachineState = {
  readonly settings: RuleSettings;
  readonly rules: readonly RuleState[];
  readonly sources: readonly SourceState[];
  /** Monotonic time since which a kind of source is needed and none is there; null where that is not so. */
  readonly missingSince: { readonly [K in RuleSourceKind]: number | null };
  readonly call: ObservedCall;
  /** The recordings of the call that is going on, or that ended less than `transferMs` ago. */
  readonly knownCall: ObservedCall['recordings'];
  readonly callEndedAt: number | null;
  readonly pause: PauseInForce | null;
  /** A pause was sent and isn't seen in force yet; null where none is. */
  readonly sent: { readonly wasPaused: boolean } | null;
  /** Monotonic time at which a pause in force was pressed again; null: it wasn't. */
  readonly againAt: number | null;
  /** The rule that turned off last. */
  readonly left: RuleSettings['rules'][number] | null;
  /** Monotonic time since which a rule may resume; null: it may not. */
  readonly resumeFrom: number | null;
  /** Monotonic time at which a resume was refused last; null: none was. */
  readonly refusedAt: number | null;
};

/** An event; `at` is monotonic milliseconds. */
export type RuleEvent = { readonly at: number } & (
  | { readonly type: 'configured'; readonly settings: RuleSettings }
  /** A source begins, or says anew all that is on. */
  | {
      readonly type: 'hello';
      readonly sourceId: string;
      readonly instance: string;
      readonly kind: RuleSourceKind;
      readonly browser: BrowserName | null;
      readonly on: readonly string[];
    }
  /** The rules are others: what is on of what the source said last. No sign of life. */
  | { readonly type: 'matchedAnew'; readonly sourceId: string; readonly on: readonly string[] }
  | { readonly type: 'heartbeat'; readonly sourceId: string }
  | { readonly type: 'sourceLost'; readonly sourceId: string }
  | { readonly type: 'ruleOn'; readonly sourceId: string; readonly ruleId: string }
  | { readonly type: 'ruleOff'; readonly sourceId: string; readonly ruleId: string }
  | { readonly type: 'observed'; readonly call: ObservedCall }
  /** A person pressed it, wherever; a pause that waits or isn't confirmed was cancelled. */
  | { readonly type: 'pressed'; readonly command: 'pause' | 'resume' | 'cancel' }
  | { readonly type: 'tick' }
);
export type RuleEventOf<T extends RuleEvent['type']> = Extract<RuleEvent, { readonly type: T }>;

export type RuleEffect =
  /** `isNewCall`: the call began while the rule was on. */
  | { readonly type: 'pause'; readonly ruleId: string; readonly isNewCall: boolean }
  | { readonly type: 'resume'; readonly ruleId: string }
  /** A person resumed while these were on. */
  | { readonly type: 'overridden'; readonly ruleIds: readonly string[]; readonly pauseId: string | null }
  /** The press is not carried out. */
  | { readonly type: 'refused'; readonly ruleIds: readonly string[]; readonly pauseId: string | null }
  | { readonly type: 'sourceLost' }
  | { readonly type: 'restless'; readonly ruleId: string };

export type RuleStep = { readonly state: RuleMachineState; readonly effects: readonly RuleEffect[] };

const noCall: ObservedCall = { isSignedIn: false, shown: 'signedOut', recordings: [], pause: null };

export const initialRuleState: RuleMachineState = {
  settings: { rules: [], resumes: false, resumeMs: 5_000, refusesOverride: false },
  rules: [],
  sources: [],
  missingSince: { window: null, browser: null },
  call: noCall,
  knownCall: [],
  callEndedAt: null,
  pause: null,
  sent: null,
  againAt: null,
  left: null,
  resumeFrom: null,
  refusedAt: null,
};

/** The kind of source that sees rules of this kind. */
export const sourceKindOf = (kind: RuleKind): RuleSourceKind => (kind === 'window' ? 'window' : 'browser');

export const isNeeded = ({ rules }: Pick<RuleMachineState, 'rules'>, source: RuleSourceKind): boolean =>
  rules.some(({ kind }) => sourceKindOf(kind) === source);

/** On, and not silent. */
export const demands = ({ isOn, isKnown, isOverridden }: RuleState): boolean => isOn && isKnown && !isOverridden;
