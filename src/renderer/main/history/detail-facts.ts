// The facts of a recording in the words of the trade, and the sentences about its pauses. Unknown kinds are shown as they came.
import type { HistoryRow } from '../../../shared/contract.ts';
import type { PauseSpan, RecordingDetail, RecordingUser } from '../../../shared/recording-detail.ts';
import { clockLength, size } from '../../lib/format.ts';
import { words } from '../../lib/words.ts';

/** `copy` is what the button beside it copies; null for what nobody needs elsewhere. */
export type Fact = { readonly name: string; readonly value: string; readonly copy: string | null };

const text = words.detail;

/** `Ada Agent (ada.agent)`, or what is known of it; null when nothing is. */
export function personName(user: RecordingUser | null): string | null {
  if (user === null) return null;
  const name = [user.firstName, user.lastName].filter((part) => part !== null && part !== '').join(' ');
  if (name === '') return user.username;
  return user.username === null ? name : `${name} (${user.username})`;
}

const wordOf = (table: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(table, name) ? (table[name] ?? name) : name;

export function factsOf(row: HistoryRow, detail: RecordingDetail | null, file: string | null): readonly Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null, copied = false): void => {
    if (value !== null && value !== '') facts.push({ name, value, copy: copied ? value : null });
  };
  const owner = personName(detail?.owner ?? null) ?? row.ownerUsername ?? detail?.ownerUsername ?? null;
  add(text.owner, owner ?? words.time.unknown);
  add(text.group, detail?.owner?.group ?? null);
  add(text.department, detail?.owner?.department ?? null);
  add(text.localNumber, row.localPartyNumber ?? detail?.localPartyNumber ?? words.time.unknown);
  add(text.reference, row.referenceNumber === '' ? words.history.noReference : row.referenceNumber, true);
  const note = detail?.note ?? null;
  if (note !== null) {
    const author = personName(note.author);
    add(text.note, author === null ? note.text : `${note.text} (${text.noteBy(author)})`, true);
  }
  add(text.preservedBy, personName(detail?.preservingUser ?? null));
  const pbxInfo = detail?.pbxInfo ?? null;
  if (pbxInfo !== null) {
    const { type, fields } = pbxInfo;
    add(text.pbx, wordOf(text.pbxTypes, type));
    for (const [name, value] of Object.entries(fields))
      add(`${text.pbx} · ${wordOf(text.pbxFields, name)}`, value, true);
  } else add(text.pbxCall, detail?.pbxCallId ?? null, true);
  const bytes = detail?.sizeBytes ?? null;
  if (bytes !== null) add(text.size, size(bytes));
  add(text.hash, detail?.sha256 ?? null, true);
  add(text.copy, file ?? text.notSaved);
  return facts;
}

/** One sentence for each pause that our journal knows of. */
export function pauseSentence(pause: PauseSpan): string {
  if (pause.outcome === 'notConfirmed') return text.neverConfirmed;
  const how = pause.trigger === null ? '' : text.by[pause.trigger];
  const confirmed = pause.exposureMs === null ? '' : text.confirmedIn(spanText(pause.exposureMs));
  const place = (milliseconds: number): string => clockLength(Math.floor(milliseconds / 1000));
  const sentence =
    pause.fromMs === null
      ? text.pausedNoPlace(how, confirmed)
      : text.pausedSpan(how, place(pause.fromMs), pause.toMs === null ? text.untilEnd : place(pause.toMs), confirmed);
  return pause.outcome === 'late' ? `${sentence} ${text.late}` : sentence;
}

function spanText(milliseconds: number): string {
  return milliseconds < 1_000
    ? text.milliseconds(String(Math.round(milliseconds)))
    : text.seconds((milliseconds / 1000).toFixed(1));
}
