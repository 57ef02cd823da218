// The facts of a recording in the words of the trade, and the sentences about its pauses. Unknown kinds are shown as they came.
import type { HistoryRow } from '../../../../shared/ipc/ipc-table.ts';
import type { PauseSpan, RecordingDetail, RecordingUser } from '../../../../shared/ipc/recording-detail.ts';
import { clockLength, confirmationTime, size } from '../../../lib/format.ts';
import { words } from '../../../lib/words.ts';

/** `copy` is what the button beside it copies; null for what nobody needs elsewhere. */
export type Fact = { readonly name: string; readonly value: string; readonly copy: string | null };

const text = words.detail;

/** `Ada Agent (ada.agent)`, or what is known of it; null when nothing is. */
function personName(user: RecordingUser | null): string | null {
  if (user === null) return null;
  const name = [user.firstName, user.lastName].filter((part) => part !== null && part !== '').join(' ');
  if (name === '') return user.username;
  return user.username === null ? name : `${name} (${user.username})`;
}

const wordOf = (table: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(table, name) ? (table[name] ?? name) : name;

export function factsOf(row: HistoryRow, detail: RecordingDetail | null, file: string | null): readonly Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null, copied: string | null = null): void => {
    if (value !== null && value !== '') facts.push({ name, value, copy: copied });
  };
  const addToCopy = (name: string, value: string | null): void => {
    add(name, value, value);
  };
  const ownerName = detail?.owner?.username ?? row.ownerUsername ?? detail?.ownerUsername ?? null;
  const owner = personName(detail?.owner ?? null) ?? ownerName;
  // What is copied is what the server and the filter know the owner by.
  add(text.owner, owner ?? words.time.unknown, ownerName ?? owner);
  addToCopy(text.ownerNumber, detail?.owner?.phoneNumber ?? null);
  add(text.group, detail?.owner?.group ?? null);
  add(text.department, detail?.owner?.department ?? null);
  const local = row.localPartyNumber ?? detail?.localPartyNumber ?? null;
  add(text.localNumber, local ?? words.time.unknown, local);
  if (row.referenceNumber === '') add(text.reference, words.history.noReference);
  else addToCopy(text.reference, row.referenceNumber);
  const note = detail?.note ?? null;
  if (note !== null) {
    const author = personName(note.author);
    add(text.note, author === null ? note.text : `${note.text} (${text.noteBy(author)})`, note.text);
  }
  add(text.preservedBy, personName(detail?.preservingUser ?? null));
  const pbx = detail?.pbxInfo ?? null;
  if (pbx !== null) {
    const { type, fields } = pbx;
    // A type that nobody documented keeps the server's own names.
    const isKnown = type !== null && Object.hasOwn(text.pbxTypes, type);
    add(text.pbx, type === null ? null : wordOf(text.pbxTypes, type));
    for (const [name, value] of Object.entries(fields))
      addToCopy(`${text.pbx} · ${isKnown ? wordOf(text.pbxFields, name) : name}`, value);
  }
  addToCopy(text.pbxCall, detail?.pbxCallId ?? null);
  const bytes = detail?.sizeBytes ?? null;
  if (bytes !== null) add(text.size, size(bytes));
  addToCopy(text.hash, detail?.sha256 ?? null);
  addToCopy(text.otherHash, detail?.otherHash ?? null);
  add(text.copy, file ?? text.notSaved);
  return facts;
}

/** One sentence for each pause that our journal knows of. */
export function pauseSentence(pause: PauseSpan): string {
  if (pause.outcome === 'notConfirmed') return text.neverConfirmed;
  const how = pause.trigger === null ? '' : text.by[pause.trigger];
  const isLate = pause.outcome === 'late';
  const exposure = pause.exposureMs === null ? null : confirmationTime(pause.exposureMs);
  // A late pause tells its exposure in a sentence of its own.
  const confirmed = exposure === null || isLate ? '' : text.confirmedIn(exposure);
  const place = (milliseconds: number): string => clockLength(Math.floor(milliseconds / 1000));
  const sentence =
    pause.fromMs === null
      ? text.pausedNoPlace(how, confirmed)
      : text.pausedSpan(how, place(pause.fromMs), pause.toMs === null ? text.untilEnd : place(pause.toMs), confirmed);
  return isLate && exposure !== null ? `${sentence} ${text.late(exposure)}` : sentence;
}
