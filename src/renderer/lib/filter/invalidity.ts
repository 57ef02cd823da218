// The attributes of a control that is wrong.

type Invalidity = { 'aria-invalid'?: 'true'; 'aria-describedby'?: string };

/** `sentenceId` is the id of the sentence that says why; null where nothing is wrong. */
export const invalidity = (sentenceId: string | null): Invalidity =>
  sentenceId === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': sentenceId };
