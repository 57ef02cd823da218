// Checks files of the journal, or exports of it, without the app: is the chain whole, who has signed it, does a witness agree.
import type { JournalEntry } from '../../shared/domain/journal.ts';
import { assertNever } from '../../shared/domain/result.ts';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import {
  checkSignatures,
  type SignatureCheck,
  type SignatureFinding,
  type SignatureRemark,
} from '../core/journal/signature-check.ts';
import { compareWithWitness, notesIn } from '../core/journal/witness.ts';
import { joinFiles, type CheckedFile } from './joined-files.ts';
import { checkText, textOfFile } from './journal-text.ts';

export type VerifyRequest = {
  readonly files: readonly string[];
  /** A file with checkpoints that were kept elsewhere. */
  readonly witness: string | null;
  /** Fingerprint of the key that must have signed: 64 hexadecimal digits. */
  readonly key: string | null;
};

/** Code 0: nothing speaks against it; 1: something does, and the text says what and where; 2: it can't be checked. */
type Verdict = { readonly line: string; readonly code: 0 | 1 | 2 };

type Said = { readonly text: string; readonly isBad: boolean };
const good = (text: string): Said => ({ text, isBad: false });
const bad = (text: string): Said => ({ text, isBad: true });

type Words = ShellMessages['commandLine'];

export function verifyJournal({ files, witness, key }: VerifyRequest, text: Words): Verdict {
  const checked: CheckedFile[] = [];
  for (const file of files) {
    const content = textOfFile(file, text);
    if (!content.ok) return { line: content.error, code: 2 };
    const check = checkText(content.value);
    if (check === null) return { line: text.notAJournal(file), code: 2 };
    checked.push({ file, check });
  }
  const { ordered, whole, broken } = joinFiles(checked, text);
  const entries = ordered.flatMap(({ check }) => check.entries);
  const signatures = checkSignatures(entries);
  const rest = [
    ...signatureWords(signatures, broken.length === 0, text.signatures),
    ...keyWords(signatures, key, text.signatures),
  ];
  if (witness !== null) {
    const content = textOfFile(witness, text);
    if (!content.ok) return { line: content.error, code: 2 };
    const notes = notesIn(content.value);
    if (notes.length === 0) return { line: text.witness.empty(witness), code: 2 };
    rest.push(...witnessWords(entries, notes, text.witness));
  }
  const against = [...broken, ...rest.flatMap(({ text: one, isBad }) => (isBad ? [one] : []))];
  const neutral = rest.flatMap(({ text: one, isBad }) => (isBad ? [] : [one]));
  // Nobody may read that it is intact above what speaks against it.
  const first = broken.length > 0 ? [] : against.length > 0 ? [text.chainOnly(entries.length)] : whole;
  return { line: [...first, ...against, ...neutral].join('\n'), code: against.length > 0 ? 1 : 0 };
}

/** An instant of a checkpoint for people: `2026-11-22 09:00:00 UTC`. */
const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

function signatureWords(check: SignatureCheck, isChain: boolean, text: Words['signatures']): Said[] {
  const { stretches, unsignedFrom, findings, remarks } = check;
  const newest = stretches.at(-1)?.newest;
  return [
    good(
      newest === undefined ? text.none : (isChain ? text.signed : text.newest)(newest.sequence, moment(newest.time)),
    ),
    ...stretches.map(({ key, from }, index) => good(index === 0 ? text.key(key) : text.otherKey(from, key))),
    ...(stretches.some(({ forSession }) => forSession) ? [good(text.forSession)] : []),
    ...(newest === undefined || unsignedFrom === null ? [] : [good(text.unsignedFrom(unsignedFrom))]),
    ...findings.map((finding) => bad(findingWords(finding, text))),
    ...remarks.map((remark) => good(remarkWords(remark, text))),
  ];
}

function findingWords(finding: SignatureFinding, text: Words['signatures']): string {
  switch (finding.kind) {
    case 'not-genuine':
      return text.notGenuine(finding.sequence);
    case 'rewritten':
      return text.rewritten(finding.sequence, finding.afterEntry + 1);
    case 'older-copy':
      return text.olderCopy(finding.sequence, finding.signed);
    default:
      return assertNever(finding);
  }
}

function remarkWords(remark: SignatureRemark, text: Words['signatures']): string {
  if (remark.kind === 'no-key') return text.noKey(remark.sequence, text.noKeyWhy(remark.problem));
  return text.setBack[remark.clock](remark.sequence, Math.floor(remark.byMs / 1000));
}

/** Whether the key that was recorded has signed, and no other. */
function keyWords({ stretches }: SignatureCheck, key: string | null, text: Words['signatures']): Said[] {
  if (key === null) return [];
  const other = stretches.find((stretch) => stretch.key !== key);
  if (other !== undefined) return [bad(text.notThatKey(other.from, key))];
  return [stretches.length === 0 ? bad(text.notByKey(key)) : good(text.byKey)];
}

function witnessWords(entries: readonly JournalEntry[], notes: readonly string[], text: Words['witness']): Said[] {
  const keys = new Set(entries.flatMap(({ fact }) => (fact.kind === 'checkpoint' ? [fact.publicKey] : [])));
  const found = compareWithWitness(entries, notes, keys);
  const { agreeing, newest, rewritten, missing, notCovered, otherKey, notGenuine } = found;
  const last = entries.at(-1)?.sequence ?? 0;
  return [
    ...(newest === null ? [] : [good(text.agrees(agreeing, newest))]),
    ...(rewritten === null ? [] : [bad(text.rewritten(rewritten.sequence, moment(rewritten.time)))]),
    ...(missing === null ? [] : [bad(text.missing(last, missing.sequence, moment(missing.time)))]),
    ...(otherKey === null ? [] : [bad(text.otherKey(otherKey))]),
    ...(notGenuine === 0 ? [] : [bad(text.notGenuine(notGenuine))]),
    ...(notCovered === 0 ? [] : [good(text.notCovered(notCovered))]),
  ];
}
