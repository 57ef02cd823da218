// HTTP Basic (docs/ucx-api.md 0). The password stays in this closure and leaves it only as the header of a request to the server.

export type Authorization = { header(): string };

/**
 * Makes the `Authorization` value, in UTF-8 as RFC 7617 recommends; the vendor says nothing about the character set.
 * The value is no property of the object, so that neither a log nor JSON.stringify can show it.
 */
export function createAuthorization(username: string, password: string): Authorization {
  const value = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  return { header: () => value };
}
