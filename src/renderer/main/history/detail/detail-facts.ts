// The facts of a recording in the words of the trade, in three groups. Unknown kinds are shown as they came.
import type { HistoryRow } from '../../../../shared/ipc/ipc-table.ts';
import type { RecordingDetail, RecordingUser } from '../../../../shared/ipc/recording-detail.ts';
import { size } from '../../../lib/format.ts';
import { words } from '../../../lib/words.ts';

/** `copy` is what the button beside it copies; null for what nobody needs elsewhere. */
export type Fact = { readonly name: string; readonly value: string; readonly copy: string | null };
export type FactGroups = {
  readonly call: readonly Fact[];
  readonly owner: readonly Fact[];
  readonly technical: readonly Fact[];
};

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

/** Facts in the order in which they are added; what is not known is left out. */
class FactList {
  readonly facts: Fact[] = [];

  add(name: string, value: string | null, copied: string | null = null): void {
    if (value !== null && value !== '') this.facts.push({ name, value, copy: copied });
  }

  /** What is copied is what is shown. */
  addToCopy(name: string, value: string | null): void {
    this.add(name, value, value);
  }
}

/** `numberShown` is how a number is written for reading; what is copied stays as the server has it. */
export function factsOf(
  row: HistoryRow,
  detail: RecordingDetail | null,
  file: string | null,
  numberShown: (number: string) => string = (number) => number,
): FactGroups {
  return {
    call: callFacts(row, detail, file, numberShown),
    owner: ownerFacts(row, detail),
    technical: technicalFacts(detail),
  };
}

function callFacts(
  row: HistoryRow,
  detail: RecordingDetail | null,
  file: string | null,
  numberShown: (number: string) => string,
): readonly Fact[] {
  const list = new FactList();
  const remote = row.remotePartyNumber;
  list.add(text.remoteNumber, remote === null ? null : numberShown(remote), remote);
  if (row.referenceNumber === '') list.add(text.reference, words.history.noReference);
  else list.addToCopy(text.reference, row.referenceNumber);
  const note = detail?.note ?? null;
  if (note !== null) {
    const author = personName(note.author);
    list.add(text.note, author === null ? note.text : `${note.text} (${text.noteBy(author)})`, note.text);
  }
  list.add(text.preservedBy, personName(detail?.preservingUser ?? null));
  list.add(text.copy, file ?? text.notSaved);
  return list.facts;
}

function ownerFacts(row: HistoryRow, detail: RecordingDetail | null): readonly Fact[] {
  const list = new FactList();
  const ownerName = detail?.owner?.username ?? row.ownerUsername ?? detail?.ownerUsername ?? null;
  const owner = personName(detail?.owner ?? null) ?? ownerName;
  // What is copied is what the server and the filter know the owner by.
  list.add(text.owner, owner ?? words.time.unknown, ownerName ?? owner);
  const local = row.localPartyNumber ?? detail?.localPartyNumber ?? null;
  const ownNumber = detail?.owner?.phoneNumber ?? null;
  if (ownNumber !== local) list.addToCopy(text.ownerNumber, ownNumber);
  list.add(text.localNumber, local ?? words.time.unknown, local);
  const { group = null, department = null } = detail?.owner ?? {};
  list.add(text.group, group);
  list.add(text.department, department);
  return list.facts;
}

function technicalFacts(detail: RecordingDetail | null): readonly Fact[] {
  const list = new FactList();
  const pbx = detail?.pbxInfo ?? null;
  if (pbx !== null) {
    const { type, fields } = pbx;
    // A type that nobody documented keeps the server's own names.
    const isKnown = type !== null && Object.hasOwn(text.pbxTypes, type);
    list.add(text.pbx, type === null ? null : wordOf(text.pbxTypes, type));
    for (const [name, value] of Object.entries(fields))
      list.addToCopy(`${text.pbx} · ${isKnown ? wordOf(text.pbxFields, name) : name}`, value);
  }
  list.addToCopy(text.pbxCall, detail?.pbxCallId ?? null);
  const bytes = detail?.sizeBytes ?? null;
  if (bytes !== null) list.add(text.size, size(bytes));
  list.addToCopy(text.hash, detail?.sha256 ?? null);
  list.addToCopy(text.otherHash, detail?.otherHash ?? null);
  return list.facts;
}
