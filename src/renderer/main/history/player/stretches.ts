// Where in a recording what was said is there, was paused, or was recorded although a pause had been asked for.
import type { PauseSpan } from '../../../../shared/ipc/recording-detail.ts';

/** Seconds in the recording. */
export type Stretch = { readonly from: number; readonly to: number };
export type MarkedStretch = Stretch & { readonly kind: 'exposed' | 'paused' };

/** Loudness below which nothing is heard, of 1. */
export const silence = 0.02;
/** Positions are exact to about a second (docs/ucx-api.md): the edges of a pause may hold what was said beside it. */
const edge = 1;

/** The stretches of the pauses of a recording of that length in seconds; a pause without a known place has none. */
export function stretchesOf(pauses: readonly PauseSpan[], length: number): readonly MarkedStretch[] {
  const at = (milliseconds: number): number => Math.min(length, milliseconds / 1000);
  return pauses.flatMap(({ askedMs, fromMs, toMs }) => {
    const end = toMs === null ? length : at(toMs);
    return [
      ...(fromMs === null ? [] : [{ kind: 'paused' as const, from: at(fromMs), to: Math.max(at(fromMs), end) }]),
      // What was asked for and not yet confirmed was recorded: that is the stretch to listen to.
      ...(askedMs === null
        ? []
        : [
            {
              kind: 'exposed' as const,
              from: at(askedMs),
              to: fromMs === null ? end : Math.max(at(askedMs), at(fromMs)),
            },
          ]),
    ];
  });
}

/** The parts of paused stretches in which nothing sounds; none while the loudness is not known. */
export function silentStretches(
  paused: readonly Stretch[],
  peaks: readonly number[] | null,
  length: number | null,
): readonly Stretch[] {
  if (peaks === null || length === null || length <= 0) return [];
  return paused.flatMap(({ from, to }) => {
    const inner = { from: from + edge, to: to - edge };
    if (inner.to <= inner.from) return [];
    const first = Math.floor((inner.from / length) * peaks.length);
    const last = Math.ceil((inner.to / length) * peaks.length);
    return peaks.slice(first, last).every((peak) => peak < silence) ? [inner] : [];
  });
}

/** Seconds between the marks under a waveform: three or four of them, at round moments. */
export function axisMarks(length: number): readonly number[] {
  if (!(length > 0)) return [0];
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const step = steps.find((seconds) => length / seconds < 3.6) ?? Math.ceil(length / 3 / 3600) * 3600;
  const marks: number[] = [];
  // The last but one must leave the last its room.
  for (let at = 0; at < length * 0.88; at += step) marks.push(at);
  return [...marks, length];
}
