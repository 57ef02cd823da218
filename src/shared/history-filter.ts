// Reads a search that was kept as text.
import * as v from 'valibot';
import { historyFilterSchema, type HistoryFilter } from './contract.ts';

const kept = v.pipe(v.string(), v.parseJson(), historyFilterSchema);

/** The search, or null when the text is none (any more). */
export function readHistoryFilter(text: string | null): HistoryFilter | null {
  const parsed = v.safeParse(kept, text);
  return parsed.success ? parsed.output : null;
}
