// Closes what lies over the page when the pointer presses somewhere else.

/** Calls `close` for each press outside of `host`. Returns the function that ends it. */
export function followPressOutside(host: HTMLElement, close: () => void): () => void {
  const pressed = ({ target }: PointerEvent): void => {
    if (target instanceof Node && !host.contains(target)) close();
  };
  document.addEventListener('pointerdown', pressed);
  return () => {
    document.removeEventListener('pointerdown', pressed);
  };
}
