// The id of the extension in Chrome and Edge, which follows from the public key in its manifest, and its id in Firefox.
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Name of the native host as extensions ask for it. */
export const nativeHostName = 'io.sidetone.browser';
export const firefoxId = 'extension@sidetone.example';

/**
 * Public key (SubjectPublicKeyInfo, DER, base64) of builds that nobody signs. Its private half was thrown away: it gives an unpacked
 * extension the same id everywhere, and no package can be signed with it.
 */
const developmentKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtqzrdumq2CedwQFHydJ6sHNxvAacHDNeSP8bDNejChEs7tsBVRE1zt+kjlLPlvsXgrl8w7uXB2BOCnMmhyR0VVxvkn+8EJdtoNLvTr0BHiR5mGWTl1+yDriU+miXeU0lPi4PH7dR3z5MrBIRnFB6YYRijtQW28AWb6gsfaP5Ak14qAY32m64oWxUO7nw2Tz8P2X6rxafg26T88SrRgXu1BH6DnW3L9Nbc03mxbqiMYBqO8vAQ+uExAoDjT2stzDu6O/d7szwg/NQ5lcM7qVHSw0EkXI1Y0IGDF3F4co0+JRo+W0BeibqH1cwE6aYocsPBQ1ZNQylYxuqwXbqGRj1PwIDAQAB';

/** Names the private key (PEM) that signs the package for Chrome and Edge. */
export const keyVariable = 'SIDETONE_EXTENSION_KEY';

/** The private key that the environment names; null where it names none. Throws where the file holds no RSA key. */
export function signingKey(environment: Readonly<Record<string, string | undefined>> = process.env): KeyObject | null {
  const file = environment[keyVariable] ?? '';
  if (file === '') return null;
  const key = createPrivateKey(readFileSync(file));
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`${keyVariable} must name a file with an RSA private key (PEM).`);
  return key;
}

/** The public key as it stands in the manifest. */
export function manifestKey(signer: KeyObject | null): string {
  if (signer === null) return developmentKey;
  return createPublicKey(signer).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** The first 128 bits of the key's SHA-256, each four bits a letter from a to p: https://developer.chrome.com/docs/extensions/reference/manifest/key */
export function chromiumId(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return Array.from(digest, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 16))).join('');
}
