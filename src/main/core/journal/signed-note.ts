// Signed notes (https://c2sp.org/signed-note) with Ed25519 keys (RFC 8032): how checkpoints of the journal are signed and read.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Name of every key that signs a journal. The note's text says which of them it is. */
const keyName = 'sidetone-journal';
/** Type of an Ed25519 signature in a note. */
const ed25519 = 0x01;
/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410, section 4). */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');
/** Characters of the longest note that is read. */
const longestNote = 10_000;

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The first four bytes of SHA-256 over name, line feed, type and key, as the format recommends. */
const keyIdOf = (publicKey: Uint8Array): Buffer => sha256(`${keyName}\n`, Buffer.of(ed25519), publicKey).subarray(0, 4);

/** The 32 bytes of a public key. */
export const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicKeyPrefix.length);

/** SHA-256 of the 32 bytes of a public key, as 64 hexadecimal digits: what an administrator records of an installation. */
export const fingerprintOf = (publicKey: Uint8Array): string => sha256(publicKey).toString('hex');

/** A public key as notes pass it on: name, key id and key (https://c2sp.org/signed-note, "Verifier keys"). */
export const verifierKey = (publicKey: Uint8Array): string =>
  `${keyName}+${keyIdOf(publicKey).toString('hex')}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString('base64')}`;

/** The 32 bytes of a public key that `verifierKey` wrote; null for anything else. */
export function readVerifierKey(text: string): Buffer | null {
  const [, base64 = ''] = /^sidetone-journal\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/u.exec(text) ?? [];
  const publicKey = Buffer.from(base64, 'base64').subarray(1);
  return publicKey.length === 32 && verifierKey(publicKey) === text ? publicKey : null;
}

/** The note of a text, which ends with a line feed and has no empty line. `publicKey`: the 32 bytes that belong to the private key. */
export function signNote(text: string, privateKey: KeyObject, publicKey: Uint8Array = publicBytes(privateKey)): string {
  const signature = Buffer.concat([keyIdOf(publicKey), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${keyName} ${signature.toString('base64')}\n`;
}

/**
 * The text of a note that this key has signed; null where it has not, or the note is none. Signatures of other keys, as a witness may
 * add, are passed over.
 */
export function openNote(note: string, publicKey: Uint8Array): string | null {
  if (note.length > longestNote) return null;
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const lines = note.slice(end + 1).split('\n');
  if (end === 0 || lines.pop() !== '') return null;
  const id = keyIdOf(publicKey);
  for (const line of lines) {
    const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || base64 === undefined) return null;
    const bytes = Buffer.from(base64, 'base64');
    if (name !== keyName || !bytes.subarray(0, 4).equals(id)) continue;
    const key = createPublicKey({ key: Buffer.concat([publicKeyPrefix, publicKey]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, bytes.subarray(4)) ? text : null;
  }
  return null;
}
