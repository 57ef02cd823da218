// All completed recordings: the generated ones and those that ended, were uploaded or added while the simulator ran.
import type { Catalogue, View } from './catalogue.ts';
import { instantFits, textFits, type Recording, type RecordingQuery } from './recording.ts';

/** A query's answer, most recent first. */
export type Found = {
  readonly totalCount: number;
  /** Recordings `from` (0-based, included) to `to` (excluded), made one by one. */
  readonly slice: (from: number, to: number) => Generator<Recording>;
};

export class RecordingStore {
  readonly #catalogue: Catalogue;
  /** Most recent first. */
  #added: Recording[] = [];

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  add(recording: Recording): void {
    const at = this.#added.findIndex((other) => other.start <= recording.start);
    this.#added.splice(at < 0 ? this.#added.length : at, 0, recording);
  }

  /** By GUID in any case; null when there is none. */
  find(id: string): Recording | null {
    const lower = id.toLowerCase();
    const added = this.#added.find((recording) => recording.id === lower);
    if (added !== undefined) return added;
    const place = this.#catalogue.placeOf(lower);
    return place === null ? null : this.#catalogue.recording(place);
  }

  query(query: RecordingQuery): Found {
    const view = this.#catalogue.view(query);
    const owners = new Set(query.owners);
    const added = this.#added.filter(
      (recording) =>
        owners.has(recording.owner) &&
        instantFits(query.startTime, recording.start) &&
        instantFits(query.endTime, recording.start + recording.durationMs) &&
        textFits(query.remoteParty, recording.remoteNumber) &&
        (query.localNumber === null || recording.localNumber === query.localNumber) &&
        (query.direction === null || recording.direction === query.direction),
    );
    return { totalCount: view.count + added.length, slice: (from, to) => this.#merged(view, added, from, to) };
  }

  *#merged(view: View, added: readonly Recording[], from: number, to: number): Generator<Recording> {
    // Place of each added recording in the merged list; both lists fall in time, so these places only grow.
    const places = added.map((recording, at) => this.#catalogue.rankIn(view, recording.start) + at);
    let skipped = places.filter((place) => place < from).length;
    const end = Math.min(to, view.count + added.length);
    for (let place = from; place < end; place += 1) {
      const extra = places[skipped] === place ? added[skipped] : undefined;
      if (extra === undefined) {
        yield this.#catalogue.recording(view.at(place - skipped));
      } else {
        skipped += 1;
        yield extra;
      }
    }
  }
}
