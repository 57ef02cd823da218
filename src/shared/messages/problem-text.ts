// The shape of what people read about a problem.

/** Three short sentences for people. None holds a stack, a bare status number or a secret. */
export type ProblemText = {
  /** What happened. */
  readonly what: string;
  /** What it means for the call or the file; empty where it means nothing for either. */
  readonly meaning: string;
  /** What to do next. */
  readonly next: string;
};
