// What a check of the audio found, in words: never "safe", only what was found, where, and how loud.
import type { AudioFinding, AudioStretch } from '../../shared/domain/audio-finding.ts';
import { clockLength, seconds } from './format.ts';
import { words } from './words.ts';

export type AudioStretchLine = {
  /** `0:11 – 0:32`. */
  readonly range: string;
  readonly note: string;
  /** Seconds in the recording at which it begins; null where nothing of it is in the audio. */
  readonly at: number | null;
};

const text = words.audioCheck;

/** One sentence. */
export function findingSentence({ verdict, reason, checkedMs }: AudioFinding): string {
  if (verdict === 'unknown') return text.unknown(text.reasons[reason ?? 'damaged']);
  return text[verdict](`${seconds(checkedMs)} s`);
}

function noteOf({ loudestDb, toneHz }: AudioStretch): string {
  const loudest = loudestDb === null ? text.nothing : text.loudest(String(loudestDb).replace('-', '−'));
  return toneHz === null ? loudest : `${text.tonePitch(String(toneHz))} · ${loudest}`;
}

/** One line for each stretch that was listened to. */
export function stretchLines({ verdict, stretches }: AudioFinding): readonly AudioStretchLine[] {
  const place = (milliseconds: number): string => clockLength(Math.floor(milliseconds / 1_000));
  return stretches.map((stretch) =>
    verdict === 'cut'
      ? { range: place(stretch.fromMs), note: text.gone, at: null }
      : {
          range: `${place(stretch.fromMs)} – ${place(stretch.toMs)}`,
          note: noteOf(stretch),
          at: stretch.fromMs / 1_000,
        },
  );
}
