// What is asked before a recording is saved or opened elsewhere whose pause was late or not confirmed, or of whose pauses nothing is known.
import type { Problem } from '../../../../shared/domain/problem.ts';

/** Why the core asks first. */
export type WhyAsked = 'pause-not-proven' | 'pauses-unknown' | 'sound-in-pause';

export type Question = {
  readonly what: 'save' | 'open';
  readonly why: WhyAsked;
  readonly goOn: () => void;
};

/** Asks first, and goes on only when told to. */
export type AskFirst = (why: WhyAsked, goOn: () => void) => void;

/** Why the core refused, when it wants to be told that the user knows; null for any other refusal. */
export function whyAsked({ code }: Problem): WhyAsked | null {
  return code === 'pause-not-proven' || code === 'pauses-unknown' || code === 'sound-in-pause' ? code : null;
}

export class UnconfirmedPauseQuestion {
  question = $state.raw<Question | null>(null);

  /** To be handed to whoever plays, saves or opens. */
  readonly asking =
    (what: Question['what']): AskFirst =>
    (why, goOn) => {
      this.question = { what, why, goOn };
    };

  answer(goOn: boolean): void {
    const { question } = this;
    this.question = null;
    if (goOn) question?.goOn();
  }
}
