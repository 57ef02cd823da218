// The words behind `sidetone report`: options with a value, in any place, and files.
import { papers } from '../../shared/domain/paper.ts';
import { isDay } from '../../shared/domain/text/zoned-days.ts';
import type { ReportRequest } from './evidence-report.ts';

const options = ['from', 'to', 'out', 'csv', 'json', 'witness', 'paper'] as const;
type Option = (typeof options)[number];
const isOption = (name: string | undefined): name is Option => options.some((option) => option === name);

type ReportError =
  | { readonly code: 'unknownFlag' | 'needsValue' | 'notADay' | 'notAPaper'; readonly word: string }
  | { readonly code: 'reportNeedsFile' | 'periodBackwards' };

/** `ignored`: the beginning of a flag that belongs to the program and not to the command. */
export function readReport(words: readonly string[], ignored: string): ReportRequest | ReportError {
  const files: string[] = [];
  const values: Partial<Record<Option, string>> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, name, given] = /^--([a-z]+)(?:=(.*))?$/su.exec(word) ?? [];
    if (isOption(name)) {
      const value = given ?? words[(at += 1)] ?? '';
      if (value === '') return { code: 'needsValue', word: `--${name}` };
      values[name] = value;
    } else if (!word.startsWith('-')) files.push(word);
    else if (!word.startsWith(ignored)) return { code: 'unknownFlag', word };
  }
  const { from = null, to = null, out = null, csv = null, json = null, witness = null } = values;
  const paper = papers.find((name) => name.toLowerCase() === values.paper?.toLowerCase()) ?? null;
  if (values.paper !== undefined && paper === null) return { code: 'notAPaper', word: values.paper };
  const wrongDay = [from, to].find((day) => day !== null && !isDay(day));
  if (wrongDay !== undefined) return { code: 'notADay', word: wrongDay ?? '' };
  if (from !== null && to !== null && from > to) return { code: 'periodBackwards' };
  if (files.length === 0) return { code: 'reportNeedsFile' };
  return { files, from, to, out, csv, json, witness, paper };
}
