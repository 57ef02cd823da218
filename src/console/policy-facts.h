/* Where the policy file is and who may change it. */
#ifndef SIDETONE_POLICY_FACTS_H
#define SIDETONE_POLICY_FACTS_H

/** Prints the facts that `parsePolicyFacts` in src/main/policy/windows-trust.ts reads. Answers the exit code: 1 when they can't be found out. */
int print_policy_facts(void);

#endif
