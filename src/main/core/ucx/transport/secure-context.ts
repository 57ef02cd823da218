// TLS context with the certificate authorities of Node, of the system and of the organisation.
import tls from 'node:tls';

/**
 * Made once for a server: parsing some hundred certificates takes tens of milliseconds and must not be paid at every connection.
 * Certificates are always checked.
 *
 * @param extra certificates in PEM form
 */
export function createSecureContext(extra: readonly string[]): tls.SecureContext {
  let known: readonly string[] = tls.rootCertificates;
  try {
    known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  } catch {
    // Node before 22.15 has no access to the system's store.
  }
  return tls.createSecureContext({ ca: [...new Set([...known, ...extra])] });
}
