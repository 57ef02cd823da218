// Names what went wrong with a file on disk, for people.
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import { codeOf, isSystemError } from '../errors.ts';

/** A transfer ended early. Both in bytes; null: the length was not announced. */
export const cutShort = (received: number, expected: number | null): Problem =>
  problem('file-cut-short', { received: String(received), expected: expected === null ? 'unknown' : String(expected) });

/** The words for what the disk refused. */
export function diskProblem(error: unknown, folder: string): Problem {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return problem('disk-full', { folder });
    case 'ENOENT':
    case 'ENOTDIR':
      return problem('folder-missing', { folder });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return problem('folder-not-writable', { folder });
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return problem('file-name-impossible', { folder });
    default:
      return problem('folder-not-writable', { folder });
  }
}

/**
 * The same where the program's own errors are caught too.
 * @throws what the system didn't refuse: it's logged at the top, and no fault of the disk
 */
export function diskProblemOnly(error: unknown, folder: string): Problem {
  if (!isSystemError(error)) throw error;
  return diskProblem(error, folder);
}
