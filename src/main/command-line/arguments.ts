// Reads what Sidetone was started with: a command, a link, a journal to check or to report on, or nothing but the app itself.
import { parseLink, type LinkVerb } from './link.ts';
import type { ReportRequest } from './evidence-report.ts';
import { readReport } from './read-report.ts';
import type { VerifyRequest } from './verify-journal.ts';

export const verbs = ['pause', 'resume', 'toggle', 'start', 'stop', 'status', 'show', 'quit'] as const;
type Verb = (typeof verbs)[number];

export type Invocation =
  | { readonly kind: 'app' }
  | { readonly kind: 'help' }
  | { readonly kind: 'verb'; readonly verb: Verb }
  /** A link; null is one that is refused. */
  | { readonly kind: 'link'; readonly verb: LinkVerb | null }
  | ({ readonly kind: 'verify' } & VerifyRequest)
  | ({ readonly kind: 'report' } & ReportRequest)
  | { readonly kind: 'wrong'; readonly why: UsageError };

export type UsageError =
  | {
      readonly code: 'unknown' | 'unknownFlag' | 'tooMany' | 'needsValue' | 'notAFingerprint' | 'notADay' | 'notAPaper';
      readonly word: string;
    }
  | { readonly code: 'needsFile' | 'reportNeedsFile' | 'periodBackwards' | 'needsFolder' };

const profileFlag = '--user-data-dir';
const isVerb = (word: string): word is Verb => verbs.some((verb) => verb === word);

/**
 * Reads the words after the program's own name. Flags before the first word belong to Electron and Chromium as much as to us and
 * are left alone; behind a command only ours are right. A link decides alone: what stands beside it came from a web page.
 */
export function readArguments(words: readonly string[]): Invocation {
  const link = words.find((word) => /^sidetone:/iu.test(word));
  if (link !== undefined) return { kind: 'link', verb: parseLink(link) };
  if (words.includes(profileFlag) || words.includes(`${profileFlag}=`)) return wrong({ code: 'needsFolder' });
  const first = words.findIndex((word) => !word.startsWith('-'));
  const flags = first === -1 ? words : words.slice(0, first);
  if (flags.includes('--help') || flags.includes('-h')) return { kind: 'help' };
  const command = words[first];
  if (first === -1 || command === undefined) return { kind: 'app' };
  const rest = words.slice(first + 1);
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help' };
  if (command === 'report') {
    const asked = readReport(rest, `${profileFlag}=`);
    return 'code' in asked ? wrong(asked) : { kind: 'report', ...asked };
  }
  if (!isVerb(command) && command !== 'verify-journal') return wrong({ code: 'unknown', word: command });
  if (!isVerb(command)) return readVerify(rest);
  const flag = rest.find((word) => word.startsWith('-') && !word.startsWith(`${profileFlag}=`));
  if (flag !== undefined) return wrong({ code: 'unknownFlag', word: flag });
  const extra = rest.find((word) => !word.startsWith('-'));
  return extra === undefined ? { kind: 'verb', verb: command } : wrong({ code: 'tooMany', word: extra });
}

/** `--witness FILE` and `--key FINGERPRINT`, with a space or an equals sign, in any place; everything else is a file. */
function readVerify(words: readonly string[]): Invocation {
  const files: string[] = [];
  const values: Record<'--witness' | '--key', string | null> = { '--witness': null, '--key': null };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, name, given] = /^(--witness|--key)(?:=(.*))?$/su.exec(word) ?? [];
    if (name === '--witness' || name === '--key') {
      const value = given ?? words[(at += 1)] ?? '';
      if (value === '') return wrong({ code: 'needsValue', word: name });
      values[name] = value;
    } else if (!word.startsWith('-')) files.push(word);
    else if (!word.startsWith(`${profileFlag}=`)) return wrong({ code: 'unknownFlag', word });
  }
  if (files.length === 0) return wrong({ code: 'needsFile' });
  const key = values['--key']?.replaceAll(/[\s:]/gu, '').toLowerCase() ?? null;
  if (key !== null && !/^[0-9a-f]{64}$/u.test(key))
    return wrong({ code: 'notAFingerprint', word: values['--key'] ?? '' });
  return { kind: 'verify', files, witness: values['--witness'], key };
}

/** The folder that `--user-data-dir=DIR` names, as it was written; null when it is not there. */
export function profileArgument(words: readonly string[]): string | null {
  const flag = words.findLast((word) => word.startsWith(`${profileFlag}=`));
  return flag === undefined ? null : flag.slice(profileFlag.length + 1);
}

/**
 * The words behind the program's own name: a packaged app is named alone, an app that Electron runs from its folder after Electron.
 * @param runFromFolder Electron's `process.defaultApp`
 */
export function ownArguments(argv: readonly string[], runFromFolder: boolean): string[] {
  const words = argv.slice(1);
  if (!runFromFolder) return words;
  const folder = words.findIndex((word) => !word.startsWith('-'));
  return words.filter((_word, index) => index !== folder);
}

const wrong = (why: UsageError): Invocation => ({ kind: 'wrong', why });
