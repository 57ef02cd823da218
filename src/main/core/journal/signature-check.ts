// Checks the signatures in a journal's entries, and what else its entries tell about it: keys, clocks, entries that are gone.
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';

/** The entries that a key has signed without another one in between. */
type SignedStretch = {
  readonly key: string;
  /** Number of its first checkpoint's entry. */
  readonly from: number;
  /** Its newest checkpoint. */
  readonly newest: Checkpoint;
  /** The key was kept for one run alone. */
  readonly forSession: boolean;
};

export type SignatureFinding =
  /** The checkpoint in this entry has no valid signature of the key that it names. */
  | { readonly kind: 'not-genuine'; readonly sequence: number }
  /** It is genuine, but of other entries than those before it: something after entry `afterEntry` was rewritten, or it was moved. */
  | { readonly kind: 'rewritten'; readonly sequence: number; readonly afterEntry: number }
  /** The journal that Sidetone found before this entry ended earlier than what it had signed. */
  | { readonly kind: 'older-copy'; readonly sequence: number; readonly signed: number };

export type SignatureRemark =
  /** The keychain's problem for which this entry says that there is no signature. */
  | { readonly kind: 'no-key'; readonly sequence: number; readonly problem: string }
  /** By one of the clocks this entry is so much (ms) earlier than the one before. */
  | {
      readonly kind: 'set-back';
      readonly clock: 'computer' | 'server';
      readonly sequence: number;
      readonly byMs: number;
    };

export type SignatureCheck = {
  readonly stretches: readonly SignedStretch[];
  /** Number of the first entry that nothing signs; null where all are signed. */
  readonly unsignedFrom: number | null;
  readonly findings: readonly SignatureFinding[];
  readonly remarks: readonly SignatureRemark[];
};

/** A checkpoint's entry may be stamped so much (ms) later than its note. */
const stampMs = 2_000;
/** A clock that goes back by less (ms) was adjusted to the time of the network. */
const adjustedMs = 2_000;

/** `entries`: those of a chain in their order. Its breaks are the chain's to find. */
export function checkSignatures(entries: readonly JournalEntry[]): SignatureCheck {
  const check = new SignatureChecker();
  for (const entry of entries) check.take(entry);
  return check.result;
}

class SignatureChecker {
  readonly #stretches: SignedStretch[] = [];
  readonly #findings: SignatureFinding[] = [];
  readonly #remarks: SignatureRemark[] = [];
  #before: JournalEntry | null = null;
  #unsignedFrom: number | null = null;
  /** Number of the last entry that is signed, or of the one before the first entry of all. */
  #signedTo: number | null = null;
  /** The first checkpoint since the last valid one that doesn't fit: those after it can't fit either. */
  #rewritten: SignatureFinding | null = null;

  take(entry: JournalEntry): void {
    const { fact, sequence } = entry;
    this.#clocks(entry);
    this.#unsignedFrom ??= sequence;
    this.#signedTo ??= sequence - 1;
    if (fact.kind === 'checkpoint') this.#checkpoint(entry, openCheckpoint(fact), fact.forSession ?? false);
    else if (fact.kind === 'older-copy') this.#findings.push({ kind: 'older-copy', sequence, signed: fact.signed });
    else if (fact.kind === 'not-signed') this.#remarks.push({ kind: 'no-key', sequence, problem: fact.problem });
    this.#before = entry;
  }

  get result(): SignatureCheck {
    this.#endRewritten();
    return {
      stretches: this.#stretches,
      unsignedFrom: this.#unsignedFrom,
      findings: this.#findings,
      remarks: this.#remarks,
    };
  }

  #checkpoint({ sequence, previous, at }: JournalEntry, found: Checkpoint | null, forSession: boolean): void {
    if (found === null) {
      this.#findings.push({ kind: 'not-genuine', sequence });
      return;
    }
    const late = Date.parse(at) - Date.parse(found.time);
    if (found.sequence !== sequence - 1 || found.head !== previous || !(Math.abs(late) <= stampMs)) {
      this.#rewritten ??= { kind: 'rewritten', sequence, afterEntry: this.#signedTo ?? sequence - 1 };
      return;
    }
    const last = this.#stretches.at(-1);
    if (last?.key === found.key) this.#stretches[this.#stretches.length - 1] = { ...last, newest: found };
    else this.#stretches.push({ key: found.key, from: sequence, newest: found, forSession });
    // The checkpoint's own entry is nothing but its note.
    this.#unsignedFrom = null;
    this.#signedTo = found.sequence;
    this.#endRewritten();
  }

  #endRewritten(): void {
    if (this.#rewritten !== null) this.#findings.push(this.#rewritten);
    this.#rewritten = null;
  }

  #clocks({ sequence, at, serverAt, previous }: JournalEntry): void {
    const before = this.#before;
    if (before?.hash !== previous) return;
    const compared = [
      ['computer', before.at, at],
      ['server', before.serverAt, serverAt],
    ] as const;
    for (const [clock, earlier, later] of compared) {
      const byMs = Date.parse(earlier ?? '') - Date.parse(later ?? '');
      if (byMs > adjustedMs) this.#remarks.push({ kind: 'set-back', clock, sequence, byMs });
    }
  }
}
