// What is known of errors that Node throws.
/** The `code` of a Node system error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The code of our own error for what is in the place of a file and is none: a pipe, a device, a folder, a link. */
export const notAFile = 'ENOTFILE';
