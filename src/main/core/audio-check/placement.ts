// Where in the audio a pause may be, and what is heard there.
import type { AudioReason } from '../../../shared/domain/audio-finding.ts';
import type { PausedStretch } from '../journal/call-facts.ts';
import { floorDb, frameMs, silentDb, type LevelTrack } from './level-meter.ts';

/** Not louder than two steps of 16 bits: nothing but a recorder that writes silence is so flat for seconds. */
const flatDb = -84;
/** Milliseconds by which journal and audio may differ. */
const shiftMs = 2_500;
/** Milliseconds at either end of a pause that are not counted: a coder's frames overlap. */
const edgeMs = 120;
/** Loud frames that are more than a click. */
const fewFrames = 5;
export type Place = {
  readonly verdict: 'silent' | 'tone' | 'sound' | 'unknown';
  readonly reason: AudioReason | null;
  /** In frames of the track. */
  readonly fromFrame: number;
  readonly toFrame: number;
  readonly loudestDb: number | null;
  readonly toneHz: number | null;
};

type Window = { readonly from: number; readonly to: number };
type Range = { readonly least: number; readonly most: number };

const frames = (ms: number): number => Math.round(ms / frameMs);

/** Looks for the pause around its place. `all` are the pauses of the call: what is between them is not a pause. */
export function placePause(track: LevelTrack, pause: PausedStretch, all: readonly PausedStretch[]): Place {
  const edge = frames(edgeMs);
  const nominal = { from: frames(pause.fromMs) + edge, to: frames(pause.toMs) - edge };
  const shifts = allowedShifts(track, nominal);
  if (shifts === null) return placed(track, nominal, 'unknown', 'clocks');
  const shifted = (shift: number): Window => ({ from: nominal.from + shift, to: nominal.to + shift });
  const quietest = shifted(quietestShift(track, nominal, shifts));
  const isLoud = track.level.map((level) => (level > silentDb ? 1 : 0));
  if (countIn(isLoud, quietest) === 0) {
    const isSure = isFlatAlone(track, quietest, all) || coversAll(isLoud, nominal, shifts);
    return placed(track, quietest, isSure ? 'silent' : 'unknown', isSure ? null : 'place');
  }
  const tone = toneIn(track, nominal, shifts);
  if (tone !== null) return placed(track, shifted(tone.shift), 'tone', null, tone.hertz);
  const { count, shift } = fewest(isLoud, nominal, shifts);
  if (count < fewFrames) return placed(track, shifted(shift), 'unknown', 'place');
  if (isSteady(track, quietest)) return placed(track, quietest, 'unknown', 'noise');
  return placed(track, nominal, 'sound', null);
}

/** Shifts at which all of the pause is in the audio; null when there is none. */
function allowedShifts({ level }: LevelTrack, { from, to }: Window): Range | null {
  const most = frames(shiftMs);
  const range = { least: Math.max(-most, -from), most: Math.min(most, level.length - to) };
  return range.least > range.most || to <= from ? null : range;
}

/** The shift with the fewest marked frames, the nearest of those. */
function fewest(
  marked: ArrayLike<number>,
  { from, to }: Window,
  { least, most }: Range,
): { shift: number; count: number } {
  let count = 0;
  for (let at = from + least; at < to + least; at += 1) count += marked[at] ?? 0;
  let best = { shift: least, count };
  for (let shift = least + 1; shift <= most; shift += 1) {
    count += (marked[to + shift - 1] ?? 0) - (marked[from + shift - 1] ?? 0);
    if (count < best.count || (count === best.count && Math.abs(shift) < Math.abs(best.shift))) best = { shift, count };
  }
  return best;
}

/** The shift at which the loudest frame is the quietest, the nearest of those. */
function quietestShift({ level }: LevelTrack, { from, to }: Window, { least, most }: Range): number {
  let best = { shift: least, loudest: Infinity };
  for (let shift = least; shift <= most; shift += 1) {
    let loudest = floorDb;
    for (let at = from + shift; at < to + shift && loudest <= best.loudest; at += 1) {
      loudest = Math.max(loudest, level[at] ?? 0);
    }
    const isNearer = Math.abs(shift) < Math.abs(best.shift);
    if (loudest < best.loudest || (loudest === best.loudest && isNearer)) best = { shift, loudest };
  }
  return best.shift;
}

function countIn(marked: ArrayLike<number>, { from, to }: Window): number {
  let count = 0;
  for (let at = from; at < to; at += 1) count += marked[at] ?? 0;
  return count;
}

/** Silent at whatever shift: where even the rests between words are flat, another silence nearby could be taken for the pause. */
const coversAll = (isLoud: ArrayLike<number>, { from, to }: Window, { least, most }: Range): boolean =>
  countIn(isLoud, { from: from + least, to: to + most }) === 0;

/** The silence is flat, and the quiet moments of the rest of the call are not: no room and no line is so quiet. */
function isFlatAlone({ level }: LevelTrack, window: Window, all: readonly PausedStretch[]): boolean {
  for (let at = window.from; at < window.to; at += 1) if ((level[at] ?? 0) > flatDb) return false;
  const margin = frames(shiftMs);
  const pauses = all.map(({ askedMs, endedMs }) => ({ from: frames(askedMs) - margin, to: frames(endedMs) + margin }));
  let quiet = 0;
  let flat = 0;
  // The first and the last half second may be an encoder's own.
  for (let at = 25; at < level.length - 25; at += 1) {
    if (pauses.some(({ from, to }) => at >= from && at < to)) continue;
    const value = level[at] ?? 0;
    if (value <= flatDb) flat += 1;
    else if (value <= quietDb) quiet += 1;
  }
  return quiet >= frames(1_000) && flat < (quiet + flat) / 50;
}

/** Quieter than talk: the moments between words. */
const quietDb = -40;

/** Frequencies that recorders use, in hertz. */
const tones = { lowest: 200, highest: 3_600 };
/** Hertz by which one tone may seem to change. */
const toneWidth = 40;
/** A tone leaves this little of a frame (dB of full scale); */
const restDb = -50;
/** or so many dB less than itself, which is the noise of its coding, and steady: words below a tone are not. */
const codingDb = 26;
const codingWidth = 3;
/** Frames in which a beep begins or ends. */
const mostEdges = 4;

/** The shift at which every frame is one and the same pure tone, or silent between two beeps; null where there is none. */
function toneIn(track: LevelTrack, window: Window, shifts: Range): { shift: number; hertz: number } | null {
  const { level, rest, tone } = track;
  const middle = [...tone.subarray(window.from, window.to)]
    .filter((hertz) => hertz > 0)
    .sort((left, right) => left - right);
  const hertz = middle[middle.length >> 1] ?? 0;
  if (hertz < tones.lowest || hertz > tones.highest || middle.length < (window.to - window.from) / 2) return null;
  const isTone = (at: number): boolean => Math.abs((tone[at] ?? 0) - hertz) <= toneWidth;
  const isQuiet = (at: number): boolean => (level[at] ?? 0) <= silentDb;
  const marksFor = (isPure: (at: number) => boolean): Uint8Array => {
    const isOther = Uint8Array.from(level, (_, at) => (isQuiet(at) || (isTone(at) && isPure(at)) ? 0 : 1));
    return withoutEdges(isOther, isQuiet);
  };
  const pure = fewest(
    marksFor((at) => (rest[at] ?? 0) <= restDb),
    window,
    shifts,
  );
  if (pure.count === 0) return { shift: pure.shift, hertz };
  const coded = fewest(
    marksFor((at) => (rest[at] ?? 0) <= (level[at] ?? 0) - codingDb),
    window,
    shifts,
  );
  if (coded.count > 0) return null;
  const left = rest.slice(window.from + coded.shift, window.to + coded.shift);
  return spreadOf(left) <= codingWidth ? { shift: coded.shift, hertz } : null;
}

/** A beep's first and last frames are neither tone nor silence: so few of them, with silence on one side, are no sound of their own. */
function withoutEdges(isOther: Uint8Array, isQuiet: (at: number) => boolean): Uint8Array {
  const marks = Uint8Array.from(isOther);
  for (let from = 0; from < marks.length;) {
    let end = from;
    while (end < marks.length && marks[end] === 1) end += 1;
    const hasSilence = (from > 0 && isQuiet(from - 1)) || (end < marks.length && isQuiet(end));
    if (end > from && end - from <= mostEdges && hasSilence) marks.fill(0, from, end);
    from = Math.max(end, from + 1);
  }
  return marks;
}

/** From nearly the quietest frame to the loudest, in dB. */
function spreadOf(levels: Int8Array): number {
  const sorted = levels.slice().sort();
  return (sorted.at(-1) ?? 0) - (sorted[Math.floor(sorted.length * 0.02)] ?? 0);
}

/** dB by which the level of steady noise varies: words vary by more. */
const steadyWidth = 6;
/** Steady noise that is louder than this (dB of full scale) is sound. */
const steadyDb = -30;

/** The noise of a line, or of comfort: as loud throughout. */
function isSteady({ level }: LevelTrack, { from, to }: Window): boolean {
  const levels = level.slice(from, to);
  return spreadOf(levels) <= steadyWidth && levels.every((value) => value <= steadyDb);
}

function placed(
  { level }: LevelTrack,
  { from, to }: Window,
  verdict: Place['verdict'],
  reason: AudioReason | null,
  toneHz: number | null = null,
): Place {
  const fromFrame = Math.max(0, Math.min(from, level.length));
  const toFrame = Math.max(fromFrame, Math.min(to, level.length));
  const loudest = level.subarray(fromFrame, toFrame).reduce((most, value) => Math.max(most, value), floorDb);
  return { verdict, reason, fromFrame, toFrame, loudestDb: loudest <= floorDb ? null : loudest, toneHz };
}
