// What must be said of the pause hotkey as long as it is not known to work on this computer.
import { problemText } from '../../../shared/messages/problems.ts';
import type { HotkeyView } from '../../../shared/ipc/snapshot.ts';
import type { Platform } from '../../../shared/domain/platform.ts';
import { combinationText } from '../../../shared/messages/combination.ts';
import { words } from '../words.ts';

export type KeyMark = {
  /** `untested`: the system took the key and nobody has seen it work; `broken`: it does not work. */
  readonly kind: 'untested' | 'broken';
  /** The short words of the mark. */
  readonly name: string;
  /** All of it, for the pointer that rests on the mark. */
  readonly full: string;
};

/** Null: the key works, there is none (the user wants none), or this shell has no hotkeys. */
export function keyMarkOf(hotkeys: readonly HotkeyView[], platform: Platform): KeyMark | null {
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
    full: `${text.pauseUntested}\n${text.pauseUntestedNext(combinationText(pause.combination, platform))}`,
  };
}
