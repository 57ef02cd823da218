// The base path of an API with or without a slash at its end: the documents show both (docs/ucx-api.md D8), a server may want one.
import type { UcxResult } from '../client-types.ts';

export type BasePath = {
  /** Without a slash at the end. */
  readonly root: string;
  /**
   * Calls with the form known to work, at first with a slash. On 404 or 405 the server did not know the address, so nothing was
   * done: calls once more with the other form, and keeps that one if the server knew it.
   */
  try<T>(call: (root: string) => UcxResult<T>): UcxResult<T>;
  /** The form to use where a call cannot be repeated, for instance because its body is a stream. */
  current(): string;
  /** True once an answer has shown which form is right. */
  known(): boolean;
};

export function createBasePath(root: string): BasePath {
  let slash = '/';
  let known = false;
  const unknownAddress = (status: number | null): boolean => status === 404 || status === 405;
  // 401 and 5xx may come from in front of the address.
  const settles = (status: number | null): boolean => status !== null && [400, 403, 409, 429].includes(status);
  return {
    root,
    current: () => `${root}${slash}`,
    known: () => known,
    async try(call) {
      const first = await call(`${root}${slash}`);
      if (first.ok || !unknownAddress(first.error.status)) {
        known ||= first.ok || settles(first.error.status);
        return first;
      }
      if (known) return first;
      const other = slash === '/' ? '' : '/';
      const second = await call(`${root}${other}`);
      if (!second.ok && (second.error.status === null || unknownAddress(second.error.status))) return first;
      slash = other;
      known = true;
      return second;
    },
  };
}
