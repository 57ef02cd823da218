// Packs a folder as a ZIP that is the same at each build, and signs one as a CRX:
// https://source.chromium.org/chromium/chromium/src/+/main:components/crx_file/crx3.proto
import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';

/** Of every file, by the clock of whoever builds: a ZIP holds local time. */
const time = new Date(2000, 0, 1);

function filesOf(folder: string, inside = ''): string[] {
  const entries = readdirSync(path.join(folder, inside), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const name = path.posix.join(inside, entry.name);
    return entry.isDirectory() ? filesOf(folder, name) : [name];
  });
}

export function zipFolder(folder: string): Buffer {
  const files = filesOf(folder)
    .toSorted()
    .map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))] as const);
  return Buffer.from(zipSync(Object.fromEntries(files), { level: 9, mtime: time, os: 3 }));
}

/** A number as Protocol Buffers write it: seven bits a byte, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** A field that holds bytes. */
const field = (number: number, content: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The same ZIP and the same key give the same bytes: RSA signatures of this kind (PKCS #1 v1.5) have nothing random in them. */
export function crxOf(zip: Buffer, key: KeyObject): Buffer {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(publicKey).digest().subarray(0, 16);
  const signedData = field(1, id);
  const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), uint32(signedData.length), signedData, zip]);
  const proof = Buffer.concat([field(1, publicKey), field(2, sign('sha256', signed, key))]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedData)]);
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip]);
}
