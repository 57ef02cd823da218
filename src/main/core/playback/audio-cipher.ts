// Makes cached audio unreadable at rest: AES-256 in counter mode (NIST SP 800-38A) with a key that never leaves memory. Whatever stays of
// the cache after a log-off or a crash can be read by nobody.
import { createCipheriv, randomBytes } from 'node:crypto';

const blockBytes = 16;

/** The key of one file. */
export class AudioCipher {
  readonly #key = randomBytes(32);
  readonly #start = BigInt(`0x${randomBytes(blockBytes).toString('hex')}`);

  /** Seals or opens bytes that stand at `at` in the file: in counter mode both are the same, and any place can be begun at. */
  apply(bytes: Uint8Array, at: number): Uint8Array {
    const block = BigInt.asUintN(128, this.#start + BigInt(Math.floor(at / blockBytes)));
    const counter = Buffer.from(block.toString(16).padStart(blockBytes * 2, '0'), 'hex');
    const cipher = createCipheriv('aes-256-ctr', this.#key, counter);
    cipher.update(new Uint8Array(at % blockBytes));
    return cipher.update(bytes);
  }
}
