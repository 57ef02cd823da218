// The order of the rows: a recording keeps its place, a new one comes last. Rows must not move under a pointer.
import type { LiveRecording } from '../../../shared/domain/recording.ts';

export class RowOrder {
  #places = new Map<string, number>();
  #last = 0;

  /** A list that has nothing to do with the one before begins. */
  clear(): void {
    this.#places.clear();
  }

  /** These are there now; what is gone loses its place. */
  keep(recordings: readonly LiveRecording[]): void {
    const known = this.#places;
    this.#places = new Map(recordings.map(({ id }) => [id, known.get(id) ?? (this.#last += 1)]));
  }

  sort(recordings: readonly LiveRecording[]): readonly LiveRecording[] {
    const places = recordings.map(({ id }) => this.#places.get(id) ?? 0);
    // A server tells them in the same order for the most part.
    if (places.every((place, index) => place >= (places[index - 1] ?? 0))) return recordings;
    const placeOf = new Map(recordings.map((recording, index) => [recording, places[index] ?? 0]));
    return recordings.toSorted((left, right) => (placeOf.get(left) ?? 0) - (placeOf.get(right) ?? 0));
  }
}
