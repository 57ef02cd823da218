// Policies for tests: a file that counts as an administrator's wherever it is, and a source that holds what the test says.
import type { Files, Log, PolicyFound, PolicySource } from '../../src/main/core/platform/ports.ts';
import { PolicyFileSource } from '../../src/main/policy/policy-file-source.ts';

export const trustedPolicyFile = (place: string, files: Pick<Files, 'readBytes'>, log: Log): PolicySource =>
  new PolicyFileSource(() => Promise.resolve({ place, state: 'trusted' }), files, log);

export const fixedPolicy = (found: PolicyFound): PolicySource => ({ read: () => Promise.resolve(found) });

/** A policy that is in order. */
export const policyOf = (value: object, place = 'the policy'): PolicySource =>
  fixedPolicy({ place, kind: 'policy', value });
