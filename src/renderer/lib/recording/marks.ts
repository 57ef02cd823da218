// What must be said beside the state for as long as it is so: a pause hotkey that isn't known to work, and rules that nothing watches.
import { notWorkingText } from '../../../shared/messages/automatic-text.ts';
import { problemText } from '../../../shared/messages/problems.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import { combinationText } from '../../../shared/messages/combination.ts';
import type { IconName } from '../icons/icons.ts';
import { words } from '../words.ts';

export type Mark = {
  /** `untested`: the system took the key and nobody has seen it work; `broken`: it does not work; `unwatched`: rules don't pause. */
  readonly kind: 'untested' | 'broken' | 'unwatched';
  /** The short words of the mark. */
  readonly name: string;
  /** All of it, for the pointer that rests on the mark. */
  readonly full: string;
};

export const markIcons: Record<Mark['kind'], IconName> = {
  untested: 'key',
  broken: 'keyBroken',
  unwatched: 'warning',
};

export function marksOf(snapshot: Pick<Snapshot, 'hotkeys' | 'shell' | 'automatic'>): Mark[] {
  const unwatched = notWorkingText(snapshot.automatic, words.recording.automatic);
  return [
    keyMarkOf(snapshot),
    unwatched === null ? null : { kind: 'unwatched' as const, name: unwatched, full: unwatched },
  ].filter((mark) => mark !== null);
}

/** Null: the key works, there is none (the user wants none), or this shell has no hotkeys. */
function keyMarkOf({ hotkeys, shell }: Pick<Snapshot, 'hotkeys' | 'shell'>): Mark | null {
  const pause = hotkeys.find(({ name }) => name === 'pause');
  if (pause === undefined) return null;
  const text = words.hotkeys;
  if (pause.problem !== null) {
    const { what, meaning, next } = problemText(pause.problem);
    return { kind: 'broken', name: text.pauseBroken, full: [text.pauseBroken, what, meaning, next].join('\n') };
  }
  if (!pause.registered || pause.proven || pause.combination === null) return null;
  return {
    kind: 'untested',
    name: text.pauseUntested,
    full: `${text.pauseUntested}\n${text.pauseUntestedNext(combinationText(pause.combination, shell.platform))}`,
  };
}
