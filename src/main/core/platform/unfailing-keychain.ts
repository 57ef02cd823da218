// The keychain as its contract has it, whatever the system's does: each method answers, none rejects.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, type Result } from '../../../shared/domain/result.ts';
import type { Ports } from './ports.ts';

/** The same keychain, whose failures beyond its contract are logged and become `keychain-failed`: signing in must come to an end. */
export function unfailingKeychain({
  keychain,
  log,
  desktop,
}: Pick<Ports, 'keychain' | 'log' | 'desktop'>): Ports['keychain'] {
  const answered = async <T>(work: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> => {
    try {
      return await work();
    } catch (error) {
      log.error('keychain-crashed', error);
      return err(problem('keychain-failed', { keychain: desktop.platform }));
    }
  };
  return {
    get: (account) => answered(() => keychain.get(account)),
    set: (account, password) => answered(() => keychain.set(account, password)),
    delete: (account) => answered(() => keychain.delete(account)),
  };
}
