// The key that signs this installation's journal: made once, its private part kept in the keychain.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Ports } from '../platform/ports.ts';
import type { SigningKey } from './checkpoint.ts';
import type { JournalHead } from './journal.ts';
import { publicBytes } from './signed-note.ts';

/** Names in the keychain, by the journal's folder: one keychain may serve several profiles, and roam between computers. */
const keychainName = (what: 'key' | 'head', folder: string): string =>
  `journal-${what} ${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;

/**
 * The key of the journal in `folder`. Where there is none, one is made and stored if `mayStore`; otherwise, and where the system is told
 * to store nothing, it is for this run alone. Problems: those of the keychain; the journal then has no signatures.
 */
export async function journalKey(
  folder: string,
  { keychain, log }: Pick<Ports, 'keychain' | 'log'>,
  mayStore: boolean,
): Promise<Result<SigningKey, Problem>> {
  const name = keychainName('key', folder);
  const stored = await keychain.get(name);
  if (!stored.ok) return orForSession(stored.error);
  const kept = stored.value === null ? null : privateKeyOf(stored.value);
  if (kept !== null) return ok(signingKey(kept, false));
  if (stored.value !== null) log.warn('journal-key-damaged');
  const made = generateKeyPairSync('ed25519').privateKey;
  if (!mayStore) return ok(signingKey(made, true));
  const set = await keychain.set(name, made.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  return set.ok ? ok(signingKey(made, false)) : orForSession(set.error);
}

const signingKey = (privateKey: KeyObject, forSession: boolean): SigningKey => ({
  privateKey,
  publicKey: publicBytes(privateKey),
  forSession,
});

function orForSession(reason: Problem): Result<SigningKey, Problem> {
  if (reason.code !== 'keychain-forbidden') return err(reason);
  return ok(signingKey(generateKeyPairSync('ed25519').privateKey, true));
}

function privateKeyOf(base64: string): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** Remembers apart from the journal what was signed last, so that an older copy of it is found at the next start. */
export class SignedHead {
  readonly #name: string;
  readonly #keychain: Ports['keychain'];
  #next: JournalHead | null = null;
  #storing: Promise<void> | null = null;

  constructor(folder: string, keychain: Ports['keychain']) {
    this.#name = keychainName('head', folder);
    this.#keychain = keychain;
  }

  /** The entry that was signed last; null where that isn't known. */
  async load(): Promise<JournalHead | null> {
    const stored = await this.#keychain.get(this.#name);
    const [, sequence, hash] = /^([1-9]\d{0,14}) ([0-9a-f]{64})$/u.exec((stored.ok ? stored.value : null) ?? '') ?? [];
    return hash === undefined ? null : { sequence: Number(sequence), hash };
  }

  /** One at a time; of several that wait, the newest. What the keychain refuses is left out. Resolves when nothing waits any more. */
  store(head: JournalHead): Promise<void> {
    this.#next = head;
    this.#storing ??= this.#storeAll();
    return this.#storing;
  }

  async #storeAll(): Promise<void> {
    while (this.#next !== null) {
      const { sequence, hash } = this.#next;
      this.#next = null;
      await this.#keychain.set(this.#name, `${String(sequence)} ${hash}`);
    }
    this.#storing = null;
  }
}
