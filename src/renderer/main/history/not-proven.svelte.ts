// What is asked before a recording is heard or kept whose pause was late or not confirmed.

export type Question = { readonly what: 'play' | 'save' | 'open'; readonly goOn: () => void };

export class NotProven {
  question = $state.raw<Question | null>(null);

  /** To be handed to whoever plays, saves or opens. */
  readonly asking =
    (what: Question['what']) =>
    (goOn: () => void): void => {
      this.question = { what, goOn };
    };

  answer(goOn: boolean): void {
    const { question } = this;
    this.question = null;
    if (goOn) question?.goOn();
  }
}
