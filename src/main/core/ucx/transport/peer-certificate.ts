// Whose certificate a server showed, for the words about one that is refused.
import tls, { type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { Socket } from 'node:net';

/** Values of a problem: who the certificate is for, who issued it, and its first and last day (ISO 8601). */
export type CertificateValues = {
  readonly subject: string;
  readonly issuer: string;
  readonly from: string;
  readonly until: string;
};

const ofErrors = new WeakMap<object, CertificateValues>();

/** Remembers the certificate that is shown on a connection, so that `certificateOf` knows it when the connection fails because of it. Call as it is made. */
export function rememberCertificate(socket: Socket): void {
  if (!(socket instanceof tls.TLSSocket)) return;
  let shown: CertificateValues | null = null;
  // After the handshake and before Node checks the name and the chain; afterwards the connection is gone, and its certificate with it.
  socket.prependOnceListener('secure', () => {
    shown = valuesOf(socket.getPeerCertificate());
  });
  socket.prependOnceListener('error', (error: Error) => {
    if (shown !== null) ofErrors.set(error, shown);
  });
}

/** Null where no certificate was shown. */
export function certificateOf(error: unknown): CertificateValues | null {
  return typeof error === 'object' && error !== null ? (ofErrors.get(error) ?? null) : null;
}

function valuesOf(certificate: PeerCertificate | DetailedPeerCertificate | null): CertificateValues | null {
  if (certificate === null || Object.keys(certificate).length === 0) return null;
  const { subject, issuer, valid_from: from, valid_to: until } = certificate;
  return { subject: nameOf(subject), issuer: nameOf(issuer), from: dayOf(from), until: dayOf(until) };
}

/** The name in a certificate that people know it by, shortened. */
function nameOf(name: Readonly<Partial<Record<string, string | string[]>>> | undefined): string {
  const found = name?.['CN'] ?? name?.['O'] ?? name?.['OU'] ?? '';
  return (Array.isArray(found) ? found.join(', ') : found).slice(0, 80).toWellFormed();
}

function dayOf(date: string): string {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}
