// A keychain in memory for tests, which can be out of order.
import type { Keychain } from '../../src/main/core/platform/ports.ts';
import { problem } from '../../src/shared/domain/problem.ts';
import { err, ok, type Result } from '../../src/shared/domain/result.ts';
import type { Problem, ProblemCode } from '../../src/shared/domain/problem.ts';

export type MemoryKeychain = Keychain & {
  readonly passwords: Map<string, string>;
  /** Set to a problem's code, every use fails with it. */
  outOfOrder: ProblemCode | null;
};

export function memoryKeychain(outOfOrder: ProblemCode | null = null): MemoryKeychain {
  const passwords = new Map<string, string>();
  const keychain: MemoryKeychain = {
    passwords,
    outOfOrder,
    get: (account) => use(() => passwords.get(account) ?? null),
    set: (account, password) =>
      use(() => {
        passwords.set(account, password);
        return null;
      }),
    delete: (account) =>
      use(() => {
        passwords.delete(account);
        return null;
      }),
  };
  function use<T>(work: () => T): Promise<Result<T, Problem>> {
    return Promise.resolve(keychain.outOfOrder === null ? ok(work()) : err(problem(keychain.outOfOrder)));
  }
  return keychain;
}
