// A window that follows the pointer. Plain arithmetic: the shell tells where pointer and window are.
import type { DragStep } from '../../core/platform/ports.ts';
import type { Rectangle } from './bounds.ts';

type Point = { readonly x: number; readonly y: number };

export class PointerDrag {
  /** Where the pointer and the window were when it was taken hold of. */
  #held: { readonly pointer: Point; readonly place: Rectangle } | null = null;

  /** Where the window belongs after a step; null where it is not held. */
  take(step: DragStep, pointer: Point, place: Rectangle): Rectangle | null {
    if (step === 'begin') this.#held = { pointer, place };
    if (this.#held === null) return null;
    const { pointer: from, place: start } = this.#held;
    if (step === 'end') this.#held = null;
    return { ...start, x: start.x + Math.round(pointer.x - from.x), y: start.y + Math.round(pointer.y - from.y) };
  }
}
