// What is known of errors that Node throws.
/** The `code` of a Node system error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether the system refused it (its codes are like `EACCES`), rather than a program being wrong (`ERR_…`, or no code at all). */
export const isSystemError = (error: unknown): boolean => /^(?:E[A-Z0-9]+|UNKNOWN)$/u.test(codeOf(error));

/** The code of our own error for what is in the place of a file and is none: a pipe, a device, a folder, a link. */
export const notAFile = 'ENOTFILE';
