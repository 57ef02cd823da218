// Where the organisation's policy file is, and whether it counts. Neither depends on a variable that a user can set.
import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../core/platform/errors.ts';
import { isRootsAlone } from './posix-trust.ts';
import { parsePolicyFacts } from './windows-trust.ts';

/**
 * Whether the file may be believed: it counts only when its owner is an administrator and nobody else can write it or its folder.
 * Rejects when that can't be found out.
 */
export type PolicyFileCheck = () => Promise<{
  readonly place: string;
  readonly state: 'missing' | 'trusted' | 'untrusted';
}>;

const answerLimitMs = 10_000;

export const posixPolicyPath = (platform: NodeJS.Platform): string =>
  platform === 'darwin' ? '/Library/Application Support/Sidetone/policy.json' : '/etc/sidetone/policy.json';

export function posixCheck(place: string, isTrusted = isRootsAlone): PolicyFileCheck {
  return async () => {
    try {
      return { place, state: (await isTrusted(place)) ? 'trusted' : 'untrusted' };
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { place, state: 'missing' };
      throw error;
    }
  };
}

/** Runs a program. Rejects when it fails. */
type Run = (program: string, words: readonly string[]) => Promise<string>;

const runProgram: Run = (program, words) =>
  new Promise((resolve, reject) => {
    execFile(program, words, { timeout: answerLimitMs, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(Object.assign(new Error(error.message), { code: error.code }));
    });
  });

/** Where the file is on a usual Windows. */
const usualPlace = String.raw`C:\ProgramData\Sidetone\policy.json`;

const isThere = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );

/**
 * Windows tells neither the folder of programs' common data nor an owner to Node. Sidetone's own console program asks the system for both:
 * `icacls` prints no owner, and names in the system's language; `ProgramData` in the environment may be set by the user. Where the program is
 * missing, as in a build that isn't packaged, no policy can be believed.
 */
export function windowsCheck(program: string, run: Run = runProgram, exists = isThere): PolicyFileCheck {
  return async () => {
    try {
      const facts = parsePolicyFacts(await run(program, ['--policy-facts']));
      if (facts !== null) return facts;
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && !(await exists(usualPlace))) return { place: usualPlace, state: 'missing' };
      throw error;
    }
    throw new Error("the answer of sidetone.exe can't be understood");
  };
}

/** What changes with a file, its owner and its access list: on Windows too, `ctime` is the time of the last change of any of them. */
async function stampOf(place: string): Promise<string> {
  const of = (found: Stats): string => [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ');
  return [await lstat(place), await lstat(path.dirname(place))].map((found) => of(found)).join(' ');
}

/** The same check, which is repeated only when the file or its folder has changed: it starts a program, and is asked twice a minute. */
export function rememberingCheck(check: PolicyFileCheck, stamp = stampOf): PolicyFileCheck {
  let known: { readonly stamp: string; readonly answer: Awaited<ReturnType<PolicyFileCheck>> } | null = null;
  return async () => {
    const stampNow = (place: string): Promise<string> =>
      stamp(place).catch((error: unknown) =>
        codeOf(error) === 'ENOENT' ? 'missing' : `fails ${String(Math.random())}`,
      );
    if (known !== null && known.stamp === (await stampNow(known.answer.place))) return known.answer;
    known = null;
    const answer = await check();
    known = { stamp: await stampNow(answer.place), answer };
    return answer;
  };
}

/** The check of this system. */
export function policyFileCheck(platform: NodeJS.Platform = process.platform): PolicyFileCheck {
  if (platform !== 'win32') return posixCheck(posixPolicyPath(platform));
  const program = path.win32.join(path.win32.dirname(process.execPath), 'bin', 'sidetone.exe');
  return rememberingCheck(windowsCheck(program));
}
