// Writes signed checkpoints into the journal: after each ended pause, every hour, and at the end. Never on the way of a pause: a
// checkpoint is made by a timer of its own, and what fails is logged.
import { instantText } from '../../../shared/domain/text/date-time.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { attempt } from '../platform/attempt.ts';
import type { Ports } from '../platform/ports.ts';
import type { ServerTime } from '../ucx/transport/server-clock.ts';
import { signedCheckpoint, type CheckpointFact, type SigningKey } from './checkpoint.ts';
import type { SignedHead } from './journal-key.ts';
import type { Journal, JournalHead } from './journal.ts';
import { fingerprintOf } from './signed-note.ts';

/** Milliseconds from the end of a pause to its checkpoint: what follows at once is signed with it. */
const afterEndMs = 200;
const everyMs = 3_600_000;

type CheckpointsDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly journal: Pick<Journal, 'add' | 'head' | 'found' | 'flushed' | 'problem'>;
  readonly serverNow: () => ServerTime | null;
  /** Asks the keychain for the key. Never rejects. */
  readonly key: (mayStore: boolean) => Promise<Result<SigningKey, Problem>>;
  /** What was signed last, as it is known apart from the journal. */
  readonly signedHead: Pick<SignedHead, 'load' | 'store'>;
  /** A checkpoint that is on the disk with all before it. */
  readonly onSigned: (fact: CheckpointFact) => void;
  /** `journal-older-copy`. */
  readonly onProblem: (found: Problem) => void;
};

/** Who signs the journal, or why nobody does; `fingerprint` and `problem` are null until the keychain has answered. */
export type JournalSigning = {
  readonly fingerprint: string | null;
  /** The key is gone at the end of this run. */
  readonly forSession: boolean;
  readonly problem: Problem | null;
};

export class Checkpoints {
  readonly #dependencies: CheckpointsDependencies;
  #key: SigningKey | null = null;
  #problem: Problem | null = null;
  /** The reason that is in the journal since this start. */
  #written: Problem['code'] | null = null;
  #isAsking = false;
  #closed = false;
  /** Settled when the keychain has the last head: a process that ends while it is asked crashes in it. */
  #remembered: Promise<void> = Promise.resolve();
  #cancelHourly: () => void = () => undefined;
  #cancelSoon: (() => void) | null = null;

  constructor(dependencies: CheckpointsDependencies) {
    this.#dependencies = dependencies;
  }

  get signing(): JournalSigning {
    const key = this.#key;
    const fingerprint = key === null ? null : fingerprintOf(key.publicKey);
    return { fingerprint, forSession: key?.forSession ?? false, problem: this.#problem };
  }

  /** Every hour from now on. Call it when the journal is open. */
  begin(): void {
    if (this.#closed) return;
    this.#cancelHourly = this.#dependencies.ports.clock.timer(everyMs, () => {
      this.begin();
      this.#write();
    });
  }

  /**
   * Gets the key, unless it is here. `mayStore`: a new one may be kept in the keychain. `known`: why the keychain has just failed, so that
   * it isn't asked again: it may ask the person.
   */
  async takeKey(mayStore: boolean, known: Problem | null): Promise<void> {
    const isHere = this.#key !== null && !(this.#key.forSession && mayStore);
    if (isHere || this.#isAsking) return;
    this.#problem = known;
    if (known !== null) return;
    this.#isAsking = true;
    const found = await this.#dependencies.key(mayStore);
    const signed = found.ok && !found.value.forSession ? await this.#dependencies.signedHead.load() : null;
    this.#isAsking = false;
    if (this.#closed) return;
    if (found.ok) this.#key = found.value;
    else this.#problem = found.error;
    if (signed !== null) this.#compare(signed);
  }

  /** An older copy of the journal was restored, or its end was removed: that is written down before anything is signed on top. */
  #compare({ sequence: signed, hash: head }: JournalHead): void {
    const { journal, ports, onProblem } = this.#dependencies;
    const { found } = journal;
    if (found === null || found.sequence > signed || found.hash === head) return;
    ports.log.warn('journal-older-copy');
    onProblem(problem('journal-older-copy'));
    attempt(ports.log, 'journal-not-signed', () => journal.add({ kind: 'older-copy', signed, head }));
  }

  /** A new entry of the journal. */
  onEntry({ fact }: JournalEntry): void {
    if (fact.kind !== 'ended' || this.#closed) return;
    this.#cancelSoon ??= this.#dependencies.ports.clock.timer(afterEndMs, () => {
      this.#cancelSoon = null;
      this.#write();
    });
  }

  /** Signs what there is, for the last time. Resolves when journal and keychain have it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelHourly();
    this.#cancelSoon?.();
    this.#write();
    await this.#remembered;
  }

  #write(): void {
    const { ports, journal, serverNow } = this.#dependencies;
    attempt(ports.log, 'journal-not-signed', () => {
      const { sequence, hash: head } = journal.head;
      if (sequence === 0) return;
      if (this.#key !== null) {
        const server = serverNow();
        const serverTime = server === null ? null : instantText(server.ms);
        const what = { sequence, head, time: instantText(ports.clock.now()), serverTime };
        const fact = signedCheckpoint(what, this.#key);
        journal.add(fact);
        this.#remembered = this.#kept(fact, this.#key.forSession ? null : { sequence, hash: head });
      } else if (this.#problem !== null && this.#problem.code !== this.#written) {
        this.#written = this.#problem.code;
        journal.add({ kind: 'not-signed', problem: this.#problem.code });
      }
    });
  }

  /** Only what is on the disk: an entry that was lost with a full disk is no older copy. */
  async #kept(fact: CheckpointFact, head: JournalHead | null): Promise<void> {
    const { journal, signedHead, onSigned } = this.#dependencies;
    await journal.flushed();
    if (journal.problem !== null) return;
    onSigned(fact);
    if (head !== null) await signedHead.store(head);
  }
}
