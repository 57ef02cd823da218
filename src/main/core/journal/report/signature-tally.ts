// The signatures of one journal for the evidence report. A valid signature of a checkpoint covers every entry before it, so that of the
// checkpoints of one key that fit the chain only the newest is verified; where that fails or one doesn't fit, all of them are.
import type { JournalEntry } from '../../../../shared/domain/journal.ts';
import { openCheckpoint, readNote, type Checkpoint, type CheckpointFact } from '../checkpoint.ts';
import { checkSignatures, type SignatureFinding } from '../signature-check.ts';
import { fingerprintOf, readVerifierKey } from '../signed-note.ts';

/** A checkpoint's entry may be stamped so much (ms) later than its note: as in signature-check.ts. */
const stampMs = 2_000;
const noKeys: ReadonlySet<string> = new Set();

type CheckpointEntry = JournalEntry & { readonly fact: CheckpointFact };

/** Fingerprints of public keys as checkpoints name them. */
const fingerprints = new Map<string, string | null>();
const mostFingerprints = 10_000;

function fingerprint(publicKey: string): string | null {
  const known = fingerprints.get(publicKey);
  if (known !== undefined) return known;
  const key = readVerifierKey(publicKey);
  const made = key === null ? null : fingerprintOf(key);
  if (fingerprints.size >= mostFingerprints) fingerprints.clear();
  fingerprints.set(publicKey, made);
  return made;
}

/** The checkpoint in an entry, if it fits the chain; whether its signature is valid isn't looked at. */
function fitting({ sequence, previous, at, fact }: CheckpointEntry): Checkpoint | null {
  const found = readNote(fact.note, noKeys);
  if (found?.sequence !== sequence - 1 || found.head !== previous || found.key !== fingerprint(fact.publicKey))
    return null;
  return Math.abs(Date.parse(at) - Date.parse(found.time)) <= stampMs ? found : null;
}

export class SignatureTally {
  /** The entries since the last check that say something about signatures, and the journal's first one. */
  #taken: JournalEntry[] = [];
  #first: JournalEntry | null = null;
  #newest: Checkpoint | null = null;
  readonly findings: SignatureFinding[] = [];
  /** Fingerprints of the keys that have signed, in their order. */
  readonly keys = new Set<string>();
  /** The public keys as checkpoints name them. */
  readonly publicKeys = new Set<string>();
  /** A key was kept for one run alone. */
  isForSession = false;

  /** The newest valid checkpoint. */
  get newest(): Checkpoint | null {
    return this.#newest;
  }

  take(entry: JournalEntry): void {
    this.#first ??= entry;
    const { kind } = entry.fact;
    if (kind === 'checkpoint' || kind === 'older-copy') this.#taken.push(entry);
  }

  /** Checks what was taken since the last time. */
  settle(): void {
    const taken = this.#taken;
    if (taken.length === 0) return;
    this.#taken = [];
    const first = this.#first === null || this.#first === taken[0] ? [] : [this.#first];
    const checkpoints = taken.flatMap(({ fact, ...rest }) => (fact.kind === 'checkpoint' ? [{ ...rest, fact }] : []));
    for (const { fact } of checkpoints) this.publicKeys.add(fact.publicKey);
    const isWhole = checkpoints.length === taken.length && this.#isGenuine(checkpoints);
    const { stretches, findings } = checkSignatures([...first, ...(isWhole ? newestOfEach(checkpoints) : taken)]);
    for (const { key, newest, forSession } of stretches) {
      this.keys.add(key);
      this.isForSession ||= forSession;
      this.#newest = newest;
    }
    this.findings.push(...findings);
  }

  #isGenuine(checkpoints: readonly CheckpointEntry[]): boolean {
    return (
      checkpoints.every((entry) => fitting(entry) !== null) &&
      newestOfEach(checkpoints).every(({ fact }) => openCheckpoint(fact) !== null)
    );
  }
}

/** The last checkpoint of each run of checkpoints by one key. */
const newestOfEach = (checkpoints: readonly CheckpointEntry[]): CheckpointEntry[] =>
  checkpoints.filter(({ fact }, index) => checkpoints[index + 1]?.fact.publicKey !== fact.publicKey);
