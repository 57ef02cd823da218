// TLS context with the certificate authorities of Node, of the system and of the organisation.
import tls from 'node:tls';

export type AuthorityCounts = {
  /** Come with Node, and those that `NODE_EXTRA_CA_CERTS` names. */
  readonly node: number;
  /** Null where this Node (before 22.15) can't read the system's store. */
  readonly system: number | null;
  /** Of the organisation's file. */
  readonly file: number;
};

type Store = { readonly node: readonly string[]; readonly system: readonly string[] | null };

function knownAuthorities(): Store {
  try {
    return { node: tls.getCACertificates('default'), system: tls.getCACertificates('system') };
  } catch {
    return { node: tls.rootCertificates, system: null };
  }
}

/** How many authorities are trusted, by where they come from. */
export function countAuthorities(extra: readonly string[]): AuthorityCounts {
  const { node, system } = knownAuthorities();
  return { node: node.length, system: system?.length ?? null, file: extra.length };
}

/**
 * Made once for a server: parsing some hundred certificates takes tens of milliseconds and must not be paid at every connection.
 * Certificates are always checked.
 *
 * @param extra certificates in PEM form
 */
export function createSecureContext(extra: readonly string[]): tls.SecureContext {
  const { node, system } = knownAuthorities();
  return tls.createSecureContext({ ca: [...new Set([...node, ...(system ?? []), ...extra])] });
}
