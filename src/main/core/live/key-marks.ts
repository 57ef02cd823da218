// Performance marks from the key press to the confirmation (`performance.getEntriesByName`).
// Only those of the latest press are kept, so that they do not add up.

/** In their order: a person asked, the first request is handed to the network, its answer came, the recorder confirmed. */
export const keyMarks = {
  key: 'sidetone:key',
  request: 'sidetone:request',
  reply: 'sidetone:reply',
  confirmed: 'sidetone:confirmed',
} as const;
export type KeyMark = keyof typeof keyMarks;

const names = Object.values(keyMarks);

/** Begins a new press. */
export function markKey(): void {
  for (const name of names) performance.clearMarks(name);
  performance.mark(keyMarks.key);
}

/** Marks a step of the latest press; the first of its kind counts, and nothing is marked without a press. */
export function markStep(step: Exclude<KeyMark, 'key'>): void {
  if (performance.getEntriesByName(keyMarks.key, 'mark').length === 0) return;
  if (performance.getEntriesByName(keyMarks[step], 'mark').length > 0) return;
  performance.mark(keyMarks[step]);
}
