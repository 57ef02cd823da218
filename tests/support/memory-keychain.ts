// A keychain in memory for tests, which can be out of order.
import type { Keychain } from '../../src/main/core/platform/ports.ts';
import { problem } from '../../src/shared/domain/problem.ts';
import { err, ok, type Result } from '../../src/shared/domain/result.ts';
import type { Problem, ProblemCode } from '../../src/shared/domain/problem.ts';

export type MemoryKeychain = Keychain & {
  readonly passwords: Map<string, string>;
  /** What signs journals. */
  readonly journalKeys: Map<string, string>;
  /** Set to a problem's code, every use fails with it. */
  outOfOrder: ProblemCode | null;
};

/** It is no password: an entry of the journal's key. */
export const isOfJournal = (account: string): boolean => account.startsWith('journal-');

export function memoryKeychain(outOfOrder: ProblemCode | null = null): MemoryKeychain {
  const passwords = new Map<string, string>();
  const journalKeys = new Map<string, string>();
  const held = (account: string) => (isOfJournal(account) ? journalKeys : passwords);
  const keychain: MemoryKeychain = {
    passwords,
    journalKeys,
    outOfOrder,
    get: (account) => use(() => held(account).get(account) ?? null),
    set: (account, password) =>
      use(() => {
        held(account).set(account, password);
        return null;
      }),
    delete: (account) =>
      use(() => {
        held(account).delete(account);
        return null;
      }),
  };
  function use<T>(work: () => T): Promise<Result<T, Problem>> {
    return Promise.resolve(keychain.outOfOrder === null ? ok(work()) : err(problem(keychain.outOfOrder)));
  }
  return keychain;
}
