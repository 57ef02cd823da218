// The key that signs this installation's journal: made once, its private part kept in the keychain.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Ports } from '../platform/ports.ts';
import type { SigningKey } from './checkpoint.ts';
import { publicBytes } from './signed-note.ts';

/** Name in the keychain, by the journal's folder: one keychain may serve several profiles, and roam between computers. */
const keychainName = (folder: string): string =>
  `journal-key ${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;

/**
 * The key of the journal in `folder`, made and stored where there is none. Where the system is told to store nothing, a key for this
 * run alone. Problems: those of the keychain; the journal then has no signatures.
 */
export async function journalKey(
  folder: string,
  { keychain, log }: Pick<Ports, 'keychain' | 'log'>,
): Promise<Result<SigningKey, Problem>> {
  const name = keychainName(folder);
  const stored = await keychain.get(name);
  if (!stored.ok) return orForSession(stored.error);
  const kept = stored.value === null ? null : privateKeyOf(stored.value);
  if (kept !== null) return ok(signingKey(kept, false));
  if (stored.value !== null) log.warn('journal-key-damaged');
  const made = generateKeyPairSync('ed25519').privateKey;
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
