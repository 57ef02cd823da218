// From a problem to the words people read about it.
import { plainLine } from '../domain/text/plain-text.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import type { ProblemText } from './problem-text.ts';
import { fallbackValues, problemTexts, unknownText, unknownTexts, valueWords } from './en/problems/problems.ts';

const longestValue = 120;

/** Replaces each `{name}` by the problem's value, or by words that fit when it has none. A value keeps its own letters. */
function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{([a-z]+)\}/gi, (_whole, name: string, offset: number) => {
    const value = Object.hasOwn(values, name) ? plainLine(values[name] ?? '') : undefined;
    const own = value === undefined ? undefined : wordsOf(name, value);
    if (own === undefined && value !== undefined && value !== '') return value.slice(0, longestValue);
    const words = own === undefined ? (fallbackValues[name] ?? 'it') : filled(own, values);
    return offset === 0 ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  });
}

/** The words for a value that is a name of our own; undefined for all others. */
function wordsOf(name: string, value: string): string | undefined {
  const words = Object.hasOwn(valueWords, name) ? valueWords[name] : undefined;
  return words !== undefined && Object.hasOwn(words, value) ? words[value] : undefined;
}

/** For a code of another version: the words of its kind (the part before the slash), or general ones. */
function textOfUnknown(code: string): ProblemText {
  const kind = code.split('/')[0] ?? '';
  return (Object.hasOwn(unknownTexts, kind) ? unknownTexts[kind] : undefined) ?? unknownText;
}

/** The three sentences about a problem. None of them shows the code itself. */
export function problemText({ code, values = {} }: Problem): ProblemText {
  const { what, meaning, next } = code === 'problem-unknown' ? textOfUnknown(values['code'] ?? '') : problemTexts[code];
  return { what: filled(what, values), meaning: filled(meaning, values), next: filled(next, values) };
}

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(problemTexts, code);

/** The same for a code alone, as a journal holds it: one of another version has the words of its kind. */
export function problemCodeText(code: string): ProblemText {
  return problemText(isKnown(code) ? { code } : { code: 'problem-unknown', values: { code } });
}
