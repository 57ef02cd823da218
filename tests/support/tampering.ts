// Kinds of tampering with a signed journal, and what has to be found of each.
import { signedCheckpoint, type SigningKey } from '../../src/main/core/journal/checkpoint.ts';
import { journalJson } from '../../src/main/core/journal/journal-export.ts';
import type { JournalEntry, JournalFact } from '../../src/shared/domain/journal.ts';
import {
  fileOf,
  JournalMaker,
  keyFingerprint,
  linesOf,
  newKey,
  notesOf,
  rechained,
  refitted,
  resigned,
} from './signed-journal.ts';

import { witnessForms, witnessLines, type WitnessForm } from './witness-lines.ts';

export type Tampering = {
  readonly name: string;
  /** Names and texts of the files, as they are given to the check. */
  readonly files: Readonly<Record<string, string>>;
  readonly witness?: string;
  /** The fingerprint that was recorded. */
  readonly key?: string;
  /** 0: there is nothing against the journal, though something may be said. */
  readonly code: 0 | 1;
  /** What has to be said, at least. */
  readonly said: readonly RegExp[];
};

type World = {
  readonly key: SigningKey;
  readonly forger: SigningKey;
  /** October has entries 1 to 9, November 10 to 17, December 18 to 25; each pause ends with a checkpoint. */
  readonly october: readonly JournalEntry[];
  readonly november: readonly JournalEntry[];
  readonly december: readonly JournalEntry[];
  readonly all: readonly JournalEntry[];
};

function world(): World {
  const key = newKey();
  const maker = new JournalMaker(key).add({ kind: 'started' }).pause().pause();
  maker.now = Date.UTC(2026, 10, 22, 9);
  maker.pause().pause();
  maker.now = Date.UTC(2026, 11, 1, 9);
  maker.pause().pause();
  const all = maker.entries;
  const [october, november, december] = [all.slice(0, 9), all.slice(9, 17), all.slice(17)];
  return { key, forger: newKey(), october, november, december, all };
}

const replaced = (entries: readonly JournalEntry[], sequence: number, over: Partial<JournalEntry>): JournalEntry[] =>
  entries.map((entry) => (entry.sequence === sequence ? { ...entry, ...over } : entry));
const without = (entries: readonly JournalEntry[], ...sequences: readonly number[]): JournalEntry[] =>
  entries.filter(({ sequence }) => !sequences.includes(sequence));
const unsigned = (entries: readonly JournalEntry[]): JournalEntry[] =>
  rechained(entries.filter(({ fact }) => fact.kind !== 'checkpoint'));

const shorter: JournalFact = { kind: 'ended', pauseId: 'pause-5', how: 'resumed', pausedForMs: 1_000, attempts: [] };
const one = (entries: readonly JournalEntry[] | string): Tampering['files'] => ({
  'journal.jsonl': typeof entries === 'string' ? entries : fileOf(entries),
});

/** Entries of the file, changed by somebody who has no key. */
function changedEntries({ all, key, forger }: World): Tampering[] {
  const genuine = all[8]?.fact;
  const note = genuine?.kind === 'checkpoint' ? genuine.note : '';
  const publicKey = genuine?.kind === 'checkpoint' ? genuine.publicKey : '';
  const changed = rechained(replaced(all, 8, { fact: shorter }));
  const own = signedCheckpoint(
    { sequence: 8, head: all[7]?.hash ?? '', time: all[8]?.at ?? '', serverTime: null },
    forger,
  );
  const badNote = note.replace(/(?<=— sidetone-journal .{40})./u, (digit) => (digit === 'A' ? 'B' : 'A'));
  return [
    {
      name: 'nothing was done',
      files: one(all),
      key: keyFingerprint(key),
      witness: notesOf(all),
      code: 0,
      said: [
        /^Intact, 25 entries$/mu,
        /^Signed up to entry 24 /mu,
        /^The witness agrees: 6 checkpoints/mu,
        /no other\.$/mu,
      ],
    },
    {
      name: 'a word was changed',
      files: one(fileOf(all).replace('41300', '11300')),
      code: 1,
      said: [/^Broken at entry 4: /mu],
    },
    {
      name: 'an entry was changed, with its own hash',
      files: one([...all.slice(0, 7), ...changed.slice(7, 8), ...all.slice(8)]),
      code: 1,
      said: [/^Broken at entry 9: an earlier entry is missing$/mu],
    },
    {
      name: 'an entry was changed, with all hashes after it',
      files: one(changed),
      code: 1,
      said: [
        /^The checkpoint in entry 9 .* between entry 5 and entry 9, something was changed/mu,
        /^Signed up to entry 4 /mu,
      ],
    },
    { name: 'an entry was removed', files: one(without(all, 7)), code: 1, said: [/^Broken at entry 7: /mu] },
    {
      name: 'an entry was removed, with all hashes after it',
      files: one(rechained(without(all, 7))),
      code: 1,
      said: [/^The checkpoint in entry 8 was signed for other entries/mu],
    },
    {
      name: 'an entry was put in, with all hashes after it',
      files: one(rechained([...all.slice(0, 7), ...all.slice(6)])),
      code: 1,
      said: [/^The checkpoint in entry 10 was signed for other entries/mu],
    },
    {
      name: 'two entries changed places',
      files: one([...all.slice(0, 5), ...all.slice(6, 7), ...all.slice(5, 6), ...all.slice(7)]),
      code: 1,
      said: [/^Broken at entry 6: /mu],
    },
    {
      name: 'a time was changed, with all hashes after it',
      files: one(rechained(replaced(all, 6, { at: '2026-10-30T08:00:00.000Z' }))),
      code: 1,
      said: [/^The checkpoint in entry 9 /mu],
    },
    {
      name: 'the time of a checkpoint was changed, with all hashes after it',
      files: one(rechained(replaced(all, 9, { at: '2026-10-30T19:00:00.000Z' }))),
      code: 1,
      said: [/^The checkpoint in entry 9 was signed for other entries/mu],
    },
    {
      name: 'a signature was changed',
      files: one(rechained(replaced(all, 9, { fact: { kind: 'checkpoint', publicKey, note: badNote } }))),
      code: 1,
      said: [/^The signature in entry 9 is invalid\.$/mu],
    },
    {
      name: 'an entry was changed, and the text of each checkpoint after it made to fit',
      files: one(refitted(replaced(all, 8, { fact: shorter }))),
      code: 1,
      said: [/^The signature in entry 9 is invalid\.$/mu, /^The signature in entry 25 is invalid\.$/mu],
    },
    {
      name: 'the text of a checkpoint was changed',
      files: one(
        rechained(
          replaced(all, 9, { fact: { kind: 'checkpoint', publicKey, note: note.replace('2026-10', '2026-09') } }),
        ),
      ),
      code: 1,
      said: [/^The signature in entry 9 is invalid\.$/mu],
    },
    {
      name: 'a checkpoint was made with another key and given out as of this one',
      files: one(rechained(replaced(all, 9, { fact: { ...own, publicKey } }))),
      code: 1,
      said: [/^The signature in entry 9 is invalid\.$/mu],
    },
    {
      name: 'a checkpoint was moved to another place',
      files: one(rechained(replaced(all, 13, { fact: all[8]?.fact ?? shorter }))),
      code: 1,
      said: [/^The checkpoint in entry 13 was signed for other entries/mu],
    },
  ];
}

/** Everything was written anew, so that the file alone is in order. */
function forgedFiles({ all, key, forger }: World): Tampering[] {
  const recorded = keyFingerprint(key);
  const lie = replaced(all, 8, { fact: shorter });
  return [
    {
      name: 'all was signed with the forger’s key',
      files: one(resigned(lie, forger)),
      key: recorded,
      code: 1,
      said: [new RegExp(`^Key: ${keyFingerprint(forger)}$`, 'mu'), /^From entry 5 on, it isn't signed by the key/mu],
    },
    {
      name: 'all was signed with the forger’s key, and a witness has the true checkpoints',
      files: one(resigned(lie, forger)),
      witness: notesOf(all),
      code: 1,
      said: [
        /^Entry 8 isn't the one that the witness has/mu,
        /^The witness has checkpoints of a key that never signs/mu,
      ],
    },
    {
      name: 'all signatures were taken out',
      files: one(unsigned(lie)),
      code: 0,
      said: [/^Not signed\. Whoever can write the file can also rewrite it\.$/mu],
    },
    {
      name: 'all signatures were taken out, and the key was recorded',
      files: one(unsigned(lie)),
      key: recorded,
      code: 1,
      said: [/^Not signed by the key that you named/mu],
    },
    {
      name: 'all signatures were taken out, and a witness has them',
      files: one(unsigned(all)),
      witness: notesOf(all),
      code: 1,
      said: [/^Entry 8 isn't the one that the witness has/mu],
    },
    {
      name: 'entries were added to the end',
      files: one([...all, ...rechained(all.slice(1, 3), all.at(-1) ?? null)]),
      code: 0,
      said: [/^Nothing is signed from entry 26 on\.$/mu],
    },
    {
      name: 'the end was written anew without the key',
      files: one([
        ...all.slice(0, 21),
        ...rechained([{ ...(all[21] as JournalEntry), fact: shorter }], all[20] ?? null),
      ]),
      witness: notesOf(all),
      code: 1,
      said: [
        /^Nothing is signed from entry 22 on\.$/mu,
        /^The journal ends with entry 22, but the witness has entry 24/mu,
      ],
    },
  ];
}

/** Files that are gone, shortened, restored or in each other's place. */
function movedFiles({ all, october, november, december, key, forger }: World): Tampering[] {
  const months = {
    '2026-10.jsonl': fileOf(october),
    '2026-11.jsonl': fileOf(november),
    '2026-12.jsonl': fileOf(december),
  };
  const others = new JournalMaker(newKey(), Date.UTC(2026, 10, 2)).add({ kind: 'started' }).pause().pause().entries;
  const restored = new JournalMaker(key, Date.UTC(2026, 11, 2), all.slice(0, 21))
    .add({ kind: 'started' })
    .pause().entries;
  const noticed = new JournalMaker(key, Date.UTC(2026, 11, 2), all.slice(0, 21))
    .add({ kind: 'started' })
    .add({ kind: 'older-copy', signed: 24, head: all[23]?.hash ?? '' })
    .pause().entries;
  return [
    { name: 'three whole months', files: months, code: 0, said: [/^Intact, 25 entries in 3 files$/mu] },
    {
      name: 'a month in the middle was removed',
      files: { '2026-10.jsonl': months['2026-10.jsonl'], '2026-12.jsonl': months['2026-12.jsonl'] },
      code: 1,
      said: [/^Entries 10 to 17 are missing between .*2026-10\.jsonl and .*2026-12\.jsonl\.$/mu],
    },
    {
      name: 'the first month was removed',
      files: { '2026-11.jsonl': months['2026-11.jsonl'], '2026-12.jsonl': months['2026-12.jsonl'] },
      code: 0,
      said: [/^The file begins with entry 10: /mu],
    },
    {
      name: 'the newest month was removed, and a witness has its checkpoints',
      files: { '2026-10.jsonl': months['2026-10.jsonl'], '2026-11.jsonl': months['2026-11.jsonl'] },
      witness: notesOf(all),
      code: 1,
      said: [/^The journal ends with entry 17, but the witness has entry 24 from 2026-12-01/mu],
    },
    {
      name: 'two files were swapped',
      files: { ...months, '2026-11.jsonl': months['2026-12.jsonl'], '2026-12.jsonl': months['2026-11.jsonl'] },
      code: 1,
      said: [/2026-11\.jsonl has later entries than .*2026-12\.jsonl: the files were swapped/mu],
    },
    {
      name: 'a month is another installation’s',
      files: { ...months, '2026-11.jsonl': fileOf(others) },
      code: 1,
      said: [/doesn't continue/mu],
    },
    {
      name: 'the journal is another installation’s',
      files: one(others),
      key: keyFingerprint(key),
      code: 1,
      said: [/it isn't signed by the key that you named/mu],
    },
    {
      name: 'a month was written anew, with hashes of its own',
      files: {
        ...months,
        '2026-11.jsonl': fileOf(rechained(replaced(november, 12, { fact: shorter }), october.at(-1) ?? null)),
      },
      code: 1,
      said: [/2026-12\.jsonl doesn't continue .*2026-11\.jsonl/mu, /^The checkpoint in entry 13 /mu],
    },
    {
      name: 'a month was replaced by the forger’s, joined to both others by name alone',
      files: { ...months, '2026-11.jsonl': fileOf(resigned(november, forger)) },
      code: 1,
      said: [/doesn't continue|another key signs/mu],
    },
    {
      name: 'the end was cut off, and a witness has it',
      files: one(all.slice(0, 21)),
      witness: notesOf(all),
      code: 1,
      said: [/^The journal ends with entry 21, but the witness has entry 24/mu],
    },
    {
      name: 'the end was cut off within an entry',
      files: one(fileOf(all).slice(0, -40)),
      code: 1,
      said: [/^Broken at entry 25: /mu],
    },
    {
      name: 'a backup was restored and continued, and a witness has what was lost',
      files: one(restored),
      witness: notesOf(all),
      code: 1,
      said: [/^Entry 24 isn't the one that the witness has/mu],
    },
    {
      name: 'a backup was restored, which Sidetone noticed at its start',
      files: one(noticed),
      code: 1,
      said: [/^Entries are missing before entry 23: this computer had already signed an entry 24/mu],
    },
    {
      name: 'an entry of an export was changed',
      files: { 'export.json': journalJson(linesOf(all)).replace('41300', '11300') },
      code: 1,
      said: [/^Broken at entry 4: /mu],
    },
    {
      name: 'an earlier export is the witness of a journal that was written anew',
      files: one(resigned(replaced(all, 8, { fact: shorter }), key)),
      witness: journalJson(linesOf(all)),
      code: 1,
      said: [/^Entry 8 isn't the one that the witness has/mu],
    },
  ];
}

/** What happens without anybody's ill will, and looks like it: it is said, and is no proof against the journal. */
function changedTimes({ all, key }: World): Tampering[] {
  const second = newKey();
  const started: JournalFact = { kind: 'started' };
  const lost = new JournalMaker(key).add(started).pause();
  lost.key = second;
  lost.pause();
  const back = new JournalMaker(key).add(started).pause();
  back.now -= 3 * 3_600_000;
  back.pause();
  const server = new JournalMaker(key).add(started).pause().add(started, -3_600_000);
  const locked: JournalFact = { kind: 'not-signed', problem: 'keychain-locked' };
  const other = new JournalMaker(second).add(started).pause().entries;
  return [
    {
      name: 'the key was lost, and a new one signs',
      files: one(lost.entries),
      code: 0,
      said: [new RegExp(`^From entry 9 on, another key signs: ${keyFingerprint(second)}$`, 'mu')],
    },
    {
      name: 'the key was replaced, and the first one was recorded',
      files: one(lost.entries),
      key: keyFingerprint(key),
      code: 1,
      said: [/^From entry 9 on, it isn't signed by the key that you named/mu],
    },
    {
      name: 'the computer’s clock was set back',
      files: one(back.entries),
      code: 0,
      said: [/^The clock of the computer was set back by 2 h 59 min before entry 6\.$/mu],
    },
    {
      name: 'the server’s clock was set back',
      files: one(server.entries),
      code: 0,
      said: [/^The clock of the server was set back by 59 min 1 s before entry 6\.$/mu],
    },
    {
      name: 'there was no keychain',
      files: one(new JournalMaker(key).add(started).add(locked).entries),
      code: 0,
      said: [/^Not signed\./mu, /^Entry 2 says that it couldn't be signed: the keychain was locked\.$/mu],
    },
    {
      name: 'the key was kept for one run alone',
      files: one(new JournalMaker(newKey(true)).add(started).pause().entries),
      code: 0,
      said: [/keys that were kept for one run of Sidetone only/mu],
    },
    {
      name: 'the witness is of another journal',
      files: one(all),
      witness: notesOf(other),
      code: 1,
      said: [/^The witness has checkpoints of a key that never signs in this journal/mu],
    },
    {
      name: 'a checkpoint of the witness was changed',
      files: one(all),
      witness: notesOf(all).replace(/head [0-9a-f]{64}/u, `head ${'0'.repeat(64)}`),
      code: 1,
      said: [/^1 checkpoint of the witness has an invalid signature\.$/mu, /^The witness agrees: 5 checkpoints/mu],
    },
  ];
}

/** What a receiver of checkpoints has kept, in each form in which it may be kept, finds what the file alone does not. */
function witnessed({ all, key, forger }: World): Tampering[] {
  const lie = replaced(all, 8, { fact: shorter });
  const replacedKey = new JournalMaker(forger).add({ kind: 'started' }).pause().pause().entries;
  return (Object.keys(witnessForms) as WitnessForm[]).flatMap((form): Tampering[] => {
    const witness = witnessLines(form, all);
    return [
      {
        name: `nothing was done, and the witness has ${form} lines`,
        files: one(all),
        witness,
        code: 0,
        said: [/^Intact, 25 entries$/mu, /^The witness agrees: 6 checkpoints, the newest of entry 24\.$/mu],
      },
      {
        name: `history was rewritten with the key itself, and the witness has ${form} lines`,
        files: one(resigned(lie, key)),
        witness,
        code: 1,
        said: [/^Entry 8 isn't the one that the witness has from 2026-10-30 /mu],
      },
      {
        name: `the end was removed, and the witness has ${form} lines`,
        files: one(all.slice(0, 21)),
        witness,
        code: 1,
        said: [/^The journal ends with entry 21, but the witness has entry 24 from 2026-12-01/mu],
      },
      {
        name: `the installation was swapped, and the witness has ${form} lines`,
        files: one(replacedKey),
        witness,
        code: 1,
        said: [/^The witness has checkpoints of a key that never signs in this journal/mu],
      },
      {
        name: `all was signed with a new key, and the witness has ${form} lines`,
        files: one(resigned(all, forger)),
        witness,
        code: 1,
        said: [
          new RegExp(
            `^The witness has checkpoints of a key that never signs in this journal: ${keyFingerprint(key)}$`,
            'mu',
          ),
          /^Entry 8 isn't the one that the witness has/mu,
        ],
      },
    ];
  });
}

export function tamperings(): Tampering[] {
  const made = world();
  return [
    ...changedEntries(made),
    ...forgedFiles(made),
    ...movedFiles(made),
    ...changedTimes(made),
    ...witnessed(made),
  ];
}
