// Makes the sound of a call with pauses as a recorder may write it, and what the journal would know of it.
import type { CallFacts } from '../../../src/main/core/journal/call-facts.ts';
import { amplitudeOf, music, noise, talk, tone } from './talk.ts';

/** What is in the audio where the recording was paused. */
export const treatments = [
  'cut',
  'silence',
  'tone',
  'beeps',
  'recorded',
  'quiet-talk',
  'late-talk',
  'gap-and-talk',
  'tone-and-talk',
  'digits',
  'music',
  'comfort-noise',
] as const;
type Treatment = (typeof treatments)[number];

/** Treatments with something that should not have been recorded. */
const talkIsThere: ReadonlySet<Treatment> = new Set([
  'recorded',
  'quiet-talk',
  'late-talk',
  'gap-and-talk',
  'tone-and-talk',
  'digits',
]);

export type CallPlan = {
  readonly seed: number;
  readonly rate: number;
  readonly channels: 1 | 2;
  readonly lengthMs: number;
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly treatment: Treatment;
  /** By how much the journal is ahead of the audio (ms). */
  readonly shiftMs: number;
  /** Peak of the noise of the line in dB; null where there is none. */
  readonly lineDb: number | null;
  /** A hold that the recorder left out, before the first pause (ms). */
  readonly holdMs: number;
  /** Two channels: only the remote party talks in the pause, on the second. */
  readonly remoteOnly: boolean;
  /** How long everybody is silent before and after each pause (ms). */
  readonly waitMs: number;
};

export const usualPlan: CallPlan = {
  seed: 1,
  rate: 8_000,
  channels: 1,
  lengthMs: 60_000,
  pauses: [{ fromMs: 20_000, toMs: 32_000 }],
  treatment: 'silence',
  shiftMs: 0,
  lineDb: -66,
  holdMs: 0,
  remoteOnly: false,
  waitMs: 0,
};

export type MadeCall = {
  readonly channels: Float32Array[];
  readonly facts: CallFacts;
  readonly hasTalkInPause: boolean;
};

/** Gives talk of so many samples. */
export type TalkSource = (seed: number, samples: number, rate: number) => Float32Array;

export function makeCall(plan: CallPlan, talkSource: TalkSource = talk): MadeCall {
  const { rate, lengthMs, seed, channels: count } = plan;
  const samples = Math.round((lengthMs * rate) / 1_000);
  const channels = Array.from({ length: count }, (_, index) => {
    const sound = talkSource(seed + index * 101, samples, rate);
    // People on two channels talk in turns.
    if (count === 2) takeTurns(sound, rate, index);
    return sound;
  });
  for (const [index, sound] of channels.entries()) {
    for (const pause of plan.pauses) treat(sound, pause, plan, index, talkSource);
    if (plan.lineDb !== null) addLine(sound, plan, plan.lineDb, seed + index);
  }
  return {
    channels: channels.map((sound) => without(sound, plan)),
    facts: factsOf(plan),
    hasTalkInPause: talkIsThere.has(plan.treatment),
  };
}

const at = (ms: number, rate: number): number => Math.round((ms * rate) / 1_000);

function takeTurns(sound: Float32Array, rate: number, index: number): void {
  const turn = rate * 4;
  for (let from = 0; from < sound.length; from += turn)
    if ((from / turn) % 2 !== index) sound.fill(0, from, from + turn);
}

function treat(
  sound: Float32Array,
  pause: CallPlan['pauses'][number],
  plan: CallPlan,
  index: number,
  talkSource: TalkSource,
): void {
  const { treatment, rate, seed } = plan;
  const from = at(pause.fromMs, rate);
  const to = at(pause.toMs, rate);
  const length = to - from;
  const put = (piece: Float32Array): void => sound.set(piece.subarray(0, Math.max(0, sound.length - from)), from);
  const speech = (): Float32Array => talkSource(seed + 7_001, length, rate);
  sound.fill(0, at(pause.fromMs - plan.waitMs, rate), from);
  sound.fill(0, to, at(pause.toMs + plan.waitMs, rate));
  const isQuietChannel = plan.remoteOnly && index === 0;
  if (isQuietChannel || treatment === 'silence' || treatment === 'cut') sound.fill(0, from, to);
  else if (treatment === 'recorded') put(speech());
  else if (treatment === 'tone') put(tone(length, rate, 1_000, -18));
  else if (treatment === 'music') put(music(seed, length, rate));
  else if (treatment === 'comfort-noise') put(noise(seed, length, -48));
  else if (treatment === 'quiet-talk') put(scaledTo(speech(), -45));
  else if (treatment === 'gap-and-talk') {
    // Silent for as long as the pause, from 1.8 s before it: the rest of the pause is talk.
    put(speech());
    sound.fill(0, from - Math.floor(1.8 * rate), to - Math.floor(1.8 * rate));
  } else put(special(plan, length, speech));
}

function special({ treatment, rate, seed }: CallPlan, length: number, speech: () => Float32Array): Float32Array {
  const sound = new Float32Array(length);
  if (treatment === 'beeps') {
    for (let from = 0; from < length; from += rate)
      sound.set(tone(Math.min(rate * 0.7, length - from), rate, 1_400, -20), from);
  } else if (treatment === 'late-talk') {
    // Silent at first: only the last third is talk.
    sound.set(speech().subarray(Math.floor((length * 2) / 3)), Math.floor((length * 2) / 3));
  } else if (treatment === 'digits') {
    for (let from = 0; from < length; from += rate / 2) {
      const digit = Math.min(Math.floor(rate / 5), length - from);
      const pair = [tone(digit, rate, 770, -20), tone(digit, rate, 1_336, -20)];
      sound.set(
        Float32Array.from(pair[0] ?? [], (value, index) => value + (pair[1]?.[index] ?? 0)),
        from,
      );
    }
  } else {
    const under = scaledTo(speech(), seed % 2 === 0 ? -45 : -35);
    sound.set(tone(length, rate, 1_000, -18).map((value, index) => value + (under[index] ?? 0)));
  }
  return sound;
}

function scaledTo(sound: Float32Array, decibels: number): Float32Array {
  const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return sound.map((value) => (peak === 0 ? 0 : (value * amplitudeOf(decibels)) / peak));
}

/** The noise of the line is not where the recorder writes something of its own. */
function addLine(sound: Float32Array, { treatment, pauses, rate }: CallPlan, decibels: number, seed: number): void {
  const isReplaced = ['silence', 'tone', 'beeps', 'cut', 'comfort-noise'].includes(treatment);
  const line = noise(seed + 31, sound.length, decibels);
  for (const { fromMs, toMs } of isReplaced ? pauses : []) line.fill(0, at(fromMs, rate), at(toMs, rate));
  for (let index = 0; index < sound.length; index += 1) sound[index] = (sound[index] ?? 0) + (line[index] ?? 0);
}

/** Without what the recorder left out. */
function without(sound: Float32Array, { treatment, pauses, holdMs, rate }: CallPlan): Float32Array {
  const holdAt = 4_000;
  const left = [
    ...(holdMs > 0 ? [{ fromMs: holdAt, toMs: holdAt + holdMs }] : []),
    ...(treatment === 'cut' ? pauses : []),
  ];
  const kept: number[][] = [];
  let from = 0;
  for (const gap of left) {
    kept.push([from, at(gap.fromMs, rate)]);
    from = at(gap.toMs, rate);
  }
  kept.push([from, sound.length]);
  const parts = kept.map(([start, end]) => sound.subarray(start, end));
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    joined.set(part, to);
    to += part.length;
  }
  return joined;
}

/** Reads take half a second: a pause is confirmed after it began, and a resume is seen after it happened. */
function factsOf({ lengthMs, pauses, shiftMs, seed, holdMs }: CallPlan): CallFacts {
  const wrong = ((seed * 37) % 11) / 10 - 0.5;
  return {
    length: { ms: lengthMs + wrong * 1_000, withinMs: 1_200 },
    pauses: pauses.map(({ fromMs, toMs }) => ({
      askedMs: fromMs + shiftMs - 100,
      fromMs: fromMs + shiftMs + 300,
      toMs: toMs + shiftMs - 100,
      endedMs: toMs + shiftMs + 500,
    })),
    heldMs: holdMs,
    gap: null,
  };
}
