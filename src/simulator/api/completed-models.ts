// Models C2 and C3 of the vendor's contract: a finished recording in the list and in its details, in each form that the quirks ask for.
import { audioSize, type AudioHashes } from '../audio/audio.ts';
import { dateTime, guidText, isoDuration } from '../formats.ts';
import type { Quirks } from '../faults/quirks.ts';
import { hashText } from '../calls/random.ts';
import type { Recording } from '../calls/recording.ts';
import { userModel } from '../calls/users.ts';

type ModelParts = { readonly hashes: AudioHashes; readonly quirks: Quirks };

/** What both models share: RecordingBase. */
function base(quirks: Quirks, recording: Recording): object {
  return {
    id: guidText(recording.id, quirks['guid-case']),
    referenceNumber: recording.referenceNumber,
    startTime: dateTime(recording.start, quirks['start-time-zone'], quirks['date-fraction-digits']),
    duration: isoDuration(recording.durationMs, quirks['duration-form']),
    direction: recording.direction,
    localPartyNumber: recording.localNumber,
    remotePartyNumber: recording.remoteNumber,
  };
}

/** Model C2. */
export function listedModel(quirks: Quirks, recording: Recording): object {
  return { ...base(quirks, recording), ownerUsername: recording.owner.username };
}

function pbxInfo(quirks: Quirks, recording: Recording): object {
  const type = quirks['pbx-info'];
  const number = hashText(recording.id);
  const local = String(number);
  const remote = String(number + 1);
  switch (type) {
    case 'absent':
      return {};
    case 'generic':
      return { pbxInfo: { type, localCallId: local, remoteCallId: remote } };
    case 'media-forking':
      return { pbxInfo: { type, localCallId: local, remoteCallId: remote, sessionId: `${local}-${remote}` } };
    case 'siprec':
      return { pbxInfo: { type, localSessionId: local, remoteSessionId: remote } };
    case 'webex':
      return { pbxInfo: { type, callId: local, externalTrackingId: remote } };
    case 'ms-teams':
      return { pbxInfo: { type, callId: local, callChainId: remote } };
    case 'unknown':
      return { pbxInfo: { type: 'carrier-pigeon', ringNumber: local } };
  }
}

async function hashModel({ hashes, quirks }: ModelParts, recording: Recording, wrong: boolean): Promise<object> {
  const form = quirks['hash-form'];
  if (form === 'absent') return {};
  const right = await hashes.of(recording);
  const other = wrong || quirks['hash-covers'] === 'stored';
  // Any other digits do: what is stored is encrypted, so its hash looks unrelated.
  const hex = other
    ? Array.from(right, (digit) => ((Number.parseInt(digit, 16) + 7) % 16).toString(16)).join('')
    : right;
  if (form === 'nested') return { hash: { algorithm: 'SHA-256', value: { hex } } };
  if (form === 'base64') return { hash: { sha256: Buffer.from(hex, 'hex').toString('base64') } };
  return { hash: { sha256: form === 'HEX' ? hex.toUpperCase() : hex } };
}

/** Model C3: no ownerUsername, but the owner. `wrongHash`: the hash is that of other audio. */
export async function detailModel(parts: ModelParts, recording: Recording, wrongHash: boolean): Promise<object> {
  const { quirks } = parts;
  const { note, preservedBy } = recording;
  const author = note === null ? null : quirks['note-owner'] === 'user' ? userModel(note.author) : note.author.username;
  const nobody = quirks['preserving-user'] === 'null' ? { preservingUser: null } : {};
  return {
    ...base(quirks, recording),
    ...(quirks['pbx-call-id'] === 'present' ? { pbxCallId: String(hashText(recording.id) % 100_000) } : {}),
    ...pbxInfo(quirks, recording),
    owner: userModel(recording.owner),
    ...(preservedBy === null ? nobody : { preservingUser: userModel(preservedBy) }),
    ...(note === null ? {} : { note: { owner: author, text: note.text } }),
    size: audioSize(recording),
    ...(await hashModel(parts, recording, wrongHash)),
  };
}
