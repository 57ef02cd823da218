// A checkpoint: the number and the hash of the journal's last entry with the time, signed, so that no entry up to it can be rewritten
// without the key. docs/evidence.md has the format.
import { openNote, readVerifierKey, fingerprintOf, signNote, verifierKey } from './signed-note.ts';
import type { KeyObject } from 'node:crypto';
import type { JournalFact } from '../../../shared/domain/journal.ts';

export type Checkpoint = {
  /** Number and hash of the entry that it signs, and with it all entries before. */
  readonly sequence: number;
  readonly head: string;
  /** By this computer's clock and by the server's, ISO 8601 in UTC; the latter null before the server's first answer. */
  readonly time: string;
  readonly serverTime: string | null;
  /** Fingerprint of the key. */
  readonly key: string;
};

const pattern =
  /^Sidetone journal checkpoint v1\nsequence ([1-9]\d{0,14})\nhead ([0-9a-f]{64})\ntime (\S{24})\nserver-time (\S{24}|unknown)\nkey ([0-9a-f]{64})\n$/u;

const unknown = 'unknown';

const textOf = ({ sequence, head, time, serverTime, key }: Checkpoint): string =>
  [
    'Sidetone journal checkpoint v1',
    `sequence ${String(sequence)}`,
    `head ${head}`,
    `time ${time}`,
    `server-time ${serverTime ?? unknown}`,
    `key ${key}`,
    '',
  ].join('\n');

/** What a checkpoint's text says, whoever signed it; null where it is none. */
function readCheckpoint(text: string): Checkpoint | null {
  const [, sequence, head, time, serverTime, key] = pattern.exec(text) ?? [];
  if (head === undefined || time === undefined || serverTime === undefined || key === undefined) return null;
  return { sequence: Number(sequence), head, time, serverTime: serverTime === unknown ? null : serverTime, key };
}

export type SigningKey = {
  readonly privateKey: KeyObject;
  /** Its 32 bytes. */
  readonly publicKey: Uint8Array;
  /** It is kept in memory alone, and the next run has another. */
  readonly forSession: boolean;
};

export type CheckpointFact = Extract<JournalFact, { kind: 'checkpoint' }>;

/** The fact for the journal: the checkpoint as a signed note (docs/evidence.md), and the key that verifies it. */
export function signedCheckpoint(what: Omit<Checkpoint, 'key'>, key: SigningKey): CheckpointFact {
  const { privateKey, publicKey, forSession } = key;
  return {
    kind: 'checkpoint',
    publicKey: verifierKey(publicKey),
    note: signNote(textOf({ ...what, key: fingerprintOf(publicKey) }), privateKey, publicKey),
    ...(forSession ? { forSession } : {}),
  };
}

/** The checkpoint that a note holds, if the key that is named beside it has signed it; null where it has not. */
export function openCheckpoint({ note, publicKey }: Pick<CheckpointFact, 'note' | 'publicKey'>): Checkpoint | null {
  const key = readVerifierKey(publicKey);
  const text = key === null ? null : openNote(note, key);
  const checkpoint = text === null ? null : readCheckpoint(text);
  return key !== null && checkpoint?.key === fingerprintOf(key) ? checkpoint : null;
}

/**
 * What a note says that was kept elsewhere, without its key beside it. `publicKeys` are those that may have signed it; `isGenuine` is
 * null where its key is none of them. Null where it is no checkpoint.
 */
export function readNote(
  note: string,
  publicKeys: ReadonlySet<string>,
): (Checkpoint & { readonly isGenuine: boolean | null }) | null {
  const checkpoint = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  if (checkpoint === null) return null;
  const publicKey = [...publicKeys].find((text) => {
    const key = readVerifierKey(text);
    return key !== null && fingerprintOf(key) === checkpoint.key;
  });
  return {
    ...checkpoint,
    isGenuine: publicKey === undefined ? null : openCheckpoint({ note, publicKey }) !== null,
  };
}
