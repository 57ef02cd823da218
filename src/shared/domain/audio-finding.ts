// What listening to a recording found of its pauses: kept in the journal, shown in History. It is never "safe": only what was found.
import * as v from 'valibot';

/** `cut`: the pause is missing from the audio. `unknown`: it could not be told, and there is a reason. */
const audioVerdicts = ['cut', 'silent', 'tone', 'sound', 'unknown'] as const;

/**
 * Why a pause could not be checked:
 * `hold` the audio is shorter than the call even without its pauses; `clocks` its length does not tell whether they were cut out, or it is
 * longer than the call; `too-short` a pause of less than three seconds; `place` it is quiet nearby, but that may be another moment;
 * `noise` there is steady noise; `not-confirmed` a pause was never confirmed; `end-unknown` nobody saw the end of the pause or of the call;
 * `format` the audio cannot be decoded; `damaged` it is not all there.
 */
const audioReasons = [
  'hold',
  'clocks',
  'too-short',
  'place',
  'noise',
  'not-confirmed',
  'end-unknown',
  'format',
  'damaged',
] as const;
export type AudioReason = (typeof audioReasons)[number];

const stretchSchema = v.object({
  /** Milliseconds from the beginning of the audio; both are the same where the pause was cut out. */
  fromMs: v.number(),
  toMs: v.number(),
  /** Peak in dB of full scale; null where nothing at all is heard. */
  loudestDb: v.nullable(v.number()),
  /** Hertz of the tone that is there instead of the call; else null. */
  toneHz: v.nullable(v.number()),
});
export type AudioStretch = v.InferOutput<typeof stretchSchema>;

export const audioFindingSchema = v.object({
  verdict: v.picklist(audioVerdicts),
  /** Null for every verdict but `unknown`. */
  reason: v.nullable(v.picklist(audioReasons)),
  /** Length of the audio, where it was listened to, and of the call by the clock, where that is known (ms). */
  audioMs: v.nullable(v.number()),
  callMs: v.nullable(v.number()),
  /** Milliseconds of pause that were looked at, or are missing. */
  checkedMs: v.number(),
  /** One for each pause, in their order. */
  stretches: v.array(stretchSchema),
});
export type AudioFinding = v.InferOutput<typeof audioFindingSchema>;
