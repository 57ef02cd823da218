// Faults that were thought out by hand, each of which would harm somebody: every one must be found by a test.

export type PlantedArea = {
  readonly area: string;
  /** In which the files of the faults are. */
  readonly folder: string;
  /** Beginnings of the paths, in tests/unit, of the tests that have to find them. */
  readonly tests: readonly string[];
  /** What goes wrong, the file, the text that stands there once, and what takes its place. */
  readonly faults: readonly (readonly [what: string, file: string, text: string, instead: string])[];
};
