// Names what went wrong between this computer and the server, before or in place of an answer.
import { problem, type Problem, type ProblemCode } from '../../../../shared/domain/problem.ts';
import { certificateOf } from './peer-certificate.ts';

/** No usable answer came. `cancelled` when our own side ended the request. */
export type WireFailure = { readonly problem: Problem; readonly cancelled: boolean };

export const cancelled = (): WireFailure => ({ problem: problem('request-cancelled'), cancelled: true });

/** Our own reason to end a request; it replaces the bare abort. Streams of media fail with it too. */
export class WireError extends Error {
  readonly failure: WireFailure;

  constructor(failure: WireFailure) {
    super(failure.problem.code);
    this.name = 'WireError';
    this.failure = failure;
  }
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** From a code of Node or OpenSSL to the code of a problem. */
function problemCodeOf(systemCode: string): ProblemCode {
  if (untrusted.has(systemCode)) return 'server-certificate-untrusted';
  switch (systemCode) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'server-certificate-name';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'server-certificate-expired';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return 'server-name-unknown';
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
      return 'server-unreachable';
    case 'ETIMEDOUT':
      return 'server-timeout';
    default:
      if (systemCode.startsWith('HPE_') || systemCode.startsWith('Z_')) return 'server-answer-unreadable';
      if (systemCode.startsWith('ERR_SSL_') || systemCode.startsWith('ERR_TLS_') || systemCode === 'EPROTO') {
        return 'server-tls-failed';
      }
      return 'server-connection-lost';
  }
}

/** Node's code of an error, looking through what wraps it; empty when it has none. */
function systemCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? systemCodeOf(error.cause) : '';
}

/**
 * Names what `error` means: an error of a request, of a body, or of a stream of media. Whatever is not known
 * is a lost connection, which is what it means for the person.
 */
export function wireFailureOf(error: unknown, host: string): WireFailure {
  if (error instanceof WireError) return error.failure;
  const code = problemCodeOf(systemCodeOf(error));
  const certificate =
    code.startsWith('server-certificate') || code === 'server-tls-failed' ? certificateOf(error) : null;
  return { problem: problem(code, { host, ...certificate }), cancelled: false };
}

/** True when the connection was closed under a request: on a connection that was idle, this may be mere bad timing. */
export function isReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(systemCodeOf(error));
}
