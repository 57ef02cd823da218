// A recording that another page asks History to find.

export type Wanted = {
  /** Local date as `YYYY-MM-DD`. */
  readonly day: string;
  /** Empty where it has none. */
  readonly remoteNumber: string;
  /** Which of those that are found is opened; none where it is not known. */
  readonly recordingId?: string;
};
