// A problem as one text, for places that hold no more than that: a note, a title.
import { problemText } from '../../shared/messages/problems.ts';
import type { Problem } from '../../shared/domain/problem.ts';

/** What happened, what it means and what to do next, one after the other. */
export function inWords(problem: Problem): string {
  const { what, meaning, next } = problemText(problem);
  return [what, meaning, next].filter((sentence) => sentence !== '').join(' ');
}
