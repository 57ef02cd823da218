// User names as the vendor's answers and people write them: with a domain or without, in any case.

/** A user name as it is compared: without domain and without case. */
export function plainName(username: string): string {
  return username.replace(/^.*\\/, '').replace(/@.*$/, '').toLowerCase();
}
