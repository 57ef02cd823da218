// One line about a recording that is brought in: what it is doing, or why not.
import { problemText } from '../../../shared/messages/problems.ts';
import type { UploadView } from '../../../shared/ipc/uploads.ts';
import { count, size } from '../../lib/format.ts';
import { words } from '../../lib/words.ts';

const text = words.upload;

const percentOf = ({ sentBytes, bytes }: UploadView): number =>
  bytes === null || bytes === 0 ? 0 : Math.min(100, Math.floor((sentBytes / bytes) * 100));

/** The state in a few words. */
export function stateOf(view: UploadView): string {
  const { phase, problem, ready, uncertain } = view;
  if (phase === 'sending') return `${text.phases.sending} ${text.percent(count(percentOf(view)))}`;
  if (phase === 'refused' && problem !== null) return problemText(problem).what;
  if (phase === 'draft' && !ready) return text.incomplete;
  return phase === 'failed' && uncertain ? text.uncertain : text.phases[phase];
}

/** Kind and size, as far as they are known. Its length stands in the list. */
export function factsOf({ audio, bytes }: UploadView): string {
  const known = [
    audio === null ? null : text.encodings[audio.encoding],
    audio === null ? null : `${text.kilohertz(count(audio.sampleRate / 1000))} ${text.channels(audio.channels)}`,
    bytes === null ? null : size(bytes),
  ];
  return known.filter((part) => part !== null).join(' · ');
}
