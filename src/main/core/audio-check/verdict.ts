// What the sound of a recording says of its pauses. It errs on one side only: where talk could be in a pause, it is never "cut out" or
// "silent". The audio may be shifted against the journal by up to two seconds, so each pause is tried at every place around its own.
import type { AudioFinding, AudioReason, AudioStretch } from '../../../shared/domain/audio-finding.ts';
import type { CallFacts, PausedStretch } from '../journal/call-facts.ts';
import { frameMs, type LevelTrack } from './level-meter.ts';
import { placePause, type Place } from './placement.ts';

/** A pause shorter than this cannot be told from people who take a breath, in milliseconds. */
const shortestMs = 3_000;
/** Milliseconds by which the audio may be longer or shorter than told: an encoder's delay, and whole seconds of the server. */
const codingMs = 200;

/** The recorder counts whole seconds: less than this (ms) is no hold. */
const mostHeldMs = 1_500;

type Length = 'whole' | 'cut' | 'either' | 'shorter' | 'longer';

/** What is said where the audio need not be listened to, because too little is known of the call; else null. */
export function withoutListening(facts: CallFacts): AudioFinding | null {
  const { length, pauses, gap } = facts;
  if (gap !== null) return notFound(gap, facts);
  if (length === null) return notFound('end-unknown', facts);
  const isShort = pauses.length === 0 || pauses.some((pause) => pause.toMs - pause.fromMs < shortestMs);
  return isShort ? notFound('too-short', facts) : null;
}

/** It could not be told, and why. */
export function notFound(
  reason: AudioReason,
  { length }: CallFacts,
  audioMs: number | null = null,
  stretches: readonly AudioStretch[] = [],
): AudioFinding {
  const callMs = length === null ? null : Math.round(length.ms);
  return { verdict: 'unknown', reason, audioMs, callMs, checkedMs: 0, stretches: [...stretches] };
}

/** Positions and lengths are in milliseconds of the audio. */
export function judge(track: LevelTrack, facts: CallFacts): AudioFinding {
  const { length, pauses } = facts;
  const known = withoutListening(facts);
  const audioMs = Math.round(track.durationMs);
  if (known !== null || length === null) return { ...(known ?? notFound('end-unknown', facts)), audioMs };
  const measured = { audioMs, callMs: Math.round(length.ms) };
  const unknown = (reason: AudioReason, stretches: readonly AudioStretch[] = []): AudioFinding =>
    notFound(reason, facts, audioMs, stretches);
  switch (lengthOf(audioMs, length, pauses)) {
    case 'cut':
      // A hold that was left out could be what is missing.
      return facts.heldMs !== null && facts.heldMs <= mostHeldMs ? cutOut(pauses, measured) : unknown('hold');
    case 'shorter':
      return unknown('hold');
    case 'longer':
      return unknown('clocks');
    case 'whole':
      return worst(judgeEach(track, pauses), measured);
    case 'either': {
      const found = worst(judgeEach(track, pauses), measured);
      // Where the sound may be what followed a pause that was cut out, it proves nothing.
      return found.verdict === 'sound' ? unknown('clocks', found.stretches) : found;
    }
  }
}

/** Which of the lengths that are possible the audio has. */
function lengthOf(
  audioMs: number,
  { ms, withinMs }: { ms: number; withinMs: number },
  pauses: readonly PausedStretch[],
): Length {
  const least = pauses.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const most = pauses.reduce((sum, { askedMs, endedMs }) => sum + endedMs - askedMs, 0);
  const within = withinMs + codingMs;
  const missing = ms - audioMs;
  const isWhole = Math.abs(missing) <= within;
  const isCut = missing >= least - within && missing <= most + within;
  if (isWhole && isCut) return 'either';
  if (isWhole || isCut) return isWhole ? 'whole' : 'cut';
  return missing < 0 ? 'longer' : 'shorter';
}

type Measured = Pick<AudioFinding, 'audioMs' | 'callMs'>;

/** Where each pause was cut out: the ones before it are missing too. */
function cutOut(pauses: readonly PausedStretch[], measured: Measured): AudioFinding {
  let missing = 0;
  const stretches = pauses.map(({ fromMs, toMs }): AudioStretch => {
    const at = Math.max(0, Math.round(fromMs - missing));
    missing += toMs - fromMs;
    return { fromMs: at, toMs: at, loudestDb: null, toneHz: null };
  });
  return { verdict: 'cut', reason: null, ...measured, checkedMs: Math.round(missing), stretches };
}

function judgeEach(track: LevelTrack, pauses: readonly PausedStretch[]): Place[] {
  return pauses.map((pause) => placePause(track, pause, pauses));
}

const severity = { sound: 3, unknown: 2, tone: 1, silent: 0 } as const;

/** The worst of the pauses is what is said of the recording. */
function worst(places: readonly Place[], measured: Measured): AudioFinding {
  const [first, ...others] = places;
  if (first === undefined) throw new Error('No pause was judged');
  const found = others.reduce(
    (left, right) => (severity[right.verdict] > severity[left.verdict] ? right : left),
    first,
  );
  const stretches = places.map(({ fromFrame, toFrame, loudestDb, toneHz }): AudioStretch => ({
    fromMs: fromFrame * frameMs,
    toMs: toFrame * frameMs,
    loudestDb,
    toneHz,
  }));
  const checkedMs = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return { verdict: found.verdict, reason: found.reason, ...measured, checkedMs, stretches };
}
