// What our own journal knows of a call whose recording is checked: how long it was by the clock, and the stretches that the recorder
// reported as paused.

/** Why a pause cannot be looked for: it was never confirmed, or nobody saw its end. */
type PauseGap = 'not-confirmed' | 'end-unknown';

/** A pause on the clock of the call, in milliseconds from the beginning of its recording. */
export type PausedStretch = {
  /** When it was asked for: the recorder may have paused from here on. */
  readonly askedMs: number;
  /** The recorder reported the recording as paused. */
  readonly fromMs: number;
  /** The last moment at which nothing had resumed it yet. */
  readonly toMs: number;
  /** The recorder had resumed by then. */
  readonly endedMs: number;
};

export type CallFacts = {
  /** Length of the call's recording by the clock, pauses included, and by how much (plus or minus) it may be wrong; null where no end was seen. */
  readonly length: { readonly ms: number; readonly withinMs: number } | null;
  readonly pauses: readonly PausedStretch[];
  /** Milliseconds by which the recorder's own count fell behind the clock while nothing was paused, as in a hold; null where that was not seen. */
  readonly heldMs: number | null;
  /** Why a pause of this recording is missing from `pauses`; null when none is. */
  readonly gap: PauseGap | null;
};
