// Makes a self-signed certificate (RFC 5280) with a new key, for receivers that are tried out: whoever trusts it trusts nobody else.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import net from 'node:net';
import type { TestCertificate } from '../certificate.ts';

const hourMs = 3_600_000;
const validMs = 30 * 24 * hourMs;

/** A value of DER (ITU-T X.690): its tag, its length, its content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Uint8Array): Buffer => der(0x04, content);
const yes = der(0x01, Buffer.of(0xff));

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const commonName = objectId('550403');
const basicConstraints = objectId('551d13');
const subjectAltName = objectId('551d11');

/** GeneralizedTime, which holds beyond 2049. */
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:T]/gu, '')}Z`));

function bytesOfIp(host: string): Buffer {
  if (net.isIPv4(host)) return Buffer.from(host.split('.').map(Number));
  const [, ipv6 = ''] = /^\[(.*)\]$/u.exec(new URL(`http://[${host}]`).hostname) ?? [];
  const [head = '', tail] = ipv6.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

const nameOf = (host: string): Buffer =>
  net.isIP(host) === 0 ? der(0x82, Buffer.from(host, 'latin1')) : der(0x87, bytesOfIp(host));

/** @param hosts names and addresses that it is for */
export function freshCertificate(hosts: readonly string[], now = Date.now()): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('Sidetone alert receiver')))));
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    // A clock of another computer may be late.
    sequence(time(now - hourMs), time(now + validMs)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(
      0xa3,
      sequence(
        sequence(basicConstraints, yes, octets(sequence(yes))),
        sequence(subjectAltName, octets(sequence(...hosts.map(nameOf)))),
      ),
    ),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', signed, privateKey));
  const lines = sequence(signed, ecdsaWithSha256, signature)
    .toString('base64')
    .replaceAll(/.{1,64}/gu, '$&\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}
