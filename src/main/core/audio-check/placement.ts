// Where in the audio a pause may be, and what is heard there.
import type { AudioReason } from '../../../shared/domain/audio-finding.ts';
import type { PausedStretch } from './call-facts.ts';
import { floorDb, frameMs, type LevelTrack } from './level-meter.ts';

/** Sound that is not louder than this (dB of full scale, peak) is none: the quietest steps of A-law and the noise of coders. */
const silentDb = -60;
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
  const isLoud = track.level.map((level) => (level > silentDb ? 1 : 0));
  const loud = fewest(isLoud, nominal, shifts);
  if (loud.count === 0) {
    const run = runAround(isLoud, shifted(loud.shift));
    const isSure = isFlatAlone(track, run, all) || coversAll(run, nominal, shifts);
    return placed(track, shifted(loud.shift), isSure ? 'silent' : 'unknown', isSure ? null : 'place');
  }
  const tone = toneIn(track, nominal, shifts);
  if (tone !== null) return placed(track, shifted(tone.shift), 'tone', null, tone.hertz);
  const window = shifted(loud.shift);
  if (loud.count < fewFrames) return placed(track, window, 'unknown', 'place');
  const steady = isSteady(track, shifted(0)) || isSteady(track, window);
  return placed(track, shifted(0), steady ? 'unknown' : 'sound', steady ? 'noise' : null);
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

/** The silence that a window is part of. */
function runAround(isLoud: ArrayLike<number>, { from, to }: Window): Window {
  let first = from;
  let end = to;
  while (first > 0 && isLoud[first - 1] === 0) first -= 1;
  while (end < isLoud.length && isLoud[end] === 0) end += 1;
  return { from: first, to: end };
}

/** Silent at whatever shift: where even the rests between words are flat, another silence nearby could be taken for the pause. */
const coversAll = (run: Window, { from, to }: Window, { least, most }: Range): boolean =>
  run.from <= from + least && run.to >= to + most;

/** The silence is flat, and the quiet moments of the rest of the call are not: no room and no line is so quiet. */
function isFlatAlone({ level }: LevelTrack, run: Window, all: readonly PausedStretch[]): boolean {
  for (let at = run.from + 6; at < run.to - 6; at += 1) if ((level[at] ?? 0) > flatDb) return false;
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
/** A tone leaves this little of a frame (dB of full scale). */
const restDb = -50;

/** The shift at which every frame is one and the same pure tone, or silent between two beeps; null where there is none. */
function toneIn(track: LevelTrack, window: Window, shifts: Range): { shift: number; hertz: number } | null {
  const { level, rest, tone } = track;
  const middle = [...tone.subarray(window.from, window.to)]
    .filter((hertz) => hertz > 0)
    .sort((left, right) => left - right);
  const hertz = middle[middle.length >> 1] ?? 0;
  if (hertz < tones.lowest || hertz > tones.highest || middle.length < (window.to - window.from) / 2) return null;
  const isOther = level.map((value, at) => {
    const isTone = Math.abs((tone[at] ?? 0) - hertz) <= toneWidth && (rest[at] ?? 0) <= restDb;
    return value <= silentDb || isTone ? 0 : 1;
  });
  const { shift, count } = fewest(isOther, window, shifts);
  return count === 0 ? { shift, hertz } : null;
}

/** dB by which the level of steady noise varies: words vary by more. */
const steadyWidth = 6;
/** Steady noise that is louder than this (dB of full scale) is sound. */
const steadyDb = -30;

/** The noise of a line, or of comfort: as loud throughout. */
function isSteady({ level }: LevelTrack, { from, to }: Window): boolean {
  const sorted = level.slice(from, to).sort();
  const low = sorted[Math.floor(sorted.length * 0.02)] ?? 0;
  const high = sorted.at(-1) ?? 0;
  return high - low <= steadyWidth && high <= steadyDb;
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
